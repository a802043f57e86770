import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { block, withPart } from "./page-parts";

/** docs/sandbox.md with the test that is run as a sample. */
export function withSample(page: string): string {
  const sample = readFileSync(join(ROOT, "examples", "access.test.ts"), "utf8");
  return withPart(page, "sample", block("ts", sample));
}
