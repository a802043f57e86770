import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import * as accessFile from "../lib/access-file/index";
import * as constructs from "../lib/index";
import { copyOfSources, pack, run } from "./support/package";
import { ROOT } from "./support/program";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

const { dependencies, peerDependencies } = json("package.json") as Record<
  "dependencies" | "peerDependencies",
  Record<string, string>
>;

const source = copyOfSources(join(directory, "source"));
// As an earlier build leaves it behind, of a file that is gone since.
mkdirSync(join(source, "dist"));
writeFileSync(join(source, "dist", "gone.js"), "");
const { filename, files } = pack(source);

/** A user's project, without the 300 MB that installing takes. */
const project = join(directory, "project");
const installed = join(project, "node_modules", "cdktf-acr-auth");
mkdirSync(installed, { recursive: true });
run(installed, "tar", "-xzf", filename, "--strip-components=1");
for (const name of [...Object.keys(dependencies), ...Object.keys(peerDependencies)]) {
  const place = join(project, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), place, "junction");
}

const node = (program: string, ...options: string[]): string =>
  run(project, process.execPath, ...options, "-e", program);

describe("the npm package", () => {
  const paths = files.map(({ path }) => path);

  test("holds the compiled library, the schema and the docs, and nothing that is not read or run", () => {
    const docs = readdirSync(join(ROOT, "docs"), { encoding: "utf8", recursive: true })
      .map((path) => `docs/${path}`)
      .filter((path) => /\.\w+$/.test(path));
    const others = paths.filter((path) => !path.startsWith("dist/"));
    expect(others.filter((path) => !docs.includes(path)).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "access.schema.json",
      "package.json",
    ]);
    expect(others).toEqual(expect.arrayContaining(docs));
  });

  test("holds nothing of an earlier build", () => {
    expect(paths).not.toContain("dist/gone.js");
  });

  test("holds types for its entries, and JavaScript that an entry or a command loads", () => {
    expect(paths).toEqual(
      expect.arrayContaining(["dist/index.d.ts", "dist/access-file/index.d.ts"]),
    );
    const compiled = paths.filter(
      (path) => path.startsWith("dist/") && !path.startsWith("dist/cli/init/templates/"),
    );
    expect(
      compiled
        .filter((path) => !path.endsWith(".d.ts") && !/^dist\/(cli|shared)\/.*\.js$/.test(path))
        .sort(),
    ).toEqual(["dist/access-file/index.js", "dist/index.js"]);
    expect(compiled.filter((path) => /^dist\/cli\/.*\.d\.ts$/.test(path))).toEqual([]);
  });

  test("names its repository, and where to tell of a bug", () => {
    const manifest = JSON.parse(
      node('console.log(fs.readFileSync(require.resolve("cdktf-acr-auth/package.json"), "utf8"))'),
    ) as object;
    expect(manifest).toMatchObject({
      repository: { type: "git", url: expect.stringMatching(/^git\+https:.*\.git$/) as unknown },
      bugs: { url: expect.stringMatching(/\/issues$/) as unknown },
      homepage: expect.stringMatching(/^https:/) as unknown,
    });
  });

  test("has a command that can be run as a file", () => {
    const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
      bin: Record<string, string>;
    };
    expect(Object.keys(bin).sort()).toEqual(["acr-auth", "cdktf-acr-auth"]);
    for (const file of Object.values(bin).map((path) => join(installed, path))) {
      expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
      expect(() => {
        accessSync(file, constants.X_OK);
      }).not.toThrow();
      expect(run(project, process.execPath, file, "--version")).toBe("0.1.0\n");
    }
  });

  test("loads nothing of cdktf to print its help", () => {
    const printed = node(
      `process.argv = [process.execPath, "acr-auth", "--help"];
       process.on("exit", () => console.log(Object.keys(require.cache).join("\\n")));
       require("./node_modules/cdktf-acr-auth/dist/cli/index.js");`,
    );
    expect(printed).toContain("/dist/cli/index.js");
    expect(printed).not.toMatch(/node_modules\/(@?cdktf|constructs|zod)\//);
  });

  test.each(Object.entries(peerDependencies))(
    "is tested with the peer %s that it asks for, %s",
    (peer, range) => {
      const { version } = json(join("node_modules", peer, "package.json")) as { version: string };
      const [, fixed = ""] = /^\^(0\.\d+|\d+)\./.exec(range) ?? [];
      expect(version).toMatch(new RegExp(`^${fixed.replace(".", "\\.")}\\.`));
    },
  );
});

