import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  PermissionsMode,
  ProviderVersions,
  Repositories,
} from "cdktf-acr-auth";
import { certificateValid } from "../credential/certificates";
import { ROOT } from "../support/program";
import { problems, render, TerraformJson, warnings } from "../support/stack";
import { stackOf, withPrincipals } from "./reading";

const UUID = "6f3f7e4e-0000-4000-8000-000000000001";
const OTHER = "6f3f7e4e-0000-4000-8000-000000000002";

function synthesized(text: string): TerraformJson & { provider?: unknown } {
  return render(stackOf(text));
}

function resources(text: string, type: string): Record<string, unknown>[] {
  return Object.values(synthesized(text).resource?.[type] ?? {});
}

// The first sample program of the design, with the ids of access.yaml.
function program(): TerraformStack {
  const stack = new TerraformStack(new App(), "access");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}], resourceProviderRegistrations: "none" });
  ProviderVersions.use(stack, ProviderVersions.NEWEST_TESTED);
  const registry = AcrRegistry.fromName(stack, "shop", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    permissionsMode: PermissionsMode.ABAC,
  });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  registry.grantPull(web);
  web.addClientSecret("docker", { rotationDays: 60 });
  const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
  registry.grantPush(build, { repositories: Repositories.withPrefix("team-a/") });
  build.addFederatedCredential(
    "github",
    FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
  );
  registry.grantPull(AcrServicePrincipal.fromClientId(stack, "audit", UUID));
  return stack;
}

test("the example is the same to Terraform, addresses and all, as a program with the same ids", () => {
  const example = synthesized(readFileSync(join(ROOT, "access.yaml"), "utf8"));
  expect(example).toEqual(render(program()));
  expect(Object.keys(example.resource ?? {})).toEqual([
    "azuread_application",
    "azuread_application_federated_identity_credential",
    "azuread_application_password",
    "azuread_service_principal",
    "azurerm_role_assignment",
    "terraform_data",
  ]);
});

