import { App } from "cdktf";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import "cdktf-acr-auth-sandbox/jest";
import { RegistryAccess } from "./registry-access";

// The real Terraform applies the stack here, to a sandbox that stands in for Azure: no account is needed.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start();
  await sandbox.apply(stack());
});
afterAll(() => sandbox.stop());

const stack = () => new RegistryAccess(new App(), "registry-access");
const registry = "contosoShop";

test("the web application may pull everything, and push nothing", () => {
  const web = { principal: "contoso-web", registry, repository: "team-b/app" };
  expect(sandbox).toLetIn({ ...web, access: "pull" });
  expect(sandbox).not.toLetIn({ ...web, access: "push" });
});

test("the build pipeline may push below team-a/ only", () => {
  const push = { principal: "contoso-build", registry, access: "push" } as const;
  expect(sandbox).toLetIn({ ...push, repository: "team-a/app" });
  expect(sandbox).not.toLetIn({ ...push, repository: "team-b/app" });
});

test("nothing is left to do after an apply, until the client secret is due", async () => {
  expect(await sandbox.plan(stack())).toHaveNoChanges();

  await sandbox.travel({ days: 60 });
  expect(await sandbox.plan(stack())).toReplaceOnly([
    "azuread_application_password.web_client_secret_docker",
  ]);
});
