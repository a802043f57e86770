import { TerraformOutput, TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";

function inCloud(environment: string): Program {
  return (stack: TerraformStack) => {
    for (const provider of stack.allProviders()) {
      Object.assign(provider, { environment });
    }
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
    build.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
    );
    registry.grantPush(build);
    new TerraformOutput(stack, "login_server", { value: registry.loginServer });
  };
}

describeWithTerraform("a program in a sovereign cloud", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test.each([
    ["usgovernment", "contososhop.azurecr.us", "api://AzureADTokenExchangeUSGov"],
    ["china", "contososhop.azurecr.cn", "api://AzureADTokenExchangeChina"],
  ])(
    "%s differs by the environment of its providers alone",
    async (cloud, loginServer, audience) => {
      deployment = await Deployment.start(inCloud(cloud), {
        seed: {
          subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
          tenantId: "7e4a0000-0000-4000-8000-000000000001",
          registries: [{ resourceGroup: "rg-registry", name: "contosoShop", loginServer }],
        },
      });
      await deployment.apply();
      expect(deployment.outputs()).toEqual({ login_server: loginServer });
      const [tenant] = Object.values((await deployment.cloud()).tenants);
      expect(tenant?.applications).toMatchObject([
        { federatedCredentials: [{ audiences: [audience] }] },
      ]);
      expect(await deployment.plan()).toHaveNoChanges();
    },
  );
});
