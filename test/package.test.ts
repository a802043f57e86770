import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
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
import * as policy from "../lib/policy/index";
import { copyOfSources, pack, run } from "./support/package";
import { ROOT } from "./support/program";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

const { dependencies, peerDependencies, peerDependenciesMeta } = json("package.json") as Record<
  "dependencies" | "peerDependencies",
  Record<string, string>
> & { peerDependenciesMeta: Record<string, { optional: boolean }> };
const OPTIONAL = Object.keys(peerDependenciesMeta);
/** The names of the entries that need a provider package which a project need not have. */
const DELIVERIES = readdirSync(join(ROOT, "lib/delivery")).filter((name) =>
  existsSync(join(ROOT, "lib/delivery", name, "index.ts")),
);

const source = copyOfSources(join(directory, "source"));
// As an earlier build leaves it behind, of a file that is gone since.
mkdirSync(join(source, "dist"));
writeFileSync(join(source, "dist", "gone.js"), "");
const { filename, files } = pack(source);

const OTHERS = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
const project = projectWith(OTHERS.filter((name) => !OPTIONAL.includes(name)));
const installed = join(project, "node_modules", "cdktf-acr-auth");

/** A user's project with the package and others, without the 300 MB that installing takes. */
function projectWith(others: string[]): string {
  const folder = mkdtempSync(join(directory, "project-"));
  const unpacked = join(folder, "node_modules", "cdktf-acr-auth");
  mkdirSync(unpacked, { recursive: true });
  run(unpacked, "tar", "-xzf", filename, "--strip-components=1");
  for (const name of others) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), place, "junction");
  }
  return folder;
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
      "policy.schema.json",
      "review.schema.json",
    ]);
    expect(others).toEqual(expect.arrayContaining(docs));
  });

  test("holds nothing of an earlier build", () => {
    expect(paths).not.toContain("dist/gone.js");
  });

  test("holds types for its entries, and JavaScript that an entry or a command loads", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        "dist/index.d.ts",
        "dist/access-file/index.d.ts",
        "dist/policy/index.d.ts",
        ...DELIVERIES.map((name) => `dist/delivery/${name}/index.d.ts`),
      ]),
    );
    const compiled = paths.filter(
      (path) => path.startsWith("dist/") && !path.startsWith("dist/cli/init/templates/"),
    );
    expect(
      compiled
        .filter((path) => !path.endsWith(".d.ts") && !/^dist\/(cli|shared)\/.*\.js$/.test(path))
        .sort(),
    ).toEqual([
      "dist/access-file/index.js",
      ...DELIVERIES.map((name) => `dist/delivery/${name}/index.js`),
      "dist/index.js",
      "dist/policy/index.js",
    ]);
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

  test("reviews a plan by nothing but itself and its dependencies", () => {
    const command = join(installed, "dist", "cli", "index.js");
    const plan = join(ROOT, "test", "review", "fixtures", "article", "plan.json");
    const printed = run(project, process.execPath, command, "review", plan, "--fail-on", "nothing");
    expect(printed).toMatch(/^BROADER by this plan: 1 principal gains access/);
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
import { AcrAccessPolicy } from "cdktf-acr-auth/policy";

const app = new App();
const stack = new TerraformStack(app, "shop");
const scope: IAcrScope = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
});
scope.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" }));
AcrAccessPolicy.strict().applyTo(stack);
scope.grantPull(new AccessFileStack(app, "access", "access.yaml").principal("web"));
export const lines: number[] = checkAccessFile("access.yaml").map(({ line }) => line);
// @ts-expect-error: types are of the package, and not any.
scope.grantPull(lines);
`;

const withPeers = projectWith(OTHERS);
const PROGRAM_WITH_PEERS = `
import { App, TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, DockerConfig } from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";
import { KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";

const stack = new TerraformStack(new App(), "shop");
const registry = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
});
const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
const clientSecret = web.addClientSecret("docker");
const dockerConfig = DockerConfig.of(clientSecret, registry);
const login = { servicePrincipal: web, clientSecret, registry };
new GitHubActionsDelivery(stack, "github_actions", { ...login, repository: "shop" });
new GitLabDelivery(stack, "gitlab_ci", { ...login, project: "contoso/shop" });
new HcpTerraformDelivery(stack, "runs", { ...login, workspaceId: "ws-1" });
new VaultDelivery(stack, "vault", { clientSecret, registry, mount: "secret", name: "shop" });
const pull = new KubernetesPullSecret(stack, "pull", { dockerConfig, name: "acr", namespaces: ["shop"] });
export const { secretName } = pull;
// @ts-expect-error: types are of the package, and not any.
export const attach = (): void => pull.attachTo(dockerConfig.json);
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
    const programs = Object.fromEntries(
      names.flatMap((name) => [
        [name, PROGRAM],
        [`peers-${name}`, PROGRAM_WITH_PEERS],
      ]),
    );
    expect(mistakesIn(withPeers, programs, compilerOptions)).toEqual([]);
  });
});

function mistakesIn(
  folder: string,
  programs: Record<string, string>,
  compilerOptions: object,
): unknown[] {
  const paths = Object.entries(programs).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
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
    folder,
  );
  const program = ts.createProgram(paths, { ...options, noEmit: true });
  const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  return [...errors, ...messages];
}

