/**
 * Serves a sandbox to Terraform as installed providers: a filesystem mirror with a plugin for each version. Slower than being
 * attached to, but `terraform init` then checks version constraints and writes the lock file as always.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { terraformPlatform } from "../platform";
import type { Sandbox } from "../sandbox";
import { sourceFile } from "../source-file";
import { NOT_ATTACHED } from "../versions/attach";
import { sourceOf } from "../versions/source";

/** Writes the mirror into a directory and returns the environment that makes Terraform use it. */
export function writeMirror(sandbox: Sandbox, directory: string): Record<string, string> {
  if (platform() === "win32") {
    throw new Error("The mirror cannot be written for Windows: attach to the sandbox instead.");
  }
  const served = Object.entries(sandbox.ports).flatMap(([name, byVersion]) =>
    Object.entries(byVersion).map(([version, port]) => ({ name, version, port })),
  );
  for (const { name, version, port } of served) {
    for (const host of ["registry.terraform.io", "registry.opentofu.org"]) {
      const folder = join(directory, host, sourceOf(name), version, terraformPlatform());
      mkdirSync(folder, { recursive: true });
      const plugin = join(folder, `terraform-provider-${name}_v${version}`);
      writeFileSync(plugin, shim(port), { mode: 0o755 });
    }
  }
  const cliConfig = join(directory, "terraform.tfrc");
  const path = JSON.stringify(directory);
  writeFileSync(
    cliConfig,
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${path}\n  }\n}\n`,
  );
  return { ...sandbox.env, ...NOT_ATTACHED, TF_CLI_CONFIG_FILE: cliConfig };
}

/** Terraform checks the hash of the plugin with every command, so all that can change is kept out of it. */
function shim(port: number): string {
  const { file, hooks } = sourceFile("mirror/plugin");
  const hooked = hooks.map((hook) => `require(${JSON.stringify(hook)});\n`).join("");
  return `#!/usr/bin/env node\n${hooked}require(${JSON.stringify(file)}).servePlugin(${port});\n`;
}
