import { existsSync, readFileSync, rmdirSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { IConstruct, RootConstruct } from "constructs";
import { Annotations, App, Aspects, IAspect, LocalBackend } from "cdktf";
import { inert } from "../core/inert";
import { shown } from "../core/shown";
import { AcrAccessPolicy } from "../policy";
import { FileFinding, findingOf } from "../yaml/mistake";
import { AccessFileStack } from "./access-file-stack";

type Context = Record<string, unknown>;

/** An access file as an app with one stack. */
export interface AccessFileApp {
  /** The file as it was named. */
  readonly file: string;
  readonly app: App;
  readonly stack: AccessFileStack;
  /** Where a synth writes its Terraform JSON. */
  readonly output: string;
}

/**
 * Turns an access file into Terraform JSON below cdktf.out, as the app of cdktf.json; a mistake leaves
 * cdktf.out as it was, and ends in its text on stderr and exit code 1.
 *
 * @param file by default the file that `ACR_ACCESS_FILE` names, or access.yaml
 * @returns what has been written, or nothing after a mistake
 */
export function synthAccessFile(file?: string): AccessFileApp | undefined {
  return withAccessFile((access) => {
    Annotations.of(access.stack).addInfo(inert(`${access.file} is now ${access.output}`));
    access.app.synth();
    return access;
  }, file);
}

/**
 * Does something with the app of an access file that has no mistakes. Mistakes of the user end in their
 * text on stderr and exit code 1.
 *
 * @param file by default the file that `ACR_ACCESS_FILE` names, or access.yaml
 * @returns what has come of it, or nothing after a mistake
 */
export function withAccessFile<T>(
  use: (access: AccessFileApp) => T,
  file = process.env.ACR_ACCESS_FILE ?? "access.yaml",
): T | undefined {
  try {
    return use(accessFileApp(file));
  } catch (error) {
    // Mistakes of the user come as plain errors, from here and from cdktf. Any other kind is a defect
    // of this program, and keeps its stack trace.
    if (!(error instanceof Error) || error.name !== "Error") {
      throw error;
    }
    console.error(error.message.split("\n").map(inert).join("\n"));
    process.exitCode = 1;
    return undefined;
  }
}

/**
 * All mistakes and warnings about an access file, in the order in which they stand in it: builds what
 * `synthAccessFile` does, with the same context, and writes nothing.
 *
 * @throws when the context, in cdktf.json or `CDKTF_CONTEXT_JSON`, is no JSON
 */
export function checkAccessFile(file: string): readonly FileFinding[] {
  // An app makes its folder as soon as it is there.
  const root = new RootConstruct();
  for (const [key, value] of Object.entries(contextOfCdktfJson())) {
    root.node.setContext(key, value);
  }
  const message = nameProblem(file);
  const id = message === undefined ? parse(file).name : "access";
  const stack = new AccessFileStack(root, id, file);
  AcrAccessPolicy.advisory().applyTo(stack);
  visitAll(stack, []);
  return [
    ...(message === undefined ? [] : [findingOf(file, { line: 1, column: 1, path: "", message })]),
    ...stack.findings,
  ];
}

// Some warnings wait until all is there, as cdktf's synth has them do.
function visitAll(construct: IConstruct, above: readonly IAspect[]): void {
  const aspects = [...above, ...Aspects.of(construct).all];
  aspects.forEach((aspect) => {
    aspect.visit(construct);
  });
  construct.node.children.forEach((child) => {
    visitAll(child, aspects);
  });
}

function accessFileApp(file: string): AccessFileApp {
  const problem = nameProblem(file);
  if (problem !== undefined) {
    throw new Error(problem);
  }
  const id = parse(file).name;
  const context = contextOfCdktfJson();
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const made = [join(outdir, "stacks"), outdir].filter((folder) => !existsSync(folder));
  const app = new App({ context, outdir });
  const stack = new AccessFileStack(app, id, file);
  const { error } = stack;
  if (error !== undefined) {
    made.forEach((folder) => {
      rmdirSync(folder);
    });
    throw error;
  }
  AcrAccessPolicy.advisory().applyTo(stack);
  if (stack.node.tryFindChild("backend") === undefined) {
    // Beside the file: files of one name in two folders must not share a state.
    new LocalBackend(stack, { path: resolve(dirname(file), `terraform.${id}.tfstate`) });
  }
  const { synthesizedStackPath } = app.manifest.forStack(stack);
  return { file, app, stack, output: `${app.outdir}/${synthesizedStackPath}` };
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
function nameProblem(file: string): string | undefined {
  const { name, ext } = parse(file);
  return ext === ".yaml" && /^[a-z][a-z0-9-]*$/.test(name)
    ? undefined
    : `${shown(file)} does not name a stack; call the file as in access.yaml or shop-prod.yaml, with lower-case letters, digits and "-" before .yaml`;
}
