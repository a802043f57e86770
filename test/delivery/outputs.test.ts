import { TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecretOutputs,
  IAcrRegistry,
  IAcrServicePrincipal,
  OutputOptions,
  ServicePrincipalOutputs,
} from "cdktf-acr-auth";
import { newStack, problems, render } from "../support/stack";

function webWithOutputs(id: string): ReturnType<typeof newStack> {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  new ClientSecretOutputs(stack, id, web.addClientSecret("docker"));
  return stack;
}

function shop(stack: TerraformStack): IAcrRegistry {
  const resourceGroup = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg";
  return AcrRegistry.fromAttributes(stack, "shop", {
    registryId: `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/contosoShop`,
    loginServer: "contososhop.azurecr.io",
  });
}

test("the outputs have names that a script can rely on, and only the password is sensitive", () => {
  const { output = {} } = render(webWithOutputs("web_docker"));
  expect(
    Object.entries(output).map(([name, props]) => [
      name,
      Object.hasOwn(props as object, "sensitive"),
    ]),
  ).toEqual([
    ["web_docker_active_slot", false],
    ["web_docker_expires_on", false],
    ["web_docker_password", true],
    ["web_docker_rotates_on", false],
    ["web_docker_username", false],
  ]);
});

test("a secret that is rotated by hand has no day on which it rotates", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  const secret = web.addClientSecret("docker", { expiresOn: { a: "2027-01-31T00:00:00Z" } });
  new ClientSecretOutputs(stack, "web_docker", secret);
  expect(Object.keys(render(stack).output ?? {})).toEqual([
    "web_docker_active_slot",
    "web_docker_expires_on",
    "web_docker_password",
    "web_docker_username",
  ]);
});

test("the password is the active slot of the client secret, by reference", () => {
  expect(render(webWithOutputs("web_docker")).output).toMatchObject({
    web_docker_password: {
      value: expect.stringMatching(
        /\? sensitive\(azuread_application_password\.\w+_a_\w+\.value\) : sensitive\(azuread_application_password\.\w+_b_\w+\.value\)/,
      ) as string,
      sensitive: true,
    },
  });
});

test("the outputs of a service principal's only secret, and its own, may have its id", () => {
  const stack = webWithOutputs("web");
  new ServicePrincipalOutputs(stack, "web", stack.node.findChild("web") as AcrServicePrincipal);
  expect(Object.keys(render(stack).output ?? {})).toEqual([
    "web_active_slot",
    "web_client_id",
    "web_expires_on",
    "web_object_id",
    "web_password",
    "web_rotates_on",
    "web_tenant_id",
    "web_username",
  ]);
});

test("outputs of one name are refused instead of replacing each other", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  new ClientSecretOutputs(stack, "docker", web.addClientSecret("one"));
  expect(() => new ClientSecretOutputs(stack, "docker", web.addClientSecret("two"))).toThrow(
    "There is already a Construct with name 'docker.secret-outputs'",
  );
});

describe("outputs of a service principal", () => {
  function outputsOf(
    make: (stack: TerraformStack) => IAcrServicePrincipal,
    options?: (stack: TerraformStack) => OutputOptions,
  ): unknown {
    const stack = newStack();
    new ServicePrincipalOutputs(stack, "web", make(stack), options?.(stack));
    expect(problems(stack)).toEqual([]);
    return render(stack).output;
  }

  const web = (stack: TerraformStack): IAcrServicePrincipal =>
    new AcrServicePrincipal(stack, "web", { displayName: "web" });

  test("tell by the name of it what it is called, which it has no secret for", () => {
    expect(outputsOf(web)).toEqual({
      web_client_id: {
        value: expect.stringMatching(/^\$\{azuread_application\.\w+\.client_id\}$/) as string,
      },
      web_object_id: {
        value: expect.stringMatching(/^\$\{azuread_service_principal\.\w+\.object_id\}$/) as string,
      },
      web_tenant_id: { value: "${data.azuread_client_config.acr-auth-deployer.tenant_id}" },
    });
  });

  test("tell the ids of one that exists already as they are given", () => {
    const ids = {
      clientId: "6f3f7e4e-0000-4000-8000-000000000001",
      objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    };
    expect(
      outputsOf((stack) => AcrServicePrincipal.fromAttributes(stack, "web", ids)),
    ).toMatchObject({
      web_client_id: { value: ids.clientId },
      web_object_id: { value: ids.objectId },
    });
  });

  test("tell the tenant of the registries where the application is of another", () => {
    const stack = newStack();
    const [home, partner] = ["home", "partner"].map(
      (alias) => new AzureadProvider(stack, alias, { alias }),
    );
    const shared = { displayName: "web", provider: home, servicePrincipalProvider: partner };
    const principal = new AcrServicePrincipal(stack, "web", shared);
    new ServicePrincipalOutputs(stack, "web", principal);
    const { data, output } = render(stack);
    expect(output?.web_tenant_id).toEqual({
      value: "${data.azuread_client_config.acr-auth-deployer-partner.tenant_id}",
    });
    expect(data?.azuread_client_config?.["acr-auth-deployer-partner"]).toEqual({
      provider: "azuread.partner",
    });
  });

  test("tell where to log in", () => {
    expect(outputsOf(web, (stack) => ({ registries: [shop(stack)] }))).toMatchObject({
      web_login_servers: { value: ["contososhop.azurecr.io"] },
    });
  });

  test("are told of what is no service principal, at once", () => {
    expect(() => new ServicePrincipalOutputs(newStack(), "web", "web" as never)).toThrow(
      new Error('[test/web.outputs] "web" is not a service principal; give its construct.'),
    );
  });

  test("are told of what is no registry, at synth", () => {
    const stack = newStack();
    const registries = ["contososhop.azurecr.io"] as never;
    new ServicePrincipalOutputs(stack, "web", web(stack), { registries });
    expect(problems(stack)).toEqual([
      '[test/web.outputs] registries[0]: "contososhop.azurecr.io" is not a registry; give what AcrRegistry.fromName returns',
    ]);
  });
});

test("the commands to log in with a client secret have no password in them, and are not sensitive", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  const registries = [shop(stack)];
  new ClientSecretOutputs(stack, "web_docker", web.addClientSecret("docker"), { registries });
  expect(render(stack).output?.web_docker_login_commands).toEqual({
    value: [
      expect.stringMatching(
        /^docker login contososhop\.azurecr\.io --username \$\{azuread_application\.\w+\.client_id\} --password-stdin$/,
      ),
    ],
  });
});
