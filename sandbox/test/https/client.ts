import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ClientRequest, IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createSecureContext } from "node:tls";
import { Sandbox, type SandboxOptions } from "../../lib";
import { terraformPlatform } from "../../lib/platform";
import { sourceOf } from "../../lib/versions/source";

// Go trusts the sandbox on Linux only.
export const describeOnLinux = process.platform === "linux" ? describe : describe.skip;

/** A folder that passes for one with the real providers, as long as Terraform does not run them. */
export function mirrorOf(...providers: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-mirror-"));
  for (const provider of providers) {
    const version = join(folder, "registry.terraform.io", sourceOf(provider), "1.0.0");
    const file = join(version, terraformPlatform(), `terraform-provider-${provider}_v1.0.0`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }
  return folder;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of JSON. */
  readonly body: Record<string, unknown>;
}

/** A client of Microsoft Graph and Azure Resource Manager, without Terraform. */
export class Client {
  static async start(options: SandboxOptions = {}): Promise<Client> {
    const folder = mirrorOf("azuread", "azurerm");
    process.env.ACR_AUTH_PROVIDER_MIRROR = folder;
    try {
      return new Client(await Sandbox.start({ ...options, providers: "real" }));
    } finally {
      delete process.env.ACR_AUTH_PROVIDER_MIRROR;
      rmSync(folder, { recursive: true });
    }
  }

  readonly management: string;
  readonly graph: string;
  private readonly agent: Agent;

  constructor(readonly sandbox: Sandbox) {
    const { ARM_METADATA_HOSTNAME: host = "", SSL_CERT_FILE: roots = "" } = sandbox.env;
    this.management = `https://${host}`;
    this.graph = this.management.replace("127.0.0.1", "localhost");
    const secureContext = createSecureContext({ ca: readFileSync(roots) });
    this.agent = new Agent({ secureContext, keepAlive: false });
  }

  get env(): Readonly<Record<string, string>> {
    return this.sandbox.env;
  }

  send(
    method: string,
    url: string,
    { headers = {}, body = "" }: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: this.agent }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
          });
        });
      });
      sent.on("error", reject).end(body);
    });
  }

  /** Begins to post what never ends. */
  begin(url: string): ClientRequest {
    const sent = request(url, { method: "POST", agent: this.agent });
    sent.on("error", () => undefined).write("x");
    return sent;
  }

  /** Posts a form to the token endpoint; what is undefined is not sent, the rest is the caller's by default. */
  logIn(
    form: Record<string, string | undefined> = {},
    tenant: string | undefined = this.env.ARM_TENANT_ID,
  ): Promise<Answer> {
    const parameters = {
      grant_type: "client_credentials",
      client_id: this.env.ARM_CLIENT_ID,
      client_secret: this.env.ARM_CLIENT_SECRET,
      scope: `${this.graph}/.default`,
      ...form,
    };
    const given = Object.entries(parameters).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return this.send("POST", `${this.management}/${tenant ?? ""}/oauth2/v2.0/token`, {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(given).toString(),
    });
  }

  /** A token, for the caller by default. */
  async token(form: Record<string, string | undefined> = {}, tenant?: string): Promise<string> {
    const { status, body } = await this.logIn(form, tenant);
    if (status !== 200) {
      throw new Error(`The login failed: ${JSON.stringify(body)}`);
    }
    return String(body.access_token);
  }

  /** Asks Microsoft Graph something as the caller. */
  async askGraph(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.ask(method, `${this.graph}${path}`, await this.token(), body);
  }

  /** Asks Azure Resource Manager something as the caller. */
  async askManagement(method: string, path: string, body?: unknown): Promise<Answer> {
    const token = await this.token({ scope: `${this.management}/.default` });
    return this.ask(method, `${this.management}${path}`, token, body);
  }

  ask(method: string, url: string, token: string, body?: unknown): Promise<Answer> {
    return this.send(method, url, {
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ""] = token.split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
}
