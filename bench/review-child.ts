import { readFileSync } from "node:fs";
import { resolve } from "node:path";

// One measurement, in a process of its own: reviews a plan, or only parses it, and prints the milliseconds and the most
// memory that it had.
const [, , what, file = ""] = process.argv;

interface Command {
  readonly runReview: (file: string, options: object) => Promise<void>;
}

/** As the command does it, once it is loaded. */
async function reviewed(): Promise<number> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what is built, in the directory that this runs in
  const { runReview } = require(resolve("dist", "cli", "review", "run.js")) as Command;
  const start = performance.now();
  await runReview(file, { format: "text", output: `${file}.txt`, failOn: ["nothing"] });
  return performance.now() - start;
}

function parsed(): number {
  const start = performance.now();
  JSON.parse(readFileSync(file, "utf8"));
  return performance.now() - start;
}

async function main(): Promise<void> {
  const milliseconds = what === "review" ? await reviewed() : parsed();
  const memory = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ milliseconds, memory }));
}

void main();
