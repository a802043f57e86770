/** A key vault: every request that is answered, by its name. https://learn.microsoft.com/rest/api/keyvault/secrets */
import { z } from "zod";
import { NotModelled } from "../../not-modelled";
import { type ApiResponse, type Json, type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import { parseBody } from "../body";
import type { Environment } from "../environment";
import { type KeyVault, type VaultSecret, vaultUrl } from "../key-vaults";

export interface VaultCall {
  readonly vault: KeyVault;
  readonly environment: Environment;
  readonly body: Json | undefined;
}

/** @param names what stands in the path for `{…}` */
export type VaultHandler = (call: VaultCall, ...names: string[]) => ApiResponse;

export const VAULT = {
  "GET /secrets/{name}": ({ vault }, name) => ok(shown(vault, secretIn(vault, name))),

  /** Makes a version of a secret, and the secret with the first one. */
  "PUT /secrets/{name}": ({ vault, environment, body }, name) => {
    if (find(vault.deletedSecrets, name) !== undefined) {
      throw new AzureError(
        409,
        "Conflict",
        `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
      );
    }
    const { value, ...about } = parse(body, newVersion);
    const id = environment.newGuid().replaceAll("-", "");
    const secret = {
      name: find(vault.secrets, name)?.name ?? name,
      newest: { id, value, tags: {}, ...described(about) },
    };
    vault.secrets.set(name.toLowerCase(), secret);
    return ok(shown(vault, secret));
  },

  /** Of the newest version; what is not given stays. */
  "PATCH /secrets/{name}": ({ vault, body }, name) => {
    const secret = secretIn(vault, name);
    Object.assign(secret.newest, described(parse(body, versionChange)));
    return ok(shown(vault, secret));
  },

  "DELETE /secrets/{name}": ({ vault }, name) => {
    const secret = secretIn(vault, name);
    vault.secrets.delete(name.toLowerCase());
    vault.deletedSecrets.set(name.toLowerCase(), secret);
    return ok({ recoveryId: recoveryId(vault, secret), ...shown(vault, secret), value: undefined });
  },

  "GET /deletedsecrets/{name}": ({ vault }, name) => {
    const secret = deletedSecretIn(vault, name);
    return ok({ recoveryId: recoveryId(vault, secret), ...shown(vault, secret), value: undefined });
  },

  "POST /deletedsecrets/{name}/recover": ({ vault }, name) => {
    const secret = deletedSecretIn(vault, name);
    vault.deletedSecrets.delete(name.toLowerCase());
    vault.secrets.set(name.toLowerCase(), secret);
    return ok({ ...shown(vault, secret), value: undefined });
  },

  "DELETE /deletedsecrets/{name}": ({ vault }, name) => {
    deletedSecretIn(vault, name);
    if (vault.properties.enablePurgeProtection === true) {
      throw new NotModelled("to purge a secret of a key vault with purge protection");
    }
    vault.deletedSecrets.delete(name.toLowerCase());
    return { status: 204, headers: {} };
  },
} satisfies Record<string, VaultHandler>;

const attributes = z.strictObject({ nbf: z.int().optional(), exp: z.int().optional() });

const versionChange = z.strictObject({
  contentType: z.string().max(255).optional(),
  attributes: attributes.optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

const newVersion = versionChange.extend({ value: z.string() });

function parse<Schema extends z.ZodType>(body: Json | undefined, schema: Schema): z.output<Schema> {
  return parseBody(
    body,
    schema,
    "secret of a key vault",
    (path) => new AzureError(400, "BadParameter", `Property ${path} has invalid value`),
  );
}

function described({ contentType, attributes: dates, tags }: z.output<typeof versionChange>) {
  return {
    ...(contentType !== undefined && { contentType }),
    ...(dates?.nbf !== undefined && { notBefore: dates.nbf }),
    ...(dates?.exp !== undefined && { expires: dates.exp }),
    ...(tags !== undefined && { tags }),
  };
}

function secretIn(vault: KeyVault, name: string): VaultSecret {
  const secret = find(vault.secrets, name);
  if (secret === undefined) {
    throw new AzureError(
      404,
      "SecretNotFound",
      `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
    );
  }
  return secret;
}

function deletedSecretIn(vault: KeyVault, name: string): VaultSecret {
  const secret = find(vault.deletedSecrets, name);
  if (secret === undefined) {
    throw new AzureError(404, "SecretNotFound", `Deleted Secret not found: ${name}`);
  }
  return secret;
}

function find(secrets: ReadonlyMap<string, VaultSecret>, name: string): VaultSecret | undefined {
  return secrets.get(name.toLowerCase());
}

function shown(vault: KeyVault, secret: VaultSecret): JsonObject {
  const { id, value, contentType, notBefore, expires, tags } = secret.newest;
  return {
    id: `${vaultUrl(vault)}secrets/${secret.name}/${id}`,
    value,
    contentType,
    attributes: { enabled: true, nbf: notBefore, exp: expires },
    tags,
  };
}

function recoveryId(vault: KeyVault, { name }: VaultSecret): string {
  return `${vaultUrl(vault)}deletedsecrets/${name}`;
}
