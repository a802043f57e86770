import { Testing } from "cdktf";
import { DeployerRights } from "cdktf-acr-auth";
import { AccessFileStack } from "../../lib/access-file";
import { render, TerraformJson } from "../support/stack";
import { mistakes, stackOf } from "./reading";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.KeyVault/vaults/contoso-shop`;

/** A file with a principal that has grants on two registries whose login servers are known, and on others. */
function fileWith(deliver: string, more = "", grants = "[shop, partner, all]"): string {
  return `
azure: { subscriptionId: ${SUBSCRIPTION} }
${more}
registries:
  shop: { name: contosoShop, resourceGroup: rg-registry }
  partner: { name: contosoPartner, resourceGroup: rg-registry }
  all: { subscriptionId: ${SUBSCRIPTION} }
principals:
  web:
    displayName: contoso-web
    clientSecrets: { docker: { deliver: ${deliver} } }
    grants: ${grants.replaceAll(/\w+/g, "{ registry: $&, access: pull }")}`;
}

function stackWith(deliver: string, more?: string, grants?: string): AccessFileStack {
  return stackOf(fileWith(deliver, more, grants));
}

function terraform(deliver: string, more?: string, grants?: string): TerraformJson {
  return render(stackWith(deliver, more, grants));
}

function resource(json: TerraformJson, type: string): Record<string, unknown> | undefined {
  return Object.values(json.resource?.[type] ?? {})[0];
}

test("a docker config is a sensitive output, for the registries that the principal has grants on", () => {
  expect(terraform("{ dockerConfig: true }").output).toEqual({
    web_docker_docker_config: {
      sensitive: true,
      value: expect.stringMatching(
        /container_registry\.shop_\w+\.login_server.*container_registry\.partner_\w+\.login_server/,
      ) as unknown,
    },
  });
  expect(terraform("{ dockerConfig: false }").output).toBeUndefined();
});

test("or for those that are named", () => {
  const { output } = terraform("{ dockerConfig: true, registries: [partner] }");
  expect(JSON.stringify(output)).toMatch(/registry\.partner_/);
  expect(JSON.stringify(output)).not.toMatch(/registry\.shop_/);
});

describe("a key vault", () => {
  test("gets two secrets, by the id of the vault", () => {
    const json = terraform(`{ keyVault: { id: "${VAULT_ID}", secret: pull } }`);
    expect(Object.values(json.resource?.azurerm_key_vault_secret ?? {})).toEqual([
      expect.objectContaining({ name: "pull-pwd", key_vault_id: VAULT_ID, provider: "azurerm" }),
      expect.objectContaining({ name: "pull-usr", key_vault_id: VAULT_ID, provider: "azurerm" }),
    ]);
  });

  test.each([
    ["json", /^\$\{sensitive\(jsonencode\(\{"password" = |"username" = /],
    ["dockerConfig", /^\$\{sensitive\(jsonencode\(\{"auths" = /],
  ])("or one with %s", (content, value) => {
    const keyVault = `{ id: "${VAULT_ID}", secret: pull, content: ${content} }`;
    const secrets = terraform(`{ keyVault: ${keyVault} }`).resource?.azurerm_key_vault_secret ?? {};
    expect(Object.values(secrets)).toEqual([
      expect.objectContaining({
        name: "pull",
        value: expect.stringMatching(value) as unknown,
      }),
    ]);
  });

  test("is looked up by its name, in its subscription", () => {
    const other = SUBSCRIPTION.replace("a", "b");
    const keyVault = `{ name: contoso-shop, resourceGroup: rg-shop, subscriptionId: ${other}, secret: pull }`;
    const json = terraform(`{ keyVault: ${keyVault} }`);
    const provider = `azurerm.subscription_${other}`;
    expect(Object.entries(json.data?.azurerm_key_vault ?? {})).toEqual([
      [expect.any(String), { name: "contoso-shop", resource_group_name: "rg-shop", provider }],
    ]);
    expect(resource(json, "azurerm_key_vault_secret")).toMatchObject({
      key_vault_id: expect.stringMatching(/^\$\{data\.azurerm_key_vault\.\S+\.id\}$/) as unknown,
      provider,
    });
  });

  test("by the id of one in another subscription is reached by a provider for that", () => {
    const id = VAULT_ID.replace("00a", "00b");
    const json = terraform(`{ keyVault: { id: "${id}", secret: pull } }`);
    expect(resource(json, "azurerm_key_vault_secret")).toMatchObject({
      key_vault_id: id,
      provider: `azurerm.subscription_${SUBSCRIPTION.replace("a", "b")}`,
    });
  });
});

describe("namespaces of Kubernetes", () => {
  const KUBERNETES =
    "{ kubernetes: { name: registry, namespaces: [shop, jobs], labels: { a: b } } }";

  test("get a pull secret, by the kubeconfig of the file", () => {
    const json = terraform(KUBERNETES, "kubernetes: { configPath: ~/.kube/config }");
    expect(resource(json, "kubernetes_secret_v1")).toMatchObject({
      for_each: '${toset(["shop", "jobs"])}',
      metadata: { name: "registry", labels: { a: "b" } },
    });
    expect(json).toHaveProperty("provider.kubernetes", [{ config_path: "~/.kube/config" }]);
  });

  test("or by what the environment says", () => {
    expect(terraform(KUBERNETES)).toHaveProperty("provider.kubernetes", [{}]);
  });
});

describe("workflows on GitHub", () => {
  const GITHUB = "{ github: { repository: shop, environment: production } }";

  test("get the secret and variables of the one registry that the principal has a grant on", () => {
    const json = terraform(GITHUB, "github: { owner: contoso }", "[shop, all]");
    expect(resource(json, "github_actions_environment_secret")).toMatchObject({
      repository: "shop",
      environment: "production",
      secret_name: "ACR_CLIENT_SECRET",
    });
    expect(json).toHaveProperty("provider.github", [{ owner: "contoso" }]);
  });

  test("or of the one that is named", () => {
    const json = terraform("{ github: { repository: shop, prefix: P, registry: partner } }");
    const variables = Object.values(json.resource?.github_actions_variable ?? {});
    expect(variables).toContainEqual(
      expect.objectContaining({
        variable_name: "P_LOGIN_SERVER",
        value: expect.stringContaining(".partner_") as unknown,
      }),
    );
  });
});

test("what the deployer needs for it is told, in Azure and on other platforms", () => {
  const { azureRoles, platformRights, unknown } = DeployerRights.of(
    stackWith(
      "{ keyVault: { name: contoso-shop, resourceGroup: rg, secret: pull }, kubernetes: { name: a, namespaces: [b] } }",
    ),
  );
  const vault = `the key vault contoso-shop in the resource group rg of the subscription ${SUBSCRIPTION}`;
  const roles = azureRoles.map(({ role, scope }) => `${role} on ${scope}`);
  expect(roles).toEqual(
    expect.arrayContaining([
      `Key Vault Reader on ${vault}`,
      `Key Vault Secrets Officer on ${vault}`,
    ]),
  );
  expect(platformRights).toMatchObject([{ platform: "Kubernetes" }]);
  expect(unknown).toEqual([]);
});

test("a secret that is renamed takes its deliveries along", () => {
  const file = fileWith("{ kubernetes: { name: registry, namespaces: [shop] } }");
  const stack = stackOf(file.replace("docker: {", "pull: { renamedFrom: docker,"));
  const { moved } = JSON.parse(Testing.synth(stack, true)) as { moved: unknown[] };
  expect(moved).toContainEqual({
    from: expect.stringMatching(/^kubernetes_secret_v1\.web_client_secret_docker_/) as unknown,
    to: expect.stringMatching(/^kubernetes_secret_v1\.web_client_secret_pull_/) as unknown,
  });
});

describe("mistakes", () => {
  const told = (deliver: string, more?: string, grants?: string): string[] =>
    mistakes(fileWith(deliver, more, grants)).map((line) =>
      line.replace("principals.web.clientSecrets.docker.", ""),
    );

  test.each([
    ["~", "deliver: has no value; write key: value below it, or {} for none"],
    [
      "{ vault: {} }",
      "deliver.vault: is not a key that is known here; the keys are dockerConfig, keyVault, kubernetes, github, registries; what else there is to deliver to is for programs, docs/delivery.md tells how",
    ],
    ["{ kubernets: {} }", 'deliver.kubernets: is not a key that is known here; did you mean "kube'],
    [
      "{ keyVault: { secret: pull } }",
      "deliver.keyVault: has neither name and resourceGroup of a vault nor its id; give one of them",
    ],
    [
      "{ keyVault: { name: contoso-shop, secret: pull } }",
      "deliver.keyVault.resourceGroup: is missing; give it, or the id of the vault",
    ],
    [
      `{ keyVault: { id: "${VAULT_ID}", name: contoso-shop, secret: pull } }`,
      "deliver.keyVault.name: has no meaning beside id, which says it all; leave it out",
    ],
    [
      "{ keyVault: { id: contoso-shop, secret: pull } }",
      'deliver.keyVault.id: "contoso-shop" is not the resource id of a key vault',
    ],
    [
      `{ keyVault: { id: "${VAULT_ID}", secret: pull.shop } }`,
      'deliver.keyVault.secret: "pull.shop" is no name in Key Vault; use 1 to 123',
    ],
    [
      `{ keyVault: { id: "${VAULT_ID}", secret: pull, content: yaml } }`,
      'deliver.keyVault.content: "yaml" is not one of pair, json, dockerConfig',
    ],
    [
      "{ keyVault: { name: contoso--shop, resourceGroup: rg, secret: pull } }",
      'deliver.keyVault.name: "contoso--shop" is not the name of a key vault: 3 to 24',
    ],
    [
      "{ keyVault: { name: contoso-shop, resourceGroup: rg., secret: pull } }",
      'deliver.keyVault.resourceGroup: "rg." is not the name of a resource group',
    ],
    [
      "{ keyVault: { name: contoso-shop, resourceGroup: rg, subscriptionId: shop, secret: pull } }",
      'deliver.keyVault.subscriptionId: "shop" is not a UUID; give the id, as az account show',
    ],
    [
      "{ kubernetes: { name: Registry, namespaces: [shop] } }",
      'deliver.kubernetes.name: "Registry" is no name in Kubernetes',
    ],
    [
      "{ kubernetes: { name: registry, namespaces: [shop, Jobs] } }",
      'deliver.kubernetes.namespaces[1]: "Jobs" is no name in Kubernetes',
    ],
    [
      "{ kubernetes: { name: registry } }",
      "deliver.kubernetes.namespaces: is missing: The namespaces, which are there already.",
    ],
    [
      "{ github: { repository: contoso/shop, registry: shop } }",
      'deliver.github.repository: "contoso/shop" is no name of a repository; write it without its owner',
    ],
    [
      "{ github: { repository: shop } }",
      "deliver.github: logs in to one registry, and the principal has grants on 2; name one in registry",
    ],
    [
      "{ github: { repository: shop, registry: shops } }",
      'deliver.github.registry: "shops" is not declared under registries; did you mean "shop"?',
    ],
    [
      "{ dockerConfig: true, registries: [all] }",
      'deliver.registries[0]: "all" has no login server that is known here; name one registry by name and resourceGroup, or give loginServer beside its id',
    ],
    [
      "{ dockerConfig: true, registries: [shop, shop] }",
      'deliver.registries[1]: "shop" stands here twice; remove one',
    ],
    [
      "{ dockerConfig: true, registries: [shop, other] }",
      'deliver.registries[1]: "other" is not declared under registries',
    ],
  ])("%s", (deliver, message) => {
    expect(told(deliver)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "dockerConfig: true",
    "kubernetes: { name: a, namespaces: [b] }",
    "github: { repository: a }",
  ])("%s of a principal without a registry to log in to", (target) => {
    const [key = ""] = target.split(":");
    expect(told(`{ ${target} }`, "", "[all]")).toEqual([
      `deliver.${key}: logs in to no registry: the principal has a grant on none whose login server is known; name one in registries`,
    ]);
  });

  test.each([
    [
      "all that is wrong, for each target",
      "[all]",
      [
        "deliver.dockerConfig: logs in to no registry",
        "deliver.keyVault: has neither name",
        "deliver.kubernetes: logs in to no registry",
      ],
    ],
    [
      "not what follows from a grant that is wrong",
      "[shops]",
      ["deliver.keyVault: has neither name", 'grants[0].registry: "shops" is not declared'],
    ],
  ])("tell %s", (_, grants, messages) => {
    const deliver =
      "{ keyVault: { secret: a }, dockerConfig: true, kubernetes: { name: a, namespaces: [b] } }";
    expect(told(deliver, "", grants).sort()).toEqual(
      messages.map((message) => expect.stringContaining(message) as unknown),
    );
  });

  test("secrets have no place in the settings of providers", () => {
    expect(told("{}", "github: { token: abc }")).toEqual([
      "github.token: is not a key that is known here; the keys are owner, baseUrl; credentials have no place here, they come from the environment",
    ]);
  });

  test("two secrets to one place", () => {
    const deliver = "{ deliver: { kubernetes: { name: registry, namespaces: [shop] } } }";
    const file = fileWith("{}").replace("docker: { deliver: {} }", `a: ${deliver}, b: ${deliver}`);
    expect(mistakes(file)).toEqual([
      'principals.web.clientSecrets.b.deliver.kubernetes.name: "registry" in the namespace "shop" is where principals.web.clientSecrets.a.deliver.kubernetes delivers, too; give one of them another name',
    ]);
  });
});
