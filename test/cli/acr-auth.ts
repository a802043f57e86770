import { spawnSync, SpawnSyncReturns } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transformFileSync } from "@swc/core";
import { ROOT } from "../support/program";

/** The command line, compiled as users run it. */
export const ACR_AUTH = join(compiled(), "lib", "cli", "index.js");

export const EXAMPLE = readFileSync(join(ROOT, "access.yaml"), "utf8");
/** The example with one mistake, in this line. */
export const MISTAKEN = EXAMPLE.replace("access: push", "access: psh");
export const MISTAKEN_LINE =
  EXAMPLE.split("\n").findIndex((line) => line.includes("access: push")) + 1;

/** A file that may be deployed, but rarely should. */
export const WARNED = `
registries:
  all: { subscriptionId: 6f3f7e4e-0000-4000-8000-000000000001, permissionsMode: abac }
principals:
  web:
    displayName: contoso-web
    clientSecrets: { docker: {} }
    grants: [{ registry: all, access: push }]
`;

/** A folder with these files, which is gone after the tests of a file. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const folders: string[] = [dirname(dirname(dirname(ACR_AUTH)))];
afterAll(() => {
  folders.forEach((folder) => {
    rmSync(folder, { recursive: true });
  });
});

// Below the root, where the dependencies are found.
function compiled(): string {
  mkdirSync(join(ROOT, ".scratch"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".scratch", "cli-"));
  copyFileSync(join(ROOT, "package.json"), join(folder, "package.json"));
  const sources = readdirSync(join(ROOT, "lib"), { encoding: "utf8", recursive: true });
  for (const source of sources.filter((name) => /(?<!\.d)\.ts$/.test(name))) {
    const { code } = transformFileSync(join(ROOT, "lib", source), {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs", ignoreDynamic: true, exportInteropAnnotation: true },
    });
    const file = join(folder, "lib", source.replace(/ts$/, "js"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  return folder;
}

/** Runs the command line in a folder. */
export function acrAuth(
  cwd: string,
  args: readonly string[],
  variables: Record<string, string> = {},
): Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr"> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ACR_AUTH, ...args], {
    cwd,
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
