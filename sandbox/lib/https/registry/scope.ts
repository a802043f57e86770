/** What a token is asked for, and is good for: https://distribution.github.io/distribution/spec/auth/scope */
import type { Json } from "../../cloud/api";
import { NotModelled } from "../../not-modelled";
import { isRepository } from "../../registry/names";
import { RegistryError } from "../../registry/registry-error";

export interface Scope {
  readonly type: "repository" | "registry";
  /** Of a repository; of a registry "catalog". */
  readonly name: string;
  readonly actions: readonly Action[];
}

export type Action = (typeof ACTIONS)[Scope["type"]][number];

/**
 * Several in one text have spaces between them.
 * @throws RegistryError, NotModelled
 */
export function parseScopes(texts: readonly string[]): Scope[] {
  return texts.flatMap((text) => text.split(" ").filter((scope) => scope !== "")).map(parseScope);
}

export function formatScope({ type, name, actions }: Scope): string {
  return `${type}:${name}:${actions.join(",")}`;
}

/** What an error tells of scopes. */
export function detailOf(scopes: readonly Scope[]): Json {
  return scopes.flatMap(({ type, name, actions }) =>
    actions.map((action) => ({ Type: type, Name: name, Action: action })),
  );
}

/** Whether what is granted covers what is wanted. */
export function covers(granted: readonly Scope[], { type, name, actions }: Scope): boolean {
  return actions.every((action) =>
    granted.some(
      (scope) => scope.type === type && scope.name === name && scope.actions.includes(action),
    ),
  );
}

function parseScope(text: string): Scope {
  const [, type = "", name = "", list = ""] = /^([^:]+):([^:]+):([^:]+)$/.exec(text) ?? [];
  if (UNMODELLED.includes(type)) {
    throw new NotModelled(`the scope "${text}" of a registry`);
  }
  const isKnown =
    (type === "registry" && name === "catalog") || (type === "repository" && isRepository(name));
  const actions = [...new Set(list.split(","))];
  if (!isKnown || !actions.every((action): action is Action => isAction(type, action))) {
    throw invalid(text);
  }
  return { type, name, actions };
}

function isAction(type: Scope["type"], action: string): action is Action {
  return (ACTIONS[type] as readonly string[]).includes(action);
}

/** Those of Azure: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions */
const ACTIONS = {
  repository: ["pull", "push", "delete", "metadata_read", "metadata_write", "*"],
  registry: ["*"],
} as const;

/** Helm's charts of before OCI, and plugins of Docker. */
const UNMODELLED = ["artifact-repository", "repository(plugin)"];

function invalid(scope: string): RegistryError {
  return new RegistryError("UNSUPPORTED", { scope }, { status: 400, message: "invalid scope" });
}
