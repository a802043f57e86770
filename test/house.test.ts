import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "..");

describe.each(["lib", "sandbox/lib"])("the files of %s", (folder) => {
  test("import each other in no circle", () => {
    expect(circlesIn(importsIn(folder))).toEqual([]);
  });
});

test("a circle is found by way of others, and told once", () => {
  const imports = new Map([
    ["entry.ts", ["one.ts"]],
    ["one.ts", ["two.ts", "alone.ts"]],
    ["two.ts", ["three.ts"]],
    ["three.ts", ["one.ts"]],
    ["alone.ts", []],
  ]);
  expect(circlesIn(imports)).toEqual(["one.ts → two.ts → three.ts → one.ts"]);
});

/** The files of a folder, each with the files that it imports, types only or not. */
function importsIn(folder: string): Map<string, string[]> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .map((file) => join(folder, file));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), "utf8"));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => join(dirname(file), fileName))
    .map((path) => (existsSync(join(ROOT, `${path}.ts`)) ? `${path}.ts` : join(path, "index.ts")));
}

function circlesIn(imports: Map<string, string[]>): string[] {
  const circles: string[] = [];
  const finished = new Set<string>();
  function follow(file: string, way: string[]): void {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    } else if (!finished.has(file)) {
      imports.get(file)?.forEach((next) => {
        follow(next, [...way, file]);
      });
      finished.add(file);
    }
  }
  [...imports.keys()].forEach((file) => {
    follow(file, []);
  });
  return circles;
}
