import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "../../lib";
import { testWithTerraform } from "../with-terraform";

jest.setTimeout(120_000);

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await Sandbox.start();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-versions-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

afterAll(() => sandbox.stop());

/** A program with an argument of the provider that azurerm 5 has no more. */
function ask(version: string): void {
  write({
    terraform: { required_providers: { azurerm: { source: "hashicorp/azurerm", version } } },
    provider: { azurerm: [{ features: [{}], skip_provider_registration: true }] },
    resource: { azurerm_resource_group: { shop: { name: "rg-shop", location: "westeurope" } } },
  });
}

function write(program: object): void {
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(program));
}

const UNSUPPORTED = /No argument or block type is named\s+"skip_provider_registration"/;

function run(command: string[], env: NodeJS.ProcessEnv = {}) {
  const [program = "", ...args] = command;
  return spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}

const RUNNER = [process.execPath, join(__dirname, "../../bin.js"), "--", "sh", "-c"];

testWithTerraform("a stack meets the version of a provider that it asks for", async () => {
  ask("4.55.0");
  expect((await sandbox.terraform(folder, "validate", "-no-color")).code).toBe(0);
  ask("~> 5.0");
  const { stderr } = await sandbox.terraform(folder, "validate", "-no-color");
  expect(stderr).toMatch(UNSUPPORTED);
});

testWithTerraform("a version that the sandbox has not is told before Terraform runs", async () => {
  ask(">= 4.81.0, < 5.0.0");
  await expect(sandbox.plan(folder)).rejects.toThrow(
    /^azurerm: the sandbox serves 4\.55\.0 and 5\.2\.0, and required_providers asks for ">= 4\.81\.0, < 5\.0\.0" in /,
  );
});

testWithTerraform("a program with env in its environment meets it, too", () => {
  const validate = [sandbox.env.TERRAFORM_BINARY_NAME ?? "", "validate", "-no-color"];
  ask("4.55.0");
  expect(run(validate, sandbox.env)).toMatchObject({ status: 0, stderr: "" });
  ask("5.2.0");
  expect(run(validate, sandbox.env).stderr).toMatch(UNSUPPORTED);
});

testWithTerraform("a shell meets what the folder holds when a command is run in it", () => {
  ask("4.55.0");
  const validate = `"$TERRAFORM_BINARY_NAME" validate -no-color`;
  const script = `${validate} && sed -i.old s/4.55.0/5.2.0/ cdk.tf.json && ${validate}`;
  const { status, stdout, stderr } = run([...RUNNER, script]);
  expect(stdout).toContain("The configuration is valid");
  expect(stderr).toMatch(UNSUPPORTED);
  expect(status).toBe(1);
});

testWithTerraform(
  "a shell is told of a version that nothing serves, and not what to make of it",
  () => {
    ask("4.81.0");
    const { status, stdout, stderr } = run([...RUNNER, `"$TERRAFORM_BINARY_NAME" plan`]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^azurerm: the sandbox serves 4\.55\.0 and 5\.2\.0, .*\n$/);
  },
);

testWithTerraform("a sandbox in a sandbox is the one that is met", async () => {
  write({ resource: { azuread_application: { web: { display_name: "web" } } } });
  const terraform = `"$TERRAFORM_BINARY_NAME"`;
  const { stdout } = run(
    [...RUNNER, `${terraform} init && ${terraform} apply -auto-approve -no-color`],
    sandbox.env,
  );
  expect(stdout).toContain("1 added");
  const [tenant] = Object.values((await sandbox.dump()).tenants);
  expect(tenant?.applications).toEqual([]);
});
