import { TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrPrincipal, AcrRegistry, PrincipalType } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";

const HERE = "5b5c0000-0000-4000-8000-000000000001";
const THERE = "5b5c0000-0000-4000-8000-000000000002";
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000001";

const seed = {
  subscriptionId: HERE,
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [
    { resourceGroup: "rg-registry", name: "contosoNear" },
    { resourceGroup: "rg-registry", name: "contosoFar", subscriptionId: THERE },
  ],
};

/** A registry of each subscription, by its name. */
function program(stack: TerraformStack): void {
  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: OBJECT_ID,
    principalType: PrincipalType.GROUP,
  });
  const provider = new AzurermProvider(stack, "there", {
    alias: "there",
    features: [{}],
    subscriptionId: THERE,
  });
  const resourceGroupName = "rg-registry";
  AcrRegistry.fromName(stack, "near", {
    registryName: "contosoNear",
    resourceGroupName,
  }).grantPull(team);
  AcrRegistry.fromName(stack, "far", {
    registryName: "contosoFar",
    resourceGroupName,
    subscriptionId: THERE,
    provider,
  }).grantPull(team);
}

describeWithTerraform("registries by name in two subscriptions", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test("are each looked up, and let in to, where they are, and nowhere else", async () => {
    deployment = await Deployment.start(program, { seed });
    await deployment.apply();
    const { subscriptions } = await deployment.cloud();
    const scopes = Object.values(subscriptions).flatMap(({ roleAssignments }) =>
      roleAssignments.map(({ scope }) => scope),
    );
    expect(scopes.sort()).toEqual([
      `/subscriptions/${HERE}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoNear`,
      `/subscriptions/${THERE}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoFar`,
    ]);
    expect(await deployment.plan()).toHaveNoChanges();
  });
});
