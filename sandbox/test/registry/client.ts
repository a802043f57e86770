import { readFileSync } from "node:fs";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import type { Sandbox } from "../../lib";
import { basic, type Login, LOGIN_SERVER } from "./wire";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A client that meets a sandbox's registries by its variables alone, as skopeo does. */
export class RegistryClient {
  private readonly proxy: URL;
  private readonly roots: Buffer;

  constructor({ registryEnv }: Pick<Sandbox, "registryEnv">) {
    const { HTTPS_PROXY = "", SSL_CERT_FILE = "" } = registryEnv;
    this.proxy = new URL(HTTPS_PROXY);
    this.roots = readFileSync(SSL_CERT_FILE);
  }

  /** Asks the proxy for a way to somewhere, such as contososhop.azurecr.io:443. */
  tunnel(target: string): Promise<{ answer: IncomingMessage; socket: Duplex }> {
    const { hostname, port } = this.proxy;
    return new Promise((resolve, reject) => {
      plainRequest({ hostname, port, method: "CONNECT", path: target, agent: false })
        .on("connect", (answer, socket) => {
          resolve({ answer, socket });
        })
        .on("error", reject)
        .end();
    });
  }

  async send(
    method: string,
    path: string,
    { headers = {}, body = "" }: Sent = {},
    host = LOGIN_SERVER,
  ): Promise<Answer> {
    const { answer, socket } = await this.tunnel(`${host}:443`);
    if (answer.statusCode !== 200) {
      throw new Error(answer.statusMessage);
    }
    return new Promise((resolve, reject) => {
      const ca = this.roots;
      const createConnection = () => connect({ socket, servername: host, ca });
      request(`https://${host}${path}`, { method, headers, createConnection }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, body: text });
        });
      })
        .on("error", reject)
        .end(body);
    });
  }

  async logIn({ user, password }: Login, scope?: string): Promise<Answer> {
    const query = new URLSearchParams({ service: LOGIN_SERVER, ...(scope && { scope }) });
    return this.send("GET", `/oauth2/token?${query.toString()}`, {
      headers: basic(user, password),
    });
  }

  /** A token with all that is granted on a repository, as a header. */
  async authorization(login: Login, repository: string): Promise<Record<string, string>> {
    const { status, body } = await this.logIn(login, `repository:${repository}:*`);
    if (status !== 200) {
      throw new Error(`There is no token: ${body}`);
    }
    const { access_token: token } = JSON.parse(body) as { access_token: string };
    return { authorization: `Bearer ${token}` };
  }
}
