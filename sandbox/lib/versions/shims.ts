/**
 * Stand-ins for `terraform` and `tofu` that attach each command to what the program in its folder asks for: cdktf writes
 * that only when it runs, long after it was started.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { basename, delimiter, join } from "node:path";
import { sourceFile } from "../source-file";
import { findExecutable } from "../terraform";

/**
 * Writes them into a folder, and returns what makes other programs run them. Windows has none, since programs there run
 * no script in place of terraform.exe: what they run is attached to the newest versions.
 */
export function writeShims(folder: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const { TERRAFORM_BINARY_NAME: wanted = "", PATH = "" } = env;
  const found = [wanted, "terraform", "tofu"].flatMap((name) => findExecutable(name, env) ?? []);
  const [first] = wanted === "" ? found : [findExecutable(wanted, env)];
  if (platform() === "win32" || found.length === 0) {
    return {};
  }
  mkdirSync(folder, { recursive: true });
  // Of two binaries with one name the first one is meant.
  for (const binary of found.reverse()) {
    writeFileSync(join(folder, basename(binary)), shim(binary), { mode: 0o755 });
  }
  return {
    PATH: `${folder}${delimiter}${PATH}`,
    ...(first !== undefined && { TERRAFORM_BINARY_NAME: join(folder, basename(first)) }),
  };
}

function shim(binary: string): string {
  const { file, hooks } = sourceFile("versions/attach-command");
  const node = [process.execPath, ...hooks.flatMap((hook) => ["--require", hook]), file];
  return `#!/bin/sh
TF_REATTACH_PROVIDERS=$(${node.map(quoted).join(" ")} "$@") || exit 1
export TF_REATTACH_PROVIDERS
exec ${quoted(binary)} "$@"
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
