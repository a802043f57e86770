import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
} from "@grpc/grpc-js";
import { loadSync, type PackageDefinition } from "@grpc/proto-loader";
import type { Calls } from "../calls";
import { ProviderError } from "../provider/provider-error";
import { diagnosticsOf } from "./encode";
import type { Connection, Handled } from "./provider-service";

type Handlers = Record<string, (request: never, connection: Connection) => Handled>;

/** Serves the handlers of a provider to Terraform on a free port of this host, and returns the port. */
export async function serveProvider(
  name: string,
  handlers: Handlers,
  calls: Calls,
): Promise<number> {
  const connections = new Map<string, OpenConnection>();
  const connectionOf = (call: AnyCall): OpenConnection => {
    const connection = connections.get(call.getPeer());
    if (connection === undefined) {
      throw new Error("The connection of a call is gone.");
    }
    return connection;
  };

  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(
    serviceOf(tfplugin, "tfplugin6.Provider"),
    mapValues(handlers, (handle) =>
      unary((call, answer) => {
        const connection = connectionOf(call);
        if (connection.isBroken) {
          return;
        }
        const handled = handle(call.request as never, connection);
        const disconnect = (): void => {
          breakOff(connection);
        };
        respond(name, handled, calls, { answer, disconnect });
      }),
    ),
  );
  server.addService(serviceOf(goPlugin, "plugin.GRPCController"), {
    Shutdown: unary((call, answer) => {
      answer({});
      connectionOf(call).socket.end();
    }),
  });

  // The listener is not gRPC's own, because a test must be able to break a single connection.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    connections.set(peer, { socket, session: undefined, isBroken: false });
    socket.once("close", () => connections.delete(peer));
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return (listener.address() as AddressInfo).port;
}

interface OpenConnection extends Connection {
  readonly socket: Socket;
  isBroken: boolean;
}

/**
 * From now on no call has an effect, but answers that are on their way arrive: what was done by another call at the
 * same time is not lost, so that a test of one failure is a test of that failure only.
 */
function breakOff(connection: OpenConnection): void {
  connection.isBroken = true;
  setTimeout(() => connection.socket.destroy(), 50);
}

interface Reply {
  answer: (response: object) => void;
  disconnect: () => void;
}

/** Answers a call, unless it is one that a test wants to fail, and logs what came of it. */
function respond(provider: string, handled: Handled, calls: Calls, reply: Reply): void {
  const { operation, type } = handled;
  const failure = calls.takeFailure(`${operation} ${type ?? provider}`);
  const log = (outcome: "ok" | "error" | "hang" | "disconnect", summary?: string): void => {
    calls.log.push({
      provider,
      operation,
      ...(type !== undefined && { type }),
      outcome,
      ...(summary !== undefined && { summary }),
    });
  };
  if (failure?.how === "hang") {
    log("hang");
    return;
  }
  if (failure?.how === "disconnect") {
    log("disconnect");
    reply.disconnect();
    return;
  }
  try {
    if (failure !== undefined) {
      throw new ProviderError(
        failure.summary ?? `The sandbox was told to fail "${failure.call}"`,
        failure.detail,
      );
    }
    const response = handled.answer();
    log("ok");
    reply.answer(response);
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    log("error", diagnostics.map(({ summary }) => summary).join("\n"));
    reply.answer({ ...handled.answerToError?.(error), diagnostics });
  }
}

type AnyCall = ServerUnaryCall<object, object>;

function unary(
  handle: (call: AnyCall, answer: (response: object) => void) => void,
): handleUnaryCall<object, object> {
  return (call, callback) => {
    try {
      handle(call, (response) => {
        callback(null, response);
      });
    } catch (error) {
      callback({
        code: status.INTERNAL,
        details: error instanceof Error ? error.message : String(error),
      });
    }
  };
}

function serviceOf(definition: PackageDefinition, name: string): ServiceDefinition {
  return definition[name] as ServiceDefinition;
}

function load(file: string): PackageDefinition {
  return loadSync(join(__dirname, file), {
    keepCase: true,
    enums: String,
    longs: Number,
    defaults: true,
  });
}

function mapValues<From, To>(
  values: Record<string, From>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

const tfplugin = load("tfplugin6.proto");
const goPlugin = load("go-plugin.proto");
