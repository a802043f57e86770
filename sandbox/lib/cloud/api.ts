/** What goes over the wire to Microsoft Graph and Azure Resource Manager and back, whichever door it comes through. */

/** Those that the HTTPS door serves, too. */
export type Service = "graph" | "management";

/** Whatever the providers ask. */
export type Api = Service | "vault";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** What is undefined is not there. */
export interface JsonObject {
  readonly [property: string]: Json | undefined;
}

/** A request as it stands on the wire, its token already judged. */
export interface ApiRequest {
  readonly service: Api;
  /** Of a service that has many: of a key vault. */
  readonly host?: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** With its version and letter case, decoded segment by segment: "/v1.0/applications/6f3f…", "/subscriptions/…". */
  readonly path: string;
  /** "$filter", "$select", "api-version", … */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Of the token. Who calls is the cloud's caller in that tenant. */
  readonly tenantId: string;
  /** Where links in the answer lead, such as "https://localhost:8443"; by default to Azure's own. */
  readonly endpoint?: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export function ok(body: Json): ApiResponse {
  return { status: 200, headers: {}, body };
}

export function created(body: Json): ApiResponse {
  return { status: 201, headers: {}, body };
}

export const NO_CONTENT: ApiResponse = { status: 204, headers: {} };
