import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, Sandbox, writeMirror } from "../lib";
import { isRunning, until } from "./until";
import { testWithTerraform } from "./with-terraform";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

let sandbox: Sandbox;
let mirror: string;
let env: Record<string, string>;
let workspace: Workspace;

beforeAll(async () => {
  sandbox = await Sandbox.start();
  mirror = mkdtempSync(join(tmpdir(), "acr-auth-mirror-"));
  env = writeMirror(sandbox, mirror);
});

afterEach(() => {
  workspace.remove();
});

afterAll(async () => {
  rmSync(mirror, { recursive: true });
  await sandbox.stop();
});

function requiring(version: string): Workspace {
  const preamble = `terraform {
    required_providers {
      azuread = { source = "hashicorp/azuread", version = "${version}" }
    }
  }`;
  return new Workspace(
    { env },
    `\nresource "azuread_application" "web" { display_name = "web" }\n`,
    preamble,
  );
}

testWithTerraform.each([
  ["~> 3.0", "3.9.0"],
  ["~> 3.7.0", "3.7.0"],
])(
  "of %s, providers of version %s are installed, locked, planned with and applied",
  async (constraint, version) => {
    await sandbox.reset();
    workspace = requiring(constraint);
    await workspace.succeed("init");
    expect(readFileSync(join(workspace.directory, ".terraform.lock.hcl"), "utf8")).toContain(
      `version     = "${version}"`,
    );
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(2);
    expect(await workspace.succeed("apply", "-auto-approve")).toContain("1 added");
    const [tenant] = Object.values((await sandbox.dump()).tenants);
    expect(tenant?.applications).toMatchObject([{ displayName: "web" }]);
  },
);

testWithTerraform("a provider is at its own source", () => {
  workspace = requiring("3.9.0");
  expect(existsSync(join(mirror, "registry.terraform.io/integrations/github/6.9.0"))).toBe(true);
});

testWithTerraform(
  "a version that the sandbox does not serve is refused by Terraform itself",
  async () => {
    workspace = requiring(">= 3.10.0");
    const { code, stderr } = await workspace.run("init");
    expect(code).toBe(1);
    expect(stderr).toMatch(/no available releases match[\s│]+the[\s│]+given[\s│]+constraints/);
  },
);

testWithTerraform("a lock file with another hash is refused by Terraform itself", async () => {
  workspace = requiring("3.7.0");
  await workspace.succeed("init");
  const lockFile = join(workspace.directory, ".terraform.lock.hcl");
  const other = `"h1:${"A".repeat(43)}="`;
  writeFileSync(lockFile, readFileSync(lockFile, "utf8").replace(/"h1:.*"/, other));
  expect((await workspace.run("init")).stderr).toContain("checksums");
});

testWithTerraform("a kill -9 of Terraform leaves no plugin behind", async () => {
  await sandbox.fail({ call: "create azuread_application", nth: 1, how: "hang" });
  workspace = requiring("3.7.0");
  await workspace.succeed("init");
  const terraform = spawn(findTerraform(), ["apply", "-auto-approve"], {
    cwd: workspace.directory,
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
  await until(async () => (await sandbox.log()).some(({ outcome }) => outcome === "hang"));
  const plugins = childrenOf(terraform.pid ?? 0);
  expect(plugins).not.toEqual([]);
  terraform.kill("SIGKILL");
  await until(() => plugins.every((pid) => !isRunning(pid)));
});

function childrenOf(parent: number): number[] {
  const processes = execFileSync("ps", ["-eo", "pid=,ppid="]).toString().trim().split("\n");
  return processes
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid = 0]) => pid);
}
