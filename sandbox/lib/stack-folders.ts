/** The folders that Terraform runs in: one for each stack, which keeps its state. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type * as Cdktf from "cdktf";
import type { TerraformStack } from "cdktf";

/** A stack of a program, or the path of a folder with Terraform's JSON, such as cdktf.out/stacks/shop. */
export type Stack = TerraformStack | string;

/** Terraform's JSON, as far as it is looked at here. */
interface Configuration {
  terraform?: { backend?: unknown; cloud?: unknown; required_providers?: unknown };
  module?: unknown;
  data?: { terraform_remote_state?: Record<string, RemoteState> };
}

interface RemoteState {
  backend: string;
  config?: Record<string, unknown>;
  workspace?: string;
}

export interface StackFolder {
  readonly path: string;
  /** What `terraform init` has looked at. Absent in a folder that it must be run in. */
  initialized?: string | undefined;
}

export class StackFolders {
  private readonly known = new Map<string, StackFolder>();

  constructor(private readonly directory: string) {}

  /** The folder of a stack, without a look into it. */
  of(stack: Stack): StackFolder {
    const path = join(this.directory, nameOf(stack));
    const folder = this.known.get(path) ?? { path };
    this.known.set(path, folder);
    return folder;
  }

  stateOf(stack: Stack): string {
    return join(this.of(stack).path, STATE);
  }

  /** Writes a stack as it is now into its folder, at an instant if time does not run. */
  write(stack: Stack, now: string | undefined): { folder: StackFolder; needs: string } {
    const folder = this.of(stack);
    const backends =
      typeof stack === "string" ? copied(stack, folder.path) : this.synthesized(stack);
    const needs = configurationFiles(folder.path).map((name) => {
      const file = join(folder.path, name);
      const configuration = parsed(file, now);
      keepStateHere(configuration, backends);
      writeFileSync(file, JSON.stringify(configuration, null, 2));
      return [configuration.terraform?.required_providers, configuration.module];
    });
    return { folder, needs: JSON.stringify(needs) };
  }

  forgetStates(): void {
    for (const { path } of this.known.values()) {
      if (existsSync(path)) {
        readdirSync(path)
          .filter((name) => name.startsWith(STATE))
          .forEach((name) => {
            rmSync(join(path, name));
          });
      }
    }
  }

  /** As App.synth does it, but not into the folder of the app; returns where the stacks of the app keep their states. */
  private synthesized(stack: TerraformStack): KnownState[] {
    const { App, Manifest, TerraformStack } = cdktf();
    const app = App.of(stack);
    mkdirSync(this.directory, { recursive: true });
    const manifest = new Manifest("sandbox", this.directory, false);
    const session = { outdir: this.directory, skipValidation: false, manifest };
    const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
    for (const one of stacks) {
      one.prepareStack();
    }
    for (const one of stacks) {
      one.synthesizer.synthesize(session);
    }
    const mistakes = app.node.validate();
    if (mistakes.length > 0) {
      throw new Error(`The app is not valid:\n  ${mistakes.join("\n  ")}`);
    }
    return stacks.flatMap((one) => {
      const { backend = {} } =
        parsed(join(this.of(one).path, "cdk.tf.json"), undefined).terraform ?? {};
      return Object.entries(backend as Record<string, unknown>).map(([type, config]) => ({
        type,
        config,
        path: this.stateOf(one),
      }));
    });
  }
}

/** Where a stack says that its state is, and where the sandbox keeps it. */
interface KnownState {
  readonly type: string;
  readonly config: unknown;
  readonly path: string;
}

const STATE = "terraform.tfstate";

/** cdktf's own form for stacks, so that it can write them into place. */
function nameOf(stack: Stack): string {
  // The path in full, because folders of several projects may have one name.
  if (typeof stack === "string") {
    return join("folders", encodeURIComponent(resolve(stack)).replaceAll("%", "_"));
  }
  const { Manifest, TerraformStack } = cdktf();
  if (!TerraformStack.isStack(stack)) {
    throw new Error(
      `stack: ${String(stack)} is no stack; give a TerraformStack of cdktf, or the path of a folder with Terraform's JSON, such as "cdktf.out/stacks/shop".`,
    );
  }
  return join(Manifest.stacksFolder, stack.node.id);
}

/** It takes a while to load, and whoever only runs a command against the sandbox needs none of it. */
function cdktf(): typeof Cdktf {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not what jest runs without a flag
  return require("cdktf") as typeof Cdktf;
}

/** Copies a folder anew, except for what Terraform has put there. */
function copied(from: string, to: string): KnownState[] {
  if (!existsSync(from) || configurationFiles(from).length === 0) {
    throw new Error(
      `stack: the folder ${resolve(from)} ${existsSync(from) ? "has no file *.tf.json" : "does not exist"}; give the path of one that has, such as "cdktf.out/stacks/shop", where cdktf synth writes one.`,
    );
  }
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(to).filter((name) => !isOfTerraform(name))) {
    rmSync(join(to, name), { recursive: true });
  }
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === from || !isOfTerraform(basename(path)),
  });
  return [];
}

function isOfTerraform(name: string): boolean {
  return name.startsWith(".terraform") || name.startsWith(STATE);
}

function configurationFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".tf.json"));
}

/** The configuration, with an instant in place of the time of the plan. */
function parsed(file: string, now: string | undefined): Configuration {
  try {
    return JSON.parse(readFileSync(file, "utf8"), (_, value: unknown) =>
      now !== undefined && typeof value === "string" && value.includes("${")
        ? value.replaceAll(/\bplantimestamp\(\s*\)/g, JSON.stringify(now))
        : value,
    ) as Configuration;
  } catch (error) {
    throw new Error(
      `${file} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The sandbox has no storage for states, so each is a file in its folder, and is read there by the others. */
function keepStateHere({ terraform, data }: Configuration, known: readonly KnownState[]): void {
  delete terraform?.backend;
  delete terraform?.cloud;
  for (const remote of Object.values(data?.terraform_remote_state ?? {})) {
    const { backend, config } = remote;
    const found = known.find(
      (state) => state.type === backend && isDeepStrictEqual(state.config, config),
    );
    if (found !== undefined) {
      remote.backend = "local";
      remote.config = { path: found.path };
      delete remote.workspace;
    }
  }
}
