import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { TerraformStack } from "cdktf";
import {
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  FederatedIdentity,
  PrincipalType,
} from "cdktf-acr-auth";
import type { Scenario } from "../run";
import { AUDIT, RESOURCE_GROUP, STOCK, SUBSCRIPTION, TEAM } from "../seed";

/** Lets in who exists, by every way to refer to them, and at every scope. */
function program(stack: TerraformStack): void {
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoBase",
    resourceGroupName: "rg-registry",
  });
  const manageCredentials = true;
  const byClientId = AcrServicePrincipal.fromClientId(stack, "by-client-id", STOCK.clientId, {
    manageCredentials,
  });
  byClientId.addClientSecret("docker");
  byClientId.addFederatedCredential(
    "github",
    FederatedIdentity.github({ repository: "contoso/stock", tag: "v1" }),
  );
  registry.grantPull(byClientId);
  AcrServicePrincipal.fromResourceId(
    stack,
    "by-resource-id",
    `/applications/${STOCK.application}`,
    {
      manageCredentials,
    },
  ).addClientSecret("docker");
  const audit = AcrServicePrincipal.fromObjectId(stack, "audit", AUDIT.servicePrincipal);
  registry.grantPull(audit);

  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: TEAM,
    principalType: PrincipalType.GROUP,
  });
  AcrRegistries.inResourceGroup(stack, "group", { resourceGroupId: RESOURCE_GROUP }).grantPull(
    team,
  );
  AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION }).grantRole(
    team,
    AcrRole.named("acrquarantinereader"),
  );

  const shop = new ResourceGroup(stack, "shop", { name: "rg-shop", location: "West Europe" });
  const identity = new UserAssignedIdentity(stack, "identity", {
    name: "id-shop",
    resourceGroupName: shop.name,
    location: shop.location,
    tags: { team: "shop" },
  });
  const cluster = AcrPrincipal.fromObjectId(stack, "cluster", {
    objectId: identity.principalId,
    principalType: PrincipalType.SERVICE_PRINCIPAL,
  });
  registry.grantPush(cluster, { propagationSeconds: 1 });
}

export const existing: Scenario = {
  name: "principals that exist, by every id, let in to a registry, a group and a subscription",
  async play(run) {
    await run.apply(program);
    await run.destroy(program);
  },
};
