import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call, FailRule } from "./calls";
import type { Delivered } from "./cloud/delivered";
import type { CloudOptions } from "./cloud/inventory";
import type { AnsweredRequest } from "./cloud/requests";
import type { CloudSnapshot, CloudState } from "./cloud/state";
import { type Ports, SNAPSHOT } from "./control";
import type { HttpsDoor } from "./https/server";
import { decide, type Decision, type Entry } from "./lets-in";
import { type Plan, planFromJson } from "./plan";
import { VARIABLES, type Variables } from "./provider/session";
import { findRealProviders, type RealProviders, useRealProviders } from "./real-providers";
import { writeRoots } from "./roots";
import {
  type Caller,
  type CallerInput,
  checkCaller,
  checkSeed,
  readSeed,
  type SeedInput,
} from "./seed";
import { ServerProcess } from "./server-process";
import { type Stack, StackFolders } from "./stack-folders";
import { runTerraform, type TerraformResult } from "./terraform";
import { attachedToNewest } from "./versions/attach";
import { writeShims } from "./versions/shims";

export interface SandboxOptions extends CloudInput {
  /** Which providers Terraform runs: by default those of the sandbox, or the real azuread and azurerm, over HTTPS. */
  providers?: "sandbox" | "real";
  /** Of the HTTPS door that the real providers use; by default a free one. */
  port?: number;
  /**
   * What the providers find in the environment: that of Terraform does not reach those of the sandbox, which run in a
   * process of its own. `{ ARM_SUBSCRIPTION_ID: "" }` takes the subscription away that a program does not name, and
   * `{ ARM_PROVIDER_ENHANCED_VALIDATION: "false" }` spares azurerm the right to list resource providers.
   */
  env?: Variables;
}

/** What the cloud is like. */
export interface CloudInput {
  /** What exists before the first apply; by default one registry, a service principal and a group, of DEFAULT_SEED. */
  seed?: SeedInput;
  /** The time at which the cloud stands still, RFC 3339; by default the real time runs, until the first `travel`. */
  now?: string;
  /** How many times Azure Resource Manager looks in vain for a principal that was just created; by default never. */
  replicationLag?: number;
  /** How many requests to an application or service principal that was just created Graph answers with 404; by default none. */
  directoryLag?: number;
}

/** A command of Terraform that failed; the message has all that it printed. */
export class TerraformError extends Error {
  constructor(
    readonly args: readonly string[],
    readonly result: TerraformResult,
  ) {
    super(`terraform ${args.join(" ")} failed:\n${result.stdout}\n${result.stderr}`);
    this.name = "TerraformError";
  }
}

/** The seed that a sandbox has of itself. */
export const DEFAULT_SEED = join(__dirname, "seed.yaml");