describe("an entry for a provider package that a project need not have", () => {
  test("is there for each folder in lib/delivery with an index, whose package is an optional peer", () => {
    expect(OPTIONAL).toEqual(DELIVERIES.map((name) => `@cdktf/provider-${name}`));
    const { exports, typesVersions } = json("package.json") as {
      exports: object;
      typesVersions: { "*": object };
    };
    expect(Object.keys(exports)).toEqual(
      expect.arrayContaining(DELIVERIES.map((name) => `./delivery/${name}`)),
    );
    expect(Object.keys(typesVersions["*"])).toEqual(
      expect.arrayContaining(DELIVERIES.map((name) => `delivery/${name}`)),
    );
  });

  test.each(
    DELIVERIES.flatMap((name) => [
      [`required from ${name}`, name, (entry: string) => ["-e", `require("${entry}")`]] as const,
      [
        `imported from ${name}`,
        name,
        (entry: string) => ["--input-type=module", "-e", `import "${entry}"`],
      ] as const,
    ]),
  )("says what to install where that is missing, and nothing else: %s", (_, name, load) => {
    const peer = `@cdktf/provider-${name}`;
    const [major = ""] = /\d+/.exec(peerDependencies[peer] ?? "") ?? [];
    const { status, stderr } = spawnSync(
      process.execPath,
      load(`cdktf-acr-auth/delivery/${name}`),
      { cwd: project, encoding: "utf8" },
    );
    expect(status).not.toBe(0);
    const told = /^\[?Error: (.*?)\]?$/m.exec(stderr)?.[1];
    expect(told).toBe(
      `cdktf-acr-auth/delivery/${name} needs ${peer}, which is not installed; run npm install ${peer}@${major}`,
    );
    expect(stderr).not.toMatch(/^ +at |Require stack|MODULE_NOT_FOUND/m);
  });

  test("is needed by no other entry to compile", () => {
    const compilerOptions = { module: "node16", skipLibCheck: false, types: [] };
    expect(mistakesIn(project, { "main.cts": PROGRAM }, compilerOptions)).toEqual([]);
  });

  test.each(DELIVERIES)("is named by no type of the other entries: %s", (name) => {
    const types = files
      .map(({ path }) => path)
      .filter((path) => path.endsWith(".d.ts") && !path.startsWith(`dist/delivery/${name}/`));
    const naming = types.filter((path) =>
      [`provider-${name}`, `delivery/${name}`].some((text) =>
        readFileSync(join(installed, path), "utf8").includes(text),
      ),
    );
    expect(naming).toEqual([]);
  });

  test("takes what the other entries make", () => {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(PROGRAM_WITH_PEERS, { compilerOptions });
    const synth = 'console.log(require("cdktf").Testing.synth(stack))';
    const synthesized = run(withPeers, process.execPath, "-e", `${outputText}\n${synth}`);
    expect(JSON.parse(synthesized)).toMatchObject({
      resource: {
        azuread_application_password: {},
        github_actions_secret: {},
        gitlab_project_variable: {},
        kubernetes_secret_v1: {},
        tfe_variable: {},
        vault_kv_secret_v2: {},
      },
    });
  });
});

describe("an access file that delivers to what a project need not have installed", () => {
  const content = (deliver: string): string => `
registries: { shop: { name: contosoShop, resourceGroup: rg-registry } }
principals:
  web:
    displayName: contoso-web
    clientSecrets: { docker: { deliver: ${deliver} } }
    grants: [{ registry: shop, access: pull }]
`;
  const findings = (folder: string, deliver: string): unknown => {
    writeFileSync(join(folder, "deliver.yaml"), content(deliver));
    const check = 'require("cdktf-acr-auth/access-file").checkAccessFile("deliver.yaml")';
    const told = run(folder, process.execPath, "-e", `console.log(JSON.stringify(${check}))`);
    return (JSON.parse(told) as { path: string; message: string }[]).map(
      ({ path, message }) => `${path}: ${message}`,
    );
  };

  test.each([
    ["kubernetes", "{ kubernetes: { name: acr, namespaces: [shop] } }", 12],
    ["github", "{ github: { repository: shop } }", 15],
  ])("says at its place what to install, and is right with it: %s", (name, deliver, major) => {
    const peer = `@cdktf/provider-${name}`;
    expect(findings(project, deliver)).toEqual([
      `principals.web.clientSecrets.docker.deliver.${name}: cdktf-acr-auth/delivery/${name} needs ${peer}, which is not installed; run npm install ${peer}@${major}`,
    ]);
    expect(findings(withPeers, deliver)).toEqual([]);
  });
});

describe("a program that runs", () => {
  test.each([
    ["cdktf-acr-auth", constructs],
    ["cdktf-acr-auth/access-file", accessFile],
    ["cdktf-acr-auth/policy", policy],
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

  test.each([
    ["access", "Access to container registries"],
    ["policy", "Policy for reviews of access to container registries"],
  ])("reads the schema %s", (name, title) => {
    const printed = node(`console.log(require("cdktf-acr-auth/${name}.schema.json").title)`);
    expect(printed).toBe(`${title}\n`);
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
