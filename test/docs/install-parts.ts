import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { table, withPart } from "./page-parts";

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** docs/install.md with the versions of package.json. */
export function withPeers(page: string): string {
  const { peerDependencies, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ) as Manifest;
  const rows = Object.entries(peerDependencies).map(([name, range]) => [
    `\`${name}\``,
    `\`${range.replaceAll("|", "\\|")}\``,
    `\`${devDependencies[name] ?? ""}\``,
  ]);
  return withPart(page, "peers", table(["package", "versions that it takes", "tested with"], rows));
}
