/** The child process of the sandbox: a port for each version of a provider and one for HTTPS, one cloud behind all. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { az } from "./az";
import { Calls, callsOf } from "./calls";
import { Cloud } from "./cloud/cloud";
import { deliveredIn } from "./cloud/delivered";
import type { CloudOptions } from "./cloud/inventory";
import { snapshotOf, stateOf } from "./cloud/state";
import {
  type Control,
  type ControlReply,
  type ControlRequest,
  type Ports,
  SNAPSHOT,
} from "./control";
import { serveHttps } from "./https/server";
import { serveProvider } from "./protocol/grpc-server";
import { type Azure, providerHandlers } from "./protocol/provider-service";
import { Provider } from "./provider/provider";
import { PROVIDERS } from "./resources";

const [, , directory = ""] = process.argv;

// The channel closes however the parent ends, kill -9 included: no server is left behind.
process.on("disconnect", () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit();
});
// Ctrl-C, and often other signals, reach the whole process group, and Terraform needs its providers to stop in good order.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => undefined);
}

process.on("message", ({ id, method, argument }: ControlRequest) => {
  const reply = (message: ControlReply): void => {
    process.send?.(message);
  };
  Promise.resolve()
    .then(() => (control[method] as (argument: unknown) => unknown)(argument))
    .finally(keepSnapshot)
    .then(
      (result) => {
        reply({ id, result });
      },
      (error: unknown) => {
        reply({ id, error: error instanceof Error ? error.message : String(error) });
      },
    );
});

const calls = new Calls(new Set(PROVIDERS.flatMap(callsOf)));
let current: Cloud | undefined;

function cloud(): Cloud {
  if (current === undefined) {
    throw new Error("The sandbox was asked for something before it was started.");
  }
  return current;
}

function newCloud(options: CloudOptions): void {
  current = new Cloud(options, (request) => calls.takeRequestFailure(request));
}

/** Whoever started the server reads here what there is, without waiting for an answer; never half of it. */
function keepSnapshot(): void {
  const file = join(directory, SNAPSHOT);
  writeFileSync(`${file}.new`, JSON.stringify(snapshotOf(cloud())));
  renameSync(`${file}.new`, file);
}

const control: Control = {
  async start({ cloud: options, httpsPort, variables }) {
    newCloud(options);
    const https = await serveHttps(cloud, httpsPort, keepSnapshot);
    const azure = (): Azure => ({
      cloud: cloud(),
      variables: { ARM_SUBSCRIPTION_ID: cloud().seed.subscriptionId, ...variables },
    });
    const ports: Ports = {};
    for (const type of PROVIDERS) {
      const handlers = providerHandlers(new Provider(type), azure, keepSnapshot);
      const port = await serveProvider(type.name, handlers, calls);
      ports[type.name] = { ...ports[type.name], [type.version]: port };
    }
    return { ports, https };
  },
  reset: (options) => {
    newCloud(options);
    calls.reset();
  },
  setNow: (instant) => {
    cloud().environment.setNow(instant);
  },
  setCaller: (caller) => {
    cloud().environment.setCaller(caller);
  },
  fail: (rule) => {
    calls.fail(rule);
  },
  az: (command) => {
    az(cloud(), command);
  },
  log: () => calls.log,
  requests: () => cloud().requests.log,
  notModelled: () => [...cloud().notModelled],
  dump: () => stateOf(cloud()),
  delivered: () => deliveredIn(cloud()),
};
