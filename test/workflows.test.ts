import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./support/program";

const FOLDER = join(ROOT, ".github", "workflows");

interface Workflow {
  readonly on: Record<string, unknown>;
  readonly permissions: unknown;
  readonly jobs: Record<
    string,
    {
      readonly permissions?: unknown;
      readonly "timeout-minutes"?: number;
      readonly "runs-on": string;
      readonly strategy?: { readonly matrix: { readonly os?: readonly string[] } };
      readonly steps: { readonly uses?: string; readonly run?: string; readonly with?: object }[];
    }
  >;
}

describe.each(readdirSync(FOLDER))("this repository's workflow %s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("may read the sources and nothing else, and has no secret", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(jobs.map(({ permissions }) => permissions)).toEqual(jobs.map(() => undefined));
    expect(text).not.toMatch(/secrets\.|GITHUB_TOKEN/);
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  });

  test("leaves no token in the checkout, which tests could read", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(jobs.length);
    expect(checkouts.map((step) => step.with)).toEqual(
      jobs.map(() => ({ "persist-credentials": false })),
    );
  });

  test("pins each action to a commit, with the version that it is, and each machine", () => {
    const actions = text.split("\n").filter((line) => line.includes("uses:"));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      expect(action).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    const machines = jobs.flatMap((job) => job.strategy?.matrix.os ?? [job["runs-on"]]);
    for (const machine of machines) {
      expect(machine).toMatch(/^[a-z]+-\d+(\.\d+)?$/);
    }
  });

  test("ends of itself where something hangs", () => {
    expect(jobs.map((job) => job["timeout-minutes"] ?? Infinity)).not.toContain(Infinity);
  });

  test("runs only scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: object;
    };
    const wanted = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script),
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(wanted));
  });
});
