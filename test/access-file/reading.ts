import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Construct, RootConstruct } from "constructs";
import { App } from "cdktf";
import { AccessFileStack } from "../../lib/access-file";

const NOW = "2026-11-24T00:00:00Z";

/** A text as the access file of a stack. */
export function stackOf(
  content: string | Uint8Array,
  scope: Construct = new App(),
): AccessFileStack {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
  const file = join(directory, "access.yaml");
  try {
    writeFileSync(file, content);
    return new AccessFileStack(scope, "access", file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The whole message about a text. */
export function complaint(content: string | Uint8Array): string {
  const root = new RootConstruct();
  root.node.setContext("acr-auth:now", NOW);
  const { error } = stackOf(content, root);
  return error?.message.replaceAll(/\S*access\.yaml/g, "access.yaml") ?? "";
}

/** The mistakes in a text, each with its path but without its place. */
export function mistakes(content: string): string[] {
  const [lines = ""] = complaint(content).split("\n\n");
  return lines.split("\n").map((line) => line.replace(/^access\.yaml:\d+:\d+ /, ""));
}

/** A file with one registry, and principals as given. */
export function withPrincipals(principals: string): string {
  return `registries: { shop: { name: contosoShop, resourceGroup: rg-registry, permissionsMode: abac } }
principals:
${principals.replace(/^\n/, "")}`;
}
