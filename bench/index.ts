import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writePlan } from "./review-plan";

// Every figure is a ratio: ours against the same work without us, measured in turns in this run.
// Both sides run in processes of their own, and load the package as users do: built.

const ROOT = resolve(__dirname, "..");
const COMPILED = join(ROOT, ".scratch", "bench");

type Figures = Record<string, number>;

interface Comparison {
  readonly what: string;
  readonly ours: Figures[];
  readonly theirs: Figures[];
  readonly figure: string;
  readonly unit: string;
  readonly aim: string;
}

function main(): void {
  for (const step of [
    ["npm", "run", "--silent", "build", "--workspaces", "--include-workspace-root"],
    ["npx", "tsc", "-p", "bench/tsconfig.json"],
  ] as const) {
    const [command, ...args] = step;
    execFileSync(command, args, { cwd: ROOT, stdio: "inherit" });
  }
  printRow("median of the turns", "with us", "without", "ratio", "aim");
  for (const measureAll of [loading, scaling, synthesizing, planning, reviewing]) {
    for (const comparison of measureAll()) {
      print(comparison);
    }
  }
}

function* loading(): Generator<Comparison> {
  const child = join(COMPILED, "bench", "load-child.js");
  const modules = node(child, "--list").trim().split("\n");
  const { ours, theirs } = inTurns(
    15,
    () => measure(child, "cdktf-acr-auth"),
    () => measure(child, "cdktf", "constructs", ...modules),
  );
  const common = { ours, theirs, aim: "≤ 1.05" };
  yield { ...common, what: "require, time", figure: "milliseconds", unit: "ms" };
  yield { ...common, what: "require, memory", figure: "rss", unit: "MB" };
}

function* scaling(): Generator<Comparison> {
  const child = join(COMPILED, "bench", "scale-child.js");
  for (const count of [1, 10, 100, 1000, 4000]) {
    const { ours, theirs } = inTurns(
      count < 1000 ? 7 : 3,
      () => measure(child, "library", String(count)),
      () => measure(child, "by-hand", String(count)),
    );
    const common = { ours, theirs, figure: "total", unit: "ms" };
    yield { ...common, what: `build and synth, principals: ${count}`, aim: "≤ 1.1" };
  }
}

function* synthesizing(): Generator<Comparison> {
  const accessFile = JSON.stringify(join(ROOT, "dist", "access-file"));
  const apps = [
    appFolder(`require(${accessFile}).synthAccessFile();`),
    appFolder(`const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const app = new App();
new TerraformStack(app, "empty");
app.synth();`),
  ] as const;
  try {
    const [ours, theirs] = apps;
    yield {
      what: "cdktf synth of access.yaml, against an empty app",
      ...inTurns(
        9,
        () => synthTime(ours),
        () => synthTime(theirs),
      ),
      figure: "milliseconds",
      unit: "ms",
      aim: "≤ 1.15",
    };
  } finally {
    for (const app of apps) {
      rmSync(app, { recursive: true });
    }
  }
}

function* planning(): Generator<Comparison> {
  const turns = [measure(join(COMPILED, "bench", "plan-child.js"), "1000")];
  const of = (figure: string): Figures[] => turns.map((turn) => ({ seconds: turn[figure] ?? NaN }));
  yield {
    what: "second plan in the sandbox, CPU, principals: 1000",
    ours: of("both"),
    theirs: of("terraform"),
    figure: "seconds",
    unit: "s",
    aim: "≤ 1.3",
  };
}

function* reviewing(): Generator<Comparison> {
  const child = join(COMPILED, "bench", "review-child.js");
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-bench-"));
  const planOf = (count: number): string => {
    const file = join(folder, `${count}.json`);
    writePlan(ROOT, file, count);
    return file;
  };
  try {
    const plan = planOf(5000);
    const { ours, theirs } = inTurns(
      5,
      () => measure(child, "review", plan),
      () => measure(child, "parse", plan),
    );
    const common = { ours, theirs, what: "review, principals: 5000, against JSON.parse" };
    yield { ...common, figure: "milliseconds", unit: "ms", aim: "≤ 2" };
    yield { ...common, what: "review, most memory", figure: "memory", unit: "MB", aim: "≤ 300 MB" };
    const larger = planOf(50_000);
    yield {
      what: "review, principals: 50000, against 5000",
      ours: [measure(child, "review", larger)],
      theirs: [measure(child, "review", plan)],
      figure: "milliseconds",
      unit: "ms",
      aim: "≤ 10",
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A folder in which `cdktf synth` runs this as its app, beside an access file. */
function appFolder(main: string): string {
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-bench-"));
  copyFileSync(join(ROOT, "access.yaml"), join(folder, "access.yaml"));
  writeFileSync(join(folder, "main.js"), main);
  writeFileSync(join(folder, "cdktf.json"), '{ "language": "typescript", "app": "node main.js" }');
  return folder;
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

function synthTime(cwd: string): Figures {
  const cdktf = join(ROOT, "node_modules", ".bin", "cdktf");
  const env = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1" };
  const start = performance.now();
  execFileSync(cdktf, ["synth"], { cwd, env, stdio: "pipe" });
  return { milliseconds: performance.now() - start };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function print({ what, ours, theirs, figure, unit, aim }: Comparison): void {
  const of = (side: Figures[]): number[] => side.map((figures) => figures[figure] ?? NaN);
  const middle = (side: Figures[]): string => `${median(of(side)).toFixed(0)} ${unit}`;
  const ratios = of(ours).map((value, turn) => value / (of(theirs)[turn] ?? NaN));
  printRow(what, middle(ours), middle(theirs), median(ratios).toFixed(2), aim);
}

function printRow(what: string, ...cells: string[]): void {
  console.log(what.padEnd(50) + cells.map((cell) => cell.padStart(10)).join(""));
}

main();
