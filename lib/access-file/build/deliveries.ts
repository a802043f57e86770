import { TerraformOutput } from "cdktf";
import { DataAzurermKeyVault } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault";
import type { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { shown } from "../../core/shown";
import type { ClientSecret } from "../../credential/client-secret";
import { KeyVaultDelivery } from "../../delivery/azure/key-vault-delivery";
import { vaultNameProblems, vaultSubscription } from "../../delivery/azure/key-vault-rules";
import { DockerConfig } from "../../delivery/docker-config";
import type { IAcrServicePrincipal } from "../../principal/principal";
import type { IAcrRegistry } from "../../registry/registry";
import { resourceGroupNameProblems } from "../../registry/registry-rules";
import { keyOfForm } from "../../yaml/forms";
import type { Path } from "../../yaml/mistake";
import { isMap, textAt } from "../../yaml/values";
import {
  deliver as deliverSchema,
  github as gitHubSchema,
  type GitHubEntry,
  keyVault as keyVaultSchema,
  type KeyVaultKeys,
  kubernetes as kubernetesSchema,
  type KubernetesEntry,
} from "../delivery-schema";
import type { Entries } from "./entries";
import type { Grants } from "./grants";
import { addGitHubActions, addPullSecret } from "./peers";
import type { Providers } from "./providers";

/** A client secret that is delivered, and to which registries it logs in. */
interface Delivered {
  readonly principal: IAcrServicePrincipal;
  readonly secret: ClientSecret;
  readonly registries: IAcrRegistry[];
}

/** Where the client secrets of an access file are delivered to. */
export class Deliveries {
  public constructor(
    private readonly entries: Entries,
    private readonly providers: Providers,
    private readonly grants: Grants,
  ) {}

  /** Delivers a client secret to what stands below its entry. */
  public add(given: Delivered, path: Path, targets: unknown): void {
    if (!isMap(targets)) {
      return;
    }
    const { registries: named } = targets;
    const delivered = Array.isArray(named)
      ? { ...given, registries: this.registriesAt([...path, "registries"], [...named.keys()]) }
      : given;
    const { dockerConfig, keyVault, kubernetes, github } = targets;
    if (dockerConfig === true) {
      this.addOutput(delivered, [...path, "dockerConfig"]);
    }
    if (isMap(keyVault)) {
      this.addKeyVault(delivered, [...path, "keyVault"], keyVault as unknown as KeyVaultKeys);
    }
    if (isMap(kubernetes)) {
      const entry = kubernetes as unknown as KubernetesEntry;
      this.addKubernetes(delivered, [...path, "kubernetes"], entry);
    }
    if (isMap(github)) {
      this.addGitHub(delivered, [...path, "github"], github as unknown as GitHubEntry);
    }
  }

  private addOutput(delivered: Delivered, path: Path): void {
    const { principal, secret } = delivered;
    const config = this.configOf(delivered, path);
    if (config !== undefined) {
      new TerraformOutput(secret, "docker_config", {
        value: config.json,
        sensitive: true,
      }).overrideLogicalId(`${principal.node.id}_${secret.node.id}_docker_config`);
    }
  }

  private addKeyVault(delivered: Delivered, path: Path, entry: KeyVaultKeys): void {
    const told = keyOfForm(keyVaultSchema, entry);
    if (told === undefined || !this.entries.findings.isSound(path)) {
      return;
    }
    const isById = told === "id";
    const properties = {
      keyVaultId: isById ? "id" : "name",
      name: "secret",
      clientSecret: "",
      dockerConfig: "",
    };
    const { secret } = delivered;
    const { content, secret: name } = entry;
    const dockerConfig = content === "dockerConfig" ? this.configOf(delivered, path) : undefined;
    if (content === "dockerConfig" && dockerConfig === undefined) {
      return;
    }
    this.entries.make(path, keyVaultSchema, properties, () => {
      const subscription = isById ? vaultSubscription(entry.id) : entry.subscriptionId;
      const provider =
        subscription === undefined ? undefined : this.providers.azurermOf(subscription);
      new KeyVaultDelivery(secret, "key_vault", {
        keyVaultId: isById ? entry.id : this.lookedUp(secret, path, entry, provider),
        name,
        provider,
        ...(dockerConfig === undefined
          ? { clientSecret: secret, json: content === "json" }
          : { dockerConfig }),
      });
    });
  }

  private addKubernetes(delivered: Delivered, path: Path, entry: KubernetesEntry): void {
    const dockerConfig = this.configOf(delivered, path);
    if (dockerConfig !== undefined && this.entries.findings.isSound(path)) {
      this.entries.make(path, kubernetesSchema, { dockerConfig: "" }, () => {
        addPullSecret(delivered.secret, { dockerConfig, ...entry }, this.settingsOf("kubernetes"));
      });
    }
  }

  private addGitHub(
    { principal, secret, registries }: Delivered,
    path: Path,
    { registry: key, ...entry }: GitHubEntry,
  ): void {
    const [registry, ...others] =
      key === undefined ? registries : this.registriesAt(path, ["registry"]);
    if (others.length > 0) {
      const message = `logs in to one registry, and the principal has grants on ${others.length + 1}; name one in registry`;
      this.entries.findings.refuse({ path, message });
    } else if (registry === undefined) {
      this.refuseWithoutRegistry(path);
    }
    if (registry !== undefined && this.entries.findings.isSound(path)) {
      const properties = { servicePrincipal: "", clientSecret: "", registry: "" };
      this.entries.make(path, gitHubSchema, properties, () => {
        const login = { servicePrincipal: principal, clientSecret: secret, registry };
        addGitHubActions(secret, { ...login, ...entry }, this.settingsOf("github"));
      });
    }
  }

  /** What logs in to the registries; undefined where there are none, which is refused. */
  private configOf({ secret, registries }: Delivered, path: Path): DockerConfig | undefined {
    if (registries.length === 0) {
      this.refuseWithoutRegistry(path);
      return undefined;
    }
    return this.entries.make(path, deliverSchema, { DockerConfig: "" }, () =>
      DockerConfig.of(secret, ...registries),
    );
  }

  private refuseWithoutRegistry(path: Path): void {
    // Where one is named and wrong, that is told.
    const named = [
      ["registries"],
      [...path.slice(0, 2), "grants"],
      [...path.slice(0, -1), "registries"],
      [...path, "registry"],
    ];
    if (named.every((one) => this.entries.findings.isSound(one))) {
      const message =
        "logs in to no registry: the principal has a grant on none whose login server is known; name one in registries";
      this.entries.findings.refuse({ path, message });
    }
  }

  /** The registries that are named at one of the paths, each of which must have a login server. */
  private registriesAt(above: Path, keys: (string | number)[]): IAcrRegistry[] {
    const all = keys.flatMap((key) => {
      const path = [...above, key];
      const named = textAt(this.entries.file, ...path);
      const registries = named === undefined ? [] : this.grants.withLoginServers([named]);
      if (registries.length === 0 && named !== undefined && this.entries.findings.isSound(path)) {
        const message = `${shown(named)} has no login server that is known here; name one registry by name and resourceGroup, or give loginServer beside its id`;
        this.entries.findings.refuse({ path, message });
      }
      return registries;
    });
    return [...new Set(all)];
  }

  private settingsOf(provider: "kubernetes" | "github"): Record<string, string> | undefined {
    const { findings, file } = this.entries;
    return findings.isSound([provider]) ? file[provider] : undefined;
  }

  private lookedUp(
    secret: ClientSecret,
    path: Path,
    { name, resourceGroup: resourceGroupName }: KeyVaultKeys,
    provider?: AzurermProvider,
  ): string {
    const problems = [
      ...vaultNameProblems("name", name),
      ...resourceGroupNameProblems(resourceGroupName).map(({ message }) => ({
        key: "resourceGroup",
        message,
      })),
    ];
    for (const { key, message } of problems) {
      this.entries.findings.refuse({ path: [...path, key], message });
    }
    return new DataAzurermKeyVault(secret, "looked_up_key_vault", {
      name,
      resourceGroupName,
      provider,
    }).id;
  }
}
