import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, createReadStream, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { inert } from "../core/inert";
import { NoPlan, PlanReader } from "../review";

type Plan = ReturnType<PlanReader["end"]>;

/** What terraform show is asked about. */
type Kind = "plan" | "state";

export interface ShownSource {
  readonly file: string;
  /** @throws Error with a sentence about the file */
  readonly read: () => Promise<Plan>;
}

/** What an argument names: outputs of terraform show -json. */
export function shownIn(given: string, kind: Kind): ShownSource[] {
  if (given === "-") {
    return [{ file: "-", read: () => readFrom("the input", process.stdin, kind) }];
  }
  const stats = statSync(given, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(
      `the ${kind} "${inert(given)}" does not exist; write ${WRITING[kind]}, or name another`,
    );
  }
  if (!stats.isDirectory()) {
    return [{ file: given, read: () => readFile(given, kind) }];
  }
  const files = readdirSync(given)
    .filter((name) => name.endsWith(".json"))
    .sort();
  if (files.length === 0) {
    throw new Error(`the folder "${inert(given)}" has no .json file in it; put ${kind}s there`);
  }
  return files.map((name) => {
    const file = join(given, name);
    return { file, read: () => readFile(file, kind) };
  });
}

const WRITING: Readonly<Record<Kind, string>> = {
  plan: "terraform show -json plan > plan.json",
  state: "terraform show -json > state.json",
};

function readFile(file: string, kind: Kind): Promise<Plan> {
  return isPlanItself(file)
    ? readShown(file, kind)
    : readFrom(`"${inert(file)}"`, createReadStream(file, { highWaterMark: 1024 * 1024 }), kind);
}

/** What terraform plan -out writes is a zip archive. */
function isPlanItself(file: string): boolean {
  const begin = Buffer.alloc(4);
  const opened = openSync(file, "r");
  try {
    readSync(opened, begin, 0, begin.length, 0);
  } finally {
    closeSync(opened);
  }
  return begin.toString("latin1") === "PK\u0003\u0004";
}

async function readShown(file: string, kind: Kind): Promise<Plan> {
  const terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const shown = spawn(terraform, ["show", "-json", "-no-color", basename(file)], {
    cwd: dirname(file),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(shown, "close") as Promise<[number | null]>;
  ended.catch(() => undefined);
  const plan = readFrom(`"${inert(file)}"`, shown.stdout, kind);
  // What Terraform has printed of a failure says more than that there was no plan.
  plan.catch(() => undefined);
  const [code] = await ended.catch((error: unknown) => {
    throw new Error(`${terraform} can't be run: ${inert((error as Error).message)}`);
  });
  if (code !== 0) {
    throw new Error(
      `${terraform} show can't read "${inert(file)}"; run it in the folder that terraform init has prepared for it, or give what it prints there`,
    );
  }
  return plan;
}

async function readFrom(what: string, stream: Readable, kind: Kind): Promise<Plan> {
  const reader = new PlanReader(kind);
  try {
    for await (const chunk of stream) {
      reader.write(chunk as Buffer);
    }
    return reader.end();
  } catch (error) {
    throw error instanceof NoPlan ? new Error(`${what} ${error.message}`) : error;
  }
}
