import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Construct } from "constructs";
import {
  App,
  LocalBackend,
  Manifest,
  TerraformBackend,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { inert, shellWord } from "../core/inert";
import { oncePer } from "../core/once-per";
import { warnOnce } from "../core/warning";
import { addressChain } from "./moves";

/** Several times what a thousand principals take. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Warns, when the stack is synthesized, where its local state is not there and the state of a stack
 * that made the same lies beside it: the stack, or the access file that it is named after, was renamed
 * without its state, and Terraform would make everything a second time.
 */
export function warnOfStateLeftBehind(construct: Construct): void {
  const stack = TerraformStack.of(construct);
  oncePer(stack, warnOfStateLeftBehind, () => {
    stack.node.addValidation({
      validate: () => {
        for (const [from, to] of statesLeftBehind(stack)) {
          warnOnce(stack, "acr-auth:state-left-behind", leftBehind(from, to));
        }
        return [];
      },
    });
  });
}

function leftBehind(from: string, to: string): string {
  return `The state of this stack, ${inert(basename(to))}, is not there, and ${inert(basename(from))} beside it, which no stack here has, is of a stack that made the same. If this stack, or its access file, had another name before, everything would be made a second time; move its state first: mv ${shellWord(from)} ${shellWord(to)}`;
}

/** The states that may be that of the stack, each with the file where the stack looks for its own. */
function statesLeftBehind(stack: TerraformStack): [string, string][] {
  const own = stateFileOf(stack);
  if (own === undefined) {
    return [];
  }
  const folder = dirname(own);
  const names = filesIn(folder);
  if (names.includes(basename(own))) {
    return [];
  }
  const states = names
    .filter((name) => name.endsWith(".tfstate") && !hasAccessFile(name, names))
    .map((name) => join(folder, name))
    .filter((file) => inert(file + own) === file + own);
  const taken = states.length === 0 ? new Set() : statesOfStacks(stack);
  return states
    .filter((file) => !taken.has(file) && madeTheSame(file, stack))
    .map((file) => [file, own]);
}

function statesOfStacks({ node: { root } }: TerraformStack): Set<unknown> {
  const stacks = root.node.findAll().filter((other) => other instanceof TerraformStack);
  return new Set(stacks.map(stateFileOf));
}

// The state of access.yaml is terraform.access.tfstate beside it.
function hasAccessFile(state: string, names: string[]): boolean {
  const [, name] = /^terraform\.(.+)\.tfstate$/.exec(state) ?? [];
  return name !== undefined && names.includes(`${name}.yaml`);
}

/** Where Terraform keeps the state of a stack; undefined where that is no file known here. */
function stateFileOf(stack: TerraformStack): string | undefined {
  const { root } = stack.node;
  const { TF_WORKSPACE: workspace = "default" } = process.env;
  const backend = stack.node.findAll().find((child) => TerraformBackend.isBackend(child));
  if (!(root instanceof App) || !(backend instanceof LocalBackend) || workspace !== "default") {
    return undefined;
  }
  // The properties of a backend are no public part of cdktf, so this reads what will be rendered.
  const { terraform } = backend.toTerraform() as {
    terraform: { backend: { local: { path: string } } };
  };
  const { path } = terraform.backend.local;
  return Token.isUnresolved(path)
    ? undefined
    : resolve(root.outdir, Manifest.stacksFolder, stack.node.id, path);
}

/**
 * Whether a state has a thing of the stack in it. Applications are told by their names too, so that
 * the same program deployed for another environment is none.
 */
function madeTheSame(file: string, stack: TerraformStack): boolean {
  const made = displayNamesIn(file);
  const resources = stack.node.findAll().filter((child) => child instanceof TerraformResource);
  const applications = resources.filter((resource) => resource instanceof Application);
  return applications.length === 0
    ? resources.some((resource) => addressChain(resource).some((address) => made.has(address)))
    : applications.some((application) => {
        const displayName = application.displayNameInput;
        return addressChain(application).some(
          (address) =>
            made.has(address) &&
            (Token.isUnresolved(displayName) || made.get(address) === displayName),
        );
      });
}

/** What a state has of a thing, as far as it is read here. */
interface Made {
  readonly mode: string;
  readonly module?: string;
  readonly type: string;
  readonly name: string;
  readonly instances: { readonly attributes?: { readonly display_name?: unknown } }[];
}

/** The addresses in a state, each with the display name if it has one; none of a file that is no state. */
function displayNamesIn(file: string): Map<string, unknown> {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MAX_BYTES) {
      return new Map();
    }
    const { resources } = JSON.parse(readFileSync(file, "utf8")) as { resources: Made[] };
    return new Map(
      resources
        .filter(({ mode, module }) => mode === "managed" && module === undefined)
        .map(({ type, name, instances: [instance] }) => [
          `${type}.${name}`,
          instance?.attributes?.display_name,
        ]),
    );
  } catch {
    // Not readable, not JSON, not of the form of a state.
    return new Map();
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
