/** `import "cdktf-acr-auth-sandbox/jest"` in a test, or in a file of setupFilesAfterEnv, gives jest the matchers. */
import { expect } from "@jest/globals";
import { matchers, type SandboxMatchers } from "./matchers";

declare global {
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- as @types/jest declares it, or the two would not merge
    interface Matchers<R, T = {}> extends SandboxMatchers<R> {}
  }
}

declare module "expect" {
  interface Matchers<R> extends SandboxMatchers<R> {}
}

expect.extend(matchers);
