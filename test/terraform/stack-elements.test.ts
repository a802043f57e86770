import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider, AzureadProviderConfig } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { registryIn, teamIn } from "../grant/granting";
import { newStack, problems, resources } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-00000000000b";
const features = [{}];

describe("two of our resources with one Terraform address, which cdktf would make one", () => {
  test("are refused: role assignments of a principal and of the one called Default below it", () => {
    const stack = newStack();
    const registry = registryIn(stack, PermissionsMode.LEGACY);
    const team = teamIn(stack);
    registry.grantPull(team);
    registry.grantPull(
      AcrPrincipal.fromObjectId(team, "Default", {
        objectId: "6f3f7e4e-0000-4000-8000-000000000009",
        principalType: PrincipalType.USER,
      }),
    );
    expect(problems(stack)).toEqual([
      '[test] id: test/team/grant/registry-rg-registry-contososhop/AcrPull/Resource and test/team/Default/grant/registry-rg-registry-contososhop/AcrPull/Resource have one Terraform address, "azurerm_role_assignment.team_grant_regis…g-registry-contososhop_AcrPull_EB9773F7", and would be one; rename a construct (the id "Default" has no part in addresses)',
    ]);
  });

  test("are refused: applications, and look-ups", () => {
    const stack = newStack();
    const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
    new AcrServicePrincipal(new Construct(web, "Default"), "Default", { displayName: "other" });
    const audit = AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID);
    AcrServicePrincipal.fromClientId(audit, "Default", CLIENT_ID.replace("b", "c"));
    const addresses = problems(stack).map((problem) => / address, "([\w.-]*)"/.exec(problem)?.[1]);
    expect(addresses.sort()).toEqual([
      "azuread_application.web_application_E791E121",
      "azuread_service_principal.web_service_principal_B4C5180B",
      "data.azuread_service_principal.audit_A48D740E",
      "terraform_data.web_deployer_D21511A7",
    ]);
  });

  test("are two in two stacks", () => {
    const app = new App();
    for (const id of ["test", "prod"]) {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features });
      registryIn(stack, PermissionsMode.LEGACY);
      expect(problems(stack)).toEqual([]);
    }
  });
});

describe("a provider of another stack", () => {
  /** The stack shop, beside the stack shared; each has a provider of the kind, with or without an alias. */
  function stacks(
    theirs: Partial<AzurermProviderConfig & AzureadProviderConfig>,
    ours?: Partial<AzurermProviderConfig & AzureadProviderConfig>,
  ) {
    const app = new App();
    const [shop, shared] = ["shop", "shared"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzureadProvider(stack, "azuread");
      new AzurermProvider(stack, "azurerm", { features });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const add = (stack: TerraformStack, { subscriptionId, ...config }: typeof theirs) => ({
      azuread: new AzureadProvider(stack, "azuread_alias", config),
      azurerm: new AzurermProvider(stack, "azurerm_alias", { features, subscriptionId, ...config }),
    });
    if (ours !== undefined) {
      add(shop, ours);
    }
    return { shop, shared, ...add(shared, theirs) };
  }

  const lacks = (user: string, type: string): string =>
    `[shop] provider: ${user} uses shared/${type}_alias, a provider of another stack, and to Terraform that is the ${type} provider with the alias "eu" of this stack, which has none; declare it in this stack, for the same tenant and subscription`;

  test("is refused for the grant of a principal here on a registry there", () => {
    const { shop, shared, azurerm: provider } = stacks({ alias: "eu" });
    const registry = AcrRegistry.fromName(shared, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      provider,
    });
    registry.grantPull(teamIn(shop));
    registry.grantPush(teamIn(shop, "other"));
    expect(problems(shop)).toEqual([
      lacks("shop/team/grant/registry-rg-registry-contososhop/AcrPull/Resource", "azurerm"),
    ]);
    expect(problems(shared)).toEqual([]);
  });

  test("is refused for the service principal of an application there", () => {
    const { shop, shared, azuread: provider } = stacks({ alias: "eu" });
    const application = new Application(shared, "app", {
      displayName: "app",
      owners: [CLIENT_ID],
      provider,
    });
    AcrServicePrincipal.fromApplication(shop, "web", application);
    expect(problems(shop)).toEqual([
      expect.stringMatching(
        /^\[shop\] provider: shop\/(web|acr-auth-deployer-eu).* uses shared\/azuread_alias/,
      ),
    ]);
  });

  test("is refused for the credentials of an application in another tenant", () => {
    const { shop, azuread: applicationProvider } = stacks({ alias: "eu" });
    AcrServicePrincipal.fromClientId(shop, "web", CLIENT_ID, {
      manageCredentials: true,
      applicationProvider,
    }).addClientSecret("docker");
    expect(problems(shop)).toEqual([lacks("shop/web/application", "azuread")]);
  });

  test("is that of this stack with the same alias", () => {
    const { shop, shared, azurerm: provider } = stacks({ alias: "eu" }, { alias: "eu" });
    const registry = AcrRegistry.fromName(shared, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      provider,
    });
    registry.grantPull(teamIn(shop));
    expect(problems(shop)).toEqual([]);
    expect(resources(shop, "azurerm_role_assignment")).toMatchObject([{ provider: "azurerm.eu" }]);
  });

  test.each([
    ["environment", "public", "china"],
    ["tenantId", CLIENT_ID, CLIENT_ID.replace("b", "c")],
    ["subscriptionId", CLIENT_ID, CLIENT_ID.replace("b", "c")],
  ])("is not that of this stack with the same alias and another %s", (setting, theirs, ours) => {
    const { shop, azurerm: provider } = stacks(
      { alias: "eu", [setting]: theirs },
      { alias: "eu", [setting]: ours },
    );
    AcrRegistry.fromName(shop, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      provider,
    });
    expect(problems(shop)).toEqual([
      `[shop] provider: shop/registry/Resource uses shared/azurerm_alias, a provider of another stack, and to Terraform that is the azurerm provider with the alias "eu" of this stack, which has another ${setting}; give the two one alias that no others have, and the same settings`,
    ]);
  });

  test("that has no alias is none for a role assignment, whose id says the subscription", () => {
    const app = new App();
    const [shop, shared] = ["a", "b"].map((end) => {
      const stack = new TerraformStack(app, `stack-${end}`);
      new AzurermProvider(stack, "azurerm", {
        features,
        subscriptionId: `00000000-0000-4000-8000-00000000000${end}`,
      });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const provider = shared.node.findChild("azurerm") as AzurermProvider;
    const options = { registryName: "contosoShop", resourceGroupName: "rg-registry", provider };
    AcrRegistry.fromName(shared, "registry", options).grantPull(teamIn(shop));
    expect(problems(shop)).toEqual([]);
    expect(resources(shop, "azurerm_role_assignment")[0]).not.toHaveProperty("provider");
    AcrRegistry.fromName(shop, "registry", options);
    expect(problems(shop)).toEqual([expect.stringContaining("which has another subscriptionId")]);
  });
});
