import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformHclModule, TerraformOutput, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  AdoptableModule,
  FederatedIdentity,
  IAcrRegistry,
  IAcrServicePrincipal,
} from "cdktf-acr-auth";
import { SandboxOptions } from "cdktf-acr-auth-sandbox";
import { Deployment, describeWithTerraform, Program } from "./support";

const WEB = {
  clientId: "aeb00000-0000-4000-8000-00000000000c",
  objectId: "aeb00000-0000-4000-8000-00000000000a",
  displayName: "contoso-web",
};
const SERVICE_PRINCIPAL = { ...WEB, objectId: "aeb00000-0000-4000-8000-00000000000b" };

const SEED = {
  subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [{ resourceGroup: "rg-registry", name: "contosoShop" }],
};
const EXISTING: SandboxOptions = {
  seed: { ...SEED, applications: [WEB], servicePrincipals: [SERVICE_PRINCIPAL] },
};

function registry(stack: TerraformStack): IAcrRegistry {
  return AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
}

let deployment: Deployment;

describeWithTerraform("an application that exists", () => {
  afterEach(() => deployment.stop());

  test("is let in by each of its ids, and gets a secret by each", async () => {
    const manageCredentials = true;
    const references: Record<string, (stack: TerraformStack, id: string) => IAcrServicePrincipal> =
      {
        object: (stack, id) =>
          AcrServicePrincipal.fromObjectId(stack, id, SERVICE_PRINCIPAL.objectId, {
            manageCredentials,
          }),
        resource: (stack, id) =>
          AcrServicePrincipal.fromResourceId(
            stack,
            id,
            `/servicePrincipals/${SERVICE_PRINCIPAL.objectId}`,
            { manageCredentials },
          ),
        application: (stack, id) =>
          AcrServicePrincipal.fromResourceId(stack, id, `/applications/${WEB.objectId}`, {
            manageCredentials,
          }),
      };
    deployment = await Deployment.start((stack) => {
      for (const [id, reference] of Object.entries(references)) {
        const principal = reference(stack, id);
        principal.addClientSecret("docker");
        new TerraformOutput(stack, `${id}_ids`, {
          value: [principal.clientId, principal.objectId],
        });
      }
    }, EXISTING);
    await deployment.apply();
    const ids = [WEB.clientId, SERVICE_PRINCIPAL.objectId];
    expect(deployment.outputs()).toEqual({
      object_ids: ids,
      resource_ids: ids,
      application_ids: ids,
    });
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    expect(tenant?.applications).toMatchObject([{ ...WEB, passwords: Array(6).fill({}) }]);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("gets credentials and a role, and is left without them when the stack is destroyed", async () => {
    deployment = await Deployment.start((stack) => {
      const web = AcrServicePrincipal.fromClientId(stack, "web", WEB.clientId, {
        manageCredentials: true,
      });
      web.addClientSecret("docker");
      web.addFederatedCredential(
        "github",
        FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
      );
      registry(stack).grantPull(web);
    }, EXISTING);
    const untouched = await deployment.cloud();
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    expect(tenant?.applications).toMatchObject([
      { ...WEB, passwords: [{}, {}], federatedCredentials: [{}] },
    ]);
    await deployment.destroy();
    expect(await deployment.cloud()).toEqual(untouched);
  });
});

describeWithTerraform("an application that is adopted", () => {
  afterEach(() => deployment.stop());

  const adopting =
    (adopt: AcrServicePrincipalProps["adopt"]): Program =>
    (stack) => {
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
      registry(stack).grantPull(web);
    };

  const ids = async (): Promise<string[]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    return [...(tenant?.applications ?? []), ...(tenant?.servicePrincipals ?? [])].map(
      ({ objectId }) => objectId,
    );
  };

  test("is imported by its ids in Entra, and only what the program says is changed", async () => {
    deployment = await Deployment.start(
      adopting({
        application: `/applications/${WEB.objectId}`,
        servicePrincipal: `/servicePrincipals/${SERVICE_PRINCIPAL.objectId}`,
      }),
      EXISTING,
    );
    const { changes } = await deployment.plan();
    expect(changes.map(({ action, type }) => `${action} ${type}`).sort()).toEqual([
      "create azurerm_role_assignment",
      "create terraform_data",
      "update azuread_application",
      "update azuread_service_principal",
    ]);
    await deployment.apply();
    expect(await ids()).toEqual([WEB.objectId, SERVICE_PRINCIPAL.objectId]);
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = adopting(undefined);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is taken back, role assignment and all, when the state is lost", async () => {
    deployment = await Deployment.start(adopting(undefined), { seed: SEED });
    await deployment.apply();
    const before = await deployment.cloud();
    const [application = "", servicePrincipal = ""] = await ids();
    const [assignment] = Object.values(before.subscriptions).flatMap(
      ({ roleAssignments }) => roleAssignments,
    );
    await deployment.loseState();
    deployment.program = (stack) => {
      const web = new AcrServicePrincipal(stack, "web", {
        displayName: "contoso-web",
        adopt: {
          application: `/applications/${application}`,
          servicePrincipal: `/servicePrincipals/${servicePrincipal}`,
        },
      });
      registry(stack).grantPull(web, { adopt: assignment?.id });
    };
    await deployment.apply();
    expect(await deployment.cloud()).toEqual(before);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("keeps the description of a role assignment, also when adopt is gone", async () => {
    const described: Program = (stack) => {
      const { application, servicePrincipal } = new AcrServicePrincipal(stack, "web", {
        displayName: "contoso-web",
      });
      new RoleAssignment(stack, "by-hand", {
        scope: registry(stack).registryId,
        roleDefinitionName: "AcrPull",
        principalId: servicePrincipal.objectId,
        principalType: "ServicePrincipal",
        description: `pulls for ${application.displayName}`,
      });
    };
    const granted =
      (adopt?: string): Program =>
      (stack) => {
        const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
        registry(stack).grantPull(web, { adopt });
      };
    deployment = await Deployment.start(described, { seed: SEED });
    await deployment.apply();
    const before = await deployment.cloud();
    deployment.program = granted("azurerm_role_assignment.by-hand");
    await deployment.apply();
    expect(await deployment.cloud()).toEqual(before);
    deployment.program = granted();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is moved from other addresses of the stack, and not made again", async () => {
    deployment = await Deployment.start(
      (stack) => {
        const application = new Application(stack, "main", { displayName: "contoso-web" });
        new ServicePrincipal(stack, "sp", { clientId: application.clientId });
      },
      { seed: SEED },
    );
    await deployment.apply();
    const before = await ids();
    deployment.program = adopting({
      application: "azuread_application.main",
      servicePrincipal: "azuread_service_principal.sp",
    });
    await deployment.apply();
    expect(await ids()).toEqual(before);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is moved out of a known module when its call goes", async () => {
    const source = mkdtempSync(join(tmpdir(), "acr-auth-module-"));
    const resource = {
      azuread_application: { main: { display_name: "contoso-web" } },
      azuread_service_principal: { main: { client_id: "${azuread_application.main.client_id}" } },
    };
    writeFileSync(join(source, "main.tf.json"), JSON.stringify({ resource }));
    try {
      deployment = await Deployment.start(
        (stack) => {
          new TerraformHclModule(stack, "web", { source });
        },
        { seed: SEED },
      );
      await deployment.apply();
      const before = await ids();
      expect(before).toHaveLength(2);
      deployment.program = adopting(AdoptableModule.KUMARVNA.at("module.web"));
      await deployment.apply();
      expect(await ids()).toEqual(before);
      expect(await deployment.plan()).toHaveNoChanges();
    } finally {
      rmSync(source, { recursive: true });
    }
  });
});
