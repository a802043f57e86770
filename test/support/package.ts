import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./program";

const FIVE_MINUTES = 5 * 60 * 1000;

/** Runs a command to its end, and returns what it prints; fails with all that it printed. */
export function run(cwd: string, command: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: FIVE_MINUTES,
  });
  if (status !== 0) {
    const failed = `in ${cwd}: ${command} ${args.join(" ")}: ${error?.message ?? `exit ${status}`}`;
    throw new Error(`${failed}\n${stdout}${stderr}`);
  }
  return stdout;
}

/** What `npm pack` made. */
export interface Packed {
  readonly filename: string;
  readonly files: { readonly path: string }[];
}

const NO_SOURCES = ["node_modules", ".git", ".scratch", "cdktf.out", "coverage", "dist"];

/** Where a copy of the sources is packed: packing compiles in place, and other tests pack meanwhile. */
export function copyOfSources(source: string): string {
  for (const path of readdirSync(ROOT)) {
    if (!NO_SOURCES.includes(path)) {
      cpSync(join(ROOT, path), join(source, path), { recursive: true });
    }
  }
  symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
  return source;
}

export function pack(source: string): Packed {
  const [packed] = JSON.parse(run(source, "npm", "pack", "--json", "--silent")) as [Packed];
  return { ...packed, filename: join(source, packed.filename) };
}
