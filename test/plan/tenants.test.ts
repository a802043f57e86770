import { TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";

// The registry is in the tenant of the seed; the application is in another one.
const REGISTRY_TENANT = "7e4a0000-0000-4000-8000-000000000001";
const APPLICATION_TENANT = "7e4a0000-0000-4000-8000-000000000002";

function acrossTenants(stack: TerraformStack): void {
  const home = new AzureadProvider(stack, "home", { alias: "home", tenantId: APPLICATION_TENANT });
  const [registryTenant] = stack.allProviders().filter(({ alias }) => alias === undefined);
  const build = new AcrServicePrincipal(stack, "build", {
    displayName: "contoso-build",
    provider: home,
    servicePrincipalProvider: registryTenant,
  });
  build.addClientSecret("docker");
  AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  }).grantPull(build);
}

describeWithTerraform(
  "a service principal in the registry's tenant, of an application in another",
  () => {
    let deployment: Deployment;
    afterEach(() => deployment.stop());

    test("has its application and secret in one tenant and its role in the other", async () => {
      deployment = await Deployment.start(acrossTenants);
      const untouched = await deployment.cloud();
      await deployment.apply();
      const { tenants, subscriptions } = await deployment.cloud();
      expect(tenants[APPLICATION_TENANT]).toMatchObject({
        applications: [
          {
            displayName: "contoso-build",
            signInAudience: "AzureADMultipleOrgs",
            passwords: [{}, {}],
          },
        ],
        servicePrincipals: [],
      });
      const made = tenants[REGISTRY_TENANT]?.servicePrincipals.find(
        ({ displayName }) => displayName === "contoso-build",
      );
      expect(made?.clientId).toBe(tenants[APPLICATION_TENANT]?.applications[0]?.clientId);
      const assignments = Object.values(subscriptions).flatMap(
        ({ roleAssignments }) => roleAssignments,
      );
      expect(assignments).toMatchObject([{ principalId: made?.objectId }]);
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.destroy();
      expect(await deployment.cloud()).toMatchObject(untouched);
    });

    test("is owned in each tenant by who the deployer is there", async () => {
      deployment = await Deployment.start(acrossTenants);
      await deployment.apply();
      const { tenants } = await deployment.cloud();
      const [application] = tenants[APPLICATION_TENANT]?.applications ?? [];
      const servicePrincipal = tenants[REGISTRY_TENANT]?.servicePrincipals.find(
        ({ displayName }) => displayName === "contoso-build",
      );
      expect(application?.owners).toHaveLength(1);
      expect(servicePrincipal?.owners).toHaveLength(1);
      expect(application?.owners).not.toEqual(servicePrincipal?.owners);
    });
  },
);
