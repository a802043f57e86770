import { Testing } from "cdktf";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import "cdktf-acr-auth-sandbox/jest";
import { ShopAccess } from "./shop-access";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start({ now: "2027-01-01T00:00:00Z" });
});
afterAll(() => sandbox.stop());

test("web pulls what is team A's, by a secret that rotates", async () => {
  const stack = new ShopAccess(Testing.app(), "shop-access");
  expect(await sandbox.plan(stack)).toCreate("azurerm_role_assignment", {
    principal_type: "ServicePrincipal",
  });
  await sandbox.apply(stack);

  const web = { principal: "web", registry: "contosoShop" };
  expect(sandbox).toLetIn({ ...web, access: "pull", repository: "team-a/app" });
  expect(sandbox).not.toLetIn({ ...web, access: "pull", repository: "team-b/app" });
  expect(sandbox).not.toLetIn({ ...web, access: "push", repository: "team-a/app" });

  await sandbox.travel({ days: 61 });
  expect(await sandbox.plan(stack)).toReplaceOnly(["azuread_application_password.secret"]);
}, 60_000);
