import { Construct } from "constructs";

/** One rule that a value breaks. */
export interface Problem {
  /** The property, as the caller wrote it: `displayName`, `tags[2]`, `expiresOn.a`. */
  readonly key: string;
  /** The value, the rule and the fix, in one sentence. */
  readonly message: string;
}

/**
 * Reports the problems of a construct when the stack is synthesized, so that one synth shows those
 * of all constructs together instead of stopping at the first.
 */
export function reportAtSynth(construct: Construct, problems: () => Problem[]): void {
  construct.node.addValidation({
    validate: () => problems().map(({ key, message }) => `${key}: ${message}`),
  });
}

/** An error for a call that cannot go on: it starts with the path of the construct. */
export function failure(construct: Construct, message: string): Error {
  return new Error(`[${construct.node.path}] ${message}`);
}
