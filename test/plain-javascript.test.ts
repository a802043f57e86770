import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesizeProgram } from "./support/program";

// No compiler stands between such a program and its mistakes.
const PROGRAM = `
const { App, TerraformStack } = require("cdktf");
const { AzureadProvider } = require("@cdktf/provider-azuread/lib/provider");
const { AzurermProvider } = require("@cdktf/provider-azurerm/lib/provider");
const { AcrPrincipal, AcrRegistry, AcrServicePrincipal, FederatedIdentity, Repositories } = require("../../lib");

const app = new App();
const stack = new TerraformStack(app, "shop");
new AzureadProvider(stack, "azuread");
new AzurermProvider(stack, "azurerm", { features: [{}] });
const objectId = "6f3f7e4e-0000-4000-8000-000000000001";
const options = {};

const registry = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
  permissionsMode: "abac",
});
const other = AcrRegistry.fromName(stack, "other", {
  registryName: "contosoOther",
  resourceGroupName: "rg-registry",
  permissionMode: "abac",
});
const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
const build = new AcrServicePrincipal(stack, "build", { displayname: "contoso-build" });
const robot = AcrPrincipal.fromObjectId(stack, "robot", { objectId, principalType: "Robot" });
registry.grantPull(web, { repository: ["team-a/*"] });
registry.grantPush(web, { repositories: ["a"] });
registry.grantPull(build, { repositories: options.repositories });
registry.grantPull(build, { repositories: Repositories.named("team-a/*") });
registry.grant(robot, "pul");
registry.grantRole(robot, "AcrPull");
registry.grantPull("web");
other.grantPull(web);
web.addClientSecret("docker", { rotationDay: 30, graceDays: "7" });
web.addFederatedCredential("plan", FederatedIdentity.terraformCloud({
  organization: "contoso", project: "shop", workspace: "prod", runPhase: "planing",
}));
web.addFederatedCredential("github", { repository: "contoso/shop", branch: "main" });
app.synth();
`;

test("a program in plain JavaScript is told of all its mistakes at once", () => {
  mkdirSync(join(ROOT, ".scratch"), { recursive: true });
  const directory = mkdtempSync(join(ROOT, ".scratch", "plain-"));
  const file = join(directory, "main.js");
  writeFileSync(file, PROGRAM);
  try {
    const output = outputOf(() => synthesizeProgram(file));
    const told = output.match(/^ +\[.*$/gm)?.map((line) => line.trim()) ?? [];
    const expected: unknown[] = [
      '[shop/build] displayname: is not known here; did you mean "displayName"?',
      "[shop/build] displayName: is missing; give text",
      expect.stringMatching(
        /^\[shop\/build\/grant\/\S+\] repositories: is undefined, and a grant without it reaches every repository; write Repositories\.named/,
      ),
      expect.stringMatching(
        /^\[shop\/build\/grant\/\S+\] repositories: Repositories\.named: names\[0\]: "team-a\/\*" is a pattern; for all below a path write Repositories\.withPrefix\("team-a\/"\)$/,
      ),
      '[shop/other] permissionMode: is not known here; did you mean "permissionsMode"?',
      expect.stringMatching(
        /^\[shop\/registry\] principal: "web" is not a principal; give the construct of one/,
      ),
      '[shop/robot] principalType: "Robot" is not one of ServicePrincipal, Group, User',
      expect.stringMatching(
        /^\[shop\/robot\/grant\/\S+\] access: "pul" is not one of pull, push, .*; did you mean "pull"\?$/,
      ),
      expect.stringMatching(
        /^\[shop\/robot\/grant\/\S+\] role: "AcrPull" is not a role; give one of AcrRole/,
      ),
      '[shop/web/client_secret/docker] graceDays: "7" is not a number; give a number',
      '[shop/web/client_secret/docker] rotationDay: is not known here; did you mean "rotationDays"?',
      expect.stringMatching(
        /^\[shop\/web\/federated_credential\/github\] identity: a map is not a FederatedIdentity; give one, as in FederatedIdentity\.github/,
      ),
      '[shop/web/federated_credential/plan] identity: FederatedIdentity.terraformCloud: runPhase: "planing" is not one of plan, apply; did you mean "plan"?',
      expect.stringMatching(
        /^\[shop\/web\/grant\/\S+\] repositories: a list is not Repositories; write Repositories\.named/,
      ),
      expect.stringMatching(
        /^\[shop\/web\/grant\/\S+\] repository: is not known here; did you mean "repositories"\?$/,
      ),
    ];
    expect(told).toEqual(expect.arrayContaining(expected));
    expect(told).toHaveLength(expected.length);
    expect(output).not.toMatch(/TypeError|Cannot read/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

/** What a program prints that fails. */
function outputOf(run: () => unknown): string {
  try {
    return JSON.stringify(run());
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}
