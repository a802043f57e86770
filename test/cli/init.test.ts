import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { accessFileJsonSchema, checkAccessFile } from "../../lib/access-file";
import { init } from "../../lib/cli/init/init";
import { ROOT, synthesizeProgram } from "../support/program";

interface Manifest {
  name: string;
  version: string;
  private: boolean;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const OWN = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const write = (name: string, content: string): void => {
  writeFileSync(join(folder, name), content);
};
const manifest = (): Manifest => JSON.parse(read("package.json")) as Manifest;
const files = (path = folder): string[] =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => !statSync(join(path, name)).isDirectory())
    .sort();

describe("a project without code, in an empty folder", () => {
  test("has what cdktf, npm, git and two kinds of pipelines need", () => {
    init(folder, "access-file");
    expect(files()).toEqual([
      ".github/workflows/registry-access.yml",
      ".gitignore",
      "access.schema.json",
      "access.yaml",
      "azure-pipelines.yml",
      "cdktf.json",
      "main.js",
      "package.json",
    ]);
  });

  test("names the versions that this package is tested with, exactly, and itself", () => {
    init(folder, "access-file");
    const { dependencies, devDependencies } = manifest();
    expect(dependencies).toEqual({
      "cdktf-acr-auth": OWN.version,
      cdktf: OWN.devDependencies.cdktf,
      constructs: OWN.devDependencies.constructs,
      "@cdktf/provider-azuread": OWN.devDependencies["@cdktf/provider-azuread"],
      "@cdktf/provider-azurerm": OWN.devDependencies["@cdktf/provider-azurerm"],
    });
    expect(Object.keys(devDependencies)).toEqual(
      expect.arrayContaining(["cdktf-cli", "cdktf-acr-auth-sandbox"]),
    );
    for (const version of Object.values({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test("is run by one line of JavaScript, without npx", () => {
    init(folder, "access-file");
    expect(JSON.parse(read("cdktf.json"))).toMatchObject({ app: "node main.js" });
    expect(read("main.js")).toBe('require("cdktf-acr-auth/access-file").synthAccessFile();\n');
  });

  test("starts with an access file that is right, and is this repository's example", () => {
    init(folder, "access-file");
    expect(checkAccessFile(join(folder, "access.yaml"))).toEqual([]);
    expect(parse(read("access.yaml"))).toEqual(
      parse(readFileSync(join(ROOT, "access.yaml"), "utf8")),
    );
  });

  test("has a delivery and a backend in the access file that only have to be uncommented", () => {
    init(folder, "access-file");
    const file = read("access.yaml");
    write("access.yaml", file.replaceAll(/^( *)#(?=(?:backend:|deliver:| {2}\w+: ))/gm, "$1"));
    const keyVault = { name: "contoso-shop", resourceGroup: "rg-registry", secret: "shop-docker" };
    expect(parse(read("access.yaml"))).toMatchObject({
      principals: {
        web: { clientSecrets: { docker: { deliver: { dockerConfig: true, keyVault } } } },
      },
      backend: { useAzureadAuth: true },
    });
    expect(checkAccessFile(join(folder, "access.yaml"))).toEqual([]);
  });

  test("has the schema beside the access file that names it", () => {
    init(folder, "access-file");
    expect(read("access.yaml")).toMatch(
      /^# yaml-language-server: \$schema=.\/access.schema.json\n/,
    );
    expect(JSON.parse(read("access.schema.json"))).toEqual(accessFileJsonSchema());
  });

  test("keeps Terraform's state, and with it the secrets, out of git", () => {
    init(folder, "access-file");
    expect(read(".gitignore").split("\n")).toEqual(
      expect.arrayContaining(["*.tfstate", "*.tfstate.*", "/plan", "cdktf.out/", "node_modules/"]),
    );
  });
});

test("what is told are the files, and commands that are in the package.json", () => {
  const told = init(folder, "access-file");
  for (const name of files()) {
    expect(told).toContain(`  wrote  ${name}\n`);
  }
  const commands = Array.from(told.matchAll(/npm run (\w+)/g), ([, name = ""]) => name);
  expect(commands).toEqual(["check", "sandbox", "permissions", "plan", "deploy"]);
  expect(told).toContain("cdktf.out and terraform.access.tfstate");
  expect(Object.keys(manifest().scripts)).toEqual(expect.arrayContaining(commands));
});

test("no file and no advice runs a bin by npx, which would fetch a stranger's where nothing is installed", () => {
  const told = init(folder, "access-file");
  for (const text of [told, ...files().map(read)]) {
    expect(text).not.toMatch(/\bnpx\b/);
  }
});

test("a folder that is not there is made", () => {
  const inner = join(folder, "teams", "shop");
  expect(init(inner, "access-file")).toContain(`In "${inner}":\n`);
  expect(existsSync(join(inner, "access.yaml"))).toBe(true);
});

test.each([
  ["blanks and quotes", 'it\'s "so" $HOME `x`'],
  ["a leading dash", "--typescript"],
  ["letters that are not Latin", "доступ-レジストリ"],
])("a folder may have a name with %s", (_, name) => {
  init(join(folder, name), "access-file");
  expect(checkAccessFile(join(folder, name, "access.yaml"))).toEqual([]);
});

test("what a terminal would obey in the name of a folder is shown, and not obeyed", () => {
  const told = init(join(folder, "\u001b[2J\u202e"), "access-file");
  expect(told).toContain("\\u001b[2J\\u202e");
  expect(told).not.toMatch(/[\u001b\u202e]/);
});

describe("a file that is there", () => {
  test.each([
    "access.yaml",
    "cdktf.json",
    "main.js",
    ".gitignore",
    "azure-pipelines.yml",
    ".github/workflows/registry-access.yml",
  ])("is kept, and told: %s", (name) => {
    mkdirSync(join(folder, ".github/workflows"), { recursive: true });
    write(name, "mine");
    expect(init(folder, "access-file")).toContain(`  kept   ${name}`);
    expect(read(name)).toBe("mine");
  });

  test("is kept even if it is a link to nowhere", () => {
    symlinkSync(join(folder, "elsewhere.yaml"), join(folder, "access.yaml"));
    expect(init(folder, "access-file")).toContain("  kept   access.yaml");
    expect(existsSync(join(folder, "elsewhere.yaml"))).toBe(false);
  });

  test("a second run keeps all, and says so", () => {
    init(folder, "access-file");
    const before = files().map(read);
    const told = init(folder, "access-file");
    expect(told).not.toMatch(/wrote|added|lacks/);
    expect(told).toContain("  kept   package.json\n");
    expect(files().map(read)).toEqual(before);
  });

  test("what it lacks for the project to work is told", () => {
    write("cdktf.json", '{ "app": "npx ts-node main.ts" }');
    write(".gitignore", "node_modules\n");
    write("main.js", "console.log(1)");
    const told = init(folder, "access-file");
    expect(told).toContain('kept   cdktf.json, which lacks "app": "node main.js": add it\n');
    expect(told).toContain("kept   .gitignore, which lacks cdktf.out and *.tfstate: add it\n");
    expect(told).toContain(
      'kept   main.js, which lacks require("cdktf-acr-auth/access-file").synthAccessFile();: add it\n',
    );
  });

  test("what has all that it needs is not complained of", () => {
    write("cdktf.json", '{"app":"node main.js","projectId":"1"}');
    write(".gitignore", "node_modules\ncdktf.out\n*.tfstate\n");
    expect(init(folder, "access-file")).not.toContain("lacks");
  });
});

describe("a package.json that is there", () => {
  test("gets what it lacks at the ends of its sections, and keeps all else as it is", () => {
    const before = {
      name: "shop",
      type: "commonjs",
      scripts: { lint: "eslint ." },
      dependencies: { zod: "^4.0.0", "cdktf-acr-auth": "file:../acr-auth.tgz" },
      author: "me",
    };
    write("package.json", JSON.stringify(before, null, 4));
    const told = init(folder, "access-file");
    const { scripts, dependencies } = manifest();
    expect(Object.keys(manifest())).toEqual([...Object.keys(before), "devDependencies"]);
    expect(scripts).toMatchObject({ lint: "eslint .", check: "acr-auth check" });
    expect(dependencies).toEqual({
      ...before.dependencies,
      cdktf: OWN.devDependencies.cdktf,
      constructs: OWN.devDependencies.constructs,
      "@cdktf/provider-azuread": OWN.devDependencies["@cdktf/provider-azuread"],
      "@cdktf/provider-azurerm": OWN.devDependencies["@cdktf/provider-azurerm"],
    });
    expect(Object.keys(dependencies).slice(0, 2)).toEqual(["zod", "cdktf-acr-auth"]);
    expect(told).toContain("  added  to package.json\n");
    expect(told).toContain("to scripts: check, synth, plan, deploy, permissions, sandbox\n");
    expect(told).toContain(`to dependencies: cdktf ${String(OWN.devDependencies.cdktf)}, `);
    expect(told).not.toContain("acr-auth.tgz");
  });

  test.each([
    ["two blanks", '{\n  "name": "shop"\n}\n'],
    ["four blanks, no line break at the end", '{\n    "name": "shop"\n}'],
    ["tabs", '{\n\t"name": "shop"\n}\n'],
    ["line breaks of Windows", '{\r\n  "name": "shop"\r\n}\r\n'],
    ["a byte order mark", '\ufeff{\n  "name": "shop"\n}\n'],
  ])("keeps its form: %s", (_, text) => {
    write("package.json", text);
    init(folder, "access-file");
    const form = /^(\ufeff?\{\r?\n[ \t]*)"name": "shop"/;
    expect(form.exec(read("package.json"))?.[1]).toBe(form.exec(text)?.[1]);
    expect(/\s*$/.exec(read("package.json"))?.[0]).toBe(/\s*$/.exec(text)?.[0]);
    expect(read("package.json").split("\n").length).toBeGreaterThan(10);
    expect(read("package.json").replaceAll("\r\n", "").includes("\n")).toBe(!text.includes("\r"));
  });

  test("that names a package in another section does not get it again", () => {
    write("package.json", '{ "devDependencies": { "cdktf": "0.21.0", "constructs": "10.7.2" } }');
    init(folder, "access-file");
    expect(manifest().dependencies).not.toHaveProperty("cdktf");
    expect(manifest().dependencies).not.toHaveProperty("constructs");
  });

  test("with another version or another script of the name keeps it, and that is told", () => {
    write(
      "package.json",
      '{ "scripts": { "check": "eslint ." }, "dependencies": { "cdktf": "^0.20.0" } }',
    );
    const told = init(folder, "access-file");
    expect(manifest()).toMatchObject({
      scripts: { check: "eslint ." },
      dependencies: { cdktf: "^0.20.0" },
    });
    expect(told).toContain("kept its check: eslint ., where this project has acr-auth check\n");
    expect(told).toContain("kept its cdktf: ^0.20.0, where this project has 0.21.0\n");
  });

  test("with a range around the tested version is as good", () => {
    write(
      "package.json",
      `{ "dependencies": { "cdktf": "^${String(OWN.devDependencies.cdktf)}" } }`,
    );
    expect(init(folder, "access-file")).not.toContain("kept its");
  });

  test("may be a link, which stays one, and keeps its permissions", () => {
    write("real.json", '{ "name": "shop" }\n');
    chmodSync(join(folder, "real.json"), 0o640);
    symlinkSync("real.json", join(folder, "package.json"));
    init(folder, "access-file");
    expect(JSON.parse(read("real.json"))).toMatchObject({ scripts: { check: "acr-auth check" } });
    expect(statSync(join(folder, "real.json")).mode & 0o777).toBe(0o640);
    expect(files()).not.toContain("real.json.new");
  });

  test("of ECMAScript modules gets its line of CommonJS in a file that says so", () => {
    write("package.json", '{ "type": "module" }');
    init(folder, "access-file");
    expect(files()).toContain("main.cjs");
    expect(JSON.parse(read("cdktf.json"))).toMatchObject({ app: "node main.cjs" });
  });

  test.each([
    ["no JSON", '{ "name": }', /is not JSON: Unexpected token/],
    ["empty", "", /is not JSON: Unexpected end/],
    ["a list", "[]", /is not a map/],
    ["null", "null", /is not a map/],
    [
      "without sections",
      '{ "dependencies": [] }',
      /has "dependencies", which is not a map of texts/,
    ],
    ["with a number for a script", '{ "scripts": { "check": 1 } }', /has "scripts", which is not/],
  ])("that is broken is refused with its reason, and nothing is written: %s", (_, text, reason) => {
    write("package.json", text);
    expect(() => init(folder, "access-file")).toThrow(reason);
    expect(() => init(folder, "access-file")).toThrow(join(folder, "package.json"));
    expect(() => init(folder, "access-file")).toThrow("Nothing was written.");
    expect(files()).toEqual(["package.json"]);
    expect(read("package.json")).toBe(text);
  });
});

describe("a project in TypeScript", () => {
  test("has a program, its test and what they need, in place of an access file", () => {
    const told = init(folder, "typescript");
    expect(files()).toEqual([
      ".github/workflows/registry-access.yml",
      ".gitignore",
      "azure-pipelines.yml",
      "cdktf.json",
      "jest.config.cjs",
      "main.ts",
      "package.json",
      "registry-access.test.ts",
      "registry-access.ts",
      "tsconfig.json",
    ]);
    expect(JSON.parse(read("cdktf.json"))).toMatchObject({ app: "node --import tsx main.ts" });
    expect(told).toContain("cdktf.out and terraform.registry-access.tfstate");
  });

  test("names exact versions of all that its files need", () => {
    init(folder, "typescript");
    const { dependencies, devDependencies } = manifest();
    const packages = { ...dependencies, ...devDependencies };
    for (const version of Object.values(packages)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    const imported = files()
      .filter((name) => name.endsWith("ts"))
      .flatMap((name) => Array.from(read(name).matchAll(/(?:from|import) "([^"]+)"/g)))
      .map(([, name = ""]) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? "")
      .filter((name) => name !== ".");
    expect(Object.keys(packages)).toEqual(
      expect.arrayContaining([...imported, "typescript", "jest", "@swc/jest", "@swc/core", "tsx"]),
    );
  });

  test("has the scripts that the pipelines run", () => {
    init(folder, "typescript");
    const { scripts } = manifest();
    const run = Array.from(
      (read("azure-pipelines.yml") + read(".github/workflows/registry-access.yml")).matchAll(
        /npm run (\w+)/g,
      ),
      ([, name = ""]) => name,
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
    expect(scripts.check).toBe("tsc && jest");
  });

  test("becomes Terraform, and the backend that is in a comment only has to be uncommented", () => {
    const scratch = join(ROOT, ".scratch");
    mkdirSync(scratch, { recursive: true });
    const program = mkdtempSync(join(scratch, "init-"));
    try {
      init(program, "typescript");
      const stack = readFileSync(join(program, "registry-access.ts"), "utf8");
      writeFileSync(
        join(program, "registry-access.ts"),
        stack
          .replace("{ TerraformStack }", "{ AzurermBackend, TerraformStack }")
          .replaceAll(/^( +)\/\/ (?=new AzurermBackend| {2}\w+: |\}\);)/gm, "$1"),
      );
      const json = synthesizeProgram(join(program, "main.ts"));
      expect(JSON.parse(json["registry-access"] ?? "")).toMatchObject({
        terraform: { backend: { azurerm: { use_azuread_auth: true } } },
        resource: { azuread_application_password: {} },
      });
    } finally {
      rmSync(program, { recursive: true });
    }
  });

  test("leaves the choice of jest's configuration to who has made it", () => {
    write("jest.config.js", "module.exports = {};");
    expect(init(folder, "typescript")).toContain(
      "kept   jest.config.cjs: jest.config.js is there\n",
    );
    expect(files()).not.toContain("jest.config.cjs");
  });

  test("keeps npm's own script for no tests, and says what the project has there", () => {
    write("package.json", '{ "scripts": { "test": "exit 1" } }');
    expect(init(folder, "typescript")).toContain(
      "kept its test: exit 1, where this project has jest\n",
    );
  });
});

describe("where it can't be written, nothing is, and the reason is told", () => {
  test("a folder that is a file", () => {
    write("shop", "mine");
    expect(() => init(join(folder, "shop"), "access-file")).toThrow(
      /shop" is no folder, and has to be one; move it away, or name another folder\. Nothing was written\.$/,
    );
    expect(files()).toEqual(["shop"]);
  });

  test("a folder below a file", () => {
    write("shop", "mine");
    expect(() => init(join(folder, "shop", "access"), "access-file")).toThrow(
      /can't be looked at: ENOTDIR/,
    );
  });

  test("a file where a folder has to be", () => {
    write(".github", "mine");
    expect(() => init(folder, "access-file")).toThrow(
      `"${join(folder, ".github")}" is no folder, and has to be one`,
    );
    expect(files()).toEqual([".github"]);
  });

  test("a folder for package.json", () => {
    mkdirSync(join(folder, "package.json"));
    expect(() => init(folder, "access-file")).toThrow(/package\.json" can't be read: EISDIR/);
  });

  test("no name of a folder", () => {
    expect(() => init(" ", "access-file")).toThrow("The name of the folder is empty");
  });

  test("a name that is too long", () => {
    expect(() => init(join(folder, "a".repeat(300)), "access-file")).toThrow(/ENAMETOOLONG/);
  });

  test("no permission for one of the last files takes back the first ones", () => {
    write("package.json", '{ "name": "shop" }');
    mkdirSync(join(folder, ".github"));
    chmodSync(folder, 0o777);
    chmodSync(join(folder, ".github"), 0o555);
    asOrdinaryUser(() => {
      expect(() => init(folder, "access-file")).toThrow(
        /registry-access\.yml" can't be written: EACCES: permission denied\. Mend that, or name another folder\. Nothing was written\.$/,
      );
    });
    expect(files()).toEqual(["package.json"]);
    expect(read("package.json")).toBe('{ "name": "shop" }');
  });

  test("a folder that was made for it is gone again", () => {
    mkdirSync(join(folder, "locked"), { mode: 0o555 });
    asOrdinaryUser(() => {
      expect(() => init(join(folder, "locked", "a", "b"), "access-file")).toThrow(/EACCES/);
    });
    expect(readdirSync(join(folder, "locked"))).toEqual([]);
  });
});

/** For root, everything is allowed. */
function asOrdinaryUser(action: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    process.seteuid?.(65534);
  }
  try {
    action();
  } finally {
    if (isRoot) {
      process.seteuid?.(0);
    }
  }
}