describe("two registries of one name and group, in two subscriptions", () => {
  const idIn = (subscriptionId: string): string =>
    `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
  const file = (addressId: string): string => `registries:
  one: { id: ${idIn(UUID)} }
  two: { id: ${idIn(OTHER)}${addressId} }
principals:
  web: { displayName: web, grants: [{ registry: one, access: pull }, { registry: two, access: pull }] }
`;

  test("are let in to by one principal when one of them has an addressId", () => {
    const { resource } = synthesized(file(", addressId: shop-2"));
    expect(Object.entries(resource?.azurerm_role_assignment ?? {})).toMatchObject([
      [expect.stringMatching(/^web_grant_id-shop-2_AcrPull_/), { scope: idIn(OTHER) }],
      [expect.stringMatching(/^web_grant_registry-rg-contososhop_AcrPull_/), { scope: idIn(UUID) }],
    ]);
  });

  test("are two by their names, too", () => {
    const text = file("").replace(
      /id: \S*\/subscriptions\/(\S{36})\S*/g,
      (_, subscriptionId: string) =>
        `name: contosoShop, resourceGroup: rg, subscriptionId: ${subscriptionId}`,
    );
    expect(problems(stackOf(text))).toEqual([
      expect.stringContaining("would share role assignments"),
    ]);
    const named = text.replace(OTHER, `${OTHER}, addressId: shop-2`);
    expect(Object.values(synthesized(named).resource?.azurerm_role_assignment ?? {})).toHaveLength(
      2,
    );
  });

  test("are told by their keys, with that fix, when none has", () => {
    const stack = stackOf(file(""));
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /access\.yaml:5:39 principals\.web\.grants\[0\]\.registry: registries\.one \("contosoShop" .*\) and registries\.two \("contosoShop" .*\) would share role assignments, .* as in addressId: "shop-eu"$/,
      ),
    ]);
  });
});

test("the providers take what the file says about Azure, and register nothing", () => {
  const text = `azure: { subscriptionId: ${UUID}, tenantId: ${UUID}, environment: usgovernment }
${withPrincipals("  web: { displayName: web }")}`;
  expect(synthesized(text).provider).toEqual({
    azuread: [{ tenant_id: UUID, environment: "usgovernment" }],
    azurerm: [
      {
        features: [{}],
        subscription_id: UUID,
        tenant_id: UUID,
        environment: "usgovernment",
        resource_provider_registrations: "none",
      },
    ],
  });
});

test("the providers look for ARM_* where the file says nothing about Azure", () => {
  expect(synthesized(withPrincipals("  web: { displayName: web }")).provider).toEqual({
    azuread: [{}],
    azurerm: [{ features: [{}], resource_provider_registrations: "none" }],
  });
});

describe("the versions of the providers", () => {
  const WEB = withPrincipals("  web: { displayName: web }");

  test("are exactly the newest tested, whatever the provider packages pin", () => {
    expect(synthesized(WEB).terraform).toMatchObject({
      required_providers: { azuread: { version: "3.9.0" }, azurerm: { version: "5.2.0" } },
    });
  });

  test("are those that the file says, and the newest tested of what it doesn't", () => {
    const text = `azure: { providerVersions: { azurerm: "~> 4.55" } }\n${WEB}`;
    expect(synthesized(text).terraform).toMatchObject({
      required_providers: { azuread: { version: "3.9.0" }, azurerm: { version: "~> 4.55" } },
    });
  });
});

test("the state is kept in a storage account where the file names one", () => {
  const text = `backend:
  resourceGroup: rg-state
  storageAccount: ststate
  container: tfstate
  key: access.tfstate
  useAzureadAuth: true
  useOidc: true
${withPrincipals("  web: { displayName: web }")}`;
  expect(synthesized(text).terraform).toMatchObject({
    backend: {
      azurerm: {
        resource_group_name: "rg-state",
        storage_account_name: "ststate",
        container_name: "tfstate",
        key: "access.tfstate",
        use_azuread_auth: true,
        use_oidc: true,
      },
    },
  });
});

test("a registry given by its id is not looked up", () => {
  const id = `/subscriptions/${UUID}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
  const { data, resource } = synthesized(`registries: { shop: { id: ${id} } }
principals: { web: { displayName: web, grants: [{ registry: shop, access: pull }] } }`);
  expect(Object.keys(data ?? {})).toEqual(["azuread_client_config"]);
  expect(Object.values(resource?.azurerm_role_assignment ?? {})).toEqual([
    expect.objectContaining({ scope: id }),
  ]);
});

test.each([
  [
    "resource group",
    `resourceGroupId: /subscriptions/${UUID}/resourceGroups/rg`,
    `/subscriptions/${UUID}/resourceGroups/rg`,
  ],
  ["subscription", `subscriptionId: ${UUID}`, `/subscriptions/${UUID}`],
])("all registries of a %s are granted at once, and that is warned of", (_, entry, scope) => {
  const stack = stackOf(`
registries: { all: { ${entry} } }
principals: { web: { displayName: web, grants: [{ registry: all, access: pull }] } }
`);
  expect(Object.values(render(stack).resource?.azurerm_role_assignment ?? {})).toMatchObject([
    { scope },
  ]);
  expect(warnings(stack)).toEqual([expect.stringContaining("acr-auth:many-registries")]);
});

test("a registry given by its name in another subscription is looked up by a provider of that one", () => {
  const other = "00000000-0000-4000-8000-00000000000B";
  const { data, provider, resource } = synthesized(`
azure: { subscriptionId: ${UUID}, tenantId: ${UUID}, environment: usgovernment }
registries:
  near: { name: contosoNear, resourceGroup: rg, subscriptionId: ${UUID.toUpperCase()} }
  far: { name: contosoFar, resourceGroup: rg, subscriptionId: ${other} }
  farther: { name: contosoFarther, resourceGroup: rg, subscriptionId: ${other} }
principals:
  web:
    displayName: web
    grants: [{ registry: near, access: pull }, { registry: far, access: pull }]
`) as TerraformJson & { provider: Record<string, unknown[]> };
  const alias = `subscription_${other.toLowerCase()}`;
  expect(provider.azurerm).toEqual([
    expect.objectContaining({ subscription_id: UUID }),
    {
      alias,
      environment: "usgovernment",
      features: [{}],
      resource_provider_registrations: "none",
      subscription_id: other.toLowerCase(),
      tenant_id: UUID,
    },
  ]);
  const lookedUp = Object.values(data?.azurerm_container_registry ?? {});
  expect(Object.fromEntries(lookedUp.map((one) => [one.name, one.provider]))).toEqual({
    contosoNear: "azurerm",
    contosoFar: `azurerm.${alias}`,
    contosoFarther: `azurerm.${alias}`,
  });
  expect(
    Object.values(resource?.azurerm_role_assignment ?? {})
      .map(({ role_definition_id: role, provider: used }) => `${String(used)} ${String(role)}`)
      .sort(),
  ).toEqual([
    expect.stringMatching(`^azurerm /subscriptions/${UUID}/`),
    expect.stringMatching(`^azurerm.${alias} /subscriptions/${other.toLowerCase()}/`),
  ]);
});

