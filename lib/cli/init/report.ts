import { inert } from "../../core/inert";
import type { Folder, ProjectFile } from "./folder";
import type { Manifest } from "./manifest";
import type { Kind, NewFile } from "./project";

/** What to tell about a project that is written. */
export interface Written {
  readonly folder: Folder;
  readonly kind: Kind;
  readonly manifest: Manifest;
  readonly written: readonly ProjectFile[];
  /** Files that are not written, because they are there. */
  readonly kept: readonly NewFile[];
}

export function report({ folder, kind, manifest, written, kept }: Written): string {
  const here = folder.path === "." ? "Here" : `In ${folder.shown("")}`;
  return [
    `${here}:`,
    "",
    ...written.map(({ name }) => `  wrote  ${name}`),
    ...kept.map((file) => `  kept   ${file.name}${remark(folder, file)}`),
    ...manifestLines(manifest),
    "",
    ...NEXT[kind](folder.path === "." ? "" : ", in that folder"),
    "",
  ].join("\n");
}

function remark(folder: Folder, { name, or = [], essential = [] }: NewFile): string {
  const other = or.find((it) => folder.has(it));
  if (other !== undefined) {
    return `: ${other} is there`;
  }
  const text = bare(essential.length === 0 ? "" : (folder.read(name) ?? ""));
  const lacks = essential.filter((part) => !text.includes(bare(part)));
  return lacks.length === 0 ? "" : `, which lacks ${lacks.join(" and ")}: add it`;
}

const bare = (text: string): string => text.replace(/\s/g, "");

function manifestLines({ made, changed, added, otherwise }: Manifest): string[] {
  const additions = Object.entries(added)
    .filter(([, section]) => Object.keys(section).length > 0)
    .map(([section, values]) => {
      const names = Object.entries(values).map(([name, value]) =>
        section === "scripts" ? name : `${name} ${value}`,
      );
      return `         to ${section}: ${names.join(", ")}`;
    });
  return [
    ...(changed === undefined ? [] : ["  added  to package.json", ...additions]),
    ...(made === undefined && changed === undefined ? ["  kept   package.json"] : []),
    ...otherwise.map(
      ({ name, has, needs }) =>
        `         kept its ${inert(name)}: ${inert(has)}, where this project has ${needs}`,
    ),
  ];
}

const NEXT: Record<Kind, (where: string) => string[]> = {
  "access-file": (where) => [
    `Next${where}:`,
    "",
    "  npm install                                      once; commit package-lock.json, too",
    "  npm run check                                    looks for mistakes in access.yaml",
    "  npm run sandbox -- cdktf deploy --auto-approve   tries it out, without an Azure account",
    "",
    "Then write your own registries and applications into access.yaml. In Azure:",
    "",
    "  npm run permissions                              tells what the identity that deploys it needs",
    "  npm run plan                                     shows what would change",
    "  npm run deploy                                   changes it",
    "",
    "By pipelines: node_modules/cdktf-acr-auth/docs/pipelines.md",
  ],
  typescript: (where) => [
    `Next${where}:`,
    "",
    "  npm install                                      once; commit package-lock.json, too",
    "  npm run check                                    looks at the types, and runs the test in the sandbox",
    "  npm run sandbox -- cdktf deploy --auto-approve   tries it out, without an Azure account",
    "",
    "Then write your own registries and applications into registry-access.ts. In Azure:",
    "",
    "  npm run plan                                     shows what would change",
    "  npm run deploy                                   changes it",
    "",
    "By pipelines: node_modules/cdktf-acr-auth/docs/pipelines.md",
  ],
};
