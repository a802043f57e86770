import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrPrincipal,
  AcrRegistry,
  IAcrRegistry,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources } from "../support/stack";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const REGISTRY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
const ROLE =
  "providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d";

function assignment(stack: TerraformStack, registry: IAcrRegistry): Record<string, unknown> {
  registry.grantPull(
    AcrPrincipal.fromObjectId(stack, "team", {
      objectId: "6f3f7e4e-0000-4000-8000-000000000002",
      principalType: PrincipalType.GROUP,
    }),
  );
  const [found = {}] = resources(stack, "azurerm_role_assignment");
  return found;
}

function rendered(stack: TerraformStack, value: string): unknown {
  new TerraformOutput(stack, "rendered", { value });
  return (render(stack).output?.rendered as { value: unknown }).value;
}

describe("a registry by its name", () => {
  const byName = (stack: TerraformStack): IAcrRegistry =>
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });

  test("is looked up once, and its login server is what Azure says", () => {
    const stack = newStack();
    expect(rendered(stack, byName(stack).loginServer)).toMatch(
      /^\$\{data\.azurerm_container_registry\.registry_\w+\.login_server\}$/,
    );
    expect(Object.values(render(stack).data?.azurerm_container_registry ?? {})).toEqual([
      { name: "contosoShop", resource_group_name: "rg-registry" },
    ]);
  });

  test("has its role definitions below the subscription that is in its id", () => {
    const stack = newStack();
    const { scope, role_definition_id: role } = assignment(stack, byName(stack));
    expect(scope).toMatch(/^\$\{data\.azurerm_container_registry\.registry_\w+\.id\}$/);
    expect(role).toMatch(
      /^\/subscriptions\/\$\{element\(split\("\/", data\.azurerm_container_registry\.registry_\w+\.id\), 2\)\}\/providers\//,
    );
  });

  test("of another subscription is looked up, and let in to, by the provider that is given", () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, "shared", { features: [{}], alias: "shared" });
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      provider,
    });
    expect(assignment(stack, registry).provider).toBe("azurerm.shared");
    const [lookup] = Object.values(render(stack).data?.azurerm_container_registry ?? {});
    expect(lookup?.provider).toBe("azurerm.shared");
  });

  describe("and its subscription", () => {
    const inSubscription = (
      subscriptionId: string,
      ofProvider?: string,
    ): { stack: TerraformStack; registry: IAcrRegistry } => {
      const stack = newStack();
      const provider = new AzurermProvider(stack, "shared", {
        features: [{}],
        alias: "shared",
        subscriptionId: ofProvider,
      });
      const registry = AcrRegistry.fromName(stack, "registry", {
        registryName: "contosoShop",
        resourceGroupName: "rg-registry",
        subscriptionId,
        provider,
      });
      return { stack, registry };
    };

    test("is that one registry, in a provider of that subscription", () => {
      const { stack, registry } = inSubscription(SUBSCRIPTION.toUpperCase(), SUBSCRIPTION);
      expect(assignment(stack, registry)).toMatchObject({
        provider: "azurerm.shared",
        scope: expect.stringContaining("azurerm_container_registry.registry") as string,
        role_definition_id: `/subscriptions/${SUBSCRIPTION}/${ROLE}`,
      });
    });

    test("is found to be one with a reference by its id", () => {
      const { stack, registry } = inSubscription(SUBSCRIPTION, SUBSCRIPTION);
      const other = AcrRegistry.fromAttributes(stack, "other", { registryId: REGISTRY_ID });
      const team = AcrPrincipal.fromObjectId(stack, "team", {
        objectId: "6f3f7e4e-0000-4000-8000-000000000002",
        principalType: PrincipalType.GROUP,
      });
      registry.grantPull(team);
      other.grantPull(team);
      expect(problems(stack)).toEqual([]);
      expect(resources(stack, "azurerm_role_assignment")).toHaveLength(1);
    });

    const OTHER = "00000000-0000-4000-8000-00000000000b";

    test.each<[string, string, string | undefined, string]>([
      [
        "another than that of the provider",
        SUBSCRIPTION,
        OTHER,
        `"${SUBSCRIPTION}" is not where Terraform looks the registry up: its azurerm provider is for "${OTHER}"; give it a provider with this very subscriptionId`,
      ],
      [
        "one that the provider does not say",
        SUBSCRIPTION,
        undefined,
        `"${SUBSCRIPTION}" is not where Terraform looks the registry up: its azurerm provider says none literally; give it a provider with this very subscriptionId`,
      ],
      [
        "a name",
        "contoso-prod",
        "contoso-prod",
        '"contoso-prod" is not a UUID; give the id, as az account show prints it',
      ],
      [
        "a token",
        Fn.lower(SUBSCRIPTION),
        SUBSCRIPTION,
        "is a token, a value that only Terraform knows; give the id itself, or only the provider of the subscription",
      ],
    ])("is refused where it is %s", (_, subscriptionId, ofProvider, message) => {
      const { stack } = inSubscription(subscriptionId, ofProvider);
      expect(problems(stack)).toEqual([`[test/registry] subscriptionId: ${message}`]);
    });

    test("is looked for in the stack's own provider where none is given, whenever that comes", () => {
      const stack = new TerraformStack(new App(), "test");
      AcrRegistry.fromName(stack, "registry", {
        registryName: "contosoShop",
        resourceGroupName: "rg-registry",
        subscriptionId: SUBSCRIPTION,
      });
      expect(problems(stack)).toContainEqual(expect.stringContaining("says none literally"));
      const features = [{}];
      new AzurermProvider(stack, "azurerm", { features, subscriptionId: SUBSCRIPTION });
      expect(problems(stack)).toEqual([]);
    });
  });
});

