/** Door two: Entra's login, Microsoft Graph and Azure Resource Manager over TLS, for clients on this host only. */
import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../certificate";
import type { ApiResponse } from "../cloud/api";
import { AnswerLost } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import { Azure } from "./azure";
import { Endpoints } from "./endpoints";

export interface HttpsDoor {
  readonly port: number;
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
  const { key, pem } = createCertificate("localhost", "127.0.0.1");
  const server = createServer({ key, cert: pem, minVersion: "TLSv1.2" });
  // Go keeps a connection for its next request, used or not, for 90 seconds, and takes a POST on one that Node has
  // just closed for lost.
  server.keepAliveTimeout = 0;
  server.headersTimeout = server.requestTimeout;
  const endpoints = new Endpoints(await listen(server, port));
  const callerSecret = randomBytes(30).toString("base64url");
  const azure = new Azure(cloud, callerSecret, endpoints);

  let parallel = 0;
  server.on("request", (request, response) => {
    parallel += 1;
    response.once("close", () => {
      parallel -= 1;
    });
    const isOneTooMany = parallel > MOST_PARALLEL;
    bodyOf(request).then(
      (body) => {
        const answer = isOneTooMany
          ? TOO_MANY
          : body === undefined
            ? TOO_LARGE
            : answerOf(azure, request, body);
        if (request.method !== "GET") {
          afterChange();
        }
        send(response, answer);
      },
      // The client is gone.
      () => request.destroy(),
    );
  });
  return { port: endpoints.port, certificate: pem, callerSecret };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      reject(
        new Error(
          code === "EADDRINUSE"
            ? `port: another process holds ${port} on this host; end it, or choose another port.`
            : `port: ${port} can't be listened on (${message}); choose another one, from 1024 on.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Nothing for one that is too large, which is read to its end, as clients write before they read. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      chunks.length = 0;
    } else {
      chunks.push(chunk);
    }
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString();
}

/** Nothing for one that is to be lost. */
function answerOf(azure: Azure, request: IncomingMessage, body: string): ApiResponse | undefined {
  const { method = "", url: target = "", headers } = request;
  try {
    return azure.answer({ method, target, authorization: headers.authorization, body });
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

function send(response: ServerResponse, answer: ApiResponse | undefined): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  const { status, headers, body } = answer;
  const id = randomUUID();
  const all = { "Cache-Control": "no-store", "request-id": id, "x-ms-request-id": id, ...headers };
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(all)));
  if (body === undefined) {
    response.end();
  } else {
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    response.end(JSON.stringify(body));
  }
}

const MOST_PARALLEL = 100;
const LARGEST_BODY = 4 * 1024 * 1024;

const TOO_MANY: ApiResponse = {
  status: 429,
  headers: { "Retry-After": "1" },
  body: {
    error: {
      code: "TooManyRequests",
      message: `The sandbox answers ${MOST_PARALLEL} requests at a time.`,
    },
  },
};

const TOO_LARGE: ApiResponse = {
  status: 413,
  headers: {},
  body: {
    error: {
      code: "RequestEntityTooLarge",
      message: `The sandbox reads bodies of up to ${LARGEST_BODY} bytes.`,
    },
  },
};
