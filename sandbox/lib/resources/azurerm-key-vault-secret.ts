import type { JsonObject } from "../cloud/api";
import { flagIn, objectIn, textIn } from "../provider/answers";
import { type ApiClient, RequestError } from "../provider/api-client";
import { date, hasChange, requiredText, text, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { atLeastOne, rfc3339, type Rule, textRule } from "../provider/rules";
import type { Session } from "../provider/session";
import { isObject, type Values } from "../schema/values";
import { alreadyExists, arm, type AzurermVersion, tagsOf } from "./arm";
import { isOn } from "./azurerm-features";
import { KEY_VAULT_ID, remember, urlOf, VAULT_API, vaultAt } from "./azurerm-key-vault-id";

/** azurerm, internal/services/keyvault/key_vault_secret_resource.go */
export function keyVaultSecret(version: AzurermVersion): ResourceType {
  return {
    type: "azurerm_key_vault_secret",
    binding: "@cdktf/provider-azurerm/lib/key-vault-secret",
    sensitive: ["value"],
    writeOnly: ["value_wo"],
    arguments: {
      name: { forceNew: true, expected: secretName },
      key_vault_id: { forceNew: true, expected: KEY_VAULT_ID.rule },
      value: {},
      value_wo: { requiredWith: ["value_wo_version"] },
      value_wo_version: { requiredWith: ["value_wo"], expected: atLeastOne },
      content_type: {},
      not_before_date: { expected: rfc3339 },
      expiration_date: { expected: rfc3339 },
      tags: { expected: atMostFifteen },
    },
    exactlyOneOf: ["value", "value_wo"],
    checkImportId: (id) => {
      parseId(id);
    },

    create(session, planned, made, config) {
      const name = requiredText(planned, "name");
      const url = urlOf(session, requiredText(planned, "key_vault_id"), version);
      const vault = session.vault(url);
      const existing = vaultCall(
        "GetSecret",
        () => vault.find(`/secrets/${name}`, API_VERSION),
        `checking for presence of existing Secret "${name}" (Key Vault "${url}"): `,
      );
      if (existing !== undefined) {
        throw alreadyExists("azurerm_key_vault_secret", textIn(existing, "id"));
      }
      const set = (): void => {
        const body = { ...about(planned), value: valueOf(planned, config) };
        vault.put({ path: `/secrets/${name}`, query: API_VERSION, body });
      };
      vaultCall("SetSecret", () => {
        try {
          set();
        } catch (error) {
          const isDeleted = error instanceof RequestError && error.status === 409;
          if (!isDeleted || !isOn(session, "key_vault", "recover_soft_deleted_secrets")) {
            throw error;
          }
          recover(vault, name);
          set();
        }
      });
      made({ id: idAt(vault, name) });
    },

    read(session, state) {
      const id = parseId(requiredText(state, "id"));
      const keyVault = vaultAt(session, id.url, version);
      const found =
        keyVault &&
        vaultCall(
          "GetSecret",
          () => session.vault(id.url).find(`/secrets/${id.name}`, API_VERSION),
          `making Read request on Azure KeyVault Secret ${id.name}: `,
        );
      if (keyVault === undefined || found === undefined) {
        return undefined;
      }
      const newest = parseId(textIn(found, "id"));
      const { nbf, exp } = objectIn(found, "attributes") ?? {};
      const resourceId = `${keyVault.id}/secrets/${id.name}`;
      const { value_wo_version: writeOnlyVersion = null } = state;
      return {
        id: textIn(found, "id"),
        name: newest.name,
        key_vault_id: requiredText(state, "key_vault_id") || keyVault.id,
        value: writeOnlyVersion === null || writeOnlyVersion === 0 ? textIn(found, "value") : null,
        value_wo_version: writeOnlyVersion ?? 0,
        version: newest.version,
        content_type: textIn(found, "contentType"),
        versionless_id: `${id.url}secrets/${id.name}`,
        not_before_date: dateOf(nbf),
        expiration_date: dateOf(exp),
        resource_id: `${resourceId}/versions/${id.version}`,
        resource_versionless_id: resourceId,
        tags: tagsOf(found),
      };
    },

    update(session, planned, prior, config) {
      const { url, name } = parseId(requiredText(planned, "id"));
      remember(session, { id: requiredText(planned, "key_vault_id"), url });
      const vault = session.vault(url);
      const path = `/secrets/${name}`;
      const isNew = ["value", "value_wo_version"].some((one) => hasChange(planned, prior, one));
      if (isNew) {
        const body = { ...about(planned), value: valueOf(planned, config) };
        vaultCall("SetSecret", () => vault.put({ path, query: API_VERSION, body }));
      } else {
        const body = about(planned);
        vaultCall("UpdateSecret", () => vault.patch({ path, query: API_VERSION, body }));
      }
    },

    delete(session, state) {
      const { url, name } = parseId(requiredText(state, "id"));
      const keyVault = vaultAt(session, url, version);
      if (keyVault === undefined) {
        throw new ProviderError(
          `unable to determine the Resource ID for the Key Vault at URL "${url}"`,
        );
      }
      const found = arm(
        `checking if key vault "${keyVault.id}" for Secret "${name}" in Vault at url "${url}" exists`,
        () => session.management.find(keyVault.id, VAULT_API[version]),
      );
      if (found !== undefined) {
        deleteSecret(session, url, name, {
          isProtected: flagIn(objectIn(found, "properties") ?? {}, "enablePurgeProtection"),
        });
      }
    },
  };
}

const API_VERSION = { "api-version": "7.4" };

interface SecretId {
  /** With a slash at the end. */
  readonly url: string;
  readonly name: string;
  readonly version: string;
}

/** internal/services/keyvault/parse/nested_item.go */
function parseId(id: string): SecretId {
  const [, url, name, version] = /^(https:\/\/[^/]+\/)secrets\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (url === undefined || name === undefined || version === undefined) {
    throw new ProviderError(
      `expected a key vault versioned ID but no version information was found in: "${id}"`,
    );
  }
  return { url, name, version };
}

function idAt(vault: ApiClient, name: string): string {
  return textIn(
    vaultCall("GetSecret", () => vault.get(`/secrets/${name}`, API_VERSION)),
    "id",
  );
}

/** Of a write-only value only the program knows. */
function valueOf(planned: Values, config: Values): string {
  return text(config, "value_wo") ?? requiredText(planned, "value");
}

function about(planned: Values): JsonObject {
  return {
    contentType: requiredText(planned, "content_type"),
    tags: textMap(planned, "tags"),
    attributes: {
      nbf: secondsOf(date(planned, "not_before_date")),
      exp: secondsOf(date(planned, "expiration_date")),
    },
  };
}

function secondsOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant) / 1000;
}

