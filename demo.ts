/**
 * `npm run demo`: the whole life of access.yaml, by the real cdktf and the real Terraform, and a login to the registry
 * by what they have made, without Azure. With
 * `-- --providers real`, by the real azuread and azurerm as well.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findTerraform, Sandbox, type SandboxOptions } from "cdktf-acr-auth-sandbox";
import { RegistryClient } from "./sandbox/test/registry/client";
import { claimsOf, type Login, LOGIN_SERVER } from "./sandbox/test/registry/wire";

const ROOT = __dirname;
/** Everything that the demo writes is in here, and gone when it ends. */
const DIRECTORY = join(ROOT, ".scratch", "demo");
const OUTPUT = join(DIRECTORY, "cdktf.out");
const STACK = join(OUTPUT, "stacks", "access");
const CDKTF = join(ROOT, "node_modules", ".bin", "cdktf");
const PERIOD_DAYS = 60;

let running: ChildProcess | undefined;

async function demo(sandbox: Sandbox, env: Record<string, string>): Promise<void> {
  const synth = (now?: string): Promise<string> =>
    run(process.execPath, ["--import", "tsx", "main.ts"], ROOT, {
      ...env,
      CDKTF_OUTDIR: OUTPUT,
      // The seam of the library for another time; cdktf itself would take it from cdktf.json.
      CDKTF_CONTEXT_JSON: JSON.stringify({ "acr-auth:now": now }),
    });
  const cdktf = (...args: string[]): Promise<string> =>
    run(CDKTF, [...args, "access", "--auto-approve", "--output", OUTPUT], ROOT, env);
  const terraform = (...args: string[]): Promise<string> =>
    run(env.TERRAFORM_BINARY_NAME ?? "terraform", args, STACK, env);
  const showPlan = async (): Promise<void> => {
    await terraform("plan", "-out=plan");
    process.stdout.write(await terraform("show", "plan"));
  };

  say("This is the plan for access.yaml that a reviewer reads:");
  await synth();
  await terraform("init");
  await showPlan();

  say("cdktf deploy applies it:");
  await cdktf("deploy");
  console.log(await inventory(sandbox));

  say("A second plan finds nothing to change:");
  await showPlan();

  const later = new Date(Date.now() + PERIOD_DAYS * 86_400_000).toISOString();
  say(`${PERIOD_DAYS} days pass. One slot of the client secret is due, the other stays valid:`);
  await sandbox.travel({ to: later });
  await synth(later);
  await showPlan();

  say(`The web application logs in to ${LOGIN_SERVER} with its client secret:`);
  const state = JSON.parse(await terraform("show", "-json")) as State;
  console.log(await logIn(sandbox, loginOf(state)));

  say("cdktf destroy takes everything back:");
  await cdktf("destroy", "--skip-synth");
  console.log(await inventory(sandbox));
}

/** What `terraform show -json` tells. */
interface State {
  readonly values: {
    readonly root_module: {
      readonly resources: readonly { address: string; values: Record<string, string> }[];
    };
  };
}

/** The client id of web, and that of its secrets which lives the longest. */
function loginOf({ values: { root_module } }: State): Login {
  const valuesOf = (prefix: string) =>
    root_module.resources
      .filter(({ address }) => address.startsWith(prefix))
      .map(({ values }) => values);
  const [application] = valuesOf("azuread_application.web");
  const [secret] = valuesOf("azuread_application_password.web_").sort(
    ({ end_date: one = "" }, { end_date: other = "" }) => other.localeCompare(one),
  );
  return { user: application?.client_id ?? "", password: secret?.value ?? "" };
}

/** Tries it with skopeo, where that is installed, and asks for more than web is granted. */
async function logIn(sandbox: Sandbox, login: Login): Promise<string> {
  const { status, body } = await new RegistryClient(sandbox).logIn(
    login,
    "repository:team-a/app:pull,push",
  );
  if (status !== 200) {
    throw new Error(`The registry refuses the login: ${body}`);
  }
  const { access_token: token } = JSON.parse(body) as { access_token: string };
  const [{ actions }] = claimsOf(token).access as [{ actions: string[] }];
  return `${await skopeo(sandbox, login)}It asks to pull and push team-a/app, and may ${actions.join(", ")}.`;
}

/** By what it finds in a file, as docker and Kubernetes do. */
async function skopeo(sandbox: Sandbox, { user, password }: Login): Promise<string> {
  if (process.platform !== "linux" || spawnSync("skopeo", ["--version"]).status !== 0) {
    return "";
  }
  const file = join(DIRECTORY, "auth.json");
  const auth = Buffer.from(`${user}:${password}`).toString("base64");
  writeFileSync(file, JSON.stringify({ auths: { [LOGIN_SERVER]: { auth } } }));
  const env = { ...sandbox.registryEnv, REGISTRY_AUTH_FILE: file };
  return run("skopeo", ["login", LOGIN_SERVER], DIRECTORY, env);
}

async function inventory(sandbox: Sandbox): Promise<string> {
  const { tenants, subscriptions } = await sandbox.dump();
  const applications = Object.values(tenants).flatMap((tenant) => tenant.applications);
  const secrets = applications.flatMap(({ passwords }) => passwords);
  const assignments = Object.values(subscriptions).flatMap(
    ({ roleAssignments }) => roleAssignments,
  );
  return `In the cloud now: ${applications.length} applications, ${secrets.length} client secrets, ${assignments.length} role assignments.`;
}

function say(sentence: string): void {
  console.log(`\n▸ ${sentence}\n`);
}

/** Runs a command quietly; when it fails, what it printed is the error. */
function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string>,
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that an interrupt ends what it has started as well.
    detached: true,
  });
  running = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  return new Promise((settle, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      running = undefined;
      if (code === 0) {
        settle(output);
      } else {
        reject(new Error(`${command} ${args.join(" ")} failed:\n${output}`));
      }
    });
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { providers: { type: "string" } } });
  const terraform = findTerraform();
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  // A copy, because the state is kept beside the access file.
  copyFileSync(join(ROOT, "access.yaml"), join(DIRECTORY, "access.yaml"));
  const sandbox = await Sandbox.start(values as Pick<SandboxOptions, "providers">);
  const env = {
    TERRAFORM_BINARY_NAME: terraform,
    ...sandbox.env,
    ACR_ACCESS_FILE: join(DIRECTORY, "access.yaml"),
    CDKTF_HOME: join(DIRECTORY, "home"),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
  };
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      // Not once: a second Ctrl-C must not stop the cleaning up.
      process.on(signal, () => {
        reject(new Error(`The demo was interrupted by ${signal}.`));
      });
    }
  });
  try {
    await Promise.race([demo(sandbox, env), interrupted]);
  } finally {
    if (running?.pid !== undefined) {
      const ended = once(running, "close");
      process.kill(-running.pid, "SIGTERM");
      await ended;
    }
    await sandbox.stop();
    rmSync(DIRECTORY, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
