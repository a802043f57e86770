import { Construct } from "constructs";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import {
  Access,
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  AdoptableModule,
  AdoptedServicePrincipal,
  Certificate,
  ClientSecret,
  ClientSecretOutputs,
  DeployerRights,
  DockerConfig,
  ExternalSecretsPullSecret,
  ExternalSecretsPullSecretProps,
  FederatedCredential,
  FederatedIdentity,
  Grant,
  IAcrRegistry,
  KeyVaultDelivery,
  KeyVaultDeliveryProps,
  PermissionsMode,
  PipelineLoginProps,
  PrincipalType,
  ProviderVersions,
  RegistryLogin,
  Repositories,
  ServicePrincipalOutputs,
  TerraformRunPhase,
  UserAssignedIdentityData,
} from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";
import {
  ArgoCdRepository,
  KubernetesPullSecret,
  KubernetesPullSecretProps,
} from "cdktf-acr-auth/delivery/kubernetes";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";

const UUID = "6f3f7e4e-0000-4000-8000-000000000001";
const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a";
const REGISTRY_ID = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

/** A call with arguments that are right, without the scope and the id. */
export interface Try {
  readonly right: (stack: TerraformStack) => unknown[];
  readonly run: (stack: TerraformStack, given: never[]) => unknown;
}

function web(stack: TerraformStack): AcrServicePrincipal {
  return new AcrServicePrincipal(stack, "other", { displayName: "contoso-other" });
}

function shop(stack: TerraformStack): IAcrRegistry {
  return AcrRegistry.fromAttributes(stack, "shop", {
    registryId: REGISTRY_ID,
    loginServer: "contososhop.azurecr.io",
    permissionsMode: PermissionsMode.ABAC,
  });
}

function pullSecretProps(stack: TerraformStack): KubernetesPullSecretProps {
  new KubernetesProvider(stack, "kubernetes");
  const dockerConfig = DockerConfig.of(web(stack).addClientSecret("docker"), shop(stack));
  return { dockerConfig, name: "acr", namespaces: ["shop"] };
}

function keyVaultProps(stack: TerraformStack): KeyVaultDeliveryProps {
  const keyVaultId = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/shop`;
  return { keyVaultId, name: "pull", clientSecret: web(stack).addClientSecret("docker") };
}

function pipelineLogin(stack: TerraformStack): Omit<PipelineLoginProps, "prefix" | "renamedFrom"> {
  const servicePrincipal = web(stack);
  const clientSecret = servicePrincipal.addClientSecret("docker");
  return { servicePrincipal, clientSecret, registry: shop(stack) };
}

const identityData = (): UserAssignedIdentityData => ({
  id: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop`,
  clientId: UUID,
});

function loginIn(stack: TerraformStack): RegistryLogin {
  return RegistryLogin.byIdentity(identityData(), shop(stack));
}

function team(stack: TerraformStack): ReturnType<typeof AcrPrincipal.fromObjectId> {
  return AcrPrincipal.fromObjectId(stack, "team", {
    objectId: UUID,
    principalType: PrincipalType.GROUP,
  });
}

function application(stack: Construct): Application {
  return new Application(stack, "application", {
    displayName: "contoso-app",
    owners: [UUID],
  });
}

const identity = (): FederatedIdentity =>
  FederatedIdentity.of({ issuer: "https://id.contoso.com", subject: "web" });

function identityBy(make: (given: never) => FederatedIdentity): Try["run"] {
  return (stack, [given]) => web(stack).addFederatedCredential("token", make(given as never));
}

function limitedTo(make: (given: never) => Repositories): Try["run"] {
  return (stack, [given]) =>
    shop(stack).grantPull(team(stack), { repositories: make(given as never) });
}

function adopting(make: (given: never) => AdoptedServicePrincipal): Try["run"] {
  return (stack, [given]) =>
    new AcrServicePrincipal(stack, "web", {
      displayName: "contoso-web",
      adopt: make(given as never),
    });
}

const certificate = (stack: TerraformStack) => ({
  pem: new TerraformVariable(stack, "pem", {}).stringValue,
});

