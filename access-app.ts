import { existsSync, readFileSync } from "node:fs";
import { dirname, parse, resolve } from "node:path";
import { App, LocalBackend } from "cdktf";
import { AccessFileStack } from "./lib/access-file/access-file-stack";
import { AccessFileError } from "./lib/access-file/mistake";
import { readAccessFile } from "./lib/access-file/read-access-file";
import { synthTimeIn } from "./lib/terraform/now";
import { inert, shown } from "./lib/core/shown";

type Context = Record<string, unknown>;

/** An access file as an app with one stack. */
export interface AccessApp {
  readonly file: string;
  readonly app: App;
  readonly stack: AccessFileStack;
}

/**
 * Does something with access.yaml, or the file that ACR_ACCESS_FILE names. Mistakes of the user end
 * in their text on stderr and exit code 1.
 */
export function withAccessApp(use: (access: AccessApp) => void): void {
  try {
    use(accessApp(process.env.ACR_ACCESS_FILE ?? "access.yaml"));
  } catch (error) {
    // Mistakes of the user come as plain errors, from here and from cdktf. Any other kind is a defect
    // of this program, and keeps its stack trace.
    if (!(error instanceof Error) || error.name !== "Error") {
      throw error;
    }
    console.error(error.message.split("\n").map(inert).join("\n"));
    process.exitCode = 1;
  }
}

function accessApp(file: string): AccessApp {
  const id = stackId(file);
  const context = contextOfCdktfJson();
  const access = readAccessFile(file, synthTimeIn(context));
  const app = new App({ context });
  const stack = new AccessFileStack(app, id, access);
  if (access.backend === undefined) {
    // Beside the file: files of one name in two folders must not share a state.
    new LocalBackend(stack, { path: resolve(dirname(file), `terraform.${id}.tfstate`) });
  }
  return { file, app, stack };
}

// cdktf hands an app the context of cdktf.json, but it is not always cdktf that runs this.
function contextOfCdktfJson(): Context {
  const handed = process.env.CDKTF_CONTEXT_JSON;
  if (handed !== undefined) {
    return (parsed("CDKTF_CONTEXT_JSON", handed) ?? {}) as Context;
  }
  const file = "cdktf.json";
  const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
  return (parsed(file, text) as { context?: Context } | null)?.context ?? {};
}

function parsed(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`${name}: is not JSON: ${shown((error as SyntaxError).message)}; correct it`);
  }
}

// Terraform's state is kept by the name of the stack, so each file must have a stack of its own.
function stackId(file: string): string {
  const { name, ext } = parse(file);
  if (ext !== ".yaml" || !/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new AccessFileError(
      `${shown(file)} does not name a stack; call the file as in access.yaml or shop-prod.yaml, with lower-case letters, digits and "-" before .yaml`,
    );
  }
  return name;
}
