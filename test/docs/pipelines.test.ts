import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../support/program";

const TEMPLATES = join(ROOT, "lib", "cli", "init", "templates", "every");
const GITHUB = readFileSync(join(TEMPLATES, "github-workflow.yml"), "utf8");
const AZURE = readFileSync(join(TEMPLATES, "azure-pipelines.yml"), "utf8");
const PAGE = readFileSync(join(ROOT, "docs", "pipelines.md"), "utf8");

test("a pipeline is told all that it has to say in its environment, and options that cdktf has", () => {
  const pipelines = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, code = ""]) => code)
    .filter((code) => /cdktf deploy.*--auto-approve/.test(code));
  const cli = readFileSync(
    join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf.js"),
    "utf8",
  );
  const help = readFileSync(join(ROOT, "help"), "utf8");
  expect(pipelines).toHaveLength(1);
  for (const pipeline of pipelines) {
    for (const name of ["TENANT_ID", "SUBSCRIPTION_ID", "CLIENT_ID", "USE_OIDC"]) {
      expect(pipeline).toContain(`export ARM_${name}=`);
      expect(help).toContain(`ARM_${name}`);
    }
    expect(pipeline).toContain("# export ARM_PROVIDER_ENHANCED_VALIDATION=false # for azurerm 4");
    const [command = ""] = /^npx cdktf deploy.*$/m.exec(pipeline) ?? [];
    for (const [, option] of `${command} --skip-provider-lock`.matchAll(/--([a-z-]+)/g)) {
      expect(PAGE).toContain(`--${String(option)}`);
      expect(cli).toContain(`"${String(option)}"`);
    }
  }
});

test("what the pipelines ask for is set up: every variable, environment and service connection", () => {
  for (const [, name = ""] of GITHUB.matchAll(/vars\.(\w+)/g)) {
    expect(PAGE).toContain(`gh variable set ${name} `);
  }
  for (const [, name = ""] of GITHUB.matchAll(/environment: ([\w-]+)/g)) {
    expect(PAGE).toContain(`gh api --method PUT "repos/$REPOSITORY/environments/${name}"`);
  }
  const named = AZURE.matchAll(/(?:azureSubscription|environment): ([\w-]+)/g);
  expect(new Set(Array.from(named, ([, name]) => name))).toEqual(
    new Set(["registry-access-plan", "registry-access"]),
  );
});

test("the hour of the daily run is the one that the pipelines have", () => {
  expect(GITHUB).toContain('cron: "17 4 * * *"');
  expect(AZURE).toContain('cron: "17 4 * * *"');
  expect(PAGE).toContain("every day at 4:17 UTC");
});

test("the job that writes to code scanning may do that and nothing else, and runs what is there", () => {
  const [, job = ""] = /^```yml\n(.*?)^```$/ms.exec(PAGE) ?? [];
  const { scan } = parse(job) as { scan: { permissions: unknown; steps: { uses?: string }[] } };
  expect(scan.permissions).toEqual({ contents: "read", "security-events": "write" });
  const { jobs } = parse(GITHUB) as { jobs: { check: { steps: unknown[] } } };
  expect(scan.steps[0]).toEqual(jobs.check.steps[0]);
});

test("the permission of the identity that plans is Application.Read.All", () => {
  const rights = readFileSync(join(ROOT, "lib", "deployer", "known-rights.ts"), "utf8");
  const [, id = "none"] =
    /"Application\.Read\.All",\s+appRoleId: "([0-9a-f-]+)"/.exec(rights) ?? [];
  expect(PAGE).toContain(`--api-permissions ${id}=Role`);
});
