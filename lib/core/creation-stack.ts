import { Lazy } from "cdktf";

type Capture = (target: { stack?: string }, below?: unknown) => void;

let shared = false;

/**
 * Makes constructs with one stack trace for all the tokens in them: that of the caller.
 *
 * cdktf captures a stack of unlimited depth for every token, and a single `azuread_application` has
 * two dozen of them: a third to four fifths of the time of a program. The frames differ only within
 * this library and the provider classes, so the tokens made here share the part that leads to the
 * user's line. Whoever else captures a stack meanwhile (a principal or an error of the user's own) is
 * told the stack of its own.
 */
export function withOneCreationStack<T>(make: () => T): T {
  if (shared || AS_CDKTF_ASKS === undefined) {
    return make();
  }
  const caller = stackOfCaller();
  shared = true;
  try {
    return withCapture(
      (original) =>
        function capture(target, below) {
          if (below === AS_CDKTF_ASKS) {
            target.stack = caller;
          } else {
            original(target, below ?? capture);
          }
        },
      make,
    );
  } finally {
    shared = false;
  }
}

/**
 * The function below which cdktf asks for the stack of a token, which is its own and nobody else's.
 * Undefined where it asks for none (`CDKTN_DISABLE_CREATION_STACK`).
 */
const AS_CDKTF_ASKS = (() => {
  let asked: unknown;
  withCapture(
    () => (_target, below) => {
      asked = below;
    },
    () => Lazy.anyValue({ produce: () => undefined }),
  );
  return asked;
})();

function withCapture<T>(instead: (original: Capture) => Capture, make: () => T): T {
  const descriptor = Object.getOwnPropertyDescriptor(Error, "captureStackTrace") ?? {};
  const original = Error.captureStackTrace.bind(Error) as Capture;
  Error.captureStackTrace = instead(original);
  try {
    return make();
  } finally {
    Object.defineProperty(Error, "captureStackTrace", descriptor);
  }
}

function stackOfCaller(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  const caller: { stack?: string } = {};
  Error.captureStackTrace(caller, withOneCreationStack);
  const { stack } = caller;
  Error.stackTraceLimit = limit;
  return stack;
}
