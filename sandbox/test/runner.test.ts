import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isRunning, until } from "./until";
import { testWithTerraform } from "./with-terraform";

jest.setTimeout(60_000);

const RUNNER = resolve(__dirname, "../bin.js");
const PRINT_SERVER_AND_WAIT = `
  const [{ Pid }] = Object.values(JSON.parse(process.env.TF_REATTACH_PROVIDERS));
  process.on("SIGTERM", () => process.exit(3));
  console.log(Pid);
  const runner = process.ppid;
  setInterval(() => process.ppid === runner || process.exit(), 100);
`;

function start(
  command: string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [RUNNER, ...command], { cwd, env: { ...process.env, ...env } });
}

async function run(command: string[], env: NodeJS.ProcessEnv = {}, cwd?: string) {
  const runner = start(command, env, cwd);
  const output = { stdout: "", stderr: "" };
  runner.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  runner.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(runner, "close")) as [number];
  return { code, ...output };
}

const node = (script: string): string[] => [process.execPath, "-e", script];

testWithTerraform("the output and the exit code of a command pass through untouched", async () => {
  const result = await run(
    node(`process.stdout.write("out"); process.stderr.write("err"); process.exit(7)`),
  );
  expect(result).toEqual({ code: 7, stdout: "out", stderr: "err" });
});

testWithTerraform("a command runs with the subscription and the tenant of the seed", async () => {
  const { stdout } = await run(
    node("console.log(process.env.ARM_SUBSCRIPTION_ID, process.env.ARM_TENANT_ID)"),
  );
  expect(stdout).toBe(
    "5b5c0000-0000-4000-8000-000000000001 7e4a0000-0000-4000-8000-000000000001\n",
  );
});

testWithTerraform(
  "a command finds the way to the registries, and is led there by nothing else",
  async () => {
    const { stdout } = await run(
      node(
        `const { SANDBOX_PROXY, SANDBOX_ROOTS, HTTPS_PROXY } = process.env;
       console.log(SANDBOX_PROXY, fs.readFileSync(SANDBOX_ROOTS, "utf8").includes("CERTIFICATE"), HTTPS_PROXY);`,
      ),
      { HTTPS_PROXY: "http://proxy.example.com" },
    );
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+ true http:\/\/proxy\.example\.com\n$/);
  },
);

testWithTerraform(
  "a project without the bindings of github and kubernetes is served without them",
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "acr-auth-sandbox-"));
    const without = join(directory, "without.cjs");
    writeFileSync(
      without,
      `const Module = require("node:module");
       const resolve = Module._resolveFilename;
       Module._resolveFilename = (request, ...others) =>
         resolve(request.replace(/provider-(github|kubernetes)/, "not-installed"), ...others);`,
    );
    const { stdout } = await run(
      node(`console.log(Object.keys(JSON.parse(process.env.TF_REATTACH_PROVIDERS)).join())`),
      { NODE_OPTIONS: `--require ${without}` },
    );
    rmSync(directory, { recursive: true });
    const names = ["azuread", "azurerm", "time"].flatMap((name) =>
      ["registry.terraform.io", "registry.opentofu.org"].map((host) => `${host}/hashicorp/${name}`),
    );
    expect(stdout).toBe(`${names.join()}\n`);
  },
);

testWithTerraform("the time that cdktf.json rehearses is the time of the cloud", async () => {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-sandbox-"));
  const context = { "acr-auth:now": "2040-01-01T00:00:00Z" };
  writeFileSync(join(directory, "cdktf.json"), JSON.stringify({ context }));
  writeFileSync(
    join(directory, "main.tf"),
    `terraform {
       required_providers {
         azuread = { source = "hashicorp/azuread" }
       }
     }
     resource "azuread_application" "web" { display_name = "web" }
     resource "azuread_application_password" "web" {
       application_id = azuread_application.web.id
       end_date       = "2039-12-31T00:00:00Z"
     }`,
  );
  const terraform = `"$TERRAFORM_BINARY_NAME"`;
  const { code, stderr } = await run(
    ["sh", "-c", `${terraform} init && ${terraform} apply -auto-approve -no-color`],
    {},
    directory,
  );
  rmSync(directory, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toMatch(/end ?date/i);
});

testWithTerraform(
  "a command that a signal ends gives the exit code that a shell would give",
  async () => {
    expect((await run(node(`process.kill(process.pid, "SIGKILL")`))).code).toBe(137);
  },
);

testWithTerraform("without a command, one sentence tells the usage", async () => {
  const { code, stderr } = await run([]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^A command to run is missing\. Usage: cdktf-acr-auth-sandbox -- .*\n$/);
});

testWithTerraform("a command may follow without --, and keeps its own options", async () => {
  const { stdout } = await run([process.execPath, "-p", "process.argv.length", "--", "--seed"]);
  expect(stdout).toBe("2\n");
});

test("--help tells how it is used, and --version which it is", async () => {
  expect((await run(["--help"])).stdout).toContain("--seed <file>");
  const packageJson = readFileSync(resolve(__dirname, "../package.json"), "utf8");
  const { version } = JSON.parse(packageJson) as { version: string };
  expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an option that does not exist is told, and is not taken for a command", async () => {
  const { code, stderr } = await run(["--sed", "seed.yaml", "--", "bash"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Unknown option '--sed'.*--help tells which options there are\.\n$/s);
});

testWithTerraform("a command that is not there is told in one sentence", async () => {
  const { code, stderr } = await run(["no-such-command"]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    'The command "no-such-command" cannot be run: is it installed and on the PATH?\n',
  );
});

testWithTerraform("without Terraform, one sentence tells how to get it", async () => {
  const { code, stderr } = await run(["terraform", "plan"], {
    PATH: dirname(__dirname),
    TERRAFORM_BINARY_NAME: "",
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^terraform or tofu was not found on the PATH: install Terraform .*\n$/);
});

testWithTerraform(
  "SANDBOX_SEED or --seed names another seed, and all its mistakes are told",
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "acr-auth-runner-"));
    const seed = join(directory, "seed.yaml");
    writeFileSync(seed, "subscriptionId: 1\ntenantId: contoso\n");
    try {
      const { code, stderr } = await run(node(""), { SANDBOX_SEED: seed });
      expect(await run(["--seed", seed, "--", ...node("")])).toEqual({ code, stderr, stdout: "" });
      expect(code).toBe(1);
      expect(stderr).toContain(`The seed ${seed} is not valid:\n  subscriptionId: `);
      expect(stderr).toContain("\n  tenantId: must be a GUID");
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
);

testWithTerraform("a signal reaches the command, and the server ends with it", async () => {
  const runner = start(node(PRINT_SERVER_AND_WAIT));
  const server = await serverOf(runner);
  runner.kill("SIGTERM");
  expect(await once(runner, "close")).toEqual([3, null]);
  await until(() => !isRunning(server));
});

testWithTerraform("a kill -9 leaves no server behind", async () => {
  const runner = start(node(PRINT_SERVER_AND_WAIT));
  const server = await serverOf(runner);
  runner.kill("SIGKILL");
  await until(() => !isRunning(server));
});

async function serverOf(runner: ChildProcessWithoutNullStreams): Promise<number> {
  const [line] = (await once(runner.stdout, "data")) as [Buffer];
  return Number(line.toString());
}
