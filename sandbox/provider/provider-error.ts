import { NotModelled } from "../not-modelled";

/** A failure as Terraform shows it: a diagnostic with a summary and, where they help, a detail and an attribute. */
export class ProviderError extends Error {
  constructor(
    readonly summary: string,
    readonly detail = "",
    readonly attribute?: string,
  ) {
    super(detail === "" ? summary : `${summary}: ${detail}`);
  }

  static from(thrown: unknown): ProviderError {
    if (thrown instanceof ProviderError) {
      return thrown;
    }
    if (thrown instanceof NotModelled) {
      return new ProviderError(thrown.message, thrown.detail);
    }
    return new ProviderError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Several of them, as validation finds them. */
export class ProviderErrors extends Error {
  constructor(readonly errors: readonly ProviderError[]) {
    super(errors.map(({ message }) => message).join("\n"));
  }
}

/** ImportAsExistsError of both providers: what is there before it is created is never adopted. */
export function alreadyExists(type: string, id: string): ProviderError {
  return new ProviderError(
    `A resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`,
  );
}
