import type { JsonObject } from "./api";

/** What runs containers in a resource group: Azure keeps what it is given, and tells all but the secrets of it. */
export interface Workload {
  readonly id: string;
  readonly name: string;
  /** As in "Microsoft.ContainerInstance/containerGroups". */
  readonly type: string;
  readonly resourceGroup: string;
  readonly location: string;
  tags: Record<string, string>;
  /** What it tells besides, by Azure's own names. */
  readonly body: JsonObject;
  /** What it tells only to who asks for that alone, such as secrets and settings, by its name. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** What it logs in to registries with, by where it has it: "imageRegistryCredentials/…/password". */
  readonly logins: Readonly<Record<string, string>>;
}
