import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import {
  Access,
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  PermissionsMode,
  PrincipalType,
  Repositories,
} from "cdktf-acr-auth";
import type { CloudState } from "cdktf-acr-auth-sandbox";
import { Deployment, describeWithTerraform } from "./support";

const SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000001";
const SEED = {
  subscriptionId: SUBSCRIPTION,
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [
    { resourceGroup: "rg-registry", name: "contosoShop", permissionsMode: "abac" as const },
    { resourceGroup: "rg-registry", name: "contosoBase", permissionsMode: "legacy" as const },
  ],
  groups: [{ objectId: "6f3f7e4e-0000-4000-8000-000000000002", displayName: "team" }],
};

/** Grants of every kind: with a condition, of both modes, on more than a registry, to several principals. */
function shop(stack: TerraformStack, pulled = Repositories.named("base", "team-b/app")): void {
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    permissionsMode: PermissionsMode.ABAC,
  });
  const base = AcrRegistry.fromAttributes(stack, "base", {
    registryId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoBase`,
    permissionsMode: PermissionsMode.MIGRATING,
  });
  const all = AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType: PrincipalType.GROUP,
  });
  registry.grantPush(web, { repositories: Repositories.withPrefix("team-a/") });
  registry.grantPull(web, { repositories: pulled });
  registry.grant(web, Access.LIST);
  base.grantPull(team, { propagationSeconds: 60 });
  all.grantRole(team, AcrRole.named("AcrQuarantineReader"));
}

const REPORT = JSON.stringify({ "acr-auth:role-assignments": "report" });

describeWithTerraform("a stack that reports role assignments", () => {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-az-"));
  let deployment: Deployment;
  beforeEach(async () => {
    process.env.CDKTF_CONTEXT_JSON = REPORT;
    deployment = await Deployment.start(shop, { seed: SEED });
  });
  afterEach(async () => {
    delete process.env.CDKTF_CONTEXT_JSON;
    await deployment.stop();
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const roleAssignments = async (): Promise<CloudRoleAssignment[]> =>
    Object.values((await deployment.cloud()).subscriptions).flatMap(
      (subscription) => subscription.roleAssignments,
    );

  /** What az is called with when the shell runs the commands of the output. */
  function runCommands(): string[][] {
    const calls = join(directory, "calls");
    writeFileSync(calls, "");
    writeFileSync(
      join(directory, "az"),
      `#!${process.execPath}\nrequire("node:fs").appendFileSync(${JSON.stringify(calls)}, JSON.stringify(process.argv.slice(2)) + "\\n");\n`,
      { mode: 0o755 },
    );
    execFileSync("sh", ["-e"], {
      input: String(deployment.outputs().role_assignment_commands),
      env: { ...process.env, PATH: `${directory}:${process.env.PATH ?? ""}` },
    });
    return readFileSync(calls, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as string[]);
  }

  test("makes none, and its commands make exactly those that Terraform would", async () => {
    await deployment.apply();
    expect(await roleAssignments()).toEqual([]);
    const reported = runCommands();

    delete process.env.CDKTF_CONTEXT_JSON;
    await deployment.apply();
    const assigned = await roleAssignments();
    expect(assigned).toHaveLength(6);
    expect(assigned.filter(({ condition }) => condition !== undefined)).toHaveLength(2);
    expect(reported.map(withoutName).sort()).toEqual(assigned.map(azArguments).sort());
  });

  test("is stable, and tells Terraform of no role assignment to come", async () => {
    await deployment.apply();
    const first = runCommands();
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.apply();
    expect(runCommands()).toEqual(first);
  });

  test("names each role assignment for what it is, so that az finds it again when a condition changes", async () => {
    await deployment.apply();
    const names = runCommands().map((call) => call[call.indexOf("--name") + 1]);
    expect(new Set(names).size).toBe(6);
    deployment.program = (stack) => {
      shop(stack, Repositories.named("app"));
    };
    await deployment.apply();
    const calls = runCommands();
    expect(calls.map((call) => call[call.indexOf("--name") + 1])).toEqual(names);
    expect(calls.flat().filter((text) => text.includes("'app'"))).toHaveLength(1);
  });

  test("has a command for a registry that the same apply makes", async () => {
    deployment.program = (stack) => {
      const acr = new ContainerRegistry(stack, "acr", {
        name: "contosoNew",
        resourceGroupName: "rg-registry",
        location: "westeurope",
        sku: "Standard",
      });
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
      AcrRegistry.fromResource(stack, "registry", acr).grantPull(web);
    };
    await deployment.apply();
    expect(runCommands().flat()).toContain(
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoNew`,
    );
  });

  test("would take away what it assigned before, which the plan shows", async () => {
    delete process.env.CDKTF_CONTEXT_JSON;
    await deployment.apply();
    process.env.CDKTF_CONTEXT_JSON = REPORT;
    const { changes } = await deployment.plan();
    expect(changes.filter(({ type }) => type === "azurerm_role_assignment")).toHaveLength(6);
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(["delete"]));
  });
});

type CloudRoleAssignment = CloudState["subscriptions"][string]["roleAssignments"][number];

function azArguments(assignment: CloudRoleAssignment): string[] {
  const { principalId, principalType, roleDefinitionId, scope, condition } = assignment;
  return [
    ...["role", "assignment", "create"],
    ...["--assignee-object-id", principalId],
    ...["--assignee-principal-type", principalType],
    ...["--role", roleDefinitionId],
    ...["--scope", scope],
    ...(condition === undefined ? [] : ["--condition", condition, "--condition-version", "2.0"]),
  ];
}

function withoutName(call: string[]): string[] {
  const at = call.indexOf("--name");
  return call.filter((_, index) => index !== at && index !== at + 1);
}
