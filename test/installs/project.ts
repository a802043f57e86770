import { spawnSync, SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpile } from "typescript";
import { run } from "../support/package";
import { ROOT } from "../support/program";

/** Holds all that is made here, and goes away with it. */
export const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

export const PROGRAM = join(ROOT, "test", "installs", "program.ts");
const PNPM = "pnpm@10.34.9";

/** What matters of a package.json. */
export interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly overrides?: Record<string, string>;
}

/** An npm project of a user, installed from the registry. */
export class Project {
  public static npm(manifest: Manifest): Project {
    const project = new Project(manifest);
    run(project.folder, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund");
    return project;
  }

  /** The overrides are written to where pnpm reads them. */
  public static pnpm({ dependencies, overrides = {} }: Manifest): Project {
    const project = new Project({ dependencies });
    project.write("pnpm-workspace.yaml", JSON.stringify({ overrides }));
    const store = `--store-dir=${join(directory, "pnpm-store")}`;
    run(project.folder, "npx", "--yes", PNPM, "install", "--no-frozen-lockfile", store);
    return project;
  }

  private readonly folder = mkdtempSync(join(directory, "project-"));

  private constructor(manifest: Manifest) {
    this.write("package.json", JSON.stringify({ name: "shop", private: true, ...manifest }));
  }

  /** Compiles the program with the types that are installed. */
  public compile(): void {
    this.write("main.ts", readFileSync(PROGRAM, "utf8"));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--module", "node16", "--target", "es2022", "--skipLibCheck"];
    const node = ["--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
    run(this.folder, process.execPath, tsc, ...options, ...node, "main.ts");
  }

  /** Compiles the program without looking at types, after a change to its text. */
  public compileChanged(from: string, to: string): void {
    const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
    this.write("main.js", transpile(readFileSync(PROGRAM, "utf8").replace(from, to), options));
  }

  public synth(): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, ["main.js"], { cwd: this.folder, encoding: "utf8" });
  }

  public json(): string {
    return readFileSync(join(this.folder, "cdktf.out/stacks/shop/cdk.tf.json"), "utf8");
  }

  /** As soon as it is not needed any more: each takes 300 MB. */
  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }
}
