import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import "cdktf-acr-auth-sandbox/vitest";

const folder = mkdtempSync(join(tmpdir(), "sandbox-vitest-"));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start({ now: "2027-01-01T00:00:00Z" });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

test("a plan and a sandbox have the matchers", async () => {
  const configuration = {
    terraform: { required_providers: { azuread: { source: "hashicorp/azuread" } } },
    resource: { azuread_application: { web: { display_name: "web" } } },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const plan = await sandbox.plan(folder);
  expect(plan).toCreate("azuread_application", { display_name: expect.stringMatching(/^w/) });
  expect(plan).not.toCreate("azuread_application", { display_name: "build" });
  expect(plan).toCreateOnly(["azuread_application.web"]);
  await sandbox.apply(folder);
  expect(await sandbox.plan(folder)).toHaveNoChanges();
  expect(sandbox).not.toLetIn({ principal: "web", registry: "contosoShop", access: "pull" });
});

test("a matcher that does not pass fails the test", () => {
  expect(() => {
    expect(sandbox).toLetIn({ principal: "web", registry: "contosoShop", access: "pull" });
  }).toThrow(/expected the sandbox to let web in to pull at contosoShop, but it does not:/);
});
