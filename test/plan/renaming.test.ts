import { TerraformOutput } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  FederatedIdentity,
} from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";
import { EVERY_90_DAYS } from "./support/client-secret";

const SEED = {
  subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [{ resourceGroup: "rg-registry", name: "contosoShop" }],
};

/** The ids of a principal and of its credentials, and what they were called before. */
interface Names {
  readonly principal: string;
  readonly secret: string;
  readonly federated: string;
  readonly before?: Partial<Record<"principal" | "secret" | "federated", string[]>>;
  readonly adopt?: AcrServicePrincipalProps["adopt"];
}

const program =
  ({ principal, secret, federated, before = {}, adopt }: Names): Program =>
  (stack) => {
    const web = new AcrServicePrincipal(stack, principal, {
      displayName: "contoso-web",
      renamedFrom: before.principal,
      adopt,
    });
    const docker = web.addClientSecret(secret, {
      ...EVERY_90_DAYS,
      propagationSeconds: 1,
      renamedFrom: before.secret,
    });
    new TerraformOutput(stack, "password", { value: docker.value, sensitive: true });
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
    deployment = await Deployment.start(
      program({ principal: "api", secret: "docker", federated: "github" }),
      { seed: SEED },
    );
    await deployment.apply();
    const [cloud, outputs] = [await deployment.cloud(), deployment.outputs()];
    const renamed: Names = { principal: "web", secret: "docker", federated: "github-main" };
    deployment.program = program({
      ...renamed,
      before: { principal: ["api"], federated: ["github"] },
    });
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await deployment.apply()).toContain("0 added, 0 changed, 0 destroyed");
    expect(await deployment.cloud()).toEqual(cloud);
    expect(deployment.outputs()).toEqual(outputs);
    deployment.program = program(renamed);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test.each(["principal", "federated"] as const)(
    "may be a principal and what is in it, at two times, of which the first was of the %s",
    async (first) => {
      const old: Names = { principal: "api", secret: "docker", federated: "github" };
      const before = { principal: ["backend", "api"], federated: ["github"] };
      const now: Names = { principal: "web", secret: "docker", federated: "github-main", before };
      deployment = await Deployment.start(program(old), { seed: SEED });
      await deployment.apply();
      deployment.program = program(now);
      expect(await deployment.plan()).toHaveNoChanges();
      const between = { [first]: now[first], before: { [first]: before[first] } };
      deployment.program = program({ ...old, ...between });
      await deployment.apply();
      deployment.program = program(now);
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
    },
  );

  test("is moved, and not imported again, where it is adopted too", async () => {
    const old: Names = { principal: "api", secret: "docker", federated: "github" };
    deployment = await Deployment.start(program(old), { seed: SEED });
    await deployment.apply();
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    const adopt = {
      application: "azuread_application.by_hand",
      servicePrincipal: `/servicePrincipals/${tenant?.servicePrincipals[0]?.objectId ?? ""}`,
    };
    deployment.program = program({
      ...old,
      principal: "web",
      before: { principal: ["api"] },
      adopt,
    });
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is adopted by its address where a state has neither name", async () => {
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
    deployment.program = program({
      principal: "web",
      secret: "docker",
      federated: "github",
      before: { principal: ["api"] },
      adopt: {
        application: "azuread_application.by_hand",
        servicePrincipal: "azuread_service_principal.by_hand_too",
      },
    });
    await deployment.apply();
    expect(await objectIds()).toEqual(before);
  });
});
