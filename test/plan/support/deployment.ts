import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  CloudState,
  findTerraform,
  Sandbox,
  SandboxOptions,
  startSandbox,
  runTerraform,
  TerraformResult,
} from "../../../sandbox/lib/client";
import { Plan, planFromJson } from "./plan";

/** What a stack holds; the providers are there already. */
export type Program = (stack: TerraformStack) => void;

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

/** A stack that is planned and applied by real Terraform against a sandbox that nobody else uses. */
export class Deployment {
  /** Begins with a sandbox whose time, like the program's, stands still at `now`. */
  public static async start(
    program: Program,
    options: SandboxOptions & { now?: string } = {},
  ): Promise<Deployment> {
    const now = options.now ?? "2026-12-01T00:00:00Z";
    shared ??= await startSandbox();
    await shared.reset({ ...options, now });
    return new Deployment(shared, program, now);
  }

  /** Assign another name to rename the stack, with its state. */
  public stackName = "stack";
  private readonly directory = mkdtempSync(join(tmpdir(), "acr-auth-plan-"));
  private initialized?: string;

  private constructor(
    public readonly sandbox: Sandbox,
    /** Assign another program to change the stack. */
    public program: Program,
    private now: string,
  ) {}

  /** Moves the time of Terraform and of the cloud together. */
  public async moveTo(now: string): Promise<void> {
    this.now = now;
    await this.sandbox.setNow(now);
  }

  public async plan(): Promise<Plan> {
    await this.synthesize();
    return planFromJson(await this.terraform("plan", "-json"));
  }

  /** Applies, and returns what Terraform printed; fails with Terraform's own error text. */
  public async apply(...options: string[]): Promise<string> {
    await this.synthesize();
    return this.terraform("apply", "-auto-approve", "-no-color", ...options);
  }

  /** Applies something that may fail. */
  public async tryToApply(): Promise<TerraformResult> {
    await this.synthesize();
    return runTerraform(this.sandbox, this.stackDirectory, ["apply", "-auto-approve", "-no-color"]);
  }

  /** Plans what may not be possible. */
  public async tryToPlan(): Promise<TerraformResult> {
    await this.synthesize();
    return runTerraform(this.sandbox, this.stackDirectory, ["plan", "-no-color"]);
  }

  /** Destroys, which may fail. */
  public async tryToDestroy(...args: string[]): Promise<TerraformResult> {
    await this.synthesize();
    const all = ["destroy", "-auto-approve", "-no-color", ...args];
    return runTerraform(this.sandbox, this.stackDirectory, all);
  }

  public async destroy(): Promise<void> {
    await this.synthesize();
    await this.terraform("destroy", "-auto-approve");
  }

  /** Runs what a page of the docs tells in the folder of the stack; whatever Terraform asks is approved. */
  public shell(commands: string): TerraformResult {
    const terraform = `terraform() { command ${findTerraform()} "$@"; }\n`;
    const { status, stdout, stderr } = spawnSync("sh", ["-e"], {
      cwd: this.stackDirectory,
      env: { ...process.env, ...this.sandbox.env, TF_CLI_ARGS_apply: "-auto-approve -no-color" },
      input: `${terraform}${commands}`,
      encoding: "utf8",
    });
    return { code: status ?? 1, stdout, stderr };
  }

  /** The outputs of the last apply, sensitive ones too. */
  public outputs(): Record<string, unknown> {
    const { outputs } = JSON.parse(readFileSync(this.stateFile, "utf8")) as {
      outputs: Record<string, { value: unknown }>;
    };
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
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
    await this.sandbox.setNow(this.now);
    await this.loseState();
  }

  /** What was made is still in the cloud, and Terraform knows nothing of it. */
  public loseState(): Promise<void> {
    return rm(this.stateFile, { force: true });
  }

  public stop(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }

  private async synthesize(): Promise<void> {
    const app = new App({ outdir: this.directory, context: { "acr-auth:now": this.now } });
    const stack = new TerraformStack(app, this.stackName);
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    new LocalBackend(stack, { path: this.stateFile });
    this.program(stack);
    app.synth();
    if (this.initialized !== this.stackName) {
      await this.terraform("init");
      this.initialized = this.stackName;
    }
  }

  /** Runs another command of Terraform. */
  public async terraform(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runTerraform(this.sandbox, this.stackDirectory, args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  private get stateFile(): string {
    return join(this.directory, "terraform.tfstate");
  }

  private get stackDirectory(): string {
    return join(this.directory, "stacks", this.stackName);
  }
}