test("the roles are reported in place of being assigned where the file says so", () => {
  const text = withPrincipals(`
  web: { displayName: web, grants: [{ registry: shop, access: pull }] }`);
  const { output, resource = {} } = synthesized(`roleAssignments: report\n${text}`);
  expect(Object.keys(output ?? {})).toEqual(["role_assignment_commands"]);
  expect(resource).not.toHaveProperty("azurerm_role_assignment");
  expect(synthesized(`roleAssignments: assign\n${text}`)).toEqual(synthesized(text));
});

test("a role assignment that exists is adopted where its grant says so", () => {
  const id = `/subscriptions/${UUID}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
  const assignment = `${id}/providers/Microsoft.Authorization/roleAssignments/${UUID}`;
  const { import: imports, moved } = synthesized(`
registries: { shop: { id: ${id} } }
principals:
  web:
    displayName: web
    grants:
      - { registry: shop, access: [pull, list], adopt: ${assignment} }
      - { registry: shop, role: AcrPush, adopt: "module.acr.azurerm_role_assignment.this[0]" }`);
  expect(imports).toMatchObject([{ id: assignment }]);
  expect(moved).toMatchObject([{ from: "module.acr.azurerm_role_assignment.this[0]" }]);
});

test("the settings of a principal are those of its application and service principal", () => {
  const text = withPrincipals(`
  web:
    displayName: contoso-web
    description: The web shop
    owners: [${UUID}]
    deployerIsOwner: false
    tags: [shop]
    notes: Ask the shop team
    signInAudience: AzureADMultipleOrgs
    serviceManagementReference: "42"
    accountEnabled: false
    preventDuplicateNames: false`);
  expect(resources(text, "azuread_application")).toEqual([
    {
      display_name: "contoso-web",
      description: "The web shop",
      owners: [UUID],
      tags: ["shop"],
      notes: "Ask the shop team",
      sign_in_audience: "AzureADMultipleOrgs",
      service_management_reference: "42",
      prevent_duplicate_names: false,
    },
  ]);
  expect(resources(text, "azuread_service_principal")).toEqual([
    expect.objectContaining({ account_enabled: false, owners: [UUID] }),
  ]);
});

test.each([
  [`{ clientId: ${UUID}, GRANTS }`, "ServicePrincipal", /^\$\{data\.azuread_service_principal\./],
  [`{ clientId: ${UUID}, objectId: ${UUID}, GRANTS }`, "ServicePrincipal", UUID],
  [`{ objectId: ${UUID}, principalType: Group, GRANTS }`, "Group", UUID],
])("a principal that exists already is granted to: %s", (principal, type, objectId) => {
  const grants = "grants: [{ registry: shop, access: pull }]";
  const text = withPrincipals(`  audit: ${principal.replace("GRANTS", grants)}`);
  expect(resources(text, "azurerm_role_assignment")).toEqual([
    expect.objectContaining({
      principal_type: type,
      principal_id: expect.stringMatching(objectId) as string,
    }),
  ]);
});

test.each([
  `clientId: ${UUID}`,
  `clientId: ${UUID}, objectId: ${UUID}, applicationResourceId: /applications/${UUID}`,
  `resourceId: /servicePrincipals/${UUID}`,
  `resourceId: /applications/${UUID}`,
])("an application that exists gets credentials where the file asks for it: %s", (ids) => {
  const text = withPrincipals(`
  audit:
    ${ids.replaceAll(", ", "\n    ")}
    manageCredentials: true
    clientSecrets: { docker: { outputs: true } }
    federatedCredentials: { github: { github: { repository: a/b, branch: main } } }`);
  const { output, resource = {} } = synthesized(text);
  expect(Object.keys(resource)).toEqual([
    "azuread_application_federated_identity_credential",
    "azuread_application_password",
    "terraform_data",
  ]);
  const [password] = Object.values(resource.azuread_application_password ?? {});
  expect(password?.application_id).toMatch(
    /^\/applications\/(\$\{data\.azuread_application\..*\.object_id\}|[0-9a-f-]+)$/,
  );
  expect(Object.keys(output ?? {})).toContain("audit_docker_password");
});

test("the Department of Defense is a cloud of azuread alone", () => {
  const text = `azure: { environment: dod }\n${withPrincipals("  web: { displayName: web }")}`;
  expect(synthesized(text).provider).toMatchObject({
    azuread: [{ environment: "dod" }],
    azurerm: [{ environment: "usgovernment" }],
  });
});

test("an application of another tenant gets its credentials there", () => {
  const text = withPrincipals(`
  vendor:
    clientId: ${UUID}
    applicationTenantId: ${OTHER}
    manageCredentials: true
    clientSecrets: { docker: {} }`);
  const { data = {}, resource = {} } = synthesized(text);
  const providers = (elements: Record<string, Record<string, unknown>> = {}): unknown[] =>
    Object.values(elements).map(({ provider }) => provider);
  expect(providers(data.azuread_application)).toEqual([`azuread.tenant_${OTHER}`]);
  expect(providers(data.azuread_service_principal)).toEqual([undefined]);
  expect(providers(resource.azuread_application_password)).toEqual(
    Array(2).fill(`azuread.tenant_${OTHER}`),
  );
});

test("an application in another tenant has its service principal in that of the registries", () => {
  const text = `azure: { tenantId: ${UUID}, environment: usgovernment }
${withPrincipals(`
  web: { displayName: web, applicationTenantId: ${OTHER} }
  build: { displayName: build, applicationTenantId: ${OTHER} }`)}`;
  const { provider, resource = {} } = synthesized(text);
  expect(provider).toMatchObject({
    azuread: [
      { tenant_id: UUID, environment: "usgovernment" },
      { alias: `tenant_${OTHER}`, tenant_id: OTHER, environment: "usgovernment" },
    ],
  });
  const providers = (type: string): unknown[] =>
    Object.values(resource[type] ?? {}).map((made) => made.provider);
  expect(providers("azuread_application")).toEqual(Array(2).fill(`azuread.tenant_${OTHER}`));
  expect(providers("azuread_service_principal")).toEqual(["azuread", "azuread"]);
});

test("an application and its service principal are adopted where the file says so", () => {
  const text = withPrincipals(`
  web:
    displayName: web
    adopt: { application: /applications/${UUID}, servicePrincipal: "azuread_service_principal.main[0]" }`);
  const { import: imports, moved } = synthesized(text);
  expect(imports).toMatchObject([{ id: `/applications/${UUID}` }]);
  expect(moved).toMatchObject([{ from: "azuread_service_principal.main[0]" }]);
});

test("a federated credential that exists is adopted where the file says so", () => {
  const text = withPrincipals(`
  audit:
    clientId: ${UUID}
    objectId: ${OTHER}
    applicationResourceId: /applications/${OTHER}
    manageCredentials: true
    federatedCredentials:
      github: { github: { repository: a/b, branch: main }, adopt: ${UUID} }
      deploy: { github: { repository: a/b, branch: release }, adopt: "azuread_application_federated_identity_credential.x" }`);
  const { import: imports, moved } = synthesized(text);
  expect(imports).toMatchObject([{ id: `${OTHER}/federatedIdentityCredential/${UUID}` }]);
  expect(moved).toMatchObject([{ from: "azuread_application_federated_identity_credential.x" }]);
});

test("what a known module has made is adopted by the address of its call", () => {
  const text = withPrincipals(`
  web:
    displayName: web
    adopt: { module: module.web, source: avinor/service-principal/azuread }`);
  expect(synthesized(text).moved).toMatchObject([
    { from: "module.web.azuread_application.sp" },
    { from: "module.web.azuread_service_principal.sp" },
  ]);
});

test("each access of a list is granted, and the repositories of several grants are joined", () => {
  const text = withPrincipals(`
  web:
    displayName: web
    grants:
      - { registry: shop, access: [pull, list] }
      - { registry: shop, access: push, repositories: ["team-a/*", team-b/app] }
      - { registry: shop, access: push, repositories: [team-c/app] }`);
  const { resource } = synthesized(text);
  const conditions = Object.entries(resource?.azurerm_role_assignment ?? {}).map(
    ([name, { condition }]) => [
      /Repository[A-Za-z]+/.exec(name)?.[0],
      String(condition).match(/'[a-z/-]+'/g),
    ],
  );
  expect(Object.fromEntries(conditions)).toEqual({
    RepositoryReader: null,
    RepositoryCatalogLister: null,
    RepositoryWriter: ["'team-b/app'", "'team-c/app'", "'team-a/'"],
  });
});

test("a client secret rotates as the file says, by itself or by hand", () => {
  const text = withPrincipals(`
  web:
    displayName: web
    clientSecrets:
      docker: { rotationDays: 30, graceDays: 5, anchor: "2026-01-01T00:00:00Z", generation: 2 }
      hand: { expiresOn: { a: 2027-01-31T00:00:00Z } }`);
  const passwords = resources(text, "azuread_application_password");
  expect(passwords.map(({ display_name }) => display_name)).toEqual([
    "docker-a",
    "docker-b",
    "hand-a",
  ]);
  expect(passwords[0]).toMatchObject({
    end_date: expect.stringMatching(/2026-01-01T00:00:00Z.*720 .* \+ 1560/) as string,
    rotate_when_changed: { generation: "2" },
  });
  expect(passwords[2]).toMatchObject({ end_date: "2027-01-31T00:00:00Z" });
});

test("federated credentials of GitHub and of any other issuer are added", () => {
  const text = withPrincipals(`
  build:
    displayName: build
    federatedCredentials:
      github: { github: { repository: contoso/shop, branch: main } }
      cluster: { of: { issuer: "https://oidc.example.com", subject: system, audience: acr } }`);
  expect(resources(text, "azuread_application_federated_identity_credential")).toEqual([
    expect.objectContaining({ display_name: "cluster", audiences: ["acr"], subject: "system" }),
    expect.objectContaining({
      display_name: "github",
      subject: "repo:contoso/shop:ref:refs/heads/main",
    }),
  ]);
});

test("there is no output unless a client secret asks for it, and its password is sensitive", () => {
  const { output } = synthesized(
    withPrincipals(`
  web:
    displayName: web
    clientSecrets: { docker: { outputs: true }, other: { outputs: false }, third: {} }`),
  );
  expect(output).toEqual({
    web_docker_username: { value: expect.stringMatching(/\.client_id}$/) as string },
    web_docker_password: { value: expect.stringContaining(".value") as string, sensitive: true },
    web_docker_active_slot: {
      value: expect.stringMatching(/^\$\{local\.\w+_active_\w+\}$/) as string,
    },
    web_docker_expires_on: { value: expect.stringContaining(".end_date") as string },
    web_docker_rotates_on: { value: expect.stringMatching(/^\$\{timeadd\(/) as string },
  });
});

test("a client secret tells by which commands it logs in to the registries of its grants", () => {
  const { output } = synthesized(
    withPrincipals(`
  web:
    displayName: web
    grants: [{ registry: shop, access: pull }]
    clientSecrets: { docker: { outputs: true } }`),
  );
  expect(output?.web_docker_login_commands).toEqual({
    value: [
      expect.stringMatching(
        /^docker login \$\{.*\.login_server} --username \$\{.*\.client_id} --password-stdin$/,
      ),
    ],
  });
});

test("a principal tells what it is called where it logs in, if the file asks, also without a secret", () => {
  const registries = `/subscriptions/${UUID}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries`;
  const { output } = synthesized(`
registries:
  shop: { name: contosoShop, resourceGroup: rg }
  given: { id: ${registries}/contosoGiven, loginServer: contosogiven.azurecr.io }
  other: { id: ${registries}/contosoOther }
principals:
  build:
    displayName: contoso-build
    outputs: true
    grants:
      - { registry: shop, access: pull }
      - { registry: shop, access: push }
      - { registry: given, access: pull }
      - { registry: other, access: pull }
    federatedCredentials: { github: { github: { repository: a/b, branch: main } } }
  audit: { clientId: ${UUID}, outputs: true }
  web: { displayName: contoso-web, outputs: false }`);
  const reference = (pattern: RegExp): object => ({
    value: expect.stringMatching(pattern) as string,
  });
  expect(output).toEqual({
    build_client_id: reference(/^\$\{azuread_application\.build_\w+\.client_id}$/),
    build_object_id: reference(/^\$\{azuread_service_principal\.build_\w+\.object_id}$/),
    build_tenant_id: reference(/^\$\{data\.azuread_client_config\..*\.tenant_id}$/),
    build_login_servers: {
      value: [
        expect.stringMatching(/^\$\{data\.azurerm_container_registry\.shop_\w+\.login_server}$/),
        "contosogiven.azurecr.io",
      ],
    },
    audit_client_id: { value: UUID },
    audit_object_id: reference(/^\$\{data\.azuread_service_principal\.audit_\w+\.object_id}$/),
    audit_tenant_id: reference(/\.tenant_id}$/),
  });
});

test("a certificate comes from a file or from the access file itself, alike", () => {
  const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-01-01T00:00:00Z");
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
  writeFileSync(join(folder, "cert.pem"), pem);
  const [fromFile, inline] = [
    `file: ${join(folder, "cert.pem")}`,
    `pem: ${JSON.stringify(pem)}`,
  ].map((certificate) =>
    resources(
      withPrincipals(`  web: { displayName: web, certificates: { laptop: { ${certificate} } } }`),
      "azuread_application_certificate",
    ),
  );
  rmSync(folder, { recursive: true });
  expect(fromFile).toMatchObject([{ value: pem, end_date: "2027-01-01T00:00:00Z" }]);
  expect(inline).toEqual(fromFile);
});

describe("federated credentials", () => {
  const CREDENTIALS = `
  build:
    displayName: build
    federatedCredentials:
      github: { github: { repository: contoso/shop, repositoryOwnerId: "1", repositoryId: "2", branch: main } }
      gitlab: { gitlab: { projectPath: contoso/shop, tag: v1 } }
      devops:
        azureDevOps:
          organizationId: ${UUID}
          organization: contoso
          project: Shop
          serviceConnection: acr
      aks: { kubernetes: { issuer: "https://aks/", namespace: shop, serviceAccount: build } }
      tfc: { terraformCloud: { organization: contoso, project: Shop, workspace: acr, runPhase: plan } }
      other: { of: { issuer: "https://oidc", subject: job, audience: "api://own" } }`;

  const attributes = (text: string, name: string): unknown =>
    Object.fromEntries(
      resources(text, "azuread_application_federated_identity_credential").map((credential) => [
        credential.display_name,
        credential[name],
      ]),
    );

  test("of every platform have its subject", () => {
    expect(attributes(withPrincipals(CREDENTIALS), "subject")).toEqual({
      github: "repo:contoso@1/shop@2:ref:refs/heads/main",
      gitlab: "project_path:contoso/shop:ref_type:tag:ref:v1",
      devops: "sc://contoso/Shop/acr",
      aks: "system:serviceaccount:shop:build",
      tfc: "organization:contoso:project:Shop:workspace:acr:run_phase:plan",
      other: "job",
    });
  });

  // Azure DevOps asks for the audience of the public cloud in every cloud.
  test.each([
    ["public", "api://AzureADTokenExchange"],
    ["usgovernment", "api://AzureADTokenExchangeUSGov"],
    ["china", "api://AzureADTokenExchangeChina"],
  ])("in the cloud %s accept its audience, unless another is given", (environment, audience) => {
    const text = `azure: { environment: ${environment} }\n${withPrincipals(CREDENTIALS)}`;
    expect(attributes(text, "audiences")).toEqual({
      github: [audience],
      gitlab: [audience],
      devops: ["api://AzureADTokenExchange"],
      aks: [audience],
      tfc: [audience],
      other: ["api://own"],
    });
  });
});
