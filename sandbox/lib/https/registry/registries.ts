/** The registries of the cloud, at their login servers, with what they hold. */
import { ok } from "../../cloud/api";
import type { Cloud } from "../../cloud/cloud";
import type { Registry } from "../../cloud/subscription";
import { NotModelled } from "../../not-modelled";
import { Content } from "../../registry/content";
import { RegistryError } from "../../registry/registry-error";
import type { Endpoints } from "../endpoints";
import type { HttpAnswer, HttpRequest } from "../http";
import type { Tokens } from "../tokens";
import { authorize } from "./authorize";
import { RegistryLogin } from "./login";
import { routeOf } from "./routes";

export class Registries {
  private readonly login: RegistryLogin;
  /** What a registry holds is gone with it. */
  private readonly contents = new WeakMap<Registry, Content>();

  constructor(
    private readonly cloud: () => Cloud,
    callerSecret: string,
    endpoints: Endpoints,
    tokens: Tokens,
  ) {
    this.login = new RegistryLogin(cloud, callerSecret, endpoints, tokens);
  }

  get loginServers(): string[] {
    return this.all.map(({ loginServer }) => loginServer);
  }

  /** @param host as a request names it, with or without a port */
  at(host: string | undefined): Registry | undefined {
    const name = host?.replace(/:\d+$/, "");
    return this.all.find(({ loginServer }) => loginServer === name);
  }

  answer(registry: Registry, request: HttpRequest): HttpAnswer {
    try {
      return this.answerOrThrow(registry, request);
    } catch (error) {
      if (error instanceof RegistryError) {
        const { status, headers, body } = error;
        return { status, headers: { ...VERSION, ...headers }, body };
      }
      if (error instanceof NotModelled) {
        this.cloud().note(error);
        const body = { errors: [{ code: "UNSUPPORTED", message: error.message }] };
        return { status: 501, headers: VERSION, body };
      }
      throw error;
    }
  }

  private answerOrThrow(registry: Registry, request: HttpRequest): HttpAnswer {
    checkModelled(registry);
    const { method, headers, body } = request;
    const [, path = "", rawQuery = ""] = /^([^?]*)\??(.*)$/s.exec(request.target) ?? [];
    const query = new URLSearchParams(rawQuery);
    const form = (): URLSearchParams => new URLSearchParams(body.toString());
    switch (`${method} ${path}`) {
      case "GET /oauth2/token":
        return ok(this.login.byBasic(registry, query, headers.authorization));
      case "POST /oauth2/token":
        return ok(this.login.byForm(registry, form()));
      case "POST /oauth2/exchange":
        return ok(this.login.exchange(registry, form()));
    }
    const { route, parameters } = routeOf(method, path);
    const call = { request, query, content: this.contentOf(registry), parameters };
    authorize(this.cloud(), this.login, registry, headers.authorization, route.needs(call));
    this.checkRoom(body.length);
    const answer = route.answer(call);
    return { ...answer, headers: { ...VERSION, ...answer.headers } };
  }

  private checkRoom(more: number): void {
    const held = this.all.reduce((sum, one) => sum + (this.contents.get(one)?.size ?? 0), 0);
    if (more > 0 && held + more > MOST_HELD) {
      throw new RegistryError("SIZE_INVALID", undefined, {
        message: `The sandbox keeps ${MOST_HELD} bytes in all of its registries.`,
      });
    }
  }

  private contentOf(registry: Registry): Content {
    const content = this.contents.get(registry) ?? new Content();
    this.contents.set(registry, content);
    return content;
  }

  private get all(): Registry[] {
    return [...this.cloud().subscriptions.values()].flatMap(({ registries }) => [
      ...registries.values(),
    ]);
  }
}

/** What of a registry would decide who is let in, and is not looked at here. */
function checkModelled({ name, ...registry }: Registry): void {
  const rules = registry.settings?.networkRuleSet as { defaultAction?: string } | undefined;
  if (!registry.publicNetworkAccessEnabled || rules?.defaultAction === "Deny") {
    throw new NotModelled(`whom the network rules of the registry ${name} let in`);
  }
  if (registry.anonymousPullEnabled) {
    throw new NotModelled(`the registry ${name}, from which everybody pulls`);
  }
}

const VERSION = { "Docker-Distribution-Api-Version": "registry/2.0" };

/** Of the blobs, uploads and manifests of all registries: some images, in the memory of a process on a laptop. */
const MOST_HELD = 512 * 1024 * 1024;