const PROGRAM = `
import { App, TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, type IAcrScope } from "cdktf-acr-auth";
import { AccessFileStack, checkAccessFile } from "cdktf-acr-auth/access-file";

const app = new App();
const stack = new TerraformStack(app, "shop");
const scope: IAcrScope = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
});
scope.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" }));
scope.grantPull(new AccessFileStack(app, "access", "access.yaml").principal("web"));
export const lines: number[] = checkAccessFile("access.yaml").map(({ line }) => line);
// @ts-expect-error: types are of the package, and not any.
scope.grantPull(lines);
`;

describe("a program's types are found", () => {
  const { compilerOptions: OF_CDKTF_INIT } = json(
    "node_modules/@cdktf/cli-core/templates/typescript/tsconfig.json",
  ) as { compilerOptions: object };

  test.each([
    ["as cdktf init writes it", ["main.ts"], OF_CDKTF_INIT],
    ["by node16, as CommonJS and as ESM", ["main.cts", "main.mts"], { module: "node16" }],
    ["by nodenext, as CommonJS and as ESM", ["main.cts", "main.mts"], { module: "nodenext" }],
    ["by a bundler", ["main.ts"], { module: "esnext", moduleResolution: "bundler" }],
  ])("%s", (_how, names, compilerOptions) => {
    const files = names.map((name) => join(project, name));
    files.forEach((file) => {
      writeFileSync(file, PROGRAM);
    });
    const { options, errors } = ts.convertCompilerOptionsFromJson(
      {
        target: "es2022",
        lib: ["es2022"],
        strict: true,
        skipLibCheck: true,
        ...compilerOptions,
        incremental: false,
      },
      project,
    );
    expect(errors).toEqual([]);
    const program = ts.createProgram(files, { ...options, noEmit: true });
    const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(messages).toEqual([]);
  });
});

describe("a program that runs", () => {
  test.each([
    ["cdktf-acr-auth", constructs],
    ["cdktf-acr-auth/access-file", accessFile],
  ])("requires and imports from %s by name what the sources export", (entry, sources) => {
    const names = Object.keys(sources).sort();
    const required = node(`console.log(JSON.stringify(Object.keys(require("${entry}"))))`);
    expect((JSON.parse(required) as string[]).sort()).toEqual(names);
    const imported = node(
      `import { ${names.join(", ")} } from "${entry}"; console.log(typeof ${names.join(", typeof ")})`,
      "--input-type=module",
    );
    expect(imported).not.toContain("undefined");
  });

  test("meets the same classes by both entries, required or imported", () => {
    writeFileSync(join(project, "access.yaml"), readFileSync(join(ROOT, "access.yaml"), "utf8"));
    const printed = node(
      `import { createRequire } from "node:module";
       import { App } from "cdktf";
       import { AccessFileStack } from "cdktf-acr-auth/access-file";
       import { AcrServicePrincipal } from "cdktf-acr-auth";
       const required = createRequire(import.meta.url)("cdktf-acr-auth");
       const stack = new AccessFileStack(new App(), "access", "access.yaml");
       const web = stack.principal("web");
       console.log(web instanceof AcrServicePrincipal, AcrServicePrincipal === required.AcrServicePrincipal);`,
      "--input-type=module",
    );
    expect(printed).toBe("true true\n");
  });

  test("loads neither yaml nor zod for the constructs", () => {
    const printed = node(
      'require("cdktf-acr-auth"); console.log(Object.keys(require.cache).join("\\n"))',
    );
    expect(printed).toContain("/cdktf-acr-auth/dist/index.js");
    expect(printed).not.toMatch(/node_modules\/(yaml|zod|commander)\//);
  });

  test("reads the schema of access files", () => {
    const printed = node('console.log(require("cdktf-acr-auth/access.schema.json").title)');
    expect(printed).toBe("Access to container registries\n");
  });

  test.each(["cdktf-acr-auth/lib/grant/grant", "cdktf-acr-auth/dist/index.js"])(
    "is refused %s, which no entry is",
    (path) => {
      const printed = node(`try { require("${path}") } catch ({ code }) { console.log(code) }`);
      expect(printed).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED\n");
    },
  );

  test("synthesizes the first sample program", () => {
    const program = readFileSync(join(ROOT, "examples", "shop-registry-access.ts"), "utf8");
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(program, { compilerOptions });
    node(outputText);
    const synthesized = readFileSync(
      join(project, "cdktf.out/stacks/shop-registry-access/cdk.tf.json"),
      "utf8",
    );
    const { resource } = JSON.parse(synthesized) as { resource: object };
    expect(Object.keys(resource).sort()).toEqual([
      "azuread_application",
      "azuread_application_federated_identity_credential",
      "azuread_application_password",
      "azuread_service_principal",
      "azurerm_role_assignment",
      "terraform_data",
    ]);
  });
});
