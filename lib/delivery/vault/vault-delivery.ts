import { Construct } from "constructs";
import { Fn, Token } from "cdktf";
import { KvSecretV2 } from "@cdktf/provider-vault/lib/kv-secret-v2";
import { literalId } from "../../core/construct-id";
import { requireOneCopy } from "../../core/one-copy";
import { Problem, reportAtSynth } from "../../core/problem";
import { readProps } from "../../core/props";
import { shown } from "../../core/shown";
import { moveFrom } from "../../terraform/renaming";
import { requireSoundElements } from "../../terraform/stack-elements";
import { registryProblems } from "../client-secrets";
import { destinationProblems, type Settings } from "../destinations";
import { requireWriteOnlyArguments } from "../write-only";
import { VAULT_DELIVERY, type VaultDeliveryProps } from "./vault-delivery-props";

/**
 * A client secret in the key/value engine of Vault, version 2: `username`, `password` and `server`, with the
 * slot and its expiry as metadata. A rotation writes a new version, before the old value is deleted in Entra.
 */
export class VaultDelivery extends Construct {
  public constructor(scope: Construct, id: string, props: VaultDeliveryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(VAULT_DELIVERY, "props", props);
    const { clientSecret, registry, mount, name, writeOnly, provider } = reading.value;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...pathProblems("mount", mount),
        ...pathProblems("name", name),
        ...registryProblems(reading, props),
        ...destinationProblems(this, [
          {
            parts: [KvSecretV2.tfResourceType, mount, name],
            differsByCase: true,
            reach: { type: "vault", provider, named: vaultOf },
            called: `${shown(name)} in the mount ${shown(mount)}`,
            key: "name",
          },
        ]),
      ]),
    );
    const { username, value: password, revision } = clientSecret;
    const server = registry.loginServer;
    const json = Token.asString(Fn.sensitive(Fn.jsonencode({ username, password, server })));
    new KvSecretV2(this, "Resource", {
      provider,
      mount,
      name,
      // Old versions hold values that Entra still takes, some of them.
      deleteAllVersions: true,
      customMetadata: {
        data: {
          client_id: username,
          slot: clientSecret.activeSlot,
          expires_on: clientSecret.expiresOn,
        },
      },
      ...(writeOnly === true
        ? // The provider would keep in the state what it reads.
          { dataJsonWo: json, dataJsonWoVersion: revision, disableRead: true }
        : { dataJson: json }),
    });
    if (writeOnly === true) {
      requireWriteOnlyArguments(this);
    }
  }
}

function vaultOf(settings: Settings): string | undefined {
  const address = settings("address");
  return address && `${address} ${settings("namespace") ?? ""}`;
}

/** Source: Vault's "KV secrets engine (API)": paths are parts of an URL. */
function pathProblems(key: string, path: string): Problem[] {
  return Token.isUnresolved(path) || /^[\w.~-]+(\/[\w.~-]+)*$/.test(path)
    ? []
    : [
        {
          key,
          message: `${shown(path)} is no path in Vault; use letters, digits, "-", "_", "." and "~", with "/" between and not at either end`,
        },
      ];
}
