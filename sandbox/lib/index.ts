/** A stand-in for Microsoft Entra and Azure Container Registry's roles, for tests in any runner. */
export { Sandbox, TerraformError, DEFAULT_SEED, type SandboxOptions } from "./sandbox";
export type { Stack } from "./stack-folders";
export { planFromJson, type Change, type Plan } from "./plan";
export type { Decision, Entry, RegistryAccess } from "./lets-in";
export type { SandboxMatchers } from "./matchers";
export { readSeed, type CallerInput, type SeedInput } from "./seed";
export { findTerraform, runTerraform, type TerraformResult } from "./terraform";
export { writeMirror } from "./mirror";
export type { Call, FailRule } from "./calls";
export type { AnsweredRequest, Request, RequestFailure } from "./cloud/requests";
export type { CloudState } from "./cloud/state";
