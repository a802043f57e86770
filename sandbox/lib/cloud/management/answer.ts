import { NotModelled } from "../../not-modelled";
import type { ApiRequest, ApiResponse } from "../api";
import { AzureError } from "../azure-error";
import type { Inventory } from "../inventory";
import { refuseOthers } from "../query";
import type { Refusals } from "../refusals";
import type { Requests } from "../requests";
import { MANAGEMENT, type ManagementRequest } from ".";
import type { ManagementCall, ManagementRoute } from "./call";

interface Found {
  readonly name: ManagementRequest;
  readonly route: ManagementRoute;
  readonly names: readonly string[];
}

export function answerManagement(
  cloud: Inventory,
  requests: Requests,
  request: ApiRequest,
): ApiResponse {
  const { method, body, endpoint = "https://management.azure.com" } = request;
  const { "api-version": apiVersion, ...query } = request.query ?? {};
  // The SDK begins with two slashes where the scope is the whole tenant.
  const path = request.path.replace(/^\/+/, "/");
  const found = find(method, path);
  checkVersion(apiVersion, found);
  refuseOthers(query, found.route.options ?? []);
  requireTenant(cloud, request.tenantId, path);
  const denied = accessDenied(cloud, found, path);
  if (!mayReach(cloud, found.name, path)) {
    throw denied;
  }
  const call: ManagementCall = { cloud, path, apiVersion, query, body, endpoint };
  return requests.answer(found.name, () => found.route.answer(call, ...found.names), {
    ...REFUSALS,
    403: denied,
  });
}

function find(method: string, path: string): Found {
  for (const { name, route, pattern } of COMPILED) {
    const match = name.startsWith(`${method} `) ? pattern.exec(path) : null;
    if (match !== null) {
      return { name, route, names: match.slice(1) };
    }
  }
  throw new NotModelled(`the request ${method} ${path}`);
}

const COMPILED = (Object.entries(MANAGEMENT) as [ManagementRequest, ManagementRoute][]).map(
  ([name, route]) => ({ name, route, pattern: patternOf(route.path) }),
);

function patternOf(path: string): RegExp {
  const source = path
    .replaceAll(".", "\\.")
    .replace("{scope}", "(.*)")
    .replace(/\{\w+\}/g, "([^/]+)");
  return new RegExp(`^${source}$`, "i");
}

function checkVersion(
  apiVersion: string | undefined,
  { name, route: { apiVersions } }: Found,
): asserts apiVersion is string {
  if (apiVersion === undefined || apiVersion === "") {
    throw new AzureError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  if (!/^\d{4}-\d{2}-\d{2}(?:-[a-z]+)?$/i.test(apiVersion)) {
    throw new AzureError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${apiVersion}' is invalid. The supported versions are '${apiVersions.join(",")}'.`,
    );
  }
  if (!apiVersions.includes(apiVersion.toLowerCase())) {
    throw new NotModelled(`the api-version ${apiVersion} of ${name}`);
  }
}

/** A subscription trusts one tenant. */
function requireTenant(cloud: Inventory, tenantId: string, path: string): void {
  const [, id] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
  const subscription = cloud.subscriptions.get(id?.toLowerCase() ?? "");
  const wanted = subscription?.directory.tenantId;
  if (wanted !== undefined && wanted !== tenantId.toLowerCase()) {
    throw new AzureError(
      401,
      "InvalidAuthenticationTokenTenant",
      `The access token is from the wrong issuer 'https://sts.windows.net/${tenantId}/'. It must match the tenant 'https://sts.windows.net/${wanted}/' associated with this subscription.`,
    );
  }
}

/** A caller whose roles are on registries alone is let in at and below a registry, and is told of its subscriptions. */
function mayReach({ environment }: Inventory, name: ManagementRequest, path: string): boolean {
  return (
    environment.rolesOn === "subscription" ||
    name === "GET /subscriptions" ||
    /\/providers\/Microsoft\.ContainerRegistry\/registries\/[^/]+/i.test(path)
  );
}

function accessDenied(cloud: Inventory, { name, route }: Found, path: string): AzureError {
  const { clientId, objectId } = cloud.directory(cloud.seed.tenantId).caller;
  const [method = ""] = name.split(" ");
  // A list is asked for at what it is in.
  const scope = name.endsWith("}") ? path : path.replace(/(?:\/providers\/[^/]+)?\/[^/]+$/, "");
  return new AzureError(
    403,
    "AuthorizationFailed",
    `The client '${clientId}' with object id '${objectId}' does not have authorization to perform action '${route.type}/${VERBS[method] ?? "action"}' over scope '${scope || "/"}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

const VERBS: Readonly<Record<string, string>> = {
  GET: "read",
  PUT: "write",
  PATCH: "write",
  DELETE: "delete",
};

const REFUSALS: Omit<Refusals, "403"> = {
  429: new AzureError(429, "TooManyRequests", "Too many requests. Please try again later."),
  500: new AzureError(500, "InternalServerError", "Encountered internal server error."),
};
