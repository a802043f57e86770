import { Calls } from "../../lib/calls";
import type { ApiRequest, ApiResponse, Json, JsonObject } from "../../lib/cloud/api";
import { Cloud } from "../../lib/cloud/cloud";
import type { RequestFailure } from "../../lib/cloud/refusals";
import type { Request } from "../../lib/cloud/requests";
import { checkSeed, type SeedInput } from "../../lib/seed";
import { NOW, SUBSCRIPTION, TENANT } from "../in-process";

interface Options {
  seed?: Partial<SeedInput>;
  directoryLag?: number;
  replicationLag?: number;
  now?: string;
}

/** A client of the cloud's API, without a door between. */
export class Api {
  readonly cloud: Cloud;
  private readonly calls = new Calls(new Set());

  constructor({ seed, directoryLag = 0, replicationLag = 0, now = NOW }: Options = {}) {
    this.cloud = new Cloud(
      {
        seed: checkSeed({ subscriptionId: SUBSCRIPTION, tenantId: TENANT, ...seed }),
        now,
        directoryLag,
        replicationLag,
      },
      (request) => this.calls.takeRequestFailure(request),
    );
  }

  fail(call: Request, how: RequestFailure, nth = 1): void {
    this.calls.fail({ call, nth, how });
  }

  /** Sends a request to Graph, such as "GET /v1.0/applications?$top=2". */
  graph(request: string, body?: Json, tenantId = TENANT): ApiResponse {
    return this.send("graph", request, body, tenantId);
  }

  management(request: string, body?: Json, tenantId = TENANT): ApiResponse {
    return this.send("management", request, body, tenantId);
  }

  private send(
    service: ApiRequest["service"],
    request: string,
    body: Json | undefined,
    tenantId: string,
  ): ApiResponse {
    const [, method = "", path = "", options = ""] = /^(\S+) ([^?]*)\??(.*)$/s.exec(request) ?? [];
    return this.cloud.answer({
      service,
      method: method as ApiRequest["method"],
      path,
      query: Object.fromEntries(new URLSearchParams(options)),
      body,
      tenantId,
    });
  }
}

/** What an answer holds, as a client that trusts it reads it. */
export function bodyOf({ body }: ApiResponse): Record<string, string> {
  return body as Record<string, string>;
}

/** The status of an answer and, of an error, its code. */
export function outcome({ status, body }: ApiResponse): string {
  const { error } = (body ?? {}) as { error?: { code: string } };
  return error === undefined ? String(status) : `${status} ${error.code}`;
}

export function values(answer: ApiResponse): JsonObject[] {
  return (answer.body as { value: JsonObject[] }).value;
}
