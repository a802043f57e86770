import { Application } from "@cdktf/provider-azuread/lib/application";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import type { Program } from "../../plan/support/program";
import type { Scenario } from "../run";

interface Registry {
  readonly sku: string;
  readonly tags?: Record<string, string>;
  readonly publicNetworkAccessEnabled?: boolean;
  readonly anonymousPullEnabled?: boolean;
}

function program(own: Registry): Program {
  return (stack) => {
    const group = new ResourceGroup(stack, "group", {
      name: "rg-store",
      location: "West Europe",
      tags: own.tags,
    });
    const registry = new ContainerRegistry(stack, "acr", {
      name: "contosoStore",
      resourceGroupName: group.name,
      location: group.location,
      ...own,
    });
    const application = new Application(stack, "application", { displayName: "contoso-store" });
    const store = AcrServicePrincipal.fromApplication(stack, "store", application);
    AcrRegistry.fromResource(stack, "registry", registry).grantPull(store);
  };
}

export const ownRegistry: Scenario = {
  name: "a registry, its group and an application of the same stack, made and changed",
  async play(run) {
    await run.apply(program({ sku: "Standard", anonymousPullEnabled: true }));
    await run.apply(
      program({ sku: "Premium", tags: { team: "store" }, publicNetworkAccessEnabled: false }),
    );
    await run.apply(program({ sku: "Basic" }));
    await run.destroy(program({ sku: "Basic" }));
  },
};
