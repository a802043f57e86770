// cdktf keeps for every token where it was made, up to the first line of the runner, and jest looks up each frame in
// the source maps. Nobody reads so far; an error still has all of its frames.
const FRAMES_OF_A_TOKEN = 20;
const captureStackTrace = Error.captureStackTrace.bind(Error);
Error.captureStackTrace = function capture(target, below = capture) {
  const limit = Error.stackTraceLimit;
  if (!(target instanceof Error)) {
    Error.stackTraceLimit = Math.min(limit, FRAMES_OF_A_TOKEN);
  }
  captureStackTrace(target, below);
  Error.stackTraceLimit = limit;
};

export {};
