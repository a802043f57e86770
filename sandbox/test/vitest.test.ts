import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { testWithTerraform } from "./with-terraform";

const VITEST = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const CONFIG = join(__dirname, "vitest", "vitest.config.mjs");

testWithTerraform("vitest runs tests with the matchers", async () => {
  const env = { ...process.env, JEST_WORKER_ID: undefined, NODE_ENV: undefined };
  const child = spawn(process.execPath, [VITEST, "run", "--config", CONFIG], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  const [code] = (await once(child, "close")) as [number];
  expect(output).toMatch(/Tests .*2 passed/);
  expect(code).toBe(0);
});
