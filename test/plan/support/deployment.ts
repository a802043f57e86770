import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  CloudState,
  Sandbox,
  SandboxOptions,
  startSandbox,
  runTerraform,
  TerraformResult,
} from "../../../sandbox/client";
import { Plan, planFromJson } from "./plan";

/** What a stack holds; the providers are there already. */
export type Program = (stack: TerraformStack) => void;

/** A stack that is planned and applied by real Terraform against a sandbox of its own. */
export class Deployment {
  /** Starts a sandbox whose time, like the program's, stands still at `now`. */
  public static async start(
    program: Program,
    options: SandboxOptions & { now?: string } = {},
  ): Promise<Deployment> {
    const now = options.now ?? "2026-12-01T00:00:00Z";
    return new Deployment(await startSandbox({ ...options, now }), program, now);
  }

  private readonly directory = mkdtempSync(join(tmpdir(), "acr-auth-plan-"));
  private initialized = false;

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
    await this.terraform("plan", "-out=plan");
    return planFromJson(await this.terraform("show", "-json", "plan"));
  }

  /** Applies, and returns what Terraform printed; fails with Terraform's own error text. */
  public async apply(): Promise<string> {
    await this.synthesize();
    return this.terraform("apply", "-auto-approve", "-no-color");
  }

  /** Applies something that may fail. */
  public async tryToApply(): Promise<TerraformResult> {
    await this.synthesize();
    return runTerraform(this.sandbox, this.stackDirectory, ["apply", "-auto-approve", "-no-color"]);
  }

  public async destroy(): Promise<void> {
    await this.synthesize();
    await this.terraform("destroy", "-auto-approve");
  }

  /** The outputs of the last apply, sensitive ones too. */
  public async outputs(): Promise<Record<string, unknown>> {
    const outputs = JSON.parse(await this.terraform("output", "-json")) as Record<
      string,
      { value: unknown }
    >;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
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

  public async stop(): Promise<void> {
    await this.sandbox.stop();
    rmSync(this.directory, { recursive: true });
  }

  private async synthesize(): Promise<void> {
    const app = new App({ outdir: this.directory, context: { "acr-auth:now": this.now } });
    const stack = new TerraformStack(app, "stack");
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    new LocalBackend(stack, { path: join(this.directory, "terraform.tfstate") });
    this.program(stack);
    app.synth();
    if (!this.initialized) {
      await this.terraform("init");
      this.initialized = true;
    }
  }

  private async terraform(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runTerraform(this.sandbox, this.stackDirectory, args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  private get stackDirectory(): string {
    return join(this.directory, "stacks", "stack");
  }
}
