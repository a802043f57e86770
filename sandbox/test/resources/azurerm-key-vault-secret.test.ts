import { deliveredIn } from "../../lib/cloud/delivered";
import { stateOf } from "../../lib/cloud/state";
import { requiredText } from "../../lib/provider/arguments";
import type { Values } from "../../lib/schema/values";
import { InProcess, TENANT } from "../in-process";

const ANOTHER = "5b5c0000-0000-4000-8000-000000000002";
const PLACE = "https://kv-shop.vault.azure.net/secrets/acr-password";

function withVault(features: Values = {}, purgeProtection = false) {
  const config = { features: [{ key_vault: [features] }] };
  const registries = [{ resourceGroup: "rg", name: "contosoOther", subscriptionId: ANOTHER }];
  const sandbox = new InProcess({ seed: { registries } }).with({ config });
  sandbox.create("azurerm_resource_group", { name: "rg-shop", location: "westeurope" });
  const vault = sandbox.create("azurerm_key_vault", {
    name: "kv-shop",
    resource_group_name: "rg-shop",
    location: "westeurope",
    sku_name: "standard",
    tenant_id: TENANT,
    rbac_authorization_enabled: true,
    purge_protection_enabled: purgeProtection,
  });
  const secret: Values = { name: "acr-password", key_vault_id: vault.id ?? null };
  return { sandbox, vaultId: requiredText(vault, "id"), secret };
}

function create(sandbox: InProcess, given: Values): Values {
  return sandbox.create("azurerm_key_vault_secret", given);
}

function update(sandbox: InProcess, prior: Values, given: Values): Values {
  return sandbox.update("azurerm_key_vault_secret", prior, given);
}

const delivered = ({ cloud }: InProcess): string | undefined => deliveredIn(cloud)[PLACE];

test("a secret has an id with its version and three without", () => {
  const { sandbox, secret, vaultId } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  const version = requiredText(state, "version");
  expect(version).toMatch(/^[0-9a-f]{32}$/);
  expect(state).toMatchObject({
    id: `${PLACE}/${version}`,
    versionless_id: PLACE,
    resource_id: `${vaultId}/secrets/acr-password/versions/${version}`,
    resource_versionless_id: `${vaultId}/secrets/acr-password`,
  });
  expect(sandbox.plan("azurerm_key_vault_secret", state, { ...secret, value: "first" })).toEqual({
    planned: state,
    requiresReplace: [],
  });
});

test("another value is another version, another content type is none", () => {
  const { sandbox, secret } = withVault();
  const first = create(sandbox, { ...secret, value: "first" });
  const second = update(sandbox, first, { ...secret, value: "second" });
  expect(second.version).not.toBe(first.version);
  expect(delivered(sandbox)).toBe("second");
  const described = { ...secret, value: "second", content_type: "password", tags: { slot: "b" } };
  const third = update(sandbox, second, described);
  expect(third).toMatchObject({ version: second.version, content_type: "password" });
});

test("a write-only value is in the vault, and in no plan and no state", () => {
  const { sandbox, secret } = withVault();
  const given = { ...secret, value_wo: "hidden", value_wo_version: 1 };
  const { planned } = sandbox.planNew("azurerm_key_vault_secret", given);
  const state = create(sandbox, given);
  expect(delivered(sandbox)).toBe("hidden");
  expect([planned.value, planned.value_wo, state.value, state.value_wo]).toEqual(
    Array(4).fill(null),
  );
  expect(JSON.stringify(stateOf(sandbox.cloud))).not.toContain("hidden");
});

test("a write-only value is written when its version changes, and only then", () => {
  const { sandbox, secret } = withVault();
  const state = create(sandbox, { ...secret, value_wo: "first", value_wo_version: 1 });
  const same = { ...secret, value_wo: "second", value_wo_version: 1 };
  expect(sandbox.plan("azurerm_key_vault_secret", state, same).planned).toEqual(state);
  const next = update(sandbox, state, { ...same, value_wo_version: 2 });
  expect(delivered(sandbox)).toBe("second");
  expect(next.version).not.toBe(state.version);
});

test("dates are in UTC and whole seconds, and one that is taken away stays in the vault", () => {
  const { sandbox, secret } = withVault();
  const given = { ...secret, value: "first", expiration_date: "2027-03-01T02:00:00.5+02:00" };
  const state = create(sandbox, given);
  expect(state.expiration_date).toBe("2027-03-01T00:00:00Z");
  const exact = { ...given, expiration_date: "2027-03-01T00:00:00Z" };
  expect(sandbox.plan("azurerm_key_vault_secret", state, exact).planned).toEqual(state);
  const without = update(sandbox, state, { ...secret, value: "first" });
  expect(without.expiration_date).toBe("2027-03-01T00:00:00Z");
});

