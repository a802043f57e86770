import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describeWithTerraform } from "../sandbox/test/with-terraform";
import { ROOT } from "./support/program";

/** Runs the demo; interrupts it, as often as an impatient person, from what is printed on. */
function demo(interruptAt?: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "demo.ts"], { cwd: ROOT });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (interruptAt !== undefined && output.includes(interruptAt)) {
        child.kill("SIGINT");
      }
    });
  }
  return new Promise((resolve) => {
    child.once("close", (code) => {
      resolve({ code, output: stripVTControlCharacters(output) });
    });
  });
}

describeWithTerraform("the demo", () => {
  afterEach(() => {
    expect(existsSync(join(ROOT, ".scratch", "demo"))).toBe(false);
  });

  test("shows the plan, deploys, finds no change, rotates one slot, logs in to the registry, and leaves nothing", async () => {
    const { code, output } = await demo();
    const headings = output.split("\n").filter((line) => line.startsWith("▸"));
    expect(headings).toHaveLength(6);
    expect(output.match(/^(Plan:|No changes\.|In the cloud now:).*$/gm)).toEqual([
      "Plan: 13 to add, 0 to change, 0 to destroy.",
      "In the cloud now: 2 applications, 2 client secrets, 3 role assignments.",
      "No changes. Your infrastructure matches the configuration.",
      "Plan: 1 to add, 0 to change, 1 to destroy.",
      "In the cloud now: 0 applications, 0 client secrets, 0 role assignments.",
    ]);
    expect(output).toContain("It asks to pull and push team-a/app, and may pull.");
    expect(code).toBe(0);
  }, 120_000);

  test("leaves nothing when it is interrupted, and says so", async () => {
    const { code, output } = await demo("▸");
    expect(output).toContain("The demo was interrupted by SIGINT.");
    expect(code).toBe(1);
  });
});
