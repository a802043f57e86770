import { TerraformOutput } from "cdktf";
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
});
