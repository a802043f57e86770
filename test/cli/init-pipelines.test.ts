import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { init } from "../../lib/cli/init/init";
import { ROOT } from "../support/program";

// Nobody runs these files here. What keeps the state, and every secret in it, from who must not read it is in them all
// the same, so each rule is a test.

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  name?: string;
}
interface Job {
  if?: string;
  needs?: string;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  env?: Record<string, string>;
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown> & { schedule: { cron: string }[] };
  permissions: Record<string, string>;
  env: Record<string, string>;
  jobs: Record<"check" | "plan" | "deploy", Job>;
}
interface AzureStep {
  script?: string;
  task?: string;
  checkout?: string;
  persistCredentials?: boolean;
  inputs?: Record<string, string>;
  env?: Record<string, string>;
}
interface AzureJob {
  environment?: string;
  steps?: AzureStep[];
  strategy?: { runOnce: { deploy: { steps: AzureStep[] } } };
}
interface AzurePipeline {
  trigger: unknown;
  pr: unknown;
  lockBehavior: string;
  variables: Record<string, string>;
  schedules: { cron: string; always: boolean; branches: unknown }[];
  stages: { stage: string; condition?: string; dependsOn?: string; jobs: [AzureJob] }[];
}

const folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
init(folder, "access-file");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const GITHUB = read(".github/workflows/registry-access.yml");
const AZURE = read("azure-pipelines.yml");
const github = parse(GITHUB) as Workflow;
const azure = parse(AZURE) as AzurePipeline;

const [check, plan, deploy] = azure.stages.map(({ condition = "", dependsOn, jobs: [job] }) => ({
  condition,
  dependsOn,
  environment: job.environment,
  steps: job.steps ?? job.strategy?.runOnce.deploy.steps ?? [],
}));
const jobs = {
  GitHub: Object.fromEntries(
    Object.entries(github.jobs).map(([name, { steps }]) => [
      name,
      steps.map(({ run = "" }) => run),
    ]),
  ),
  Azure: Object.fromEntries(
    azure.stages.map(({ stage }, index) => [
      stage,
      [check, plan, deploy][index]?.steps.map(
        ({ script, inputs }) => script ?? inputs?.inlineScript ?? "",
      ),
    ]),
  ),
};

