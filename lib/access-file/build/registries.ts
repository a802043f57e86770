import { AcrRegistries } from "../../registry/registries";
import { AcrRegistry } from "../../registry/registry";
import type { IAcrScope } from "../../registry/scope";
import { keyOfForm } from "../../yaml/forms";
import type { Path } from "../../yaml/mistake";
import { mapsAt, textAt } from "../../yaml/values";
import { registry as registrySchema, RegistryKeys } from "../schema";
import type { Entries } from "./entries";
import type { Providers } from "./providers";

/** The registries of an access file. */
export class Registries {
  public readonly all = new Map<string, IAcrScope>();

  public constructor(
    private readonly entries: Entries,
    private readonly providers: Providers,
  ) {
    for (const [path, entry] of mapsAt(entries.file, "registries")) {
      this.addRegistry(path, entry as unknown as RegistryKeys);
    }
  }

  private addRegistry(path: Path, entry: RegistryKeys): void {
    const told = keyOfForm(registrySchema, entry);
    const registry =
      told &&
      this.entries.make(path, registrySchema, REGISTRY_PROPERTIES, (id) =>
        this.registry(id, told, entry),
      );
    if (registry) {
      this.all.set(String(path.at(-1)), registry);
      this.refuseSecondRegistry(path, told, entry);
    }
  }

  private registry(id: string, told: string, entry: RegistryKeys): IAcrScope {
    const { permissionsMode, addressId, subscriptionId } = entry;
    const options = { permissionsMode, addressId };
    switch (told) {
      case "id": {
        const { id: registryId, loginServer } = entry;
        return AcrRegistry.fromAttributes(this.entries.stack, id, {
          registryId,
          loginServer,
          ...options,
        });
      }
      case "resourceGroupId": {
        const { resourceGroupId } = entry;
        return AcrRegistries.inResourceGroup(this.entries.stack, id, {
          resourceGroupId,
          ...options,
        });
      }
      case "subscriptionId":
        return AcrRegistries.inSubscription(this.entries.stack, id, { subscriptionId, ...options });
      default: {
        const { name: registryName, resourceGroup: resourceGroupName } = entry;
        const other = this.entries.sound("registries", id, "subscriptionId");
        return AcrRegistry.fromName(this.entries.stack, id, {
          registryName,
          resourceGroupName,
          ...options,
          ...(other !== undefined && {
            subscriptionId,
            provider: this.providers.azurermOf(other),
          }),
        });
      }
    }
  }

  // Azure ignores case in names and ids. With domain name labels, registries of two groups or
  // subscriptions may have one name.
  private refuseSecondRegistry(path: Path, told: string, entry: RegistryKeys): void {
    const isNamed = ["name", "resourceGroup"].includes(told);
    const keys = isNamed ? ["subscriptionId", "resourceGroup", "name"] : [told];
    const identity = keys.map((key) => textAt(entry, key)?.toLowerCase() ?? "").join("/");
    if (this.entries.findings.isSound(path)) {
      this.entries.refuseSecond(
        `${isNamed ? "name" : told} ${identity}`,
        [...path, isNamed ? "name" : told],
        "declare the registry once",
      );
    }
  }
}

const REGISTRY_PROPERTIES = {
  registryName: "name",
  resourceGroupName: "resourceGroup",
  registryId: "id",
};
