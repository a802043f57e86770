import { execFileSync } from "node:child_process";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { ContainerRegistryTask } from "@cdktf/provider-azurerm/lib/container-registry-task";
import { LinuxFunctionApp } from "@cdktf/provider-azurerm/lib/linux-function-app";
import { LinuxWebApp } from "@cdktf/provider-azurerm/lib/linux-web-app";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecret,
  IAcrRegistry,
  RegistryLogin,
} from "cdktf-acr-auth";
import { ROOT } from "../../support/program";
import { newStack, problems, render, resources, warnings } from "../../support/stack";

const GROUP = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-shop";
const IDENTITY_ID = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop`;
const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const LOGIN_SERVER = "contososhop.azurecr.io";
const PASSWORD: unknown = expect.stringMatching(/^\$\{.*sensitive\(.*_a_.*\.value\)/);
const USERNAME: unknown = expect.stringMatching(/^\$\{azuread_application\..*\.client_id\}$/);

function registryIn(stack: TerraformStack, loginServer = LOGIN_SERVER): IAcrRegistry {
  const [name = ""] = loginServer.split(".");
  const registryId = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  return AcrRegistry.fromAttributes(stack, name, { registryId, loginServer });
}

function secretIn(stack: TerraformStack): ClientSecret {
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  return web.addClientSecret("docker");
}

function bySecret(stack: TerraformStack): RegistryLogin {
  return RegistryLogin.bySecret(secretIn(stack), registryIn(stack));
}

function byIdentity(stack: TerraformStack): RegistryLogin {
  const place = { resourceGroupName: "rg-shop", location: "westeurope" };
  const identity = new UserAssignedIdentity(stack, "identity", { name: "shop", ...place });
  return RegistryLogin.byIdentity(identity, registryIn(stack));
}

const IDENTITY = {
  type: "UserAssigned",
  identity_ids: ["${azurerm_user_assigned_identity.identity.id}"],
};

const ofService = { resourceGroupName: "rg-shop", location: "westeurope", servicePlanId: "plan" };

/** All that can log in, with a login. */
function consume(stack: TerraformStack, login: RegistryLogin): void {
  new ContainerGroup(stack, "group", {
    name: "group",
    osType: "Linux",
    ...ofService,
    container: [{ name: "app", image: `${LOGIN_SERVER}/team-a/app:1.0`, cpu: 1, memory: 1 }],
    ...login.containerGroup(),
  });
  new ContainerApp(stack, "app", {
    name: "app",
    containerAppEnvironmentId: "environment",
    resourceGroupName: "rg-shop",
    revisionMode: "Single",
    template: {
      container: [
        { name: "app", image: `${LOGIN_SERVER}/team-a/app:1.0`, cpu: 0.25, memory: "0.5Gi" },
      ],
    },
    ...login.containerApp(),
  });
  new ContainerRegistryTask(stack, "task", {
    name: "task",
    containerRegistryId: `${GROUP}/providers/Microsoft.ContainerRegistry/registries/builds`,
    ...login.containerRegistryTask(),
  });
  new LinuxWebApp(stack, "site", {
    name: "site",
    ...ofService,
    ...login.linuxWebApp("team-a/app:1.0"),
  });
  new LinuxFunctionApp(stack, "function", {
    name: "function",
    ...ofService,
    ...login.linuxFunctionApp("team-a/app", "1.0"),
  });
}

function rendered(
  login: (stack: TerraformStack) => RegistryLogin,
  type: string,
): Record<string, unknown> | undefined {
  const stack = newStack();
  consume(stack, login(stack));
  return resources(stack, type)[0];
}

describe("by a client secret", () => {
  test("a container group has its credential", () => {
    const group = rendered(bySecret, "azurerm_container_group");
    expect(group?.image_registry_credential).toEqual([
      { server: LOGIN_SERVER, username: USERNAME, password: PASSWORD },
    ]);
    expect(group).not.toHaveProperty("identity");
  });

  test("a container app has it as a secret of its own", () => {
    const app = rendered(bySecret, "azurerm_container_app");
    expect(app).toMatchObject({
      registry: [
        { server: LOGIN_SERVER, username: USERNAME, password_secret_name: "registry-password" },
      ],
      secret: [{ name: "registry-password", value: PASSWORD }],
    });
    expect(app).not.toHaveProperty("identity");
  });

  test("two registries of a container app have two secrets", () => {
    const { registry, secret } = bySecret(newStack()).containerApp("partner-password");
    expect(registry[0]?.passwordSecretName).toBe("partner-password");
    expect(secret?.[0]?.name).toBe("partner-password");
  });

  test("a task of another registry has it for this one", () => {
    const task = rendered(bySecret, "azurerm_container_registry_task");
    expect(task?.registry_credential).toEqual({
      custom: [{ login_server: LOGIN_SERVER, username: USERNAME, password: PASSWORD }],
    });
    expect(task).not.toHaveProperty("identity");
  });

  test("a web app has it beside its image", () => {
    expect(rendered(bySecret, "azurerm_linux_web_app")?.site_config).toEqual({
      application_stack: {
        docker_image_name: "team-a/app:1.0",
        docker_registry_url: `https://${LOGIN_SERVER}`,
        docker_registry_username: USERNAME,
        docker_registry_password: PASSWORD,
      },
    });
  });

  test("a function app has it beside its image", () => {
    expect(rendered(bySecret, "azurerm_linux_function_app")?.site_config).toEqual({
      application_stack: {
        docker: [
          {
            image_name: "team-a/app",
            image_tag: "1.0",
            registry_url: `https://${LOGIN_SERVER}`,
            registry_username: USERNAME,
            registry_password: PASSWORD,
          },
        ],
      },
    });
  });
});

