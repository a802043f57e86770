/** Finds out what a request is for and whose it is, and has it answered. */
import type { ApiRequest, ApiResponse, Json, Service } from "../cloud/api";
import { ok } from "../cloud/api";
import { AzureError } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import { findRoute, type Routes } from "../cloud/routes";
import { NotModelled } from "../not-modelled";
import { type Bearer, bearerOf } from "./bearer";
import type { Endpoints } from "./endpoints";
import { checkTenant, EntraError } from "./entra-error";
import type { HttpRequest } from "./http";
import { Login } from "./login";
import type { Tokens } from "./tokens";

export class Azure {
  private readonly login: Login;

  constructor(
    private readonly cloud: () => Cloud,
    callerSecret: string,
    private readonly endpoints: Endpoints,
    private readonly tokens: Tokens,
  ) {
    this.login = new Login(cloud, callerSecret, endpoints, tokens);
  }

  /** @throws AnswerLost where the connection is to break instead */
  answer(request: HttpRequest): ApiResponse {
    try {
      return this.answerOrThrow(request);
    } catch (error) {
      if (error instanceof AzureError) {
        const { status, headers, ...response } = error.response;
        const challenge = `Bearer authorization_uri="${this.endpoints.login}/common"`;
        return {
          ...response,
          status,
          headers: { ...headers, ...(status === 401 && { "WWW-Authenticate": challenge }) },
        };
      }
      if (error instanceof EntraError) {
        return { status: error.status, headers: {}, body: this.login.refusal(error) };
      }
      if (error instanceof NotModelled) {
        return this.cloud().refuse(error);
      }
      throw error;
    }
  }

  private answerOrThrow(request: HttpRequest): ApiResponse {
    const [, rawPath = "", rawQuery = ""] = /^([^?]*)\??(.*)$/s.exec(request.target) ?? [];
    const path = decoded(rawPath);
    const query = parseQuery(rawQuery);
    const [service] = Object.entries(SERVICES).find(([, paths]) => paths.test(path)) ?? [];
    if (service !== undefined) {
      return this.answerService(service as Service, request, { path, query });
    }
    const { handler, parameters } = findRoute(this.open, request.method, path);
    const [tenant = ""] = parameters;
    return ok(handler({ query, body: request.body.toString() }, tenant));
  }

  /** What is answered without a token. */
  private readonly open: Routes<(request: OpenRequest, tenant: string) => Json> = {
    "GET /metadata/endpoints": ({ query: { "api-version": version = "" } }) => {
      switch (version) {
        case "2022-09-01":
          return this.endpoints.cloudMetadata();
        case "2018-01-01":
          return this.endpoints.locations();
        default:
          throw new NotModelled(`the api-version "${version}" of /metadata/endpoints`);
      }
    },
    "GET /{tenant}/v2.0/.well-known/openid-configuration": (_, tenant) =>
      this.endpoints.openIdConfiguration(checkTenant(tenant)),
    "GET /{tenant}/discovery/v2.0/keys": () => this.tokens.keySet,
    "POST /{tenant}/oauth2/v2.0/token": ({ body }, tenant) =>
      this.login.answer(checkTenant(tenant), new URLSearchParams(body)),
  };

  private answerService(
    service: Service,
    { method, headers, body }: HttpRequest,
    { path, query }: Pick<ApiRequest, "path" | "query">,
  ): ApiResponse {
    const cloud = this.cloud();
    const { environment } = cloud;
    const now = environment.now();
    const { tokens, endpoints } = this;
    const bearer = bearerOf(headers.authorization, service, { tokens, endpoints, now });
    if (!isMethod(method)) {
      throw new NotModelled(`the request ${method} ${path}`);
    }
    const caller = environment.whoIs(bearer.objectId, bearer.tenantId);
    if (caller === undefined) {
      throw unprivileged(service, bearer);
    }
    const request: ApiRequest = {
      service,
      method,
      path,
      query,
      tenantId: bearer.tenantId,
      endpoint: this.endpoints[service],
      ...(body.length > 0 && { body: parseBody(service, body.toString()) }),
    };
    return environment.calledBy(caller, () => cloud.answer(request));
  }
}

const SERVICES: Readonly<Record<Service, RegExp>> = {
  graph: /^\/(?:v1\.0|beta)\//,
  management: /^\/(?:subscriptions|providers)(?:\/|$)/i,
};

interface OpenRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nobody has given rights in the directory to an application of the sandbox. */
function unprivileged(service: Service, { clientId }: Bearer): Error {
  return service === "graph"
    ? new AzureError(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
      )
    : new NotModelled(
        `what the application ${clientId}, which is not the caller, may do in Azure Resource Manager`,
      );
}

/** Several slashes are one: azurerm 4 asks for //metadata/endpoints. */
function decoded(path: string): string {
  const segments = path.split(/\/+/).map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      throw badRequest(`The path "${path}" has a % that begins no character.`);
    }
  });
  if (segments.some((segment) => segment.includes("/"))) {
    throw badRequest(`The path "${path}" has a slash within a segment.`);
  }
  return segments.join("/");
}

function parseQuery(text: string): Record<string, string> {
  const options = [...new URLSearchParams(text)];
  const query = Object.fromEntries(options);
  if (Object.keys(query).length < options.length) {
    throw badRequest(`The query "${text}" has an option twice.`);
  }
  return query;
}

function parseBody(service: Service, body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw service === "graph"
      ? badRequest(
          "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
        )
      : new AzureError(
          400,
          "InvalidRequestContent",
          `The request content was invalid and could not be deserialized: '${String(error)}'.`,
        );
  }
}

function badRequest(text: string): AzureError {
  return new AzureError(400, "BadRequest", text);
}

const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

function isMethod(method: string): method is ApiRequest["method"] {
  return (METHODS as readonly string[]).includes(method);
}
