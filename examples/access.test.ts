import { Testing } from "cdktf";
import { AccessFileStack } from "cdktf-acr-auth/access-file";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import "cdktf-acr-auth-sandbox/jest"; // or "cdktf-acr-auth-sandbox/vitest"

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start();
});
afterAll(() => sandbox.stop());

test("access.yaml lets web pull, and replaces one slot of its secret in each period", async () => {
  const stack = new AccessFileStack(Testing.app(), "access", "access.yaml");
  expect(await sandbox.plan(stack)).toCreate("azuread_application", {
    display_name: "contoso-web",
  });

  await sandbox.apply(stack);
  expect(await sandbox.plan(stack)).toHaveNoChanges();
  const push = { principal: "contoso-build", registry: "contosoShop", access: "push" } as const;
  expect(sandbox).toLetIn({ ...push, repository: "team-a/app" });
  expect(sandbox).not.toLetIn({ ...push, repository: "team-b/app" });

  await sandbox.travel({ days: 60 });
  expect(await sandbox.plan(stack)).toReplaceOnly([
    "azuread_application_password.web_client_secret_docker_",
  ]);
});
