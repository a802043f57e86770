/**
 * Leads clients that ask for a login server to the door: an HTTP proxy that answers CONNECT alone, on this host. So
 * names of registries are those of Azure, and nothing of the machine is changed.
 */
import { createServer, STATUS_CODES } from "node:http";
import type { Server } from "node:https";
import type { Duplex } from "node:stream";
import { listen } from "./listen";

/** @returns the port */
export async function serveProxy(door: Server, loginServers: () => string[]): Promise<number> {
  const proxy = createServer((_, response) => {
    response.writeHead(405, { Allow: "CONNECT", "Content-Type": "text/plain" }).end(ONLY_CONNECT);
  });
  proxy.on("connect", ({ url: target = "" }, socket, head) => {
    // A client that goes away is no mistake of the sandbox.
    socket.on("error", () => socket.destroy());
    if (loginServers().some((loginServer) => target === `${loginServer}:443`)) {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.unshift(head);
      door.emit("connection", socket);
    } else {
      refuse(socket, refusal(target, loginServers()));
    }
  });
  return listen(proxy, 0);
}

function refusal(target: string, loginServers: readonly string[]): string {
  return loginServers.length === 0
    ? `The sandbox has no registry, so its proxy leads nowhere, not to ${target}`
    : `The proxy of the sandbox leads to its registries only, ${loginServers.map((name) => `${name}:443`).join(", ")}, and not to ${target}`;
}

/** Clients written in Go tell the reason of a status, and nothing of a body. */
function refuse(socket: Duplex, sentence: string): void {
  socket.end(
    [
      `HTTP/1.1 403 ${STATUS_CODES[403] ?? ""}: ${sentence}`,
      "Content-Type: text/plain",
      `Content-Length: ${Buffer.byteLength(sentence)}`,
      "Connection: close",
      "",
      sentence,
    ].join("\r\n"),
  );
}

const ONLY_CONNECT =
  "The proxy of the sandbox leads HTTPS to its registries, and answers CONNECT only.\n";
