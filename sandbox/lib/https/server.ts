/** Door two: Entra's login, Microsoft Graph, Azure Resource Manager and registries over TLS, for clients on this host. */
import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createCertificate } from "../certificate";
import { AnswerLost } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import { LOGIN_SERVER_SUFFIXES } from "../seed";
import { Azure } from "./azure";
import { Bodies, MOST_AT_ONCE } from "./bodies";
import { Endpoints } from "./endpoints";
import type { HttpAnswer } from "./http";
import { listen } from "./listen";
import { serveProxy } from "./proxy";
import { Registries } from "./registry/registries";
import { Tokens } from "./tokens";

export interface HttpsDoor {
  readonly port: number;
  /** Of the proxy that leads to the login servers of registries. */
  readonly proxyPort: number;
  /** In PEM. Its key is in the memory of this process only. */
  readonly certificate: string;
  /** By which the cloud's caller logs in. */
  readonly callerSecret: string;
}

/**
 * @param port 0 for a free one
 * @param afterChange called when a request may have changed the cloud
 */
export async function serveHttps(
  cloud: () => Cloud,
  port: number,
  afterChange: () => void,
): Promise<HttpsDoor> {
  const { key, pem } = createCertificate(
    "localhost",
    "127.0.0.1",
    ...LOGIN_SERVER_SUFFIXES.map((suffix) => `*.${suffix}`),
  );
  const server = createServer({ key, cert: pem, minVersion: "TLSv1.2" });
  // Go keeps a connection for its next request, used or not, for 90 seconds, and takes a POST on one that Node has
  // just closed for lost.
  server.keepAliveTimeout = 0;
  server.headersTimeout = server.requestTimeout;
  const endpoints = new Endpoints(await listen(server, port));
  const callerSecret = randomBytes(30).toString("base64url");
  const tokens = new Tokens();
  const azure = new Azure(cloud, callerSecret, endpoints, tokens);
  const registries = new Registries(cloud, callerSecret, endpoints, tokens);
  const bodies = new Bodies();

  let parallel = 0;
  server.on("request", (request, response) => {
    parallel += 1;
    response.once("close", () => {
      parallel -= 1;
    });
    const isOneTooMany = parallel > MOST_PARALLEL;
    const { method = "", url: target = "", headers } = request;
    const registry = registries.at(headers.host);
    const largest = registry === undefined ? LARGEST_BODY : LARGEST_BLOB;
    bodies.read(request, largest).then(
      (body) => {
        if (isOneTooMany) {
          send(request, response, TOO_MANY);
        } else if (body === undefined) {
          send(request, response, tooLarge(largest));
        } else {
          const asked = { method, target, headers, body };
          const answer = answerOf(() =>
            registry === undefined ? azure.answer(asked) : registries.answer(registry, asked),
          );
          if (registry === undefined && method !== "GET") {
            afterChange();
          }
          send(request, response, answer);
        }
      },
      // The client is gone.
      () => request.destroy(),
    );
  });
  const proxyPort = await serveProxy(server, () => registries.loginServers);
  return { port: endpoints.port, proxyPort, certificate: pem, callerSecret };
}

/** Nothing for one that is to be lost. */
function answerOf(answer: () => HttpAnswer): HttpAnswer | undefined {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AnswerLost) {
      return undefined;
    }
    // A mistake of the sandbox. To a 500, clients would send the same again and again.
    console.error(error);
    return {
      status: 501,
      headers: {},
      body: { error: { code: "SandboxFailed", message: String(error) } },
    };
  }
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  answer: HttpAnswer | undefined,
): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  const { status, headers, body } = answer;
  const id = randomUUID();
  const isJson = body !== undefined && !Buffer.isBuffer(body);
  const bytes = isJson ? Buffer.from(JSON.stringify(body)) : (body ?? Buffer.alloc(0));
  const all = {
    "Cache-Control": "no-store",
    "request-id": id,
    "x-ms-request-id": id,
    ...(isJson && { "Content-Type": "application/json; charset=utf-8" }),
    ...(status !== 204 && { "Content-Length": String(bytes.length) }),
    ...headers,
  };
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(all)));
  response.end(method === "HEAD" ? undefined : bytes);
}

const MOST_PARALLEL = 100;
const LARGEST_BODY = 4 * 1024 * 1024;
/** Clients send a layer of an image as one body, and most of these are smaller. */
const LARGEST_BLOB = 64 * 1024 * 1024;

const TOO_MANY: HttpAnswer = {
  status: 429,
  headers: { "Retry-After": "1" },
  body: {
    error: {
      code: "TooManyRequests",
      message: `The sandbox answers ${MOST_PARALLEL} requests at a time.`,
    },
  },
};

function tooLarge(largest: number): HttpAnswer {
  return {
    status: 413,
    headers: {},
    body: {
      error: {
        code: "RequestEntityTooLarge",
        message: `The sandbox reads bodies of up to ${largest} bytes, and ${MOST_AT_ONCE} at a time.`,
      },
    },
  };
}
