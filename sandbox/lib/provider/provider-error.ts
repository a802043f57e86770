import { NotModelled } from "../not-modelled";
import type { Values } from "../schema/values";

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

/** A creation that failed after the object was there: Terraform keeps it in the state, as tainted. */
export class HalfMade extends Error {
  constructor(
    override readonly cause: unknown,
    readonly state: Values,
  ) {
    super(ProviderError.from(cause).message);
  }
}
