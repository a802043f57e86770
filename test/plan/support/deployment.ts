import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { ProviderVersions } from "cdktf-acr-auth";
import {
  CloudState,
  findTerraform,
  Plan,
  Sandbox,
  SandboxOptions,
  TerraformError,
  TerraformResult,
} from "cdktf-acr-auth-sandbox";
import { Program, stackOf } from "./program";

export interface KnownResource {
  readonly address: string;
  readonly attributes: Record<string, unknown>;
  readonly isTainted: boolean;
}

interface StateFile {
  readonly resources: {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: { attributes: Record<string, unknown>; status?: string }[];
  }[];
}

/** One for all tests of a file, which come one after the other: it is reset in less time than it starts in. */
let shared: Sandbox | undefined;
afterAll(() => shared?.stop());

/** A program that makes its stack anew for each command, in a sandbox that nobody else uses. */
export class Deployment {
  /** Begins with a sandbox whose time, like the program's, stands still at `now`. */
  public static async start(
    program: Program,
    options: SandboxOptions & { now?: string } = {},
  ): Promise<Deployment> {
    const now = options.now ?? "2026-12-01T00:00:00Z";
    shared ??= await Sandbox.start();
    await shared.reset({ ...options, now });
    return new Deployment(shared, program, now);
  }

  private readonly directory = mkdtempSync(join(tmpdir(), "acr-auth-plan-"));
  private name = "stack";

  private constructor(
    public readonly sandbox: Sandbox,
    /** Assign another program to change the stack. */
    public program: Program,
    private now: string,
  ) {}

  /** Moves the time of Terraform and of the cloud together. */
  public async moveTo(now: string): Promise<void> {
    this.now = now;
    await this.sandbox.travel({ to: now });
  }

  /** Renames the stack, with its state. */
  public async rename(name: string): Promise<void> {
    const before = this.stateFile;
    this.name = name;
    await this.sandbox.folder(this.stack());
    renameSync(before, this.stateFile);
  }

  public plan(): Promise<Plan> {
    return this.sandbox.plan(this.stack());
  }

  /** Applies, and returns what Terraform printed; fails with Terraform's own error text. */
  public apply(): Promise<string> {
    return this.sandbox.apply(this.stack());
  }

  /** Applies something that may fail. */
  public tryToApply(): Promise<TerraformResult> {
    return this.sandbox.terraform(this.stack(), "apply", "-auto-approve", "-no-color");
  }

  /** Plans what may not be possible. */
  public tryToPlan(): Promise<TerraformResult> {
    return this.sandbox.terraform(this.stack(), "plan", "-no-color");
  }

  /** Destroys, which may fail. */
  public tryToDestroy(): Promise<TerraformResult> {
    return this.sandbox.terraform(this.stack(), "destroy", "-auto-approve", "-no-color");
  }

  public destroy(): Promise<string> {
    return this.sandbox.destroy(this.stack());
  }

  /** Runs another command of Terraform, which must succeed. */
  public async terraform(...args: string[]): Promise<string> {
    const result = await this.sandbox.terraform(this.stack(), ...args);
    if (result.code !== 0) {
      throw new TerraformError(args, result);
    }
    return result.stdout;
  }

  /** Runs what a page of the docs tells in the folder of the stack; whatever Terraform asks is approved. */
  public async shell(commands: string): Promise<TerraformResult> {
    const terraform = `terraform() { command "${findTerraform()}" "$@"; }\n`;
    const { status, stdout, stderr } = spawnSync("sh", ["-e"], {
      cwd: await this.sandbox.folder(this.stack()),
      env: { ...process.env, ...this.sandbox.env, TF_CLI_ARGS_apply: "-auto-approve -no-color" },
      input: `${terraform}${commands}`,
      encoding: "utf8",
    });
    return { code: status ?? 1, stdout, stderr };
  }

  /** The outputs of the last apply, sensitive ones too. */
  public outputs(): Record<string, unknown> {
    return this.sandbox.outputs(this.stack());
  }

  /** What Terraform knows of a type of resource. */
  public known(type: string): KnownResource[] {
    const { resources } = JSON.parse(readFileSync(this.stateFile, "utf8")) as StateFile;
    return resources
      .filter((resource) => resource.mode === "managed" && resource.type === type)
      .flatMap(({ name, instances }) =>
        instances.map(({ attributes, status }) => ({
          address: `${type}.${name}`,
          attributes,
          isTainted: status === "tainted",
        })),
      );
  }

  /** What exists in the cloud, without the recycle bin. */
  public async cloud(): Promise<CloudState> {
    const { tenants, subscriptions } = await this.sandbox.dump();
    const living = Object.entries(tenants).map(([id, tenant]) => [
      id,
      { ...tenant, deletedItems: [] },
    ]);
    return { tenants: Object.fromEntries(living) as typeof tenants, subscriptions };
  }

  /** Back to before the first apply: the cloud knows nothing of it, nor does the state. */
  public async startOver(): Promise<void> {
    await this.sandbox.reset();
    await this.sandbox.travel({ to: this.now });
  }

  /** What was made is still in the cloud, and Terraform knows nothing of it. */
  public loseState(): Promise<void> {
    return rm(this.stateFile, { force: true });
  }

  public stop(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }

  private stack(): TerraformStack {
    const options = { outdir: this.directory, context: { "acr-auth:now": this.now } };
    const program: Program = (stack) => {
      if (process.env.TEST_PROVIDERS === "newest") {
        ProviderVersions.use(stack, ProviderVersions.NEWEST_TESTED);
      }
      this.program(stack);
    };
    return stackOf(program, options, this.name);
  }

  private get stateFile(): string {
    return this.sandbox.stateFile(this.stack());
  }
}
