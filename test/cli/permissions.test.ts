import type { SpawnSyncReturns } from "node:child_process";
import { acrAuth, EXAMPLE, folderWith } from "./acr-auth";

const permissions = (
  files: Record<string, string>,
  variables: Record<string, string> = {},
): Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr"> =>
  acrAuth(folderWith(files), ["permissions"], variables);

test("prints what the deployer of access.yaml needs, and nothing else", () => {
  const { status, stdout, stderr } = permissions({ "access.yaml": EXAMPLE });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^What the identity that deploys the stack access needs\n/);
  expect(stdout).toContain("Application.ReadWrite.OwnedBy");
  expect(stdout).toContain("Role Based Access Control Administrator on the registry contosoShop");
});

test("prints it for the file in ACR_ACCESS_FILE, with the context of cdktf.json as cdktf has it", () => {
  const context = { "acr-auth:role-assignments": "report" };
  const { stdout } = permissions(
    { "shop-prod.yaml": EXAMPLE, "cdktf.json": JSON.stringify({ context }) },
    { ACR_ACCESS_FILE: "shop-prod.yaml" },
  );
  expect(stdout).toMatch(/^What the identity that deploys the stack shop-prod needs\n/);
  expect(stdout).toContain("It assigns no roles.");
});

test("a cdktf.json with an empty context is no mistake", () => {
  const { status, stderr } = permissions({
    "access.yaml": EXAMPLE,
    "cdktf.json": '{ "context": null }',
  });
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
  const { status, stdout, stderr } = permissions(files);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
});

test("a file that is not there is told with exit code 2", () => {
  const { status, stderr } = permissions({}, { ACR_ACCESS_FILE: "prod.yaml" });
  expect(status).toBe(2);
  expect(stderr).toBe('error: the file "prod.yaml" does not exist; write it, or name another\n');
});
