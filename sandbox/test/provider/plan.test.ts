import { UNKNOWN, type Values } from "../../lib/schema/values";
import { CALLER, InProcess } from "../in-process";

const APPLICATION = "azuread_application";
const OTHER = "0badcafe-0000-4000-8000-000000000001";

const other = { clientId: OTHER, objectId: OTHER, displayName: "other" };

function made(given: Values = {}) {
  const sandbox = new InProcess({ seed: { servicePrincipals: [other] } });
  const state = sandbox.create(APPLICATION, { display_name: "web", ...given });
  const plan = (changed: Values) =>
    sandbox.plan(APPLICATION, state, { display_name: "web", ...changed });
  return { sandbox, state, plan };
}

describe("of which one item is known after apply,", () => {
  test("a set is so as a whole, in a new resource and in a changed one", () => {
    const owners = [CALLER, UNKNOWN];
    const { planned } = new InProcess().planNew(APPLICATION, { display_name: "web", owners });
    expect(planned.owners).toBe(UNKNOWN);
    expect(made({ owners: [CALLER] }).plan({ owners }).planned.owners).toBe(UNKNOWN);
  });

  test("a map is so as a whole, and replaces where it forces that", () => {
    const { sandbox, state } = made();
    const given = { application_id: state.id ?? null, rotate_when_changed: { period: "1" } };
    const password = sandbox.create("azuread_application_password", given);
    const changed = { ...given, rotate_when_changed: { period: UNKNOWN, generation: "0" } };
    expect(sandbox.plan("azuread_application_password", password, changed)).toMatchObject({
      planned: { rotate_when_changed: UNKNOWN },
      requiresReplace: ["rotate_when_changed"],
    });
  });

  test("a list stays a list", () => {
    const type = "azuread_application_federated_identity_credential";
    const given = { application_id: UNKNOWN, display_name: "github", audiences: [UNKNOWN] };
    const { planned } = new InProcess().planNew(type, { ...given, issuer: "i", subject: "s" });
    expect(planned.audiences).toEqual([UNKNOWN]);
  });
});

test("blocks that the provider makes of the tags are known after apply in a new resource, and stay in a changed one", () => {
  const client_id = OTHER;
  const { planned } = new InProcess().planNew("azuread_service_principal", { client_id });
  expect(planned).toMatchObject({ feature_tags: UNKNOWN, features: UNKNOWN });
  const { state, plan } = made();
  expect(plan({ tags: ["HideApp"] }).planned.feature_tags).toEqual(state.feature_tags);
});

test("a block that Graph fills in by itself is no change, one that says something is removed", () => {
  const { state, plan, sandbox } = made();
  expect(plan({})).toEqual({ planned: state, requiresReplace: [] });
  const web = (uri: string) => [
    {
      homepage_url: "",
      logout_url: "",
      redirect_uris: [uri],
      implicit_grant: [{ access_token_issuance_enabled: false, id_token_issuance_enabled: false }],
    },
  ];
  const foreign = { ...state, web: web("https://contoso.com") };
  const given = { display_name: "web" };
  expect(sandbox.plan(APPLICATION, foreign, given).planned.web).toEqual([]);
});

test("what is not set equals Go's zero value, which is no change", () => {
  const { state, plan } = made();
  expect(state).toMatchObject({ description: "", device_only_auth_enabled: false, owners: null });
  expect(plan({ description: "", owners: [] })).toEqual({ planned: state, requiresReplace: [] });
});

test("a text that is taken away is null in the plan, and empty in the state", () => {
  const { sandbox, state, plan } = made({ description: "of the shop" });
  expect(plan({}).planned.description).toBeNull();
  expect(sandbox.update(APPLICATION, state, { display_name: "web" }).description).toBe("");
});

test("a flag that is taken away is null in the plan, and false in the state, which is no change", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [other] } });
  const type = "azuread_service_principal";
  const adopted = sandbox.create(type, { client_id: OTHER, use_existing: true });
  const given = { client_id: OTHER };
  expect(sandbox.plan(type, adopted, given).planned.use_existing).toBeNull();
  const state = sandbox.update(type, adopted, given);
  expect(state.use_existing).toBe(false);
  expect(sandbox.plan(type, state, given)).toEqual({ planned: state, requiresReplace: [] });
});

test("a set that is taken away is empty in the plan and in the state", () => {
  const { sandbox, state, plan } = made({ owners: [CALLER] });
  expect(plan({}).planned.owners).toEqual([]);
  expect(sandbox.update(APPLICATION, state, { display_name: "web" }).owners).toEqual([]);
});

test("what is computed is known after apply where the program sets it to nothing, and then stays", () => {
  const { sandbox, state } = made();
  const given = { application_id: state.id ?? null, display_name: "" };
  const type = "azuread_application_password";
  expect(sandbox.planNew(type, given).planned.display_name).toBe(UNKNOWN);
  const password = sandbox.create(type, { ...given, display_name: "docker" });
  expect(sandbox.plan(type, password, given)).toEqual({ planned: password, requiresReplace: [] });
});

test("a location is planned in the form that is stored", () => {
  const group = { name: "rg-shop", location: "West Europe" };
  const { planned } = new InProcess().planNew("azurerm_resource_group", group);
  expect(planned.location).toBe("westeurope");
});
