import { TerraformStack } from "cdktf";
import { Access, AcrRegistry, AcrServicePrincipal, PermissionsMode } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;

function shop(permissionsMode: PermissionsMode): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode,
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    web.addClientSecret("docker");
    registry.grantPull(web);
    const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
    build.addClientSecret("ci");
    registry.grantPush(build);
    registry.grantDelete(build);
    registry.grant(build, Access.LIST);
    registry.grant(build, Access.IMPORT);
  };
}

const assigned = (...grants: string[]): string[] =>
  grants.map((grant) => `azurerm_role_assignment.${grant}_`);

const LEGACY_ROLES = assigned(
  "web_grant_registry-rg-registry-contososhop_AcrPull",
  "build_grant_registry-rg-registry-contososhop_AcrPull",
  "build_grant_registry-rg-registry-contososhop_AcrPush",
  "build_grant_registry-rg-registry-contososhop_AcrDelete",
);
const ABAC_ROLES = assigned(
  "web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader",
  "build_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryCatalogLister",
  "build_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryWriter",
  "build_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryContributor",
);

describeWithTerraform("a registry on its way from legacy to abac", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test("gains roles first and loses roles last, and no credential is touched", async () => {
    deployment = await Deployment.start(shop(LEGACY));
    await deployment.apply();

    deployment.program = shop(MIGRATING);
    expect(await deployment.plan()).toCreateOnly(ABAC_ROLES);
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();

    deployment.program = shop(ABAC);
    expect(await deployment.plan()).toDeleteOnly(LEGACY_ROLES);
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("can go back the same way, before the switch", async () => {
    deployment = await Deployment.start(shop(MIGRATING));
    await deployment.apply();
    deployment.program = shop(LEGACY);
    expect(await deployment.plan()).toDeleteOnly(ABAC_ROLES);
  });
});