describe.each([
  ["GitHub", GITHUB],
  ["Azure", AZURE],
] as const)("both pipelines, here that of %s,", (where, text) => {
  const { check: checking = [], plan: planning = [], deploy: deploying = [] } = jobs[where];

  test("check and synthesize, plan, and deploy, by scripts that the package.json has", () => {
    const names = (commands: string[]): string[] =>
      commands.flatMap((command) =>
        Array.from(command.matchAll(/^npm run (\w+)/gm), ([, name = ""]) => name),
      );
    expect(names(checking)).toEqual(["check", "synth"]);
    expect(names(planning)).toEqual(["plan"]);
    expect(names(deploying)).toEqual(["synth", "deploy"]);
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(names([...checking, ...planning, ...deploying])),
    );
  });

  test("install what the lock file says, without scripts of packages", () => {
    for (const commands of [checking, planning, deploying]) {
      expect(commands.filter((command) => command.startsWith("npm ci"))).toEqual([
        "npm ci --ignore-scripts",
      ]);
    }
  });

  test("deploy without asking, fifty things at a time, by options that cdktf has", () => {
    const command = deploying.at(-1)?.trim().split("\n").at(-1) ?? "";
    expect(command).toBe("npm run deploy -- --auto-approve --terraform-parallelism=50");
    const cli = readFileSync(join(ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf.js"), "utf8");
    for (const [, option = ""] of command.matchAll(/--([a-z-]+)/g)) {
      expect(cli).toContain(`"${option}"`);
    }
  });

  test("hold no secret, and run nothing that is not installed", () => {
    expect(text).not.toMatch(/secrets\.|CLIENT_SECRET|password|\bnpx\b/i);
  });

  test("don't ask anything, and don't call home", () => {
    const variables = where === "GitHub" ? github.env : azure.variables;
    expect(variables).toMatchObject({ CI: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" });
  });

  test("refuse to deploy with a state in a file, which would be gone with the job", () => {
    const guard = deploying.find((command) => command.includes("jq")) ?? "";
    expect(deploying.indexOf(guard)).toBeLessThan(deploying.length - 1);
    const guarded = (backends: object[]): number | null => {
      backends.forEach((backend, index) => {
        const stack = join(folder, "cdktf.out", "stacks", String(index));
        mkdirSync(stack, { recursive: true });
        writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
      });
      return spawnSync("bash", ["-euc", guard], { cwd: folder }).status;
    };
    expect(guarded([{ local: { path: "a" } }])).toBe(1);
    expect(guarded([{ azurerm: {} }, { local: { path: "a" } }])).toBe(1);
    expect(guarded([{ azurerm: {} }, { azurerm: {} }])).toBe(0);
  });

  test("run once a day, since a secret rotates when an apply finds it due", () => {
    const schedule = where === "GitHub" ? github.on.schedule : azure.schedules;
    expect(schedule).toEqual([expect.objectContaining({ cron: "17 4 * * *" })]);
  });
});

describe("on GitHub", () => {
  test("a pull request runs as itself, never with the rights of the branch that it is for", () => {
    expect(Object.keys(github.on)).toEqual([
      "pull_request",
      "push",
      "schedule",
      "workflow_dispatch",
    ]);
    expect(GITHUB).not.toContain("pull_request_target");
    expect(GITHUB).not.toContain("workflow_run");
  });

  test("the jobs have no more permissions than to read the code and to ask for a token", () => {
    expect(github.permissions).toEqual({ contents: "read" });
    expect(github.jobs.check.permissions).toBeUndefined();
    expect(github.jobs.plan.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(github.jobs.deploy.permissions).toEqual({ contents: "read", "id-token": "write" });
  });

  test("the token of the workflow is not left in the folder", () => {
    for (const { steps } of Object.values(github.jobs)) {
      const checkout = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
      expect(checkout).toEqual([
        expect.objectContaining({ with: { "persist-credentials": false } }),
      ]);
    }
  });

  test("the check knows no identity", () => {
    expect(github.jobs.check.env).toBeUndefined();
    expect(github.jobs.check.environment).toBeUndefined();
  });

  test("a plan is for pull requests that are no fork, in an environment, by an identity of its own", () => {
    const { environment, env, needs } = github.jobs.plan;
    expect(github.jobs.plan.if).toBe(
      "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
    );
    expect({ environment, needs }).toEqual({ environment: "registry-access-plan", needs: "check" });
    expect(env).toEqual({
      ARM_TENANT_ID: "${{ vars.ARM_TENANT_ID }}",
      ARM_SUBSCRIPTION_ID: "${{ vars.ARM_SUBSCRIPTION_ID }}",
      ARM_CLIENT_ID: "${{ vars.ARM_PLAN_CLIENT_ID }}",
      ARM_USE_OIDC: "true",
      TF_CLI_ARGS_plan: "-lock=false",
    });
  });

  test("a deployment is of the main branch, in another environment, by another identity", () => {
    const { environment, env, needs } = github.jobs.deploy;
    expect(github.jobs.deploy.if).toBe(
      "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'",
    );
    expect({ environment, needs }).toEqual({ environment: "registry-access", needs: "check" });
    expect(env).toEqual({
      ARM_TENANT_ID: "${{ vars.ARM_TENANT_ID }}",
      ARM_SUBSCRIPTION_ID: "${{ vars.ARM_SUBSCRIPTION_ID }}",
      ARM_CLIENT_ID: "${{ vars.ARM_DEPLOY_CLIENT_ID }}",
      ARM_USE_OIDC: "true",
    });
  });

  test("two deployments don't meet, and none is cut off by the next", () => {
    expect(github.jobs.deploy.concurrency).toEqual({
      group: "registry-access",
      "cancel-in-progress": false,
    });
  });

  test("Terraform comes without the wrapper that changes what it prints", () => {
    for (const { steps } of Object.values(github.jobs)) {
      const terraform = steps.find(({ uses = "" }) => uses.startsWith("hashicorp/"));
      expect(terraform?.with).toMatchObject({ terraform_wrapper: false });
    }
  });
});

describe("on Azure Pipelines", () => {
  test("a plan is for pull requests that are no fork, in an environment, by a connection of its own", () => {
    expect(plan).toMatchObject({ dependsOn: "check", environment: "registry-access-plan" });
    expect(plan?.condition).toBe(
      "and(succeeded(), eq(variables['Build.Reason'], 'PullRequest'), ne(variables['System.PullRequest.IsFork'], 'True'))",
    );
    expect(plan?.steps.at(-1)).toMatchObject({
      task: "AzureCLI@2",
      inputs: { azureSubscription: "registry-access-plan" },
      env: { TF_CLI_ARGS_plan: "-lock=false" },
    });
  });

  test("a deployment is of the main branch, in another environment, by another connection", () => {
    expect(deploy).toMatchObject({ dependsOn: "check", environment: "registry-access" });
    expect(deploy?.condition).toBe(
      "and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.SourceBranch'], 'refs/heads/main'))",
    );
    expect(deploy?.steps.at(-1)).toMatchObject({
      task: "AzureCLI@2",
      inputs: { azureSubscription: "registry-access" },
    });
    expect(deploy?.steps.at(-1)?.env).not.toHaveProperty("TF_CLI_ARGS_plan");
  });

  test("both get their token from the connection, and the check knows none", () => {
    for (const stage of [plan, deploy]) {
      const step = stage?.steps.at(-1);
      expect(step?.env).toMatchObject({
        ARM_USE_OIDC: "true",
        SYSTEM_ACCESSTOKEN: "$(System.AccessToken)",
      });
      for (const name of ["TENANT_ID", "CLIENT_ID", "SUBSCRIPTION_ID"]) {
        expect(step?.inputs?.inlineScript).toContain(`export ARM_${name}="$`);
      }
    }
    expect(check?.steps.filter(({ task = "", env }) => task.includes("AzureCLI") || env)).toEqual(
      [],
    );
  });

  test("two deployments don't meet", () => {
    expect(azure.lockBehavior).toBe("sequential");
  });

  test("the schedule runs also when nothing has changed", () => {
    expect(azure.schedules).toEqual([
      expect.objectContaining({ always: true, branches: { include: ["main"] } }),
    ]);
  });

  test("the token of the pipeline is not left in the folder", () => {
    for (const stage of [check, plan, deploy]) {
      expect(stage?.steps[0]).toEqual({ checkout: "self", persistCredentials: false });
    }
  });
});
