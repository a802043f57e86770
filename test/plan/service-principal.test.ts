import { TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  PermissionsMode,
} from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";

const AUDIT = "6f3f7e4e-0000-4000-8000-000000000002";
const COLLEAGUE = {
  objectId: "0ca11e00-0000-4000-8000-00000000000a",
  clientId: "0ca11e00-0000-4000-8000-00000000000b",
};

function web(props: Partial<AcrServicePrincipalProps> = {}): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });
    const principal = new AcrServicePrincipal(stack, "web", {
      displayName: "contoso-web",
      ...props,
    });
    principal.addClientSecret("docker");
    registry.grantPull(principal);
  };
}

describeWithTerraform("a service principal", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const owners = async (): Promise<string[][]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    const web = (entry: { displayName: string }): boolean => entry.displayName === "contoso-web";
    return [
      tenant?.applications.find(web)?.owners ?? [],
      tenant?.servicePrincipals.find(web)?.owners ?? [],
    ];
  };

  test("is planned with its role, made, found unchanged and destroyed without a rest", async () => {
    deployment = await Deployment.start(web());
    const untouched = await deployment.cloud();
    const plan = await deployment.plan();
    expect(plan).toCreate("azuread_application");
    expect(plan).toCreate("azurerm_role_assignment");
    await deployment.apply();
    const [subscription] = Object.values((await deployment.cloud()).subscriptions);
    expect(subscription?.roleAssignments).toMatchObject([{ principalType: "ServicePrincipal" }]);
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
    expect(await deployment.cloud()).toEqual(untouched);
  });

  test("shows no change to somebody else who plans later, and keeps its owner", async () => {
    deployment = await Deployment.start(web());
    await deployment.apply();
    const before = await owners();
    await deployment.sandbox.setCaller({ ...COLLEAGUE, type: "User" });
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.apply();
    expect(await owners()).toEqual(before);
  });

  test("is made by a deployer that may change only what it owns", async () => {
    deployment = await Deployment.start(web());
    await deployment.sandbox.setCaller({
      ...COLLEAGUE,
      type: "ServicePrincipal",
      permission: "Application.ReadWrite.OwnedBy",
    });
    await deployment.apply();
    expect(await owners()).toEqual([[COLLEAGUE.objectId], [COLLEAGUE.objectId]]);
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
  });

  test("gets an owner more without another change", async () => {
    deployment = await Deployment.start(web());
    await deployment.apply();
    deployment.program = web({ owners: [AUDIT] });
    expect(await deployment.plan()).toUpdateOnly([
      "azuread_application.web",
      "azuread_service_principal.web",
    ]);
    await deployment.apply();
    expect((await owners())[0]).toContain(AUDIT);
  });

  test("is renamed in place: secret and role stay", async () => {
    deployment = await Deployment.start(web());
    await deployment.apply();
    deployment.program = web({ displayName: "contoso-shop" });
    expect(await deployment.plan()).toUpdateOnly(["azuread_application.web"]);
  });

  test("is refused by the plan when its name is taken in the tenant", async () => {
    deployment = await Deployment.start(web());
    await deployment.apply();
    deployment.program = (stack) => {
      web()(stack);
      // To this library two providers are two tenants; these are one.
      const provider = new AzureadProvider(stack, "same-tenant", { alias: "same" });
      new AcrServicePrincipal(stack, "other", { displayName: "contoso-web", provider });
    };
    await expect(deployment.plan()).rejects.toThrow(
      /contoso-web.* was found and `prevent_duplicate_names`/,
    );
  });

  test("is rotated in spite of a namesake, but not behind a change, which is refused", async () => {
    deployment = await Deployment.start(web());
    // After an error of the server azuread makes a second one.
    await deployment.sandbox.fail({ call: "POST /applications", nth: 1, how: "500" });
    await deployment.apply();
    const keyIds = async (): Promise<string[]> => {
      const [tenant] = Object.values((await deployment.cloud()).tenants);
      return (tenant?.applications ?? [])
        .filter(({ displayName }) => displayName === "contoso-web")
        .flatMap(({ passwords }) => passwords.map(({ keyId }) => keyId));
    };
    const before = await keyIds();
    await deployment.moveTo("2027-02-15T00:00:00Z");
    deployment.program = web({ notes: "Of the shop" });
    expect((await deployment.tryToApply()).stderr).toContain("prevent_duplicate_names");
    expect(await keyIds()).toEqual(before);
    deployment.program = web();
    await deployment.apply();
    expect(await keyIds()).not.toEqual(before);
  });

  test("is let in although the directory does not know it yet", async () => {
    deployment = await Deployment.start(web(), { replicationLag: 3 });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is shut out in place", async () => {
    deployment = await Deployment.start(web());
    await deployment.apply();
    deployment.program = web({ accountEnabled: false });
    expect(await deployment.plan()).toUpdateOnly(["azuread_service_principal.web"]);
  });
});
