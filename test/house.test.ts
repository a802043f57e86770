import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import ts from "typescript";
import { ROOT } from "./support/program";

// The house is drawn once, in CONTRIBUTING.md: rooms between commas know nothing of each other.
const ROOMS = drawing().map((place) => place.split(", "));

// A template is a file of somebody else's project.
const TEMPLATES = join("cli", "init", "templates");

const PACKAGES = [
  { folder: "lib", other: "cdktf-acr-auth-sandbox" },
  { folder: join("sandbox", "lib"), other: "cdktf-acr-auth" },
];

describe.each(PACKAGES)("the files of $folder", ({ folder, other }) => {
  const files = filesIn(folder);

  test("import each other in no circle", () => {
    expect(circlesIn(files)).toEqual([]);
  });

  test("import nothing that is not installed with them", () => {
    const outside = [...files].flatMap(([file, { paths, packages }]) => [
      ...paths.filter((path) => !path.startsWith(folder + sep)).map((path) => `${file} → ${path}`),
      ...packages.filter((name) => name.startsWith(other)).map((name) => `${file} → ${name}`),
    ]);
    expect(outside).toEqual([]);
  });
});

describe("the rooms of lib", () => {
  test("are those that CONTRIBUTING.md draws", () => {
    const folders = readdirSync(join(ROOT, "lib"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(ROOMS.flat().sort()).toEqual(folders.sort());
  });

  test("import from rooms to their right only, as CONTRIBUTING.md draws them", () => {
    const against = [...filesIn("lib")].flatMap(([file, { paths }]) =>
      paths.filter((path) => !mayImport(file, path)).map((path) => `${file} → ${path}`),
    );
    expect(against).toEqual([]);
  });

  test.each([
    ["cli", "core", true],
    ["grant", "principal", true],
    ["grant", "grant", true],
    ["core", "terraform", false],
    ["delivery", "registry", true],
    ["registry", "delivery", false],
  ])("a file of %s may import one of %s: %s", (room, of, may) => {
    expect(mayImport(join("lib", room, "one.ts"), join("lib", of, "other.ts"))).toBe(may);
  });
});

test("a circle is found by way of others, and told once", () => {
  const files = Object.entries({
    "entry.ts": ["one.ts"],
    "one.ts": ["two.ts", "alone.ts"],
    "two.ts": ["three.ts"],
    "three.ts": ["one.ts"],
    "alone.ts": [],
  }).map(([file, paths]): [string, Imports] => [file, { paths, packages: [] }]);
  expect(circlesIn(new Map(files))).toEqual(["one.ts → two.ts → three.ts → one.ts"]);
});

/** What a file imports, types too. */
interface Imports {
  /** The source files of this repository, from its root. */
  readonly paths: string[];
  readonly packages: string[];
}

function drawing(): string[] {
  const [, line = ""] =
    /^```\n(cli .*)\n```$/m.exec(readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8")) ?? [];
  return line.split(" → ");
}

function mayImport(file: string, path: string): boolean {
  const [from = "", to = ""] = [file, path].map((of) => of.split(sep)[1]);
  const place = (room: string): number => ROOMS.findIndex((rooms) => rooms.includes(room));
  // What stands in lib itself, as index.ts, is in no room: it has all to its right, and nobody imports it.
  return from === to || place(from) < place(to);
}

function filesIn(folder: string): Map<string, Imports> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.startsWith(TEMPLATES))
    .map((file) => join(folder, file));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): Imports {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), "utf8"));
  const names = importedFiles.map(({ fileName }) => fileName);
  return {
    paths: names
      .filter((name) => name.startsWith("."))
      .map((name) => join(dirname(file), name))
      .flatMap((path) => [`${path}.ts`, join(path, "index.ts")])
      .filter((path) => existsSync(join(ROOT, path))),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

function circlesIn(files: Map<string, Imports>): string[] {
  const circles: string[] = [];
  const finished = new Set<string>();
  function follow(file: string, way: string[]): void {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    } else if (!finished.has(file)) {
      files.get(file)?.paths.forEach((next) => {
        follow(next, [...way, file]);
      });
      finished.add(file);
    }
  }
  [...files.keys()].forEach((file) => {
    follow(file, []);
  });
  return circles;
}
