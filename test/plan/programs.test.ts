import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Plan, planFromJson, runTerraform, Sandbox } from "cdktf-acr-auth-sandbox";
import { PROVIDERS } from "../../sandbox/lib/resources";
import { EXAMPLES, providersOf, ROOT, TYPESCRIPT } from "../support/program";
import { describeWithEachEngine } from "./support";

describeWithEachEngine("a program, by %s", (engine) => {
  let sandbox: Sandbox;
  let directory: string;
  beforeAll(async () => {
    process.env.TERRAFORM_BINARY_NAME = engine;
    sandbox = await Sandbox.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.reset();
    directory = mkdtempSync(join(tmpdir(), "acr-auth-program-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Runs a program as cdktf does, in a folder of its own, where its state is kept as well. */
  const synthesize = (program: string, variables: Record<string, string> = {}): void => {
    execFileSync(process.execPath, [...TYPESCRIPT, program], {
      cwd: directory,
      env: { ...process.env, ...variables },
      stdio: "pipe",
    });
  };
  const terraform = async (...args: string[]): Promise<string> => {
    const [stack = ""] = readdirSync(join(directory, "cdktf.out", "stacks"));
    const cwd = join(directory, "cdktf.out", "stacks", stack);
    const { code, stdout, stderr } = await runTerraform(sandbox, cwd, args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
    return stdout;
  };
  const manifest = (): string =>
    readFileSync(join(directory, "cdktf.out", "manifest.json"), "utf8");
  const plan = async (): Promise<Plan> => {
    await terraform("plan", "-out=plan");
    return planFromJson(await terraform("show", "-json", "plan"));
  };
  const cloud = async (): Promise<unknown> => {
    const { tenants, subscriptions } = await sandbox.dump();
    const living = Object.values(tenants).map(({ deletedItems: _, ...tenant }) => tenant);
    const inhabited = living.filter((tenant) => Object.values(tenant).flat().length > 0);
    return [inhabited, subscriptions, await sandbox.delivered()];
  };

  /** The first program of the README, as somebody has it who copies it. */
  const fromReadme = (): string => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const program = join(directory, "readme.ts");
    writeFileSync(program, /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "");
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    return program;
  };

  const served = new Set<string>(PROVIDERS.map(({ name }) => name));
  const programs = ["README.md", ...EXAMPLES, "main.ts"].filter((program) =>
    providersOf(program).every((name) => served.has(name)),
  );

  test("that is not planned has a provider that the sandbox does not serve, and test/examples.test.ts holds it", () => {
    const others = EXAMPLES.filter((program) => !programs.includes(program));
    const unserved = others.flatMap(providersOf).filter((name) => !served.has(name));
    expect(unserved.sort()).toEqual(["gitlab", "tfe", "vault"]);
  });

  test.each(programs)(
    "%s is valid, planned, applied, found unchanged and destroyed without a rest",
    async (program) => {
      copyFileSync(join(ROOT, "access.yaml"), join(directory, "access.yaml"));
      const before = await cloud();
      synthesize(program === "README.md" ? fromReadme() : join(ROOT, program));
      await terraform("init");
      await terraform("validate");
      expect(await plan()).toCreate("azurerm_role_assignment");
      await terraform("apply", "plan");
      expect(await plan()).toHaveNoChanges();
      await terraform("destroy", "-auto-approve");
      expect(await cloud()).toEqual(before);
    },
  );

  test("main.ts changes nothing when a registry's key in the access file is renamed", async () => {
    const file = join(directory, "access.yaml");
    const text = readFileSync(join(ROOT, "access.yaml"), "utf8");
    writeFileSync(file, text);
    synthesize(join(ROOT, "main.ts"));
    await terraform("init");
    await terraform("apply", "-auto-approve");
    const renamed = text
      .replace("  shop:", "  store:")
      .replaceAll("registry: shop", "registry: store");
    expect(renamed.match(/\bstore\b/g)?.length).toBeGreaterThan(1);
    writeFileSync(file, renamed);
    synthesize(join(ROOT, "main.ts"));
    expect(await plan()).toHaveNoChanges();
  });

  test("in TypeScript takes over the state of an access file with the same principals, without a change", async () => {
    copyFileSync(join(ROOT, "access.yaml"), join(directory, "access.yaml"));
    synthesize(join(ROOT, "main.ts"));
    await terraform("init");
    await terraform("apply", "-auto-approve");
    const example = readFileSync(join(ROOT, "examples", "shop-registry-access.ts"), "utf8");
    const program = join(directory, "program.ts");
    writeFileSync(
      program,
      example
        .replace('(app, "shop-registry-access")', '(app, "access")')
        .replace(/^.*new TerraformOutput.*$/m, ""),
    );
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    synthesize(program);
    expect(await plan()).toHaveNoChanges();
  });

  test("of a renamed access file is told of the state under its old name; moved, it is found unchanged", async () => {
    const main = join(ROOT, "main.ts");
    copyFileSync(join(ROOT, "access.yaml"), join(directory, "access.yaml"));
    synthesize(main);
    await terraform("init");
    await terraform("apply", "-auto-approve");

    rmSync(join(directory, "cdktf.out"), { recursive: true });
    renameSync(join(directory, "access.yaml"), join(directory, "shop.yaml"));
    synthesize(main, { ACR_ACCESS_FILE: "shop.yaml" });
    const [, command = ""] = /(mv [^[]*) \[acr-auth:state-left-behind/.exec(manifest()) ?? [];
    execFileSync("sh", ["-c", command], { cwd: tmpdir() });
    synthesize(main, { ACR_ACCESS_FILE: "shop.yaml" });
    expect(manifest()).not.toContain("state-left-behind");
    await terraform("init");
    expect(await plan()).toHaveNoChanges();

    // Another file in the folder, which has its first deployment before it, is not offered that state.
    copyFileSync(join(directory, "shop.yaml"), join(directory, "other.yaml"));
    synthesize(main, { ACR_ACCESS_FILE: "other.yaml" });
    expect(manifest()).not.toContain("state-left-behind");
  });
});