describe("a registry by its id", () => {
  test("is not looked up: name and subscription come out of the id", () => {
    const stack = newStack();
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
    expect(registry.registryName).toBe("contosoShop");
    expect(assignment(stack, registry)).toMatchObject({
      scope: REGISTRY_ID,
      role_definition_id: `/subscriptions/${SUBSCRIPTION}/${ROLE}`,
    });
    expect(render(stack).data).toBeUndefined();
  });

  test("may have the id in other letters; the scope is spelled as Azure answers", () => {
    const stack = newStack();
    const registryId = REGISTRY_ID.replace("resourceGroups", "resourcegroups").replace(
      "Microsoft.ContainerRegistry",
      "microsoft.containerregistry",
    );
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId });
    expect(assignment(stack, registry).scope).toBe(REGISTRY_ID);
  });

  test("may have a token as its id; Terraform takes name and subscription out of it", () => {
    const stack = newStack();
    const registryId = Fn.lookup({ shop: REGISTRY_ID }, "shop", "") as string;
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId });
    expect(rendered(stack, registry.registryName)).toMatch(
      /^\$\{element\(split\("\/", .*\), 8\)\}$/,
    );
    expect(problems(stack)).toEqual([]);
  });

  test("has the login server that was given", () => {
    const registry = AcrRegistry.fromAttributes(newStack(), "registry", {
      registryId: REGISTRY_ID,
      loginServer: "contososhop-e7ggejfuhzhgedc8.azurecr.io",
    });
    expect(registry.loginServer).toBe("contososhop-e7ggejfuhzhgedc8.azurecr.io");
  });

  test("without a login server says so where one asks for it, with the fix", () => {
    const stack = newStack();
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
    expect(problems(stack)).toEqual([]);
    new TerraformOutput(stack, "docker", { value: `https://${registry.loginServer}` });
    new TerraformOutput(stack, "host", { value: registry.loginServer });
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /^\[test\/registry\] loginServer: is asked for and not known.*give it \(az acr show.*AcrRegistry\.fromName$/,
      ),
    ]);
  });
});

