import { Construct } from "constructs";
import { TerraformStack, TerraformVariable } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, IAcrScope } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";

const SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000001";
const OTHER_SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000002";

const idIn = (subscriptionId: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
const byName = (scope: Construct, id: string): IAcrScope =>
  AcrRegistry.fromName(scope, id, {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
const byId = (scope: Construct, id: string, subscriptionId = SUBSCRIPTION): IAcrScope =>
  AcrRegistry.fromAttributes(scope, id, { registryId: idIn(subscriptionId) });

/** One principal that may pull from all of the registries. */
const letIn =
  (...registries: ((stack: TerraformStack) => IAcrScope)[]): Program =>
  (stack) => {
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    for (const registry of registries) {
      registry(stack).grantPull(web);
    }
  };

describeWithTerraform("a role assignment", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const roleAssignments = async (): Promise<unknown[]> =>
    Object.values((await deployment.cloud()).subscriptions).flatMap(
      (subscription) => subscription.roleAssignments,
    );

  test("stays when the construct of its registry is renamed, moved, or refers to it in another way", async () => {
    deployment = await Deployment.start(letIn((stack) => byName(stack, "registry")));
    await deployment.apply();
    for (const registry of [
      (stack: TerraformStack) => byName(stack, "shop"),
      (stack: TerraformStack) => byName(new Construct(stack, "shared"), "registry"),
      (stack: TerraformStack) => byId(stack, "registry"),
    ]) {
      deployment.program = letIn(registry);
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("is one for two references to a registry, which Terraform finds to be one", async () => {
    deployment = await Deployment.start(
      letIn(
        (stack) => byName(stack, "one"),
        (stack) => byId(stack, "two"),
      ),
    );
    await deployment.apply();
    expect(await roleAssignments()).toHaveLength(1);
    deployment.program = letIn(
      (stack) => byId(stack, "two"),
      (stack) => byName(stack, "one"),
    );
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = letIn((stack) => byName(stack, "one"));
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is not made where Terraform finds that two registries would share it", async () => {
    deployment = await Deployment.start(
      letIn(
        (stack) => byName(stack, "one"),
        (stack) => byId(stack, "two", OTHER_SUBSCRIPTION),
      ),
    );
    const { code, stdout, stderr } = await deployment.tryToApply();
    expect(code).toBe(1);
    const said = `${stdout}${stderr}`.replace(/[\s│]+/g, " ");
    expect(said).toContain(
      `stack/two and stack/one have one name in Terraform addresses, by which they share this role assignment, but are different: ${idIn(OTHER_SUBSCRIPTION)} and ${idIn(SUBSCRIPTION)}. Give one of them an id of its own there`,
    );
    expect(await roleAssignments()).toEqual([]);
  });

  test("on a registry whose name only Terraform knows stays as it is", async () => {
    const variable: Program = (stack) => {
      const id = new TerraformVariable(stack, "id", { default: idIn(SUBSCRIPTION) }).stringValue;
      letIn(() => AcrRegistry.fromAttributes(stack, "registry", { registryId: id }))(stack);
    };
    deployment = await Deployment.start(variable);
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });
});