test("another name or vault replaces it", () => {
  const { sandbox, secret, vaultId } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  const other = { name: "other", key_vault_id: `${vaultId}2`, value: "first" };
  const { requiresReplace } = sandbox.plan("azurerm_key_vault_secret", state, other);
  expect(requiresReplace.sort()).toEqual(["key_vault_id", "name"]);
});

test.each([
  [{ value: "a", value_wo: "b", value_wo_version: 1 }, "only one of `value,value_wo` can be"],
  [{}, "one of `value,value_wo` must be specified"],
  [{ value_wo: "a" }, "all of `value_wo,value_wo_version` must be specified"],
  [{ value_wo: "a", value_wo_version: 0 }, "expected value_wo_version to be at least (1), got 0"],
  [{ value: "a", name: "acr_password" }, '"name" may only contain alphanumeric characters and'],
  [{ value: "a", expiration_date: "tomorrow" }, "to be a valid RFC3339 date"],
  [{ value: "a", tags: tags(16) }, "a maximum of 15 tags can be applied to this ARM resource"],
])("the provider refuses %j", (given: Values, problem) => {
  const { sandbox, secret } = withVault();
  expect(() => create(sandbox, { ...secret, ...given })).toThrow(problem);
});

test("fifteen tags are not too many", () => {
  const { sandbox, secret } = withVault();
  expect(create(sandbox, { ...secret, value: "a", tags: tags(15) }).tags).toEqual(tags(15));
});

test("one that is there is not adopted, but imported", () => {
  const { sandbox, secret } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  expect(() => create(sandbox, { ...secret, value: "second" })).toThrow("needs to be imported");
  expect(sandbox.import("azurerm_key_vault_secret", requiredText(state, "id"))).toMatchObject({
    key_vault_id: secret.key_vault_id,
    value: "first",
  });
});

test("a value that was changed by hand is told", () => {
  const { sandbox, secret } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  sandbox.cloud.answer({
    service: "vault",
    host: "kv-shop.vault.azure.net",
    method: "PUT",
    path: "/secrets/acr-password",
    query: { "api-version": "7.4" },
    body: { value: "by hand" },
    tenantId: TENANT,
  });
  expect(sandbox.read("azurerm_key_vault_secret", state)?.value).toBe("by hand");
});

test("a deleted secret is purged, and its name is free again", () => {
  const { sandbox, secret } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  sandbox.delete("azurerm_key_vault_secret", state);
  expect(sandbox.read("azurerm_key_vault_secret", state)).toBeNull();
  create(sandbox, { ...secret, value: "second" });
  expect(requestsOf(sandbox)).not.toContain("POST /deletedsecrets/{name}/recover");
});

test.each([
  ["the features say so", { purge_soft_deleted_secrets_on_destroy: false }, false],
  ["the vault is protected", {}, true],
])("it is kept where %s, and recovered by the one that follows it", (_, features, isProtected) => {
  const { sandbox, secret } = withVault(features, isProtected);
  sandbox.delete("azurerm_key_vault_secret", create(sandbox, { ...secret, value: "first" }));
  create(sandbox, { ...secret, value: "second" });
  expect(requestsOf(sandbox)).toContain("POST /deletedsecrets/{name}/recover");
  expect(delivered(sandbox)).toBe("second");
});

test("a name that is deleted is an error where the features forbid to recover it", () => {
  const { sandbox, secret } = withVault({
    purge_soft_deleted_secrets_on_destroy: false,
    recover_soft_deleted_secrets: false,
  });
  sandbox.delete("azurerm_key_vault_secret", create(sandbox, { ...secret, value: "first" }));
  expect(() => create(sandbox, { ...secret, value: "second" })).toThrow(
    /^keyvault\.BaseClient#SetSecret: Failure responding to request: StatusCode=409 .* Code="Conflict"/,
  );
});

test("a secret whose vault is gone is gone", () => {
  const { sandbox, secret, vaultId } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  sandbox.delete("azurerm_key_vault", { id: vaultId });
  expect(sandbox.read("azurerm_key_vault_secret", state)).toBeNull();
});

test("a provider of another subscription finds no vault, and takes the secret for gone", () => {
  const { sandbox, secret } = withVault();
  const state = create(sandbox, { ...secret, value: "first" });
  const other = sandbox.with({ subscriptionId: ANOTHER });
  expect(other.read("azurerm_key_vault_secret", state)).toBeNull();
});

test("who has no roles in the subscription writes no secret", () => {
  const { sandbox, secret } = withVault();
  sandbox.fail("PUT /secrets/{name}", "403");
  const { error } = sandbox.createInVain("azurerm_key_vault_secret", { ...secret, value: "a" });
  expect(error).toContain('Code="Forbidden" Message="Caller is not authorized to perform action');
});

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag${at}`, "a"]));
}

function requestsOf({ cloud }: InProcess): string[] {
  return cloud.requests.log.map(({ request }) => request);
}
