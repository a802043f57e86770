import { NotModelled } from "../not-modelled";
import type { Values } from "../schema/values";

/** What Terraform shows of a mistake or a warning: a summary and, where they help, a detail and an attribute. */
export interface Problem {
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: string | undefined;
}

/** A failure as Terraform shows it. */
export class ProviderError extends Error implements Problem {
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
  constructor(
    readonly errors: readonly ProviderError[],
    readonly warnings: readonly Problem[] = [],
  ) {
    super(errors.map(({ message }) => message).join("\n"));
  }
}

/**
 * An apply that failed half-way: what Terraform keeps in the state. A new object is tainted then, one that was to change
 * is in the state as if it had.
 */
export class HalfDone extends Error {
  constructor(
    override readonly cause: unknown,
    readonly state: Values,
  ) {
    super(ProviderError.from(cause).message);
  }
}
