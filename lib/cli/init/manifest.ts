import { inert } from "../../core/inert";
import type { Folder, ProjectFile } from "./folder";

type Section = Readonly<Record<string, string>>;

/** What a package.json must have. */
export interface Needs {
  readonly scripts: Section;
  readonly dependencies: Section;
  readonly devDependencies: Section;
}

/** A package.json that has it. */
export interface Manifest {
  /** Whether a .js file of the project is an ECMAScript module. */
  readonly isModule: boolean;
  /** The file, where there was none. */
  readonly made?: readonly [ProjectFile];
  /** The file, where it lacked something. */
  readonly changed?: ProjectFile;
  /** What it lacked, section by section. */
  readonly added: Partial<Needs>;
  /** What it has otherwise, and keeps. */
  readonly otherwise: readonly Otherwise[];
}

export interface Otherwise {
  /** The name of a script or a package. */
  readonly name: string;
  readonly has: string;
  readonly needs: string;
}

const FILE = "package.json";
/** Where a package may be named; one that is named in any of these is not named again. */
const PACKAGES = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
] as const;

/** package.json of the folder, with what it lacks added at the ends of its sections, and all else as it was. */
export function completeManifest(folder: Folder, needs: Needs): Manifest {
  const text = folder.read(FILE);
  if (text === undefined) {
    const made = {
      name: FILE,
      content: `${JSON.stringify({ private: true, ...needs }, null, 2)}\n`,
    };
    return { isModule: false, made: [made], added: {}, otherwise: [] };
  }
  const manifest = parsed(text, folder.shown(FILE));
  const packages = new Map(PACKAGES.flatMap((name) => entries(manifest, name)));
  const scripts = new Map(entries(manifest, "scripts"));
  const added = {
    scripts: lacking(needs.scripts, scripts),
    dependencies: lacking(needs.dependencies, packages),
    devDependencies: lacking(needs.devDependencies, packages),
  };
  return {
    isModule: manifest.type === "module",
    changed: changed(text, manifest, added),
    added,
    otherwise: [
      ...differing(needs.scripts, scripts),
      ...differing({ ...needs.dependencies, ...needs.devDependencies }, packages).filter(
        isOtherVersion,
      ),
    ],
  };
}

type Parsed = Record<string, unknown> &
  Partial<Record<"scripts" | (typeof PACKAGES)[number], Section>>;

function parsed(text: string, shown: string): Parsed {
  const fail = (problem: string): never => {
    throw new Error(
      `${shown} ${problem}. Correct it, or name another folder. Nothing was written.`,
    );
  };
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return fail(`is not JSON: ${inert((error as Error).message)}`);
  }
  if (!isMap(manifest)) {
    return fail('is not a map, as in { "private": true }');
  }
  for (const name of ["scripts", ...PACKAGES]) {
    const section = manifest[name];
    if (section !== undefined && !(isMap(section) && Object.values(section).every(isText))) {
      return fail(`has "${name}", which is not a map of texts`);
    }
  }
  return manifest;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string";

function entries(
  manifest: Parsed,
  section: "scripts" | (typeof PACKAGES)[number],
): [string, string][] {
  return Object.entries(manifest[section] ?? {});
}

function lacking(needs: Section, has: ReadonlyMap<string, string>): Section {
  return Object.fromEntries(Object.entries(needs).filter(([name]) => !has.has(name)));
}

function differing(needs: Section, has: ReadonlyMap<string, string>): Otherwise[] {
  return Object.entries(needs).flatMap(([name, needed]) => {
    const found = has.get(name);
    return found === undefined || found === needed ? [] : [{ name, has: found, needs: needed }];
  });
}

/** What somebody chose on purpose, as in file:../cdktf-acr-auth.tgz, is no version, and the tested one is in ^ of it. */
function isOtherVersion({ has, needs }: Otherwise): boolean {
  return !has.includes(":") && has.replace(/^[\^~]/, "") !== needs;
}

/** The text with the additions, indented, ended and begun as it was. */
function changed(text: string, manifest: Parsed, added: Needs): ProjectFile | undefined {
  const sections = Object.entries(added).filter(
    ([, section]) => Object.keys(section as Section).length > 0,
  );
  if (sections.length === 0) {
    return undefined;
  }
  const content = { ...manifest };
  for (const [name, section] of sections) {
    content[name] = { ...(content[name] as Section | undefined), ...(section as Section) };
  }
  const [, indentation = "  "] = /^\ufeff?\s*\{\r?\n([ \t]+)/.exec(text) ?? [];
  const [end = ""] = /\s*$/.exec(text) ?? [];
  const [begin = ""] = /^\ufeff?/.exec(text) ?? [];
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const json = JSON.stringify(content, null, indentation).replaceAll("\n", lineBreak);
  return { name: FILE, content: `${begin}${json}${end}` };
}
