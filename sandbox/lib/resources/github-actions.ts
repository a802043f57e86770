// What the resources of the github provider share: 6.9.0, github/util.go and config.go
import { type ActionsValue, GitHubError } from "../cloud/github-actions";
import { NotModelled } from "../not-modelled";
import { requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import { textRule } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";

/** Of secrets and variables. */
export const actionsName = textRule((name) => {
  if (!/^[a-zA-Z_]\w*$/.test(name)) {
    return "secret names can only contain alphanumeric characters or underscores and must not start with a number";
  }
  return name.toUpperCase().startsWith("GITHUB_")
    ? "secret names must not start with the GITHUB_ prefix"
    : undefined;
});

export type Kind = "secret" | "variable";

/** Its URL in the API. Who the owner is of a token alone is not modelled. */
export function placeIn({ config }: Session, kind: Kind, values: Values): string {
  const owner = text(config, "owner");
  if (owner === undefined) {
    throw new NotModelled("a github provider without `owner`");
  }
  const { base_url: api = null } = config;
  const base = typeof api === "string" ? api.replace(/\/*$/, "/") : "https://api.github.com/";
  const environment = text(values, "environment");
  const group =
    environment === undefined ? "actions" : `environments/${encodeURIComponent(environment)}`;
  return `${base}repos/${owner}/${requiredText(values, "repository")}/${group}/${kind}s/${nameIn(kind, values)}`;
}

export function idOf(kind: Kind, values: Values): string {
  const names = [text(values, "repository"), text(values, "environment"), nameIn(kind, values)];
  return names.filter((name) => name !== undefined).join(":");
}

function nameIn(kind: Kind, values: Values): string {
  return requiredText(values, `${kind}_name`);
}

/** As Go writes them. */
export function datesOf({ createdAt, updatedAt }: ActionsValue): {
  created_at: string;
  updated_at: string;
} {
  return { created_at: goDate(createdAt), updated_at: goDate(updatedAt) };
}

function goDate(date: Date): string {
  return `${date.toISOString().replace("T", " ").slice(0, 19)} +0000 UTC`;
}

/** The API's own sentence, behind the request that it answers. */
export function gitHub<Result>(method: string, url: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof GitHubError
      ? new ProviderError(`${method} ${url}: ${error.message}`)
      : error;
  }
}
