import { existsSync, readFileSync } from "node:fs";
import { dirname, parse, resolve } from "node:path";
import { App, LocalBackend } from "cdktf";
import { AccessFileStack } from "./lib/access-file/access-file-stack";
import { AccessFileError } from "./lib/access-file/mistake";
import { readAccessFile } from "./lib/access-file/read-access-file";

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
    console.error(error.message);
    process.exitCode = 1;
  }
}

function accessApp(file: string): AccessApp {
  const id = stackId(file);
  const access = readAccessFile(file);
  const app = new App({ context: contextOfCdktfJson() });
  const stack = new AccessFileStack(app, id, access);
  if (access.backend === undefined) {
    // Beside the file: files of one name in two folders must not share a state.
    new LocalBackend(stack, { path: resolve(dirname(file), `terraform.${id}.tfstate`) });
  }
  return { file, app, stack };
}

// cdktf hands an app the context of cdktf.json, but it is not always cdktf that runs this.
function contextOfCdktfJson(): Record<string, unknown> {
  const file = "cdktf.json";
  if (process.env.CDKTF_CONTEXT_JSON !== undefined || !existsSync(file)) {
    return {};
  }
  const text = readFileSync(file, "utf8");
  try {
    const settings = JSON.parse(text) as { context?: Record<string, unknown> } | null;
    return settings?.context ?? {};
  } catch (error) {
    throw new Error(`${file}: is not JSON: ${(error as SyntaxError).message}`);
  }
}

// Terraform's state is kept by the name of the stack, so each file must have a stack of its own.
function stackId(file: string): string {
  const { name, ext } = parse(file);
  if (ext !== ".yaml" || !/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new AccessFileError(
      `${file}: does not name a stack; call the file as in access.yaml or shop-prod.yaml, with lower-case letters, digits and "-" before .yaml`,
    );
  }
  return name;
}
