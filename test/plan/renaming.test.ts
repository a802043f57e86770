import { Construct } from "constructs";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  FederatedIdentity,
} from "cdktf-acr-auth";
import { certificateValid } from "../credential/certificates";
import { Deployment, describeWithTerraform, Program } from "./support";

const SEED = {
  subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [{ resourceGroup: "rg-registry", name: "contosoShop" }],
};
const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-10-01T00:00:00Z");

/** The ids of a principal and of its credentials. */
interface Names<T = string> {
  readonly principal: T;
  readonly secret: T;
  readonly certificate: T;
  readonly federated: T;
}

const OLD: Names = { principal: "api", secret: "pull", certificate: "desk", federated: "git" };
const NEW: Names = {
  principal: "web",
  secret: "docker",
  certificate: "laptop",
  federated: "github",
};
const BEFORE: Names<string[]> = {
  principal: ["backend", "api"],
  secret: ["pull"],
  certificate: ["desk"],
  federated: ["git"],
};

const program =
  (
    { principal, secret, certificate, federated }: Names,
    before: Partial<Names<string[]>> = {},
    adopt?: AcrServicePrincipalProps["adopt"],
  ): Program =>
  (stack) => {
    const [id = "", around] = principal.split("/").reverse();
    const scope = around === undefined ? stack : new Construct(stack, around);
    const web = new AcrServicePrincipal(scope, id, {
      displayName: "contoso-web",
      renamedFrom: before.principal,
      adopt,
    });
    const { value } = web.addClientSecret(secret, {
      propagationSeconds: 1,
      renamedFrom: before.secret,
    });
    new TerraformOutput(stack, "password", { value, sensitive: true });
    web.addCertificate(certificate, { pem, renamedFrom: before.certificate });
    web.addFederatedCredential(
      federated,
      FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
      { renamedFrom: before.federated },
    );
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    }).grantPull(web, { propagationSeconds: 1 });
  };

let deployment: Deployment;

describeWithTerraform("what is renamed", () => {
  afterEach(() => deployment.stop());

  test("stays as it is in the cloud, and in the hands of consumers", async () => {
    deployment = await Deployment.start(program(OLD), { seed: SEED });
    await deployment.apply();
    const [cloud, outputs] = [await deployment.cloud(), deployment.outputs()];
    deployment.program = program(NEW, BEFORE);
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await deployment.apply()).toContain("0 added, 0 changed, 0 destroyed");
    expect(await deployment.cloud()).toEqual(cloud);
    expect(deployment.outputs()).toEqual(outputs);
    deployment.program = program(NEW);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("stays as it is where the stack is renamed at the same time, with its state", async () => {
    deployment = await Deployment.start(program(OLD), { seed: SEED });
    await deployment.apply();
    await deployment.rename("shop-access");
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = program(NEW, BEFORE);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("goes on to rotate one slot at a time", async () => {
    deployment = await Deployment.start(program(OLD), { seed: SEED });
    await deployment.apply();
    deployment.program = program(NEW, BEFORE);
    await deployment.apply();
    await deployment.moveTo("2027-01-30T00:00:00Z");
    const { changes } = await deployment.plan();
    expect(changes.filter(({ type }) => type === "azuread_application_password")).toEqual([
      expect.objectContaining({ action: "replace" }),
    ]);
  });

  test.each([
    ["api", "shop/web", "/api"],
    ["shop/web", "store/web", "shop/web"],
  ])("may go from %s to %s, between constructs of the stack", async (from, to, oldName) => {
    deployment = await Deployment.start(program({ ...OLD, principal: from }), { seed: SEED });
    await deployment.apply();
    deployment.program = program({ ...NEW, principal: to }, { ...BEFORE, principal: [oldName] });
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test.each(["principal", "secret", "certificate", "federated"] as const)(
    "may be a principal and what is in it, at two times, of which the first was of the %s",
    async (first) => {
      deployment = await Deployment.start(program(OLD), { seed: SEED });
      await deployment.apply();
      deployment.program = program({ ...OLD, [first]: NEW[first] }, { [first]: BEFORE[first] });
      await deployment.apply();
      deployment.program = program(NEW, BEFORE);
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
    },
  );

  test("may be a registry, whose name only Terraform knows, and a principal of it", async () => {
    const access =
      (ids: [string, string], before: [string[]?, string[]?] = []): Program =>
      (stack) => {
        const name = new TerraformVariable(stack, "name", { default: "contosoShop" });
        const [registry, principal] = ids;
        const web = new AcrServicePrincipal(stack, principal, {
          displayName: "contoso-web",
          renamedFrom: before[1],
        });
        AcrRegistry.fromName(stack, registry, {
          registryName: name.stringValue,
          resourceGroupName: "rg-registry",
          renamedFrom: before[0],
        }).grantPull(web);
      };
    deployment = await Deployment.start(access(["shop", "api"]), { seed: SEED });
    await deployment.apply();
    deployment.program = access(["store", "api"], [["shop"]]);
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = access(["store", "web"], [["shop"], ["api"]]);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is moved, and not imported again, where it is adopted too", async () => {
    deployment = await Deployment.start(program(OLD), { seed: SEED });
    await deployment.apply();
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    deployment.program = program(NEW, BEFORE, {
      application: "azuread_application.by_hand",
      servicePrincipal: `/servicePrincipals/${tenant?.servicePrincipals[0]?.objectId ?? ""}`,
    });
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is adopted by its address where a state has none of its names", async () => {
    deployment = await Deployment.start(
      (stack) => {
        const application = new Application(stack, "by_hand", { displayName: "contoso-web" });
        new ServicePrincipal(stack, "by_hand_too", { clientId: application.clientId });
      },
      { seed: SEED },
    );
    await deployment.apply();
    const objectIds = async (): Promise<(string | undefined)[]> => {
      const [tenant] = Object.values((await deployment.cloud()).tenants);
      return [tenant?.applications[0]?.objectId, tenant?.servicePrincipals[0]?.objectId];
    };
    const before = await objectIds();
    deployment.program = program(NEW, BEFORE, {
      application: "azuread_application.by_hand",
      servicePrincipal: "azuread_service_principal.by_hand_too",
    });
    await deployment.apply();
    expect(await objectIds()).toEqual(before);
  });
});