function dateOf(seconds: JsonObject[string]): string {
  return typeof seconds === "number"
    ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
    : "";
}

function recover(vault: ApiClient, name: string): void {
  vaultCall("RecoverDeletedSecret", () =>
    vault.post({ path: `/deletedsecrets/${name}/recover`, query: API_VERSION }),
  );
}

/** internal/services/keyvault/internal.go */
function deleteSecret(
  session: Session,
  url: string,
  name: string,
  { isProtected }: { readonly isProtected: boolean },
): void {
  const vault = session.vault(url);
  const called = `Secret "${name}" (Key Vault "${url}")`;
  const isGone = vaultCall(
    "DeleteSecret",
    () => {
      try {
        vault.delete({ path: `/secrets/${name}`, query: API_VERSION });
        return false;
      } catch (error) {
        if (error instanceof RequestError && error.isNotFound) {
          return true;
        }
        throw error;
      }
    },
    `deleting ${called}: `,
  );
  if (
    isGone ||
    isProtected ||
    !isOn(session, "key_vault", "purge_soft_deleted_secrets_on_destroy")
  ) {
    return;
  }
  vaultCall(
    "PurgeDeletedSecret",
    () => {
      vault.delete({ path: `/deletedsecrets/${name}`, query: API_VERSION });
    },
    `purging of ${called} : `,
  );
}

/** A request by go-autorest, which has its own words for an error: autorest/azure/azure.go. */
function vaultCall<Result>(operation: string, call: () => Result, doing = ""): Result {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof RequestError) || error.status === undefined) {
      throw error instanceof RequestError ? new ProviderError(`${doing}${error.message}`) : error;
    }
    const [code = "", ...message] = error.problem.split(": ");
    const problem = `Status=${error.status} Code=${JSON.stringify(code)} Message=${JSON.stringify(message.join(": "))}`;
    throw new ProviderError(
      `${doing}keyvault.BaseClient#${operation}: Failure responding to request: StatusCode=${error.status} -- Original Error: autorest/azure: Service returned an error. ${problem}`,
    );
  }
}

/** internal/services/keyvault/validate/nested_item_name.go */
const secretName = textRule((given, name) =>
  /^[0-9a-zA-Z-]+$/.test(given)
    ? undefined
    : `"${name}" may only contain alphanumeric characters and dashes`,
);

const atMostFifteen: Rule = (value) =>
  isObject(value) && Object.keys(value).length > 15
    ? ["a maximum of 15 tags can be applied to this ARM resource"]
    : [];
