import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProviderVersions } from "cdktf-acr-auth";
import { ROOT } from "../support/program";
import { newStack, render } from "../support/stack";
import { table, withPart } from "./page-parts";

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** docs/install.md with the versions of providers that programs and access files ask for. */
export function withVersions(page: string): string {
  const { required_providers: pinned } = render(newStack()).terraform as {
    required_providers: Record<"azuread" | "azurerm", { version: string }>;
  };
  const { azuread = "", azurerm = "" } = ProviderVersions.NEWEST_TESTED;
  const rows = [
    ["programs", pinned.azuread.version, pinned.azurerm.version],
    ["access files, `ProviderVersions.NEWEST_TESTED`", azuread, azurerm],
  ];
  return withPart(page, "versions", table(["", "azuread", "azurerm"], rows));
}

/** docs/install.md with the versions of package.json. */
export function withPeers(page: string): string {
  const { peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ) as Manifest;
  const rows = Object.entries(peerDependencies).map(([name, range]) => [
    `\`${name}\`${peerDependenciesMeta[name]?.optional === true ? ", optional" : ""}`,
    `\`${range.replaceAll("|", "\\|")}\``,
    `\`${devDependencies[name] ?? ""}\``,
  ]);
  return withPart(page, "peers", table(["package", "versions that it takes", "tested with"], rows));
}
