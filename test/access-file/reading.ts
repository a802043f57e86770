import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AccessFileStack } from "../../lib/access-file";
import { AccessFileError } from "../../lib/access-file/mistake";
import { readAccessFile } from "../../lib/access-file/read-access-file";
import { AccessFile } from "../../lib/access-file/schema";

export const NOW = Date.parse("2026-11-24T00:00:00Z");

/** Reads a text as the access file `access.yaml`. */
export function read(content: string | Uint8Array): AccessFile {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
  const file = join(directory, "access.yaml");
  try {
    writeFileSync(file, content);
    return readAccessFile(file, NOW);
  } catch (error) {
    throw error instanceof AccessFileError
      ? new AccessFileError(error.message.replaceAll(file, "access.yaml"), error.findings)
      : error;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A text as the access file of a stack. */
export function stackOf(content: string): AccessFileStack {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
  const file = join(directory, "access.yaml");
  try {
    writeFileSync(file, content);
    return new AccessFileStack(new App(), "access", file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The whole message about a text. */
export function complaint(content: string | Uint8Array): string {
  try {
    read(content);
    return "";
  } catch (error) {
    if (error instanceof AccessFileError) {
      return error.message;
    }
    throw error;
  }
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