/** All public calls, by their names. */
export const TRIES: Record<string, Try> = {
  "new AcrServicePrincipal": {
    right: () => [{ displayName: "contoso-web" }],
    run: (stack, [props]) => new AcrServicePrincipal(stack, "web", props as never),
  },
  "AcrServicePrincipal.fromClientId": {
    right: () => [UUID, {}],
    run: (stack, [clientId, options]) =>
      AcrServicePrincipal.fromClientId(stack, "web", clientId as never, options),
  },
  "AcrServicePrincipal.fromObjectId": {
    right: () => [UUID, {}],
    run: (stack, [objectId, options]) =>
      AcrServicePrincipal.fromObjectId(stack, "web", objectId as never, options),
  },
  "AcrServicePrincipal.fromResourceId": {
    right: () => [`/servicePrincipals/${UUID}`, {}],
    run: (stack, [resourceId, options]) =>
      AcrServicePrincipal.fromResourceId(stack, "web", resourceId as never, options),
  },
  "AcrServicePrincipal.fromAttributes": {
    right: () => [{ clientId: UUID, objectId: UUID }],
    run: (stack, [attributes]) =>
      AcrServicePrincipal.fromAttributes(stack, "web", attributes as never),
  },
  "AcrServicePrincipal.fromData": {
    right: (stack) => [new DataAzureadServicePrincipal(stack, "data", { clientId: UUID }), {}],
    run: (stack, [data, options]) =>
      AcrServicePrincipal.fromData(stack, "web", data as never, options),
  },
  "AcrServicePrincipal.fromApplication": {
    right: (stack) => [application(stack), {}],
    run: (stack, [made, options]) =>
      AcrServicePrincipal.fromApplication(stack, "web", made as never, options),
  },
  "AcrPrincipal.fromObjectId": {
    right: () => [{ objectId: UUID, principalType: PrincipalType.USER }],
    run: (stack, [attributes]) => AcrPrincipal.fromObjectId(stack, "ada", attributes as never),
  },
  "ServicePrincipalBase#addClientSecret": {
    right: () => [{}],
    run: (stack, [props]) => web(stack).addClientSecret("docker", props),
  },
  "ServicePrincipalBase#addCertificate": {
    right: (stack) => [certificate(stack)],
    run: (stack, [props]) => web(stack).addCertificate("laptop", props as never),
  },
  "ServicePrincipalBase#addFederatedCredential": {
    right: () => [identity(), {}],
    run: (stack, [given, options]) =>
      web(stack).addFederatedCredential("token", given as never, options),
  },
  "new ClientSecret": {
    right: (stack) => [application(stack), {}],
    run: (stack, [made, props]) => new ClientSecret(stack, "docker", made as never, props),
  },
  "new Certificate": {
    right: (stack) => [application(stack), certificate(stack)],
    run: (stack, [made, props]) => new Certificate(stack, "laptop", made as never, props as never),
  },
  "new FederatedCredential": {
    right: (stack) => [application(stack), identity(), {}],
    run: (stack, [made, given, options]) =>
      new FederatedCredential(stack, "token", made as never, given as never, options),
  },
  "new ClientSecretOutputs": {
    right: (stack) => [web(stack).addClientSecret("docker"), {}],
    run: (stack, [secret, options]) =>
      new ClientSecretOutputs(stack, "docker", secret as never, options),
  },
  "new ServicePrincipalOutputs": {
    right: (stack) => [web(stack), { registries: [shop(stack)] }],
    run: (stack, [servicePrincipal, options]) =>
      new ServicePrincipalOutputs(stack, "web", servicePrincipal as never, options),
  },
  "DockerConfig.of": {
    right: (stack) => [web(stack).addClientSecret("docker"), shop(stack)],
    run: (stack, [secret, ...registries]) => {
      const { json } = DockerConfig.of(secret as never, ...registries);
      new TerraformOutput(stack, "config", { value: json, sensitive: true });
    },
  },
  "DockerConfig#pullSecretManifest": {
    right: () => [{ name: "pull", namespaces: ["shop"] }],
    run: (stack, [props]) => {
      const config = DockerConfig.of(web(stack).addClientSecret("docker"), shop(stack));
      const value = config.pullSecretManifest(props as never);
      new TerraformOutput(stack, "manifest", { value, sensitive: true });
    },
  },
  "new ExternalSecretsPullSecret": {
    right: (stack) => [
      {
        servicePrincipal: web(stack),
        registry: shop(stack),
        issuer: "https://oidc.contoso.com/",
        namespace: "shop",
        serviceAccount: "pull",
        name: "registry",
      },
    ],
    run: (stack, [props]) => {
      const given = props as Partial<ExternalSecretsPullSecretProps> | undefined;
      // What is wrong with its credential is told where the service principal is.
      const isRight = given?.servicePrincipal instanceof AcrServicePrincipal;
      const own = { ...given, servicePrincipal: stack.node.tryFindChild("other") };
      const tried = (isRight ? own : given) as ExternalSecretsPullSecretProps;
      const { manifest } = new ExternalSecretsPullSecret(stack, "pull", tried);
      new TerraformOutput(stack, "manifest", { value: manifest });
    },
  },
  "new ArgoCdRepository": {
    right: (stack) => {
      new KubernetesProvider(stack, "kubernetes");
      const { clientSecret, registry } = pipelineLogin(stack);
      return [{ clientSecret, registry, name: "charts" }];
    },
    run: (stack, [props]) => new ArgoCdRepository(stack, "charts", props as never),
  },
  "new GitHubActionsDelivery": {
    right: (stack) => {
      new GithubProvider(stack, "github");
      return [{ ...pipelineLogin(stack), repository: "shop" }];
    },
    run: (stack, [props]) => new GitHubActionsDelivery(stack, "actions", props as never),
  },
  "new GitLabDelivery": {
    right: (stack) => {
      new GitlabProvider(stack, "gitlab");
      return [{ ...pipelineLogin(stack), project: "contoso/shop" }];
    },
    run: (stack, [props]) => new GitLabDelivery(stack, "ci", props as never),
  },
  "new HcpTerraformDelivery": {
    right: (stack) => {
      new TfeProvider(stack, "tfe");
      return [{ ...pipelineLogin(stack), workspaceId: "ws-6fHMCom98SDXSQUv" }];
    },
    run: (stack, [props]) => new HcpTerraformDelivery(stack, "runs", props as never),
  },
  "new VaultDelivery": {
    right: (stack) => {
      new VaultProvider(stack, "vault");
      const { clientSecret, registry } = pipelineLogin(stack);
      return [{ clientSecret, registry, mount: "secret", name: "shop/registry" }];
    },
    run: (stack, [props]) => new VaultDelivery(stack, "secret", props as never),
  },
  "new KubernetesPullSecret": {
    right: (stack) => [pullSecretProps(stack)],
    run: (stack, [props]) => new KubernetesPullSecret(stack, "pull", props as never),
  },
  "KubernetesPullSecret#attachTo": {
    right: (stack) => [new ServiceAccountV1(stack, "account", { metadata: { namespace: "shop" } })],
    run: (stack, [account]) => {
      new KubernetesPullSecret(stack, "pull", pullSecretProps(stack)).attachTo(account as never);
    },
  },
  "RegistryLogin.bySecret": {
    right: (stack) => [web(stack).addClientSecret("docker"), shop(stack)],
    run: (_, [secret, registry]) =>
      RegistryLogin.bySecret(secret as never, registry as never).containerApp(),
  },
  "RegistryLogin.byIdentity": {
    right: (stack) => [identityData(), shop(stack)],
    run: (_, [given, registry]) =>
      RegistryLogin.byIdentity(given as never, registry as never).containerApp(),
  },
  "RegistryLogin#containerApp": {
    right: () => ["registry-password"],
    run: (stack, [secretName]) => loginIn(stack).containerApp(secretName),
  },
  "RegistryLogin#linuxWebApp": {
    right: () => ["team-a/app:1.0"],
    run: (stack, [image]) => loginIn(stack).linuxWebApp(image as never),
  },
  "RegistryLogin#linuxFunctionApp": {
    right: () => ["team-a/app", "1.0"],
    run: (stack, [name, tag]) => loginIn(stack).linuxFunctionApp(name as never, tag as never),
  },
  "new KeyVaultDelivery": {
    right: (stack) => [keyVaultProps(stack)],
    run: (stack, [props]) => new KeyVaultDelivery(stack, "vault", props as never),
  },
  "KeyVaultDelivery#grantRead": {
    right: (stack) => [team(stack)],
    run: (stack, [reader]) =>
      new KeyVaultDelivery(stack, "vault", keyVaultProps(stack)).grantRead(reader as never),
  },
  "AcrRegistry.fromName": {
    right: () => [{ registryName: "contosoShop", resourceGroupName: "rg" }],
    run: (stack, [attributes]) =>
      AcrRegistry.fromName(stack, "registry", attributes as never).grantPull(team(stack)),
  },
  "AcrRegistry.fromAttributes": {
    right: () => [{ registryId: REGISTRY_ID }],
    run: (stack, [attributes]) =>
      AcrRegistry.fromAttributes(stack, "registry", attributes as never).grantPull(team(stack)),
  },
  "AcrRegistry.fromResource": {
    right: (stack) => [
      new ContainerRegistry(stack, "resource", {
        name: "contosoShop",
        resourceGroupName: "rg",
        location: "westeurope",
        sku: "Premium",
      }),
      {},
    ],
    run: (stack, [resource, options]) =>
      AcrRegistry.fromResource(stack, "registry", resource as never, options).grantPull(
        team(stack),
      ),
  },
  "AcrRegistries.inResourceGroup": {
    right: () => [{ resourceGroupId: `${SUBSCRIPTION}/resourceGroups/rg` }],
    run: (stack, [attributes]) =>
      AcrRegistries.inResourceGroup(stack, "all", attributes as never).grantPull(team(stack)),
  },
  "AcrRegistries.inSubscription": {
    right: () => [{ subscriptionId: UUID }],
    run: (stack, [attributes]) =>
      AcrRegistries.inSubscription(stack, "all", attributes as never).grantPull(team(stack)),
  },
  "AcrScope#grant": {
    right: (stack) => [team(stack), Access.PULL, {}],
    run: (stack, [principal, access, options]) =>
      shop(stack).grant(principal as never, access as never, options),
  },
  "AcrScope#grantPull": {
    right: (stack) => [team(stack), {}],
    run: (stack, [principal, options]) => shop(stack).grantPull(principal as never, options),
  },
  "AcrScope#grantPush": {
    right: (stack) => [team(stack), {}],
    run: (stack, [principal, options]) => shop(stack).grantPush(principal as never, options),
  },
  "AcrScope#grantDelete": {
    right: (stack) => [team(stack), {}],
    run: (stack, [principal, options]) => shop(stack).grantDelete(principal as never, options),
  },
  "AcrScope#grantRole": {
    right: (stack) => [team(stack), AcrRole.REPOSITORY_READER, {}],
    run: (stack, [principal, role, options]) =>
      shop(stack).grantRole(principal as never, role as never, options),
  },
  "Repositories.named": {
    right: () => ["team-a/app"],
    run: limitedTo((name) => Repositories.named(name)),
  },
  "Repositories.withPrefix": {
    right: () => ["team-a/"],
    run: limitedTo((prefix) => Repositories.withPrefix(prefix)),
  },
  "Repositories.union": {
    right: () => [Repositories.named("team-a/app")],
    run: limitedTo((part) => Repositories.union(part)),
  },
  "AcrRole.custom": {
    right: () => [UUID, "auditor"],
    run: (stack, [id, name]) =>
      shop(stack).grantRole(team(stack), AcrRole.custom(id as never, name)),
  },
  "AcrRole.named": {
    right: () => ["Auditor"],
    run: (stack, [name]) => shop(stack).grantRole(team(stack), AcrRole.named(name as never)),
  },
  "AdoptableModule.from": {
    right: () => ["kumarvna/service-principal/azuread"],
    run: adopting((source) => AdoptableModule.from(source).at("module.web")),
  },
  "AdoptableModule#at": {
    right: () => ["module.web"],
    run: adopting((address) => AdoptableModule.KUMARVNA.at(address)),
  },
  "FederatedIdentity.github": {
    right: () => [{ repository: "contoso/shop", branch: "main" }],
    run: identityBy((workflow) => FederatedIdentity.github(workflow)),
  },
  "FederatedIdentity.gitlab": {
    right: () => [{ projectPath: "contoso/shop", branch: "main" }],
    run: identityBy((job) => FederatedIdentity.gitlab(job)),
  },
  "FederatedIdentity.azureDevOps": {
    right: () => [{ organizationId: UUID, tenantId: UUID, serviceConnectionId: UUID }],
    run: identityBy((connection) => FederatedIdentity.azureDevOps(connection)),
  },
  "FederatedIdentity.kubernetes": {
    right: () => [
      { issuer: "https://oidc.contoso.com/", namespace: "shop", serviceAccount: "web" },
    ],
    run: identityBy((account) => FederatedIdentity.kubernetes(account)),
  },
  "FederatedIdentity.terraformCloud": {
    right: () => [
      {
        organization: "contoso",
        project: "shop",
        workspace: "prod",
        runPhase: TerraformRunPhase.PLAN,
      },
    ],
    run: identityBy((run) => FederatedIdentity.terraformCloud(run)),
  },
  "FederatedIdentity.of": {
    right: () => [{ issuer: "https://id.contoso.com", subject: "web" }],
    run: identityBy((token) => FederatedIdentity.of(token)),
  },
  "new Grant": {
    right: () => [[], []],
    run: (_, [assignments, dependables]) => new Grant(assignments as never, dependables),
  },
  "DeployerRights.of": {
    right: (stack) => [stack],
    run: (_, [stack]) => DeployerRights.of(stack as never),
  },
  "ProviderVersions.use": {
    right: (stack) => [stack, ProviderVersions.NEWEST_TESTED],
    run: (_, [stack, versions]) => {
      ProviderVersions.use(stack as never, versions as never);
    },
  },
};

export function tryOf(name: string): Try {
  const found = TRIES[name];
  if (found === undefined) {
    throw new Error(`nothing tries ${name}: add it`);
  }
  return found;
}
