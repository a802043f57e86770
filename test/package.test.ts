import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyOfSources, pack, run } from "./support/package";
import { ROOT } from "./support/program";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

const { peerDependencies: PEERS } = json("package.json") as {
  peerDependencies: Record<string, string>;
};

describe("the npm package", () => {
  const source = copyOfSources(join(directory, "source"));
  // As a build leaves it behind, of a file that is gone since.
  writeFileSync(join(source, "lib", "grant", "gone.js"), "");
  writeFileSync(join(source, "lib", "grant", "gone.d.ts"), "");
  const { filename, files } = pack(source);
  const paths = files.map(({ path }) => path);

  test("holds the compiled library and its types, README and LICENSE, and nothing else", () => {
    const others = paths.filter((path) => !/^lib\/.*(\.js|\.d\.ts)$/.test(path));
    expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(paths).toEqual(expect.arrayContaining(["lib/index.js", "lib/index.d.ts"]));
  });

  test("holds what the sources of today compile to, and leaves none of it among them", () => {
    const isCompiled = (path: string): boolean => /\.(js|d\.ts)$/.test(path);
    const packed = paths.filter((path) => path.endsWith(".js"));
    const sources = readdirSync(join(source, "lib"), { encoding: "utf8", recursive: true });
    expect(sources.filter(isCompiled)).toEqual([]);
    const compiled = sources
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `lib/${path.replace(/ts$/, "js")}`);
    expect(packed.sort()).toEqual(compiled.sort());
  });

  test("installed into an empty project, compiles and synthesizes the first sample program", () => {
    const project = join(directory, "project");
    cpSync(join(ROOT, "examples", "shop-registry-access.ts"), join(project, "main.ts"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true }));
    // The peers of a user, without the 300 MB that copying them takes.
    run(
      project,
      "npm",
      "install",
      "--legacy-peer-deps",
      "--prefer-offline",
      "--no-audit",
      filename,
    );
    mkdirSync(join(project, "node_modules", "@cdktf"));
    for (const peer of Object.keys(PEERS)) {
      symlinkSync(join(ROOT, "node_modules", peer), join(project, "node_modules", peer));
    }
    run(
      project,
      process.execPath,
      join(ROOT, "node_modules/typescript/bin/tsc"),
      "--strict",
      "--module",
      "node16",
      "--target",
      "es2022",
      "--skipLibCheck",
      "main.ts",
    );
    run(project, process.execPath, "main.js");
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
  }, 120_000);

  test.each(Object.entries(PEERS))(
    "is tested with the peer %s that it asks for, %s",
    (peer, range) => {
      const { version } = json(join("node_modules", peer, "package.json")) as { version: string };
      const [, fixed = ""] = /^\^(0\.\d+|\d+)\./.exec(range) ?? [];
      expect(version).toMatch(new RegExp(`^${fixed.replace(".", "\\.")}\\.`));
    },
  );

  test("can be imported by deep path, as the provider packages can", () => {
    const script = 'console.log(typeof require("cdktf-acr-auth/lib/grant/access").Access.PULL)';
    expect(run(join(directory, "project"), process.execPath, "-e", script)).toBe("string\n");
  });
});
