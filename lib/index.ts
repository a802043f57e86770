export { ClientSecret, type ClientSecretSlot } from "./credential/client-secret";
export { FederatedCredential } from "./credential/federated-credential";
export {
  FederatedIdentity,
  type GitHubWorkflow,
  type TokenIdentity,
} from "./credential/federated-identity";
export type { ClientSecretProps, SlotExpiry } from "./credential/rotation";
export { ClientSecretOutputs } from "./delivery/outputs";
export { Access } from "./grant/access";
export { PermissionsMode } from "./grant/permissions-mode";
export { Repositories } from "./grant/repositories";
export type { GrantOptions } from "./grant/role-grant";
export { AcrPrincipal, type ExistingPrincipalAttributes } from "./principal/existing-principal";
export { type IAcrPrincipal, PrincipalType } from "./principal/principal";
export {
  AcrServicePrincipal,
  type AcrServicePrincipalProps,
  type ExistingServicePrincipalAttributes,
  type IAcrServicePrincipal,
} from "./principal/service-principal";
export {
  AcrRegistry,
  type IAcrRegistry,
  type RegistryAttributes,
  type RegistryNameAttributes,
  type RegistryOptions,
} from "./registry/registry";
