import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import type { TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import type { Scenario } from "../run";

/** The registry is in the tenant of the seed; the application is in another one. */
function program(stack: TerraformStack): void {
  const [here] = stack.allProviders().filter(({ alias }) => alias === undefined);
  const partner = new AzureadProvider(stack, "partner", {
    alias: "partner",
    tenantId: "7e4a0000-0000-4000-8000-00000000000b",
  });
  const build = new AcrServicePrincipal(stack, "build", {
    displayName: "contoso-build",
    provider: partner,
    servicePrincipalProvider: here,
  });
  build.addClientSecret("docker", { anchor: "2026-11-01T00:00:00Z" });
  AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  }).grantPull(build);
}

export const tenants: Scenario = {
  name: "an application of one tenant, let in to a registry of another",
  async play(run) {
    await run.apply(program);
    await run.destroy(program);
  },
};
