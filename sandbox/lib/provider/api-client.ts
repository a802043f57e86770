import { STATUS_CODES } from "node:http";
import type { Api, ApiRequest, ApiResponse, Json, JsonObject } from "../cloud/api";
import { AnswerLost } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import { NotModelled } from "../not-modelled";
import { objectOf, textIn } from "./answers";

/** An answer that is an error, or none at all, in the words of the SDK. */
export class RequestError extends Error {
  /** @param status undefined where no answer came */
  constructor(
    message: string,
    readonly status?: number,
    /** Of the error: its code and its message. */
    readonly problem = "",
  ) {
    super(message);
  }

  get isNotFound(): boolean {
    return this.status === 404;
  }
}

export interface Call {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: JsonObject;
  /** The other errors after which the provider tries again. */
  readonly isPassing?: (error: RequestError) => boolean;
}

/** Sends requests to one of Azure's APIs as the SDK of both providers does: go-azure-sdk, sdk/client/client.go. */
export class ApiClient {
  constructor(
    private readonly cloud: Cloud,
    private readonly service: Api,
    private readonly tenantId: string,
    /** Of a service that has many. */
    private readonly host?: string,
  ) {}

  get(path: string, query?: Call["query"]): JsonObject {
    return objectOf(this.send("GET", { path, query }));
  }

  /** What is there; undefined where the answer is 404. */
  find(path: string, query?: Call["query"]): JsonObject | undefined {
    try {
      return this.get(path, query);
    } catch (error) {
      if (error instanceof RequestError && error.isNotFound) {
        return undefined;
      }
      throw error;
    }
  }

  /** Every page of a list. */
  list(path: string, query?: Call["query"]): readonly JsonObject[] {
    const page = this.get(path, query);
    const items = Array.isArray(page.value) ? page.value.map(objectOf) : [];
    const next = page["@odata.nextLink"] ?? page.nextLink;
    if (typeof next !== "string") {
      return items;
    }
    const { pathname, searchParams } = new URL(next);
    return [...items, ...this.list(decodeURIComponent(pathname), Object.fromEntries(searchParams))];
  }

  post(call: Call): JsonObject {
    return objectOf(this.send("POST", call));
  }

  put(call: Call): JsonObject {
    return objectOf(this.send("PUT", call));
  }

  patch(call: Call): JsonObject {
    return objectOf(this.send("PATCH", call));
  }

  delete(call: Call): void {
    this.send("DELETE", call);
  }

  /** Once more after a 429 and an error of the server. No time passes here in between. */
  private send(method: ApiRequest["method"], { isPassing, ...call }: Call): Json | undefined {
    for (let retries = 0; ; retries += 1) {
      const response = this.answer(method, call);
      if (response.status < 400) {
        return response.body;
      }
      const error = errorIn(response);
      const again = RETRIED.has(response.status) || isPassing?.(error) === true;
      if (!again || retries === MOST_RETRIES) {
        throw error;
      }
    }
  }

  /** A request that changes something is never sent again after a broken connection, nor is one to read from Graph. */
  private answer(method: ApiRequest["method"], call: Omit<Call, "isPassing">): ApiResponse {
    const { cloud, service, tenantId, host } = this;
    try {
      const { path, query = {}, body } = call;
      return cloud.answer({
        service,
        method,
        tenantId,
        path,
        query,
        ...(host !== undefined && { host }),
        ...(body && { body }),
      });
    } catch (error) {
      if (!(error instanceof AnswerLost)) {
        throw error;
      }
      const isRead = method === "GET";
      if (isRead && service === "management") {
        return this.answer(method, call);
      }
      const query = new URLSearchParams(call.query).toString();
      const url = `https://${host ?? HOSTS[service]}${encodeURI(call.path)}${query && `?${query}`}`;
      const problem = isRead ? "EOF" : "HTTP response was nil; connection may have been reset";
      const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
      throw new RequestError(`${verb} "${url}": ${problem}`);
    }
  }
}

const HOSTS: Readonly<Partial<Record<Api, string>>> = {
  graph: "graph.microsoft.com",
  management: "management.azure.com",
};

const RETRIED: ReadonlySet<number> = new Set([408, 424, 429, 500, 502, 503, 504]);

/** As many as go into the ten minutes that most resources have to be created. */
const MOST_RETRIES = 14;

/** @throws NotModelled where it is the sandbox that can't answer */
function errorIn({ status, body }: ApiResponse): RequestError {
  const error = objectOf(objectOf(body).error);
  const message = textIn(error, "message");
  if (status === 501) {
    throw NotModelled.from(message);
  }
  const problem = `${textIn(error, "code")}: ${message}`;
  return new RequestError(
    `unexpected status ${status} (${status} ${STATUS_CODES[status] ?? ""}) with error: ${problem}`,
    status,
    problem,
  );
}