describe("by a managed identity", () => {
  test.each([
    [
      "azurerm_container_group",
      {
        identity: IDENTITY,
        image_registry_credential: [
          {
            server: LOGIN_SERVER,
            user_assigned_identity_id: "${azurerm_user_assigned_identity.identity.id}",
          },
        ],
      },
    ],
    [
      "azurerm_container_app",
      {
        identity: IDENTITY,
        registry: [
          {
            server: LOGIN_SERVER,
            identity: "${azurerm_user_assigned_identity.identity.id}",
          },
        ],
      },
    ],
    [
      "azurerm_linux_web_app",
      {
        identity: IDENTITY,
        site_config: {
          container_registry_use_managed_identity: true,
          container_registry_managed_identity_client_id:
            "${azurerm_user_assigned_identity.identity.client_id}",
          application_stack: {
            docker_image_name: "team-a/app:1.0",
            docker_registry_url: `https://${LOGIN_SERVER}`,
          },
        },
      },
    ],
    [
      "azurerm_linux_function_app",
      {
        identity: IDENTITY,
        site_config: {
          container_registry_use_managed_identity: true,
          container_registry_managed_identity_client_id:
            "${azurerm_user_assigned_identity.identity.client_id}",
          application_stack: {
            docker: [
              {
                image_name: "team-a/app",
                image_tag: "1.0",
                registry_url: `https://${LOGIN_SERVER}`,
              },
            ],
          },
        },
      },
    ],
  ])("%s has the identity, and pulls by it without any secret", (type, expected) => {
    const resource = rendered(byIdentity, type) ?? {};
    const shown = Object.keys(expected).map((key) => [key, resource[key]]);
    expect(Object.fromEntries(shown)).toEqual(expected);
    expect(JSON.stringify(resource)).not.toMatch(/password|username|"secret"/);
  });
});

test("the login server of a registry that Terraform looks up is a reference, in URLs too", () => {
  const stack = newStack();
  const place = { registryName: "contosoShop", resourceGroupName: "rg-registry" };
  const registry = AcrRegistry.fromName(stack, "shop", place);
  consume(stack, RegistryLogin.bySecret(secretIn(stack), registry));
  const server = "data.azurerm_container_registry.shop_4FF2D3EB.login_server";
  expect(resources(stack, "azurerm_container_group")[0]).toMatchObject({
    image_registry_credential: [{ server: `\${${server}}` }],
  });
  expect(resources(stack, "azurerm_linux_web_app")[0]).toMatchObject({
    site_config: { application_stack: { docker_registry_url: `https://\${${server}}` } },
  });
});

