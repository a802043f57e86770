import { AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";

const TYPE = "azuread_application_federated_identity_credential";
const address = (branch: string): string => `${TYPE}.build_federated_credential_${branch}`;

function build(branches: string[], repository = "contoso/shop"): Program {
  return (stack) => {
    const principal = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
    for (const branch of branches) {
      principal.addFederatedCredential(branch, FederatedIdentity.github({ repository, branch }));
    }
  };
}

describeWithTerraform("federated credentials", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const written = async (operation: string): Promise<number> =>
    (await deployment.sandbox.log()).filter(
      (call) => call.operation === operation && call.type === TYPE,
    ).length;

  const names = async (): Promise<unknown[]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    return (tenant?.applications ?? []).flatMap(({ federatedCredentials }) =>
      federatedCredentials.map(({ name }) => name),
    );
  };

  test("of one application are written in the order of the program, up to Entra's 20", async () => {
    const branches = Array.from({ length: 20 }, (_, n) => `release-${20 - n}`);
    deployment = await Deployment.start(build(branches));
    await deployment.apply();
    expect(await names()).toEqual(branches);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("are left alone when one comes before, between or after them, or goes", async () => {
    deployment = await Deployment.start(build(["main", "next"]));
    await deployment.apply();
    for (const [added, branches] of [
      ["before", ["before", "main", "next"]],
      ["between", ["before", "main", "between", "next"]],
      ["after", ["before", "main", "between", "next", "after"]],
    ] as const) {
      deployment.program = build([...branches]);
      expect(await deployment.plan()).toCreateOnly([address(added)]);
      await deployment.apply();
    }
    deployment.program = build(["before", "main", "next", "after"]);
    expect(await deployment.plan()).toDeleteOnly([address("between")]);
    await deployment.apply();
    deployment.program = build(["after", "next", "main", "before"]);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("follow a repository that has moved, in place", async () => {
    deployment = await Deployment.start(build(["main", "next"]));
    await deployment.apply();
    deployment.program = build(["main", "next"], "contoso/store");
    expect(await deployment.plan()).toUpdateOnly([address("main"), address("next")]);
    await deployment.apply();
    expect(await written("update")).toBe(2);
  });

  test("go with their application, the last one first", async () => {
    deployment = await Deployment.start(build(["main", "next"]));
    await deployment.apply();
    await deployment.destroy();
    expect(await written("delete")).toBe(2);
    expect(await names()).toEqual([]);
  });
});
