import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import type { Sandbox, SandboxOptions, TerraformResult } from "cdktf-acr-auth-sandbox";
import { type Program, stackOf } from "../plan/support/program";
import type { Recording } from "./comparison";
import type { Json } from "./json";
import { Names } from "./names";
import { SEED } from "./seed";
import { messagesFrom, planFrom, stateFrom } from "./terraform-json";
import type { Versions } from "./versions";

/** What is done, step by step, in a sandbox with whichever providers. */
export interface Scenario {
  readonly name: string;
  /** Beside the seed. */
  readonly options?: Pick<SandboxOptions, "directoryLag" | "replicationLag">;
  readonly play: (run: Run) => Promise<void>;
}

const NOW = "2026-12-01T00:00:00Z";
const PLAN = "conformance.tfplan";

/** Plays a scenario, and records after each step what Terraform says, plans and knows, and what is in the cloud. */
export class Run {
  /** Plays it to its end, or to the first step that does not go as it should. */
  public static async of(scenario: Scenario, sandbox: Sandbox, versions: Versions): Promise<Run> {
    const directory = mkdtempSync(join(tmpdir(), "acr-auth-conformance-"));
    const run = new Run(sandbox, versions, directory);
    try {
      await sandbox.reset({ ...scenario.options, seed: SEED, now: NOW });
      await scenario.play(run);
    } catch (error) {
      run.brokeOff = error instanceof Error ? error.message : String(error);
    } finally {
      rmSync(directory, { recursive: true });
    }
    return run;
  }

  /** Why it has not come to its end. */
  public brokeOff: string | undefined;
  private readonly steps: Record<string, Json> = {};
  private readonly names = new Names();
  private requestsSeen = 0;

  private constructor(
    public readonly sandbox: Sandbox,
    private readonly versions: Versions,
    private readonly directory: string,
  ) {}

  public get recording(): Recording {
    return { ...this.steps, "broke off": this.names.known(this.brokeOff ?? null) };
  }

  /** Applies a program, after which there is nothing to change. */
  public async apply(program: Program): Promise<void> {
    must("apply", await this.change("apply", program));
    must("plan", await this.plan(program));
  }

  /** Takes away what a program has made. */
  public async destroy(program: Program): Promise<void> {
    must("destroy", await this.change("destroy", program));
  }

  /** Applies a program, which may fail, or leave something to change. */
  public async tryToApply(program: Program): Promise<void> {
    await this.change("apply", program);
    await this.plan(program);
  }

  /** Plans a program, and does no more. */
  public async plan(program: Program): Promise<TerraformResult> {
    const { result, plan } = await this.planned(this.stack(program), []);
    this.record("plan", { plan });
    return result;
  }

  /** Loses the state of a program. */
  public forget(program: Program): void {
    rmSync(this.sandbox.stateFile(this.stack(program)));
  }

  private async change(what: "apply" | "destroy", program: Program): Promise<TerraformResult> {
    const stack = this.stack(program);
    const { result: planned, plan } = await this.planned(
      stack,
      what === "destroy" ? ["-destroy"] : [],
    );
    const result = planned.code === 1 ? planned : await this.terraform(stack, "apply", PLAN);
    this.record(what, {
      plan,
      code: result.code,
      messages: this.messagesIn(result),
      state: this.stateOf(stack),
      requests: await this.newRequests(),
      cloud: await this.cloud(),
    });
    return result;
  }

  private async planned(
    stack: TerraformStack,
    options: readonly string[],
  ): Promise<{ result: TerraformResult; plan: Json }> {
    const result = await this.terraform(
      stack,
      "plan",
      "-detailed-exitcode",
      `-out=${PLAN}`,
      ...options,
    );
    const told = { code: result.code, messages: this.messagesIn(result) };
    if (result.code === 1) {
      return { result, plan: told };
    }
    const { stdout } = await this.sandbox.terraform(stack, "show", "-json", PLAN);
    return { result, plan: { ...told, shown: this.names.at("plan", planFrom(stdout)) } };
  }

  /** The real providers wait a lot, and most of it at the same time where they may. */
  private terraform(
    stack: TerraformStack,
    command: "plan" | "apply",
    ...args: readonly string[]
  ): Promise<TerraformResult> {
    return this.sandbox.terraform(stack, command, "-json", "-parallelism=50", ...args);
  }

  /** Errors and warnings; the real providers name the hosts at which they were told to find Azure. */
  private messagesIn({ stdout }: TerraformResult): Json {
    const { ARM_METADATA_HOSTNAME: door } = this.sandbox.env;
    const asOfAzure =
      door === undefined
        ? stdout
        : stdout
            .replaceAll(`//${door}/`, "//management.azure.com/")
            .replaceAll(`//${door.replace("127.0.0.1", "localhost")}/`, "//graph.microsoft.com/");
    return this.names.known(messagesFrom(asOfAzure));
  }

  private record(name: string, told: Json): void {
    this.steps[`${Object.keys(this.steps).length + 1} ${name}`] = told;
  }

  private stateOf(stack: TerraformStack): Json {
    const file = this.sandbox.stateFile(stack);
    return existsSync(file) ? this.names.at("state", stateFrom(readFileSync(file, "utf8"))) : null;
  }

  /** How many times each request was made since the step before, by how it was answered. */
  private async newRequests(): Promise<Json> {
    const all = await this.sandbox.requests();
    const counts: Record<string, number> = {};
    for (const { request, outcome } of all.slice(this.requestsSeen)) {
      const answered = `${request}: ${outcome}`;
      counts[answered] = (counts[answered] ?? 0) + 1;
    }
    this.requestsSeen = all.length;
    return counts;
  }

  private async cloud(): Promise<Json> {
    // Entra draws the secrets.
    const text = JSON.stringify(await this.sandbox.dump(), (key, value: unknown) =>
      key === "secretSha256" || key === "hint" ? undefined : value,
    );
    return this.names.known(JSON.parse(text) as Json);
  }

  private stack(program: Program): TerraformStack {
    return stackOf(
      (stack) => {
        for (const [provider, version] of Object.entries(this.versions)) {
          stack.addOverride(`terraform.required_providers.${provider}.version`, version);
        }
        program(stack);
      },
      { outdir: this.directory },
    );
  }
}

/** Of a plan, 2 is the exit code where there is something to change. */
function must(what: string, { code, stdout }: TerraformResult): void {
  if (code !== 0) {
    throw new Error(`The ${what} ended with ${code}: ${JSON.stringify(messagesFrom(stdout))}`);
  }
}
