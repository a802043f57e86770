import { Endpoints } from "../../lib/https/endpoints";
import type { HttpAnswer } from "../../lib/https/http";
import { Registries } from "../../lib/https/registry/registries";
import { Tokens } from "../../lib/https/tokens";
import type { SeedInput } from "../../lib/seed";
import { InProcess, REGISTRY_ID } from "../in-process";
import { basic, digestOf, type Login, LOGIN_SERVER, MANIFEST } from "./wire";

export const CALLER_SECRET = "the caller's own";

export type Mode = "legacy" | "abac";

interface Sent {
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

/** A registry, who has access to it, and a client of it, all in one process. */
export class Shop {
  readonly sandbox: InProcess;
  readonly tokens = new Tokens();
  private readonly registries: Registries;

  constructor(permissionsMode: Mode = "abac", seed: Partial<SeedInput> = {}) {
    this.sandbox = new InProcess({
      seed: {
        registries: [{ resourceGroup: "rg-registry", name: "contosoShop", permissionsMode }],
        ...seed,
      },
    });
    this.registries = new Registries(
      () => this.sandbox.cloud,
      CALLER_SECRET,
      new Endpoints(8443),
      this.tokens,
    );
  }

  /** An application with a service principal and a secret, and with roles on the registry. */
  principal(displayName: string, ...roles: ([string] | [string, string])[]) {
    const application = this.sandbox.create("azuread_application", { display_name: displayName });
    const [clientId, applicationId] = [application.client_id, application.id] as [string, string];
    const { object_id: objectId } = this.sandbox.create("azuread_service_principal", {
      client_id: clientId,
    });
    for (const [role, condition = null] of roles) {
      this.sandbox.create("azurerm_role_assignment", {
        scope: REGISTRY_ID,
        role_definition_name: role,
        principal_id: objectId as string,
        condition,
        condition_version: condition === null ? null : "2.0",
      });
    }
    const login = { user: clientId, password: this.secret(applicationId).value };
    return { applicationId, clientId, objectId: objectId as string, login };
  }

  secret(applicationId: string, endDate = "2027-06-01T00:00:00Z") {
    const resource = this.sandbox.create("azuread_application_password", {
      application_id: applicationId,
      end_date: endDate,
    });
    return { resource, value: resource.value as string };
  }

  send(
    method: string,
    target: string,
    { token, headers = {}, body = "" }: Sent = {},
    host = LOGIN_SERVER,
  ): HttpAnswer {
    const registry = this.registries.at(host);
    if (registry === undefined) {
      throw new Error(`There is no registry at ${host}.`);
    }
    return this.registries.answer(registry, {
      method,
      target,
      headers: {
        host,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: Buffer.isBuffer(body) ? body : Buffer.from(body),
    });
  }

  /** Asks for a token by user name and password, as `docker login` does. */
  logIn({ user, password }: Login, ...scopes: string[]): HttpAnswer {
    const query = new URLSearchParams({ service: LOGIN_SERVER });
    scopes.forEach((scope) => {
      query.append("scope", scope);
    });
    return this.send("GET", `/oauth2/token?${query.toString()}`, {
      headers: basic(user, password),
    });
  }

  post(path: string, form: Record<string, string>): HttpAnswer {
    const body = new URLSearchParams({ service: LOGIN_SERVER, ...form }).toString();
    return this.send("POST", path, { body });
  }

  token(login: Login, ...scopes: string[]): string {
    return tokenIn(this.logIn(login, ...scopes));
  }

  /** A token with all that is granted on a repository. */
  tokenFor(login: Login, repository: string): string {
    return this.token(login, `repository:${repository}:*`);
  }

  /** Pushes an image of one layer, and returns the answer to its manifest. */
  push(token: string, repository: string, tag: string, layer = "a layer"): HttpAnswer {
    const config = this.pushBlob(token, repository, "{}");
    const layers = [this.pushBlob(token, repository, layer)];
    const body = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers });
    const headers = { "content-type": MANIFEST };
    return this.send("PUT", `/v2/${repository}/manifests/${tag}`, { token, headers, body });
  }

  /** Pushes a blob in one request, and returns its descriptor. */
  pushBlob(token: string, repository: string, body: string) {
    const digest = digestOf(body);
    const target = `/v2/${repository}/blobs/uploads/?digest=${digest}`;
    const { status } = this.send("POST", target, { token, body });
    if (status !== 201) {
      throw new Error(`The blob was answered with ${status}.`);
    }
    return { mediaType: "application/octet-stream", digest, size: body.length };
  }
}

/** The token in an answer. */
export function tokenIn({ status, body }: HttpAnswer, key = "access_token"): string {
  if (status !== 200) {
    throw new Error(`There is no token: ${JSON.stringify(body)}`);
  }
  return String((body as Record<string, unknown>)[key]);
}

/** The bytes in an answer. */
export function textIn({ body }: HttpAnswer): string {
  if (!Buffer.isBuffer(body)) {
    throw new Error(`There are no bytes: ${JSON.stringify(body)}`);
  }
  return body.toString();
}

/** The status and the code of an error. */
export function refusalOf({ status, body }: HttpAnswer): string {
  const [error] = (body as { errors?: { code: string }[] } | undefined)?.errors ?? [];
  return `${status} ${error?.code ?? ""}`;
}
