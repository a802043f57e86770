/** `import "cdktf-acr-auth-sandbox/vitest"` in a test, or in a file of setupFiles, gives vitest the matchers. */
import { expect } from "vitest";
import { matchers, type SandboxMatchers } from "./matchers.js";

declare module "vitest" {
  interface Matchers<T = any> extends SandboxMatchers<T> {}
}

expect.extend(matchers);
