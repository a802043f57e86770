import { spawnSync, SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./support/program";

const EXAMPLE = readFileSync(join(ROOT, "access.yaml"), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What `npm run permissions` runs, in a folder with these files. */
function run(
  files: Record<string, string>,
  variables: Record<string, string> = {},
): SpawnSyncReturns<string> {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
  }
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  return spawnSync(process.execPath, ["--import", tsx, join(ROOT, "permissions.ts")], {
    cwd: folder,
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });
}

test("prints what the deployer of access.yaml needs, and nothing else", () => {
  const { status, stdout, stderr } = run({ "access.yaml": EXAMPLE });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^What the identity that deploys the stack access needs\n/);
  expect(stdout).toContain("Application.ReadWrite.OwnedBy");
  expect(stdout).toContain("Role Based Access Control Administrator on the registry contosoShop");
});

test("prints it for the file in ACR_ACCESS_FILE, with the context of cdktf.json as cdktf has it", () => {
  const context = { "acr-auth:role-assignments": "report" };
  const { stdout } = run(
    { "shop-prod.yaml": EXAMPLE, "cdktf.json": JSON.stringify({ context }) },
    { ACR_ACCESS_FILE: "shop-prod.yaml" },
  );
  expect(stdout).toMatch(/^What the identity that deploys the stack shop-prod needs\n/);
  expect(stdout).toContain("It assigns no roles.");
});

test("a cdktf.json with an empty context is no mistake", () => {
  const { status, stderr } = run({ "access.yaml": EXAMPLE, "cdktf.json": '{ "context": null }' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    "that only the constructs know",
    {
      "access.yaml": EXAMPLE,
      "cdktf.json": JSON.stringify({ context: { "acr-auth:role-assignments": "none" } }),
    },
    /context acr-auth:role-assignments: "none" is not one of assign, report/,
  ],
  [
    "in the JSON of cdktf.json",
    { "access.yaml": EXAMPLE, "cdktf.json": '{ "context": { "acr-auth:now": } }' },
    /^cdktf\.json: is not JSON: /,
  ],
])("a mistake %s ends in its text on stderr and exit code 1", (_, files, message) => {
  const { status, stdout, stderr } = run(files);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
});
