import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Every figure is a ratio: ours against the same work without us, measured in turns in this run.
// Both sides run in processes of their own, compiled, as users run them.

const ROOT = resolve(__dirname, "..");
const COMPILED = join(ROOT, ".scratch", "bench");

type Figures = Record<string, number>;

interface Row {
  readonly what: string;
  readonly ours: Figures[];
  readonly theirs: Figures[];
  readonly figure: string;
  readonly unit: string;
  readonly aim: string;
}

function main(): void {
  execFileSync("npx", ["tsc", "-p", "bench/tsconfig.json"], { cwd: ROOT, stdio: "inherit" });
  const rows = [...loading(), ...scaling(), ...synthesizing()];
  print(rows);
}

function loading(): Row[] {
  const child = join(COMPILED, "bench", "load-child.js");
  const modules = node(child, "--list").trim().split("\n");
  const { ours, theirs } = inTurns(
    15,
    () => measure(child, join(COMPILED, "lib", "index.js")),
    () => measure(child, "cdktf", "constructs", ...modules),
  );
  const common = { ours, theirs, aim: "≤ 1.05" };
  return [
    { ...common, what: "require, time", figure: "milliseconds", unit: "ms" },
    { ...common, what: "require, memory", figure: "rss", unit: "MB" },
  ];
}

function scaling(): Row[] {
  const child = join(COMPILED, "bench", "scale-child.js");
  return [1, 10, 100, 1000, 4000].map((count) => {
    const { ours, theirs } = inTurns(
      count < 1000 ? 7 : 3,
      () => measure(child, "library", String(count)),
      () => measure(child, "by-hand", String(count)),
    );
    const what = `build and synth, ${count} principals`;
    return { what, ours, theirs, figure: "total", unit: "ms", aim: "≤ 1.1" };
  });
}

function synthesizing(): Row[] {
  const empty = mkdtempSync(join(tmpdir(), "acr-auth-bench-"));
  try {
    symlinkSync(join(ROOT, "node_modules"), join(empty, "node_modules"));
    writeFileSync(
      join(empty, "main.js"),
      'const { App, TerraformStack } = require("cdktf");\nconst app = new App();\nnew TerraformStack(app, "empty");\napp.synth();\n',
    );
    writeFileSync(join(empty, "cdktf.json"), '{ "language": "typescript", "app": "node main.js" }');
    const { ours, theirs } = inTurns(
      5,
      () => wallTime(ROOT, "npm", "run", "synth"),
      () => wallTime(empty, "npx", "cdktf", "synth"),
    );
    const what = "npm run synth, against cdktf synth of an empty app";
    return [{ what, ours, theirs, figure: "milliseconds", unit: "ms", aim: "" }];
  } finally {
    rmSync(empty, { recursive: true });
  }
}

/** Alternates the two sides, after one turn that only warms the disk cache. */
function inTurns(
  rounds: number,
  ours: () => Figures,
  theirs: () => Figures,
): { ours: Figures[]; theirs: Figures[] } {
  ours();
  theirs();
  const turns = Array.from({ length: rounds }, () => ({ ours: ours(), theirs: theirs() }));
  return { ours: turns.map((turn) => turn.ours), theirs: turns.map((turn) => turn.theirs) };
}

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
}

function measure(...args: string[]): Figures {
  return JSON.parse(node(...args)) as Figures;
}

function wallTime(cwd: string, command: string, ...args: string[]): Figures {
  const env = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1" };
  const start = performance.now();
  execFileSync(command, args, { cwd, env, stdio: "pipe" });
  return { milliseconds: performance.now() - start };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function print(rows: Row[]): void {
  const cells = rows.map(({ what, ours, theirs, figure, unit, aim }) => {
    const of = (side: Figures[]): number[] => side.map((figures) => figures[figure] ?? NaN);
    const ratios = of(ours).map((value, round) => value / (of(theirs)[round] ?? NaN));
    const middle = (side: Figures[]): string => `${median(of(side)).toFixed(0)} ${unit}`;
    return [what, middle(ours), middle(theirs), median(ratios).toFixed(2), aim];
  });
  const table = [["", "with us", "without", "ratio", "aim"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table) {
    console.log(
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    );
  }
}

main();