/** A tenant of Microsoft Entra and subscriptions of Azure, which real Terraform plans and applies against. */
export class Sandbox {
  /** Starts one, in a process of its own, which ends with this one at the latest. */
  static async start(options: SandboxOptions = {}): Promise<Sandbox> {
    const cloud = cloudOptions(options);
    const httpsPort = httpsPortOf(options);
    const variables = variablesOf(options);
    const source = options.providers === "real" ? await findRealProviders(process.env) : undefined;
    const directory = mkdtempSync(join(tmpdir(), "cdktf-acr-auth-sandbox-"));
    const server = new ServerProcess(directory);
    try {
      const { ports, https } = await server.call("start", { cloud, httpsPort, variables });
      const roots = writeRoots(https.certificate, directory);
      const real = source && useRealProviders(source, https, roots, directory);
      const registryEnv = registryVariables(https, roots);
      return new Sandbox(cloud, variables, directory, server, ports, registryEnv, real);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private readonly folders: StackFolders;
  private readonly shims: Readonly<Record<string, string>>;
  /** Nothing while the real time runs. */
  private now: string | undefined;
  private caller: Caller;
  /** Of a command of Terraform. */
  private readonly limitSeconds: number;

  private constructor(
    private options: CloudOptions,
    private readonly variables: Variables,
    private readonly directory: string,
    private readonly server: ServerProcess,
    readonly ports: Readonly<Ports>,
    /**
     * For clients of a registry, such as docker login or skopeo: what makes them meet those of the sandbox, and nothing
     * else. Terraform has no use for it.
     */
    readonly registryEnv: Readonly<Record<string, string>>,
    /** Absent where Terraform runs the providers of the sandbox. */
    private readonly real: RealProviders | undefined,
  ) {
    this.folders = new StackFolders(directory);
    this.shims = writeShims(join(directory, "bin"), process.env);
    this.now = options.now;
    this.caller = options.seed.caller;
    this.limitSeconds = real === undefined ? LIMIT_SECONDS : REAL_LIMIT_SECONDS;
  }

  /** For Terraform and cdktf: what makes them use the sandbox. */
  get env(): Readonly<Record<string, string>> {
    const { subscriptionId, tenantId } = this.options.seed;
    const ports = Object.entries(this.ports).filter(([name]) => this.real?.has(name) !== true);
    return {
      ...this.shims,
      ...attachedToNewest({ pid: this.server.pid, ports: Object.fromEntries(ports) }),
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
      ARM_SUBSCRIPTION_ID: subscriptionId,
      ARM_TENANT_ID: tenantId,
      ...this.variables,
      // cdktf would lock the providers for other platforms, which needs the network, and would draw a screen.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      CI: "1",
      ...(this.real === undefined
        ? { TF_CLI_CONFIG_FILE: join(__dirname, "terraform.tfrc") }
        : { ...this.real.env, ARM_CLIENT_ID: this.caller.clientId }),
    };
  }

  /**
   * What Terraform would do.
   * @throws TerraformError with Terraform's own text
   */
  async plan(stack: Stack): Promise<Plan> {
    const folder = await this.folder(stack);
    const args = ["plan", "-no-color", "-detailed-exitcode", "-out=sandbox.tfplan"];
    const result = await runTerraform(this, folder, args, this.limitSeconds);
    switch (result.code) {
      case 0:
        return { changes: [], outputs: [] };
      case 2:
        return planFromJson(await this.succeed(folder, "show", "-json", "sandbox.tfplan"));
      default:
        throw new TerraformError(args, result);
    }
  }

  /**
   * Makes it so, without asking, and returns what Terraform printed. The sandbox keeps the state, by the name of the
   * stack or the path of the folder, whatever backend they have.
   * @throws TerraformError with Terraform's own text
   */
  async apply(stack: Stack): Promise<string> {
    return this.succeed(await this.folder(stack), "apply", "-auto-approve", "-no-color");
  }

  /**
   * Takes away what the applies of a stack have made.
   * @throws TerraformError with Terraform's own text
   */
  async destroy(stack: Stack): Promise<string> {
    return this.succeed(await this.folder(stack), "destroy", "-auto-approve", "-no-color");
  }

  /** Runs another command of Terraform on a stack as it is now; one that fails is told by its exit code. */
  async terraform(stack: Stack, ...args: readonly string[]): Promise<TerraformResult> {
    return runTerraform(this, await this.folder(stack), args, this.limitSeconds);
  }

  /** Writes a stack as it is now into a folder of the sandbox, where Terraform can be run, and returns its path. */
  async folder(stack: Stack): Promise<string> {
    const { folder, needs } = this.folders.write(stack, this.now);
    if (folder.initialized !== needs) {
      // The lock file of an earlier init is not to hold back what the stack asks for now.
      await this.succeed(folder.path, "init", "-upgrade", "-no-color");
      folder.initialized = needs;
    }
    return folder.path;
  }

  /** The outputs of the last apply, sensitive ones too. */
  outputs(stack: Stack): Record<string, unknown> {
    let text: string;
    try {
      text = readFileSync(this.stateFile(stack), "utf8");
    } catch {
      return {};
    }
    const { outputs } = JSON.parse(text) as { outputs: Record<string, { value: unknown }> };
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Where the sandbox keeps the state of a stack; the file is there after the first apply. */
  stateFile(stack: Stack): string {
    return this.folders.stateOf(stack);
  }

  /** Whether somebody gets into a registry now, and why: by role, permissions mode, condition, scope, time and credentials. */
  letsIn(entry: Entry): Decision {
    const snapshot = readFileSync(join(this.directory, SNAPSHOT), "utf8");
    return decide(JSON.parse(snapshot) as CloudSnapshot, entry);
  }

  /**
   * Lets days pass, or goes to an instant, where the time stands still. It is that of the cloud, and of Terraform's
   * `plantimestamp()` in what is planned and applied from now on.
   */
  async travel(journey: { readonly days: number } | { readonly to: string }): Promise<void> {
    const { to, days } = Object(journey) as { to?: string; days?: number };
    const now = to === undefined ? daysAfter(this.now, days) : checkInstant(to);
    await this.server.call("setNow", now);
    this.now = now;
  }

  /** As after a start with these options, or the same ones as before, and much quicker than another start. */
  async reset(options?: CloudInput): Promise<void> {
    this.options = options === undefined ? this.options : cloudOptions(options);
    this.now = this.options.now;
    this.caller = this.options.seed.caller;
    this.folders.forgetStates();
    await this.server.call("reset", this.options);
  }

  /** Plans and applies as somebody else from now on. */
  async setCaller(caller: CallerInput): Promise<void> {
    const checked = checkCaller(caller);
    await this.server.call("setCaller", checked);
    this.caller = checked;
  }

  /** Makes a call or a request that is yet to come fail. */
  async fail(rule: FailRule): Promise<void> {
    const [, provider] = /\b(azuread|azurerm|github|kubernetes|time)(?:_|$)/.exec(rule.call) ?? [];
    if (provider !== undefined && this.real?.has(provider)) {
      throw new Error(
        `"${rule.call}" is a call of the real ${provider}, which the sandbox is not asked; let a request fail, such as "POST /applications".`,
      );
    }
    await this.server.call("fail", rule);
  }

  /** Runs a command of the Azure CLI, such as `az ad app delete --id <client id>`. */
  az(command: string): Promise<void> {
    return this.server.call("az", command);
  }

  /** What Terraform asked the providers. */
  log(): Promise<Call[]> {
    return this.server.call("log");
  }

  /** What the providers asked Azure to change. */
  requests(): Promise<AnsweredRequest[]> {
    return this.server.call("requests");
  }

  /** What was asked of Azure that the sandbox does not model, a sentence for each. */
  notModelled(): Promise<string[]> {
    return this.server.call("notModelled");
  }

  /** What exists; of secrets only their SHA-256. */
  dump(): Promise<CloudState> {
    return this.server.call("dump");
  }

  /**
   * What has been delivered, by where it is now: the values in clear, for tests that log in with them. A key is a URL or
   * an id, such as `https://kv-shop.vault.azure.net/secrets/acr-password`.
   */
  delivered(): Promise<Delivered> {
    return this.server.call("delivered");
  }

  /** Ends the process; states and folders go with it. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  private async succeed(folder: string, ...args: readonly string[]): Promise<string> {
    const result = await runTerraform(this, folder, args, this.limitSeconds);
    if (result.code !== 0) {
      throw new TerraformError(args, result);
    }
    return result.stdout;
  }
}

/** A thousand principals take minutes. */
const LIMIT_SECONDS = 10 * 60;

/** The real providers wait for Azure to agree with itself: a minute for a principal, and Terraform installs them. */
const REAL_LIMIT_SECONDS = 30 * 60;

function cloudOptions({
  seed,
  now,
  replicationLag = 0,
  directoryLag = 0,
}: CloudInput): CloudOptions {
  return {
    seed: seed === undefined ? readSeed(DEFAULT_SEED) : checkSeed(seed),
    now: now === undefined ? undefined : checkInstant(now),
    replicationLag,
    directoryLag,
  };
}

function httpsPortOf({ providers = "sandbox", port }: SandboxOptions): number {
  if (!["sandbox", "real"].includes(providers)) {
    throw new Error(
      `providers: ${JSON.stringify(providers)} are none; write "real", or "sandbox" for its own.`,
    );
  }
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port <= 65_535)) {
    throw new Error(`port: ${JSON.stringify(port)} is none; write one from 1 to 65535.`);
  }
  if (port !== undefined && providers !== "real") {
    throw new Error('port: only the real providers need one; write providers: "real" as well.');
  }
  return port ?? 0;
}

/** Programs disagree about the letter case of some, and whose proxy is set already is to leave it. */
function registryVariables({ proxyPort }: HttpsDoor, roots: string): Record<string, string> {
  const proxy = `http://127.0.0.1:${proxyPort}`;
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: "",
    no_proxy: "",
    SSL_CERT_FILE: roots,
  };
}

function variablesOf({ env = {} }: SandboxOptions): Variables {
  const other = Object.keys(env).find((name) => !(VARIABLES as readonly string[]).includes(name));
  if (other !== undefined) {
    throw new Error(
      `env: ${other} is no variable that the sandbox's providers read; write ${VARIABLES.join(" or ")}.`,
    );
  }
  return env;
}

/** An instant in the form that Terraform's functions for time take. */
function checkInstant(instant: string): string {
  const parsed = typeof instant === "string" ? Date.parse(instant) : NaN;
  if (Number.isNaN(parsed) || parsed >= YEAR_10000) {
    throw new Error(`${JSON.stringify(instant)} is no instant: write it as 2027-01-01T00:00:00Z.`);
  }
  return inSeconds(parsed);
}

function daysAfter(now: string | undefined, days: unknown): string {
  if (typeof days !== "number" || !(days >= 0)) {
    throw new Error(
      `days: ${JSON.stringify(days) === "null" ? String(days) : JSON.stringify(days)} is no number of days to travel; write 0 or more, or go to an instant, as in travel({ to: "2027-01-01T00:00:00Z" }).`,
    );
  }
  const instant = (now === undefined ? Date.now() : Date.parse(now)) + days * DAY;
  if (instant >= YEAR_10000) {
    throw new Error(
      `days: ${days} lead beyond the year 9999, where Terraform's time ends; travel less.`,
    );
  }
  return inSeconds(instant);
}

function inSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const DAY = 24 * 60 * 60 * 1000;
const YEAR_10000 = Date.UTC(10_000, 0);
