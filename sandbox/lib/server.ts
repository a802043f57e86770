/** The child process of the sandbox: one port for each provider, one cloud behind both. */
import { az } from "./az";
import { Calls, callsOf } from "./calls";
import { Cloud, type CloudOptions } from "./cloud/cloud";
import { stateOf } from "./cloud/state";
import type { Control, ControlReply, ControlRequest, Ports } from "./control";
import { serveProvider } from "./protocol/grpc-server";
import { providerHandlers } from "./protocol/provider-service";
import { Provider } from "./provider/provider";
import { PROVIDERS } from "./resources";

// The channel closes however the parent ends, kill -9 included: no server is left behind.
process.on("disconnect", () => process.exit());
// Ctrl-C, and often other signals, reach the whole process group, and Terraform needs its providers to stop in good order.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => undefined);
}

process.on("message", ({ id, method, argument }: ControlRequest) => {
  const reply = (message: ControlReply): void => {
    process.send?.(message);
  };
  Promise.resolve()
    .then(() => control[method](argument))
    .then(
      (result) => {
        reply({ id, result });
      },
      (error: unknown) => {
        reply({ id, error: error instanceof Error ? error.message : String(error) });
      },
    );
});

const control = createControl() as Record<keyof Control, (argument: unknown) => unknown>;

function createControl(): Control {
  const calls = new Calls(new Set(PROVIDERS.flatMap(callsOf)));
  const newCloud = (options: CloudOptions): Cloud =>
    new Cloud(options, (request) => calls.takeRequestFailure(request));
  let cloud: Cloud;
  return {
    async start(options) {
      cloud = newCloud(options);
      const serving = PROVIDERS.map(async (type) => {
        const handlers = providerHandlers(new Provider(type), () => cloud);
        return [type.name, await serveProvider(type.name, handlers, calls)];
      });
      return Object.fromEntries(await Promise.all(serving)) as Ports;
    },
    reset: (options) => {
      cloud = newCloud(options);
      calls.reset();
    },
    setNow: (instant) => {
      cloud.environment.setNow(instant);
    },
    setCaller: (caller) => {
      cloud.environment.setCaller(caller);
    },
    fail: (rule) => {
      calls.fail(rule);
    },
    az: (command) => {
      az(cloud, command);
    },
    log: () => calls.log,
    requests: () => cloud.requests.log,
    dump: () => stateOf(cloud),
  };
}
