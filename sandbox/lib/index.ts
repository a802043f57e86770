/** A stand-in for Microsoft Entra and Azure Container Registry's roles, for tests in any runner. */
export type { Call, FailRule } from "./calls";
export type { Delivered } from "./cloud/delivered";
export type { RequestFailure } from "./cloud/refusals";
export type { AnsweredRequest, Request } from "./cloud/requests";
export type { CloudState } from "./cloud/state";
export type { Decision, Entry, RegistryAccess } from "./lets-in";
export type { SandboxMatchers } from "./matchers";
export { writeMirror } from "./mirror";
export { type Change, type Plan, planFromJson } from "./plan";
export { DEFAULT_SEED, Sandbox, type SandboxOptions, TerraformError } from "./sandbox";
export { type CallerInput, readSeed, type SeedInput } from "./seed";
export type { Stack } from "./stack-folders";
export { findTerraform, runTerraform, type TerraformResult } from "./terraform";
