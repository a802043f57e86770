import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { synthAccessFile } from "cdktf-acr-auth/access-file";
import {
  findTerraform,
  type Plan,
  planFromJson,
  runTerraform,
  Sandbox,
} from "cdktf-acr-auth-sandbox";
import { ROOT, TYPESCRIPT } from "../support/program";
import { describeWithTerraform } from "./support";

// docs/principals.md tells which commands move a principal to another state; here they are run as they
// stand there.

const COMMANDS = [
  ...readFileSync(join(ROOT, "docs", "principals.md"), "utf8").matchAll(/^```sh\n(.*?)^```$/gms),
].map(([, block = ""]) => block);

const SEED = {
  subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
  registries: [{ resourceGroup: "rg-registry", name: "contosoShop" }],
};

const WEB = `
  web:
    displayName: contoso-web
    grants: [{ registry: shop, access: pull }]
    clientSecrets: { docker: { propagationSeconds: 1 } }
    federatedCredentials: { github: { github: { repository: contoso/shop, branch: main } } }`;
const BUILD = `
  build:
    displayName: contoso-build
    grants: [{ registry: shop, access: push }]
    clientSecrets: { docker: {} }`;

const CONTEXT = { CDKTF_CONTEXT_JSON: JSON.stringify({ "acr-auth:now": "2026-12-01T00:00:00Z" }) };

/** A folder with access files, as a platform team has it. */
class Folder {
  private readonly path = mkdtempSync(join(tmpdir(), "acr-auth-moving-"));
  private readonly env: NodeJS.ProcessEnv;

  public constructor(private readonly sandbox: Sandbox) {
    const bin = join(this.path, "bin");
    mkdirSync(bin);
    // What the command `cdktf synth --output <folder>` does, without a second of its own start.
    const words = [process.execPath, ...TYPESCRIPT, join(ROOT, "main.ts")];
    const synth = words.map((word) => `"${word}"`).join(" ");
    writeFileSync(join(bin, "cdktf"), `#!/bin/sh\nCDKTF_OUTDIR="$3" exec ${synth}\n`);
    chmodSync(join(bin, "cdktf"), 0o755);
    this.env = {
      ...process.env,
      ...sandbox.env,
      PATH: [bin, process.env.PATH].join(delimiter),
      ...CONTEXT,
    };
  }

  public write(file: string, ...principals: string[]): void {
    const registries = "registries: { shop: { name: contosoShop, resourceGroup: rg-registry } }";
    writeFileSync(join(this.path, file), `${registries}\nprincipals:${principals.join("")}\n`);
  }

  /** Runs commands of a page, each of which must succeed; `terraform` is the one that was found. */
  public run(script = ""): void {
    const terraform = `terraform() { command "${findTerraform()}" "$@"; }`;
    execFileSync("bash", ["-euo", "pipefail", "-c", `${terraform}\n${script}`], {
      cwd: this.path,
      env: this.env,
      stdio: "pipe",
    });
  }

  public async apply(file: string): Promise<void> {
    await this.terraform(this.synthesized(file), "apply", "-auto-approve");
  }

  public async plan(file: string): Promise<Plan> {
    const directory = this.synthesized(file);
    await this.terraform(directory, "plan", "-out=plan");
    return planFromJson(await this.terraform(directory, "show", "-json", "plan"));
  }

  public stop(): void {
    rmSync(this.path, { recursive: true });
  }

  /** The folder of a file's stack as it is now. */
  private synthesized(file: string): string {
    Object.assign(process.env, CONTEXT, { CDKTF_OUTDIR: join(this.path, "out") });
    expect(synthAccessFile(join(this.path, file))).toBeDefined();
    const directory = join(this.path, "out", "stacks", file.replace(".yaml", ""));
    if (!existsSync(join(directory, ".terraform"))) {
      this.run(`terraform -chdir="${directory}" init`);
    }
    return directory;
  }

  private async terraform(directory: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runTerraform(this.sandbox, directory, args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
    return stdout;
  }
}

describeWithTerraform("by the commands of docs/principals.md", () => {
  const [moving] = COMMANDS.filter((block) => block.includes("state mv"));
  const [renaming] = COMMANDS.filter((block) => block.startsWith("mv access.yaml"));
  let sandbox: Sandbox;
  let folder: Folder;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
  });
  beforeEach(async () => {
    await sandbox.reset({ seed: SEED, now: "2026-12-01T00:00:00Z" });
    folder = new Folder(sandbox);
  });
  afterEach(() => {
    folder.stop();
  });
  afterAll(() => sandbox.stop());

  test.each([
    ["that has none yet", []],
    ["that has others", [BUILD.replaceAll("build", "audit")]],
  ])("a principal goes to another access file %s, and neither changes", async (_, others) => {
    folder.write("access.yaml", WEB, BUILD);
    await folder.apply("access.yaml");
    if (others.length > 0) {
      folder.write("shop.yaml", ...others);
      await folder.apply("shop.yaml");
    }
    const before = await sandbox.dump();
    folder.write("access.yaml", BUILD);
    folder.write("shop.yaml", ...others, WEB);
    folder.run(moving);
    expect(await folder.plan("shop.yaml")).toHaveNoChanges();
    expect(await folder.plan("access.yaml")).toHaveNoChanges();
    await folder.apply("shop.yaml");
    await folder.apply("access.yaml");
    expect(await sandbox.dump()).toEqual(before);
  });

  test("an access file is renamed with its state, and nothing changes", async () => {
    folder.write("access.yaml", WEB, BUILD);
    await folder.apply("access.yaml");
    folder.run(renaming);
    expect(await folder.plan("registries.yaml")).toHaveNoChanges();
  });
});
