import type { Json } from "../../cloud/api";
import type { Content } from "../../registry/content";
import { RegistryError } from "../../registry/registry-error";
import type { HttpAnswer, HttpRequest } from "../http";
import type { Action, Scope } from "./scope";

/** A request to a registry, whoever it is from. */
export interface RegistryCall {
  readonly request: HttpRequest;
  readonly query: URLSearchParams;
  readonly content: Content;
  /** What stands for the groups of the path: mostly the repository first. */
  readonly parameters: readonly string[];
}

export interface RegistryRoute {
  /** What a token has to be good for; for nothing, but a token, where it is empty. */
  readonly needs: (call: RegistryCall) => readonly Scope[];
  /** @throws RegistryError */
  readonly answer: (call: RegistryCall) => HttpAnswer;
}

/** By method. */
export type RegistryRoutes = Readonly<Record<string, RegistryRoute>>;

/** That the repository of the path is good for some actions. */
export function onRepository(...actions: Action[]): RegistryRoute["needs"] {
  return ({ parameters: [name = ""] }) => [{ type: "repository", name, actions }];
}

export const PULL = onRepository("pull");
export const PUSH = onRepository("pull", "push");
export const DELETE = onRepository("delete");

/** Some of many names, as the query has it, with a link to the next ones. */
export function pageOf(
  { query, request }: RegistryCall,
  names: readonly string[],
  body: (page: readonly string[]) => Json,
): HttpAnswer {
  const n = query.get("n") ?? String(MOST_NAMES);
  if (!/^\d{1,9}$/.test(n)) {
    throw new RegistryError("PAGINATION_NUMBER_INVALID", { n });
  }
  const last = query.get("last") ?? "";
  const rest = names.filter((name) => name > last);
  const page = rest.slice(0, Number(n));
  const next = page.at(-1);
  const [path = ""] = request.target.split("?");
  const link = `<${path}?last=${encodeURIComponent(next ?? "")}&n=${n}&orderby=>; rel="next"`;
  const isMore = next !== undefined && page.length < rest.length;
  return { status: 200, headers: isMore ? { Link: link } : {}, body: body(page) };
}

/** https://learn.microsoft.com/rest/api/containerregistry */
const MOST_NAMES = 100;
