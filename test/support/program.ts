import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "..", "..");

/** The programs of examples/, without the tests there, which are no programs. */
export const EXAMPLES = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
  .filter((file) => /(?<!\.test)\.ts$/.test(file))
  .map((file) => join("examples", file));

/** The providers whose packages a program imports, as in "azurerm". */
export function providersOf(program: string): string[] {
  const imports = readFileSync(join(ROOT, program), "utf8").matchAll(/"@cdktf\/provider-(\w+)\//g);
  return [...new Set(Array.from(imports, ([, name = ""]) => name))];
}

/** How node runs programs in TypeScript. */
export const TYPESCRIPT = ["--require", join(__dirname, "typescript.cjs")];

/** What the compiler says about the programs of a folder two levels below the root. */
export function compilerMessages(directory: string): string {
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions: {
        incremental: false,
        tsBuildInfoFile: null,
        noUnusedLocals: false,
        paths: {
          "cdktf-acr-auth": ["../../lib/index.ts"],
          "cdktf-acr-auth/access-file": ["../../lib/access-file/index.ts"],
          "cdktf-acr-auth/policy": ["../../lib/policy/index.ts"],
          "cdktf-acr-auth/delivery/*": ["../../lib/delivery/*/index.ts"],
        },
      },
      include: ["*.ts"],
    }),
  );
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", directory], { encoding: "utf8" }).stdout;
}

/** Runs a program as `cdktf synth` would, and returns the Terraform JSON of its stacks by name. */
export function synthesizeProgram(
  file: string,
  variables: Record<string, string> = {},
): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "acr-auth-"));
  try {
    execFileSync(process.execPath, [...TYPESCRIPT, file], {
      cwd: ROOT,
      env: { ...process.env, CDKTF_OUTDIR: outdir, ...variables },
      encoding: "utf8",
      stdio: "pipe",
    });
    return Object.fromEntries(
      readdirSync(join(outdir, "stacks")).map((stack) => [
        stack,
        readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