describe("a login server", () => {
  const problemsOf = (loginServer: string, environment?: string): string[] => {
    const stack = new TerraformStack(new App(), "test");
    AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID, loginServer });
    new AzurermProvider(stack, "azurerm", { features: [{}], environment });
    return problems(stack);
  };

  test.each([
    ["contososhop.azurecr.io", "public"],
    ["contososhop-e7ggejfuhzhgedc8.azurecr.us", "usgovernment"],
    ["contososhop.azurecr.cn", "china"],
    // ARM_ENVIRONMENT may say which cloud it is.
    ["contososhop.azurecr.us", undefined],
  ])("%s fits a provider of the cloud %s", (loginServer, environment) => {
    expect(problemsOf(loginServer, environment)).toEqual([]);
  });

  test.each([
    ["contososhop.azurecr.io", "usgovernment", ".azurecr.us"],
    ["contososhop.azurecr.io", "china", ".azurecr.cn"],
    ["contososhop.azurecr.us", "public", ".azurecr.io"],
  ])("%s is refused with a provider of the cloud %s", (loginServer, environment, suffix) => {
    expect(problemsOf(loginServer, environment)).toEqual([
      `[test/registry] loginServer: "${loginServer}" is not in the cloud of the azurerm provider, whose environment is ${environment}: login servers end with ${suffix} there; correct one of the two`,
    ]);
  });
});

describe("a registry of the same program", () => {
  test("is referenced, name and login server too, and made by its provider", () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, "shared", { features: [{}], alias: "shared" });
    const resource = new ContainerRegistry(stack, "acr", {
      name: "contosoShop",
      resourceGroupName: "rg-registry",
      location: "westeurope",
      sku: "Premium",
      provider,
    });
    const registry = AcrRegistry.fromResource(stack, "registry", resource);
    expect(assignment(stack, registry)).toMatchObject({
      scope: "${azurerm_container_registry.acr.id}",
      provider: "azurerm.shared",
    });
    expect(rendered(stack, `${registry.registryName} ${registry.loginServer}`)).toBe(
      "${azurerm_container_registry.acr.name} ${azurerm_container_registry.acr.login_server}",
    );
  });
});

test.each<[string, (stack: TerraformStack) => void, string]>([
  [
    "a login server as the name",
    (stack) =>
      AcrRegistry.fromName(stack, "r", {
        registryName: "contoso.azurecr.io",
        resourceGroupName: "rg",
      }),
    'registryName: "contoso.azurecr.io" is not the name of a registry',
  ],
  [
    "a resource group that ends with a dot",
    (stack) =>
      AcrRegistry.fromName(stack, "r", { registryName: "contoso", resourceGroupName: "rg." }),
    'resourceGroupName: "rg." is not the name of a resource group',
  ],
  [
    "the id of another kind of resource",
    (stack) =>
      AcrRegistry.fromAttributes(stack, "r", {
        registryId: REGISTRY_ID.replace("registries", "vaults"),
      }),
    'registryId: "/subscriptions/',
  ],
  [
    "the name as the id",
    (stack) => AcrRegistry.fromAttributes(stack, "r", { registryId: "contosoShop" }),
    'registryId: "contosoShop" is not the resource id of a container registry; it reads /subscriptions/',
  ],
  [
    "a login server with upper case",
    (stack) =>
      AcrRegistry.fromAttributes(stack, "r", {
        registryId: REGISTRY_ID,
        loginServer: "contosoShop.azurecr.io",
      }),
    'loginServer: "contosoShop.azurecr.io" is not a login server; write the host alone in lower case',
  ],
  [
    "a login server with a scheme",
    (stack) =>
      AcrRegistry.fromAttributes(stack, "r", {
        registryId: REGISTRY_ID,
        loginServer: "https://contoso.azurecr.io",
      }),
    'loginServer: "https://contoso.azurecr.io" is not a login server',
  ],
  [
    "a permissions mode that does not exist",
    (stack) =>
      AcrRegistry.fromAttributes(stack, "r", {
        registryId: REGISTRY_ID,
        permissionsMode: JSON.parse('"rbac-abac"') as PermissionsMode,
      }),
    'permissionsMode: "rbac-abac" is not one of legacy, abac, migrating',
  ],
])("%s is refused with the rule and the fix", (_, make, message) => {
  const stack = newStack();
  make(stack);
  expect(problems(stack)).toEqual([expect.stringContaining(`[test/r] ${message}`)]);
});
