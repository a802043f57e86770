import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Access, AcrServicePrincipal, PermissionsMode } from "cdktf-acr-auth";
import { render, resources } from "../support/stack";
import { granted, only, registryIn, roleNames } from "./granting";

const { LEGACY, ABAC } = PermissionsMode;

describe("a role assignment", () => {
  test("always tells the type of its principal and nothing that azurerm can't update", () => {
    const [assignment = {}] = resources(
      granted(LEGACY, [{ access: Access.PULL }]),
      "azurerm_role_assignment",
    );
    expect(Object.keys(assignment).sort()).toEqual([
      "lifecycle",
      "principal_id",
      "principal_type",
      "role_definition_id",
      "scope",
      "timeouts",
    ]);
  });

  test("gives up after ten minutes instead of azurerm's thirty", () => {
    const [assignment] = resources(
      granted(LEGACY, [{ access: Access.PULL }]),
      "azurerm_role_assignment",
    );
    expect(assignment?.timeouts).toEqual({ create: "10m" });
  });

  test("has a condition of version 2.0, equal to that of Microsoft's example", () => {
    const stack = granted(ABAC, [{ access: Access.PULL, options: only("nginx") }]);
    expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
      {
        condition:
          "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})" +
          " AND !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'}))" +
          " OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase 'nginx'))",
        condition_version: "2.0",
      },
    ]);
  });

  test("goes with its principal, to the principal's stack, when the registry is in another", () => {
    const app = new App();
    const [shared, shop] = ["shared", "shop"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzureadProvider(stack, "azuread");
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const registry = registryIn(shared, LEGACY);
    registry.grantPull(new AcrServicePrincipal(shop, "web", { displayName: "web" }));
    expect(roleNames(shared)).toEqual([]);
    expect(Object.keys(render(shop).resource?.azurerm_role_assignment ?? {})).toEqual([
      expect.stringMatching(/^web_grant_registry-rg-registry-contososhop_AcrPull_/),
    ]);
  });
});
