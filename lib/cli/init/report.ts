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

export function report(written: Written): string {
  const { folder, manifest } = written;
  return [
    folder.path === "." ? "Here:" : `In ${folder.shown("")}:`,
    "",
    ...written.written.map(({ name }) => `  wrote  ${name}`),
    ...written.kept.map((file) => `  kept   ${file.name}${remark(folder, file)}`),
    ...manifestLines(manifest),
    "",
    nextSteps(written),
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

function nextSteps({ folder, kind }: Written): string {
  const { file, check, stack, inAzure } = NEXT[kind];
  return `Next${folder.path === "." ? "" : ", in that folder"}:

  npm install                                      once; commit package-lock.json, too
  npm run check                                    ${check}
  npm run sandbox -- cdktf deploy --auto-approve   tries it out, without an Azure account

Then write your own registries and applications into ${file}, and delete what trying it out has left:
cdktf.out and terraform.${stack}.tfstate. In Azure, after az login and with ARM_SUBSCRIPTION_ID set:

${inAzure}  npm run plan                                     shows what would change
  npm run deploy                                   changes it

In a pipeline, of which there are two here: node_modules/cdktf-acr-auth/docs/pipelines.md
`;
}

const NEXT: Record<Kind, Record<"file" | "check" | "stack" | "inAzure", string>> = {
  "access-file": {
    file: "access.yaml",
    check: "looks for mistakes in access.yaml",
    stack: "access",
    inAzure:
      "  npm run permissions                              tells what whoever deploys it needs\n",
  },
  typescript: {
    file: "registry-access.ts",
    check: "looks at the types, and runs the test in the sandbox",
    stack: "registry-access",
    inAzure: "",
  },
};
