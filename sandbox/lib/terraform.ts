/** Finds Terraform and runs it. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { attachedFor } from "./versions/attach";

export interface TerraformResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** The file of the binary to use: TERRAFORM_BINARY_NAME as cdktf has it, else `terraform`, else `tofu`. */
export function findTerraform(env: NodeJS.ProcessEnv = process.env): string {
  const wanted = env.TERRAFORM_BINARY_NAME;
  const names = wanted === undefined || wanted === "" ? ["terraform", "tofu"] : [wanted];
  const [found] = names.flatMap((name) => findExecutable(name, env) ?? []);
  if (found === undefined) {
    throw new Error(
      `${names.join(" or ")} was not found on the PATH: install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install), or name the binary in TERRAFORM_BINARY_NAME.`,
    );
  }
  return found;
}

/** Runs Terraform in a directory against a sandbox; it never asks, and is killed when it takes too long. */
export async function runTerraform(
  sandbox: { env: Readonly<Record<string, string>> },
  cwd: string,
  args: readonly string[],
  timeoutSeconds = 60,
): Promise<TerraformResult> {
  const child = spawn(findTerraform(), [...args], {
    cwd,
    env: {
      ...process.env,
      TF_IN_AUTOMATION: "1",
      ...sandbox.env,
      ...attachedFor(sandbox.env, cwd, args),
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutSeconds * 1000,
    killSignal: "SIGKILL",
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal !== null) {
        reject(
          new Error(
            `terraform ${args.join(" ")} was ended by ${signal} (limit: ${timeoutSeconds} s).\n${output.stdout}${output.stderr}`,
          ),
        );
      } else {
        resolve({
          code: code ?? 1,
          stdout: stripVTControlCharacters(output.stdout),
          stderr: stripVTControlCharacters(output.stderr),
        });
      }
    });
  });
}

/** The file that is run by a name. Windows calls the PATH Path, and has the endings of what can be run in PATHEXT. */
export function findExecutable(
  name: string,
  { PATH, Path = "", PATHEXT = "" }: NodeJS.ProcessEnv,
): string | undefined {
  const folders = (PATH ?? Path).split(delimiter);
  const places = name.includes(sep) ? [resolve(name)] : folders.map((folder) => join(folder, name));
  const endings = ["", ...PATHEXT.split(";")];
  return places
    .flatMap((place) => endings.map((ending) => place + ending))
    .find((candidate) => {
      try {
        accessSync(candidate, constants.X_OK);
        return statSync(candidate).isFile();
      } catch {
        return false;
      }
    });
}
