/** Starts a sandbox and talks to it. */
import { join } from "node:path";
import type { Call, FailRule } from "./calls";
import type { CloudOptions } from "./cloud/cloud";
import type { AnsweredRequest } from "./cloud/requests";
import type { CloudState } from "./cloud/state";
import type { Ports } from "./control";
import {
  checkCaller,
  checkSeed,
  readSeed,
  type CallerInput,
  type Seed,
  type SeedInput,
} from "./seed";
import { ServerProcess } from "./server-process";

export { findTerraform, runTerraform, type TerraformResult } from "./terraform";
export type { AnsweredRequest, Call, CallerInput, CloudState, FailRule, SeedInput };

export interface SandboxOptions {
  /** What exists before the first apply; by default sandbox/seed.yaml. */
  seed?: SeedInput;
  /** The time at which the cloud stands still, RFC 3339; by default the real time runs. */
  now?: string;
  /** How many times Azure Resource Manager looks in vain for a principal that was just created; by default never. */
  replicationLag?: number;
  /** How many requests to an application or service principal that was just created Graph answers with 404; by default none. */
  directoryLag?: number;
}

export interface Sandbox {
  /** For Terraform and cdktf: what makes them use the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  readonly ports: Readonly<Ports>;
  /** As after a start with these options, or the same ones as before, and much quicker than another start. */
  reset(options?: SandboxOptions): Promise<void>;
  setNow(instant: string): Promise<void>;
  setCaller(caller: CallerInput): Promise<void>;
  fail(rule: FailRule): Promise<void>;
  /** Runs a command of the Azure CLI, such as `az ad app delete --id <client id>`. */
  az(command: string): Promise<void>;
  /** What Terraform asked the providers. */
  log(): Promise<Call[]>;
  /** What the providers asked Azure to change. */
  requests(): Promise<AnsweredRequest[]>;
  dump(): Promise<CloudState>;
  stop(): Promise<void>;
}

export const DEFAULT_SEED = join(__dirname, "seed.yaml");

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  let cloud = cloudOptions(options);
  const server = new ServerProcess();
  const ports = await server.call("start", cloud);
  return {
    get env() {
      return environment(cloud.seed, ports, server.pid);
    },
    ports,
    reset: async (other) => {
      cloud = other === undefined ? cloud : cloudOptions(other);
      return server.call("reset", cloud);
    },
    setNow: async (instant) => server.call("setNow", checkInstant(instant)),
    setCaller: async (caller) => server.call("setCaller", checkCaller(caller)),
    fail: (rule) => server.call("fail", rule),
    az: (command) => server.call("az", command),
    log: () => server.call("log"),
    requests: () => server.call("requests"),
    dump: () => server.call("dump"),
    stop: () => server.stop(),
  };
}

function cloudOptions({
  seed,
  now,
  replicationLag = 0,
  directoryLag = 0,
}: SandboxOptions): CloudOptions {
  return {
    seed: seed === undefined ? readSeed(DEFAULT_SEED) : checkSeed(seed),
    now: now === undefined ? undefined : checkInstant(now),
    replicationLag,
    directoryLag,
  };
}

function environment(seed: Seed, ports: Ports, pid: number): Record<string, string> {
  const attach = (port: number): object => ({
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: pid,
    Test: true,
    Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
  });
  const providers = Object.entries(ports).flatMap(([name, port]) =>
    // OpenTofu looks under its own host.
    ["registry.terraform.io", "registry.opentofu.org"].map((host) => [
      `${host}/hashicorp/${name}`,
      attach(port),
    ]),
  );
  return {
    TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(providers)),
    TF_CLI_CONFIG_FILE: join(__dirname, "terraform.tfrc"),
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    ARM_SUBSCRIPTION_ID: seed.subscriptionId,
    ARM_TENANT_ID: seed.tenantId,
    // cdktf would lock the providers for other platforms, which needs the network, and would draw a screen.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CI: "1",
  };
}

function checkInstant(instant: string): string {
  if (Number.isNaN(Date.parse(instant))) {
    throw new Error(`"${instant}" is no instant: write it as 2027-01-01T00:00:00Z.`);
  }
  return instant;
}