describe("a container group that each rotation would replace", () => {
  const WARNING = expect.stringMatching(
    /^Each rotation of the client secret replaces this container group, .*RegistryLogin\.byIdentity in place of bySecret\. \[acr-auth:container-group-replaced/,
  ) as unknown;

  function group(
    stack: TerraformStack,
    id: string,
    imageRegistryCredential: ReturnType<RegistryLogin["containerGroup"]>["imageRegistryCredential"],
  ): void {
    new ContainerGroup(stack, id, {
      name: id,
      osType: "Linux",
      ...ofService,
      container: [{ name: "app", image: "app", cpu: 1, memory: 1 }],
      imageRegistryCredential,
    });
  }

  test("a task of another registry names it by its client id", () => {
    expect(rendered(byIdentity, "azurerm_container_registry_task")).toMatchObject({
      registry_credential: {
        custom: [
          {
            login_server: LOGIN_SERVER,
            identity: "${azurerm_user_assigned_identity.identity.client_id}",
          },
        ],
      },
      identity: IDENTITY,
    });
  });

  test("is warned of once, whatever it logs in to, and one by identity is not", () => {
    const stack = newStack();
    const secret = secretIn(stack);
    const logins = ["contososhop.azurecr.io", "contosopartner.azurecr.io"].map((server) =>
      RegistryLogin.bySecret(secret, registryIn(stack, server)),
    );
    group(
      stack,
      "two",
      logins.flatMap((login) => login.containerGroup().imageRegistryCredential),
    );
    const identity = { id: IDENTITY_ID, clientId: CLIENT_ID };
    const login = RegistryLogin.byIdentity(identity, registryIn(stack, "contosoother.azurecr.io"));
    group(stack, "none", login.containerGroup().imageRegistryCredential);
    expect(problems(stack)).toEqual([]);
    render(stack);
    expect(warnings(stack)).toEqual([WARNING]);
  });

  test("is warned of in whichever stack it is", () => {
    const stack = newStack();
    const other = new TerraformStack(stack.node.root, "other");
    group(other, "one", bySecret(stack).containerGroup().imageRegistryCredential);
    render(stack);
    expect(warnings(other)).toEqual([WARNING]);
  });

  test("is not warned of where it is acknowledged, nor where nothing is delivered to a group", () => {
    const stack = newStack({ "acr-auth:acknowledge": ["acr-auth:container-group-replaced"] });
    group(stack, "one", bySecret(stack).containerGroup().imageRegistryCredential);
    render(stack);
    expect(warnings(stack)).toEqual([]);
    const other = newStack();
    bySecret(other).containerApp();
    render(other);
    expect(warnings(other)).toEqual([]);
  });
});

describe("what Azure would refuse is told at synth", () => {
  test.each<[string, (login: RegistryLogin) => unknown, string]>([
    [
      "a name of a secret with capitals",
      (login) => login.containerApp("Password"),
      'RegistryLogin.containerApp: secretName: "Password" is not the name of a secret in a container app; write 1 to 253',
    ],
    [
      "an image with the login server",
      (login) => login.linuxWebApp(`${LOGIN_SERVER}/team-a/app:1.0`),
      'RegistryLogin.linuxWebApp: dockerImageName: "contososhop.azurecr.io/team-a/app:1.0" is not an image in a registry; write it without the login server, as in team-a/app:1.0',
    ],
    [
      "no image",
      (login) => login.linuxWebApp(""),
      'RegistryLogin.linuxWebApp: dockerImageName: ""',
    ],
    [
      "a tag in the name of an image",
      (login) => login.linuxFunctionApp("team-a/app:1.0", "1.0"),
      'RegistryLogin.linuxFunctionApp: imageName: "team-a/app:1.0" is not the name of an image in a registry; write it without login server and tag',
    ],
    [
      "a tag that is none",
      (login) => login.linuxFunctionApp("team-a/app", ":1.0"),
      'RegistryLogin.linuxFunctionApp: imageTag: ":1.0" is not the tag of an image; write 1 to 128',
    ],
  ])("%s", (_, call, message) => {
    const stack = newStack();
    call(byIdentity(stack));
    expect(problems(stack)).toEqual([expect.stringContaining(`[test/contososhop] ${message}`)]);
  });

  test("images by digest and tokens are taken", () => {
    const stack = newStack();
    const text = new TerraformVariable(stack, "image", { type: "string" }).stringValue;
    const login = byIdentity(stack);
    login.linuxWebApp(`team-a/app@sha256:${"a".repeat(64)}`);
    login.linuxWebApp(text);
    login.linuxFunctionApp(text, text);
    login.containerApp(text);
    expect(problems(stack)).toEqual([]);
  });

  test.each([
    [
      { id: CLIENT_ID, clientId: CLIENT_ID },
      `identity.id: "${CLIENT_ID}" is not the resource id of a managed identity; it reads /subscr`,
    ],
    [
      { id: IDENTITY_ID, clientId: "shop" },
      `identity.clientId: "shop" is not a UUID; give the client id, not the principal id`,
    ],
  ])("an identity by wrong ids: %j", (identity, message) => {
    const stack = newStack();
    RegistryLogin.byIdentity(identity, registryIn(stack));
    expect(problems(stack)).toEqual([
      expect.stringContaining(`[test/contososhop] RegistryLogin.byIdentity: ${message}`),
    ]);
  });

  test("a registry of another cloud than the client secret", () => {
    const stack = new TerraformStack(new App(), "test");
    new AzureadProvider(stack, "azuread", { environment: "usgovernment" });
    new AzurermProvider(stack, "azurerm", { environment: "public", features: [{}] });
    RegistryLogin.bySecret(secretIn(stack), registryIn(stack));
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        "RegistryLogin.bySecret: registry: the azuread provider of the client secret is in the cloud usgovernment and the azurerm provider of the registry in public",
      ),
    ]);
  });
});

test("who does not use them loads no bindings of what logs in", () => {
  const loaded = execFileSync(
    process.execPath,
    [
      "--import=tsx",
      "-e",
      'require("./lib/index.ts"); console.log(Object.keys(require.cache).join("\\n"))',
    ],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect(loaded).toContain("key-vault-secret");
  expect(loaded).not.toMatch(
    /provider-azurerm.lib.(container-app|container-group|linux-web-app|linux-function-app)/,
  );
});
