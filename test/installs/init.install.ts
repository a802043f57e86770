import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { copyOfSources, pack, run } from "../support/package";
import { directory } from "./project";

// What a new user does, in an empty folder, with nothing but what npm installs.

const source = copyOfSources(join(directory, "source"));
const tarballs = [pack(source).filename, pack(join(source, "sandbox")).filename];

class NewUser {
  private readonly folder = mkdtempSync(join(directory, "user-"));

  constructor(...options: string[]) {
    const quietly = ["--prefer-offline", "--no-audit", "--no-fund"];
    run(this.folder, "npm", "install", ...quietly, ...tarballs);
    this.told = run(this.folder, "npx", "acr-auth", "init", ...options);
    run(this.folder, "npm", "install", ...quietly);
  }

  /** What init said. */
  readonly told: string;

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  change(name: string, from: string, to: string): void {
    const text = this.read(name);
    expect(text).toContain(from);
    writeFileSync(join(this.folder, name), text.replace(from, to));
  }

  /** Runs a command of the shell, and returns its exit code and all that it prints. */
  run(command: string): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", command], {
      cwd: this.folder,
      env: { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", TF_INPUT: "0" },
      encoding: "utf8",
    });
    return { status, output: stripVTControlCharacters(stdout + stderr) };
  }
}

const DEPLOY = "npx cdktf deploy --auto-approve";

describe("acr-auth init, for people who write no code", () => {
  let user: NewUser;
  beforeAll(() => {
    user = new NewUser();
  });

  test("keeps the packages that are installed, and adds the others in the versions that are tested", () => {
    const { dependencies } = JSON.parse(user.read("package.json")) as {
      dependencies: Record<string, string>;
    };
    expect(dependencies).toMatchObject({
      "cdktf-acr-auth": expect.stringMatching(/^file:/) as string,
      "cdktf-acr-auth-sandbox": expect.stringMatching(/^file:/) as string,
      cdktf: "0.21.0",
    });
    expect(user.told).not.toContain("kept its");
  });

  test("makes a project without mistakes, which cdktf synthesizes", () => {
    expect(user.run("npm run check")).toMatchObject({ status: 0 });
    const { status, output } = user.run("npx cdktf synth");
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining(
        "access.yaml is now cdktf.out/stacks/access/cdk.tf.json",
      ) as string,
    });
  });

  test("makes a project in which a mistake is told with its line, and nothing is written", () => {
    const before = user.read("cdktf.out/stacks/access/cdk.tf.json");
    user.change("access.yaml", "access: push", "access: psh");
    const mistake =
      /access\.yaml:\d+:\d+ (?:mistake )?principals\.build\.grants\[0]\.access: "psh" .*did you mean "push"\?/;
    for (const command of ["npm run check", "npx cdktf synth"]) {
      const { status, output } = user.run(command);
      expect({ status, output }).toEqual({
        status: 1,
        output: expect.stringMatching(mistake) as string,
      });
      expect(output).not.toMatch(/^ +at /m);
    }
    expect(user.read("cdktf.out/stacks/access/cdk.tf.json")).toBe(before);
    user.change("access.yaml", "access: psh", "access: push");
  });

  test("makes a project that is deployed to the sandbox, as it is", () => {
    const { status, output } = user.run(`npx acr-auth sandbox -- ${DEPLOY}`);
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining("Apply complete! Resources: 13 added") as string,
    });
    user.run("rm terraform.access.tfstate*");
  });

  test("makes a project that can be planned without a lock, changed and destroyed, in one sandbox", () => {
    const change = "sed -i 's/access: pull }/access: list }/' access.yaml";
    const plan = "TF_CLI_ARGS_plan=-lock=false npm run plan";
    const { status, output } = user.run(
      `npm run sandbox -- bash -euc "${DEPLOY}; ${change}; ${plan}; ${DEPLOY}; npx cdktf destroy --auto-approve"`,
    );
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).toMatch(
      /Resources: 13 added, 0 changed, 0 destroyed[^]*Plan: 2 to add, 0 to change, 2 to destroy[^]*Resources: 2 added, 0 changed, 2 destroyed/,
    );
    expect(JSON.parse(user.read("terraform.access.tfstate"))).toMatchObject({ resources: [] });
  });

  test("says what else to run, and it runs", () => {
    const { status, output } = user.run("npm run permissions");
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining(
        "What the identity that deploys the stack access needs",
      ) as string,
    });
    const [page = "none"] = /\S+pipelines\.md/.exec(user.told) ?? [];
    expect(user.has(page)).toBe(true);
  });

  test("makes a project that a pipeline installs by its lock file, without scripts of packages", () => {
    const { status, output } = user.run(
      "npm ci --prefer-offline --ignore-scripts && npm run synth",
    );
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(user.run(`npx acr-auth sandbox -- npx cdktf diff`)).toEqual({
      status: 0,
      output: expect.stringContaining("Plan: 13 to add") as string,
    });
  });
});

describe.each([
  ["CommonJS", "commonjs"],
  ["ECMAScript modules", "module"],
])("acr-auth init --typescript, in a project of %s,", (_, type) => {
  let user: NewUser;
  beforeAll(() => {
    user = new NewUser("--typescript");
    user.run(`npm pkg set type=${type}`);
  });

  test("makes a program whose types are right, and whose test passes", () => {
    for (const command of ["npm run check", "npm test"]) {
      const { status, output } = user.run(command);
      expect({ status, output }).toEqual({
        status: 0,
        output: expect.stringMatching(/Tests: +3 passed, 3 total/) as string,
      });
    }
  });

  test("makes a test that tells who is let in to more than before", () => {
    user.change("registry-access.ts", "registry.grantPull(web)", "registry.grantPush(web)");
    const { status, output } = user.run("npm run check");
    expect({ status, output }).toEqual({
      status: 1,
      output: expect.stringContaining("not to let contoso-web in to push") as string,
    });
    user.change("registry-access.ts", "registry.grantPush(web)", "registry.grantPull(web)");
  });

  test("makes a program in which mistakes are told, of types and of what a construct knows", () => {
    user.change("registry-access.ts", "grantPull(web)", "grantPul(web)");
    expect(user.run("npm run check")).toEqual({
      status: 2,
      output: expect.stringMatching(
        /registry-access\.ts\(\d+,\d+\).*Did you mean 'grantPull'\?/,
      ) as string,
    });
    user.change("registry-access.ts", "grantPul(web)", "grantPull(web)");
    user.change("registry-access.ts", '"team-a/"', '"team-a"');
    const { status, output } = user.run("npx cdktf synth");
    expect({ status, output }).toEqual({
      status: 1,
      output: expect.stringMatching(/"team-a"/) as string,
    });
    user.change("registry-access.ts", '"team-a"', '"team-a/"');
  });

  test("makes a program that is synthesized, deployed to the sandbox, changed and destroyed", () => {
    expect(user.run("npx cdktf synth")).toMatchObject({ status: 0 });
    const change = "sed -i 's/registry.grantPull(web)/registry.grantPush(web)/' registry-access.ts";
    const { status, output } = user.run(
      `npx acr-auth sandbox -- bash -euc "${DEPLOY}; ${change}; ${DEPLOY}; npx cdktf destroy --auto-approve"`,
    );
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).toMatch(
      /Resources: 12 added, 0 changed, 0 destroyed[^]*Resources: 1 added, 0 changed, 1 destroyed/,
    );
    expect(JSON.parse(user.read("terraform.registry-access.tfstate"))).toMatchObject({
      resources: [],
    });
  });
});
