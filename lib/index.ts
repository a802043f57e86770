export type { ApplicationReference } from "./credential/application-reference";
export { Certificate } from "./credential/certificate";
export type { CertificateProps, KeyVaultCertificateData } from "./credential/certificate-rules";
export { ClientSecret, type ClientSecretSlot } from "./credential/client-secret";
export type { ICredentialHolder } from "./credential/credential-holder";
export {
  FederatedCredential,
  type FederatedCredentialOptions,
} from "./credential/federated-credential";
export { FederatedIdentity } from "./credential/federated-identity";
export type { TokenIdentity } from "./credential/platforms/any";
export type { AzureDevOpsServiceConnection } from "./credential/platforms/azure-devops";
export type { TokenClaims } from "./credential/platforms/claims";
export type { GitHubWorkflow } from "./credential/platforms/github";
export type { GitLabJob } from "./credential/platforms/gitlab";
export type { KubernetesServiceAccount } from "./credential/platforms/kubernetes";
export { type TerraformCloudRun, TerraformRunPhase } from "./credential/platforms/terraform-cloud";
export type { ClientSecretProps, SlotExpiry, SlotGeneration } from "./credential/rotation";
export { KeyVaultDelivery } from "./delivery/azure/key-vault-delivery";
export type { KeyVaultDeliveryProps } from "./delivery/azure/key-vault-props";
export { RegistryLogin } from "./delivery/azure/registry-login";
export type {
  ContainerAppLogin,
  ContainerGroupLogin,
  ContainerRegistryTaskLogin,
  LinuxFunctionAppLogin,
  LinuxWebAppLogin,
} from "./delivery/azure/registry-login-blocks";
export type { UserAssignedIdentityData } from "./delivery/azure/registry-login-rules";
export { DockerConfig } from "./delivery/docker-config";
export {
  ExternalSecretsPullSecret,
  type ExternalSecretsPullSecretProps,
} from "./delivery/external-secrets";
export {
  ClientSecretOutputs,
  type OutputOptions,
  ServicePrincipalOutputs,
} from "./delivery/outputs";
export type { PipelineLoginProps } from "./delivery/pipeline-login";
export type { PullSecretProps } from "./delivery/pull-secret";
export { DeployerRights } from "./deployer/deployer-rights";
export type { NeededPermission } from "./deployer/needed-permissions";
export type { NeededRole } from "./deployer/needed-roles";
export type { NeededPlatformRight } from "./deployer/platform-rights";
export { Grant } from "./grant/grant";
export type { GrantOptions } from "./grant/grant-options";
export type { ScopeParts } from "./grant/grant-scope";
export { Repositories } from "./grant/repositories";
export { AdoptableModule } from "./principal/adoptable-module";
export type { AdoptedServicePrincipal } from "./principal/adopted-service-principal";
export { AcrPrincipal, type ExistingPrincipalAttributes } from "./principal/existing-principal";
export {
  type IAcrPrincipal,
  type IAcrServicePrincipal,
  PrincipalType,
} from "./principal/principal";
export { PrincipalBase } from "./principal/principal-base";
export { AcrServicePrincipal } from "./principal/service-principal";
export { ServicePrincipalBase } from "./principal/service-principal-base";
export type { ServicePrincipalOfApplicationOptions } from "./principal/service-principal-of-application";
export type { AcrServicePrincipalProps } from "./principal/service-principal-props";
export type {
  ExistingServicePrincipalAttributes,
  ServicePrincipalReferenceOptions,
} from "./principal/service-principal-reference";
export {
  AcrRegistries,
  type ResourceGroupAttributes,
  type SubscriptionAttributes,
} from "./registry/registries";
export {
  AcrRegistry,
  type IAcrRegistry,
  type RegistryAttributes,
  type RegistryNameAttributes,
} from "./registry/registry";
export type { RegistryResourceOptions } from "./registry/role-assignment-mode";
export { AcrScope, type AcrScopeOptions, type IAcrScope } from "./registry/scope";
export { Access } from "./role/access";
export { PermissionsMode } from "./role/permissions-mode";
export { AcrRole } from "./role/roles";
export { type ProviderVersionConstraints, ProviderVersions } from "./terraform/provider-versions";
export type { RenameOptions } from "./terraform/renaming";
