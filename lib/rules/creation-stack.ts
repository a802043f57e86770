let shared = false;

/**
 * Makes constructs with one stack trace for all the tokens in them: that of the caller.
 *
 * cdktf captures a stack of unlimited depth for every token, and a single `azuread_application` has
 * two dozen of them: a third to four fifths of the time of a program. The frames differ only within
 * this library and the provider classes, so the tokens made here share the part that leads to the
 * user's line. Errors are not touched: the engine captures their stacks itself.
 */
export function withOneCreationStack<T>(make: () => T): T {
  if (shared) {
    return make();
  }
  const caller = stackOfCaller();
  const original = Object.getOwnPropertyDescriptor(Error, "captureStackTrace") ?? {};
  Error.captureStackTrace = (target: { stack?: string }) => {
    target.stack = caller;
  };
  shared = true;
  try {
    return make();
  } finally {
    shared = false;
    Object.defineProperty(Error, "captureStackTrace", original);
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
