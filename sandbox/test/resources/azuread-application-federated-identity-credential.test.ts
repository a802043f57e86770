import type { Values } from "../../lib/schema/values";
import { InProcess } from "../in-process";

const CREDENTIAL = "azuread_application_federated_identity_credential";

function withApplication() {
  const sandbox = new InProcess();
  const { id = null } = sandbox.create("azuread_application", { display_name: "web" });
  const given = (changed: Values = {}): Values => ({
    application_id: id,
    display_name: "github",
    audiences: ["api://AzureADTokenExchange"],
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
    ...changed,
  });
  return {
    sandbox,
    given,
    create: (changed?: Values) => sandbox.create(CREDENTIAL, given(changed)),
  };
}

test("issuer and subject together must be unique within the application", () => {
  const { create } = withApplication();
  create();
  expect(() => create({ display_name: "again" })).toThrow("must be unique for the application");
});

test("the same subject of another issuer is another credential", () => {
  const { create } = withApplication();
  create();
  expect(create({ display_name: "gitlab", issuer: "https://gitlab.com" }).issuer).toBe(
    "https://gitlab.com",
  );
});

test("a name is used once within the application", () => {
  const { create } = withApplication();
  create();
  expect(() => create({ subject: "other" })).toThrow(
    "FederatedIdentityCredential with name github already exists",
  );
});

test("an application takes twenty, and not one more", () => {
  const { create } = withApplication();
  const nth = (n: number): Values => ({ display_name: `nr-${n}`, subject: `subject ${n}` });
  Array.from({ length: 20 }, (_, n) => create(nth(n)));
  expect(() => create(nth(20))).toThrow("at most 20");
});

test("an application that is not there is told", () => {
  const application_id = "/applications/0badcafe-0000-4000-8000-000000000001";
  expect(() => withApplication().create({ application_id })).toThrow(
    /^retrieving Application \(Application: "0badcafe-0000-4000-8000-000000000001"\): unexpected status 404/,
  );
});

test.each(["ab", "-github", "git hub", "git/hub"])("the name %o is refused", (display_name) => {
  const { create } = withApplication();
  expect(() => create({ display_name })).toThrow("must have 3 to 120 characters");
});

test("a subject of more than 600 characters is refused", () => {
  const { create } = withApplication();
  expect(() => create({ subject: "s".repeat(601) })).toThrow(
    "must not have more than 600 characters",
  );
});

test("issuer, subject and description change in place, the name replaces", () => {
  const { sandbox, given, create } = withApplication();
  const state = create();
  const changed = given({ subject: "other", description: "new" });
  expect(sandbox.plan(CREDENTIAL, state, changed).requiresReplace).toEqual([]);
  expect(sandbox.update(CREDENTIAL, state, changed)).toMatchObject({
    subject: "other",
    description: "new",
  });
  expect(sandbox.plan(CREDENTIAL, state, given({ display_name: "other" })).requiresReplace).toEqual(
    ["display_name"],
  );
});
