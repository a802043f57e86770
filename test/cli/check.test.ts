import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { Log } from "sarif";
import { filesNamed } from "../../lib/cli/check/files";
import {
  ACR_AUTH,
  acrAuth,
  EXAMPLE,
  folderWith,
  MISTAKEN,
  MISTAKEN_LINE,
  WARNED,
} from "./acr-auth";

const MISTAKE = `:${MISTAKEN_LINE}:27 mistake principals.build.grants[0].access: "psh" is not one of`;
describe("a file without mistakes", () => {
  test("is said to have none, with exit code 0, and nothing is written", () => {
    const folder = folderWith({ "access.yaml": EXAMPLE });
    expect(acrAuth(folder, ["check"])).toEqual({
      status: 0,
      stdout: "no mistake in access.yaml\n",
      stderr: "",
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  });
});

test("warnings are told at their places, with the ids by which they are acknowledged, and exit code 0", () => {
  const folder = folderWith({ "access.yaml": WARNED });
  const { status, stdout } = acrAuth(folder, ["check"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^access\.yaml:3:3 warning registries\.all: .* \[acr-auth:many-registries\]$/m,
  );
  expect(stdout).toMatch(/\n\nno mistake and 1 warning in access\.yaml\n$/);
  const context = { "acr-auth:acknowledge": ["acr-auth:many-registries"] };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ context }));
  expect(acrAuth(folder, ["check"]).stdout).toBe("no mistake in access.yaml\n");
});

test("all mistakes are told with file, line and column, then their number, with exit code 1", () => {
  const folder = folderWith({ "access.yaml": MISTAKEN.replace("displayName:", "displayNam:") });
  const { status, stdout, stderr } = acrAuth(folder, ["check"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^access\.yaml:\d+:\d+ mistake principals\.\w+: .*displayNam/m);
  expect(stdout).toContain(`\naccess.yaml${MISTAKE}`);
  expect(stdout).toMatch(/\n\n\d mistakes in access\.yaml\n$/);
});

test("ACR_ACCESS_FILE names the file where no argument does", () => {
  const folder = folderWith({ "access.yaml": EXAMPLE, "prod.yaml": MISTAKEN });
  const variables = { ACR_ACCESS_FILE: "prod.yaml" };
  expect(acrAuth(folder, ["check"], variables).stdout).toContain(`prod.yaml${MISTAKE}`);
  expect(acrAuth(folder, ["check", "access.yaml"], variables).status).toBe(0);
});

describe("several files", () => {
  const folder = folderWith({
    "access.yaml": EXAMPLE,
    "env/prod.yaml": MISTAKEN,
    "env/test.yaml": EXAMPLE,
    "env/notes.txt": "no access file",
    "env/deep/dev.yaml": EXAMPLE,
    "env/[old].yaml": EXAMPLE,
  });

  test("are told of each by its name", () => {
    const { status, stdout } = acrAuth(folder, ["check", "access.yaml", join("env", "prod.yaml")]);
    expect(status).toBe(1);
    expect(stdout).toContain(`${join("env", "prod.yaml")}${MISTAKE}`);
    expect(stdout).toMatch(/\n1 mistake in 2 files\n$/);
  });

  test.each([
    ["a folder", ["env/*.yaml"], ["env/[old].yaml", "env/prod.yaml", "env/test.yaml"]],
    ["all folders below", ["**/{dev,test}.yaml"], ["env/deep/dev.yaml", "env/test.yaml"]],
    ["the same files twice", ["./env/test.yaml", "env/t*.yaml"], ["env/test.yaml"]],
    ["a name that is none, since it exists", ["env/[old].yaml"], ["env/[old].yaml"]],
    [
      "a folder by its whole path",
      [`${folder.replaceAll("\\", "/")}/env/t*.yaml`],
      ["env/test.yaml"],
    ],
  ])("are named by a pattern: %s", async (_, patterns, files) => {
    const working = process.cwd();
    process.chdir(folder);
    try {
      expect(await filesNamed(patterns, new Command())).toEqual(files);
    } finally {
      process.chdir(working);
    }
  });

  test("that are not there, and patterns that match none, are all told, with exit code 2", () => {
    const args = ["check", "prod.yaml", "access.yaml", "env/*.yml", "\u001b[2J.yaml"];
    expect(acrAuth(folder, args)).toEqual({
      status: 2,
      stdout: "",
      stderr: `error: the file "prod.yaml" does not exist; write it, or name another
error: no file matches "env/*.yml"
error: the file "\\u001b[2J.yaml" does not exist; write it, or name another
`,
    });
  });
});

describe("what a terminal would obey in the name of a file is shown inert", () => {
  const name = "a\n\u001b[2J\u202e.yaml";
  const folder = folderWith({ [name]: MISTAKEN });

  test.each(["text", "json", "sarif"])("as %s", (format) => {
    const { status, stdout, stderr } = acrAuth(folder, ["check", "--format", format, name]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(stdout).toMatch(format === "sarif" ? /a%0A%1B%5B2J%E2%80%AE/ : /a\\(u000a|n)\\u001b/);
  });

  test("and stays the name of the file to a program that reads the JSON", () => {
    const { stdout } = acrAuth(folder, ["check", "--format", "json", name]);
    expect((JSON.parse(stdout) as { files: string[] }).files).toEqual([name]);
  });
});

test("a file that can't be read is a mistake, without a stack trace", () => {
  const { status, stdout, stderr } = acrAuth(folderWith({ "access.yaml/x": "" }), ["check"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^access\.yaml:1:1 mistake .*\n\n1 mistake in access\.yaml\n$/);
});

test("a cdktf.json that is no JSON is told on stderr, without a stack trace", () => {
  const folder = folderWith({ "access.yaml": EXAMPLE, "cdktf.json": "{" });
  const { status, stdout, stderr } = acrAuth(folder, ["check"]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^cdktf\.json: is not JSON: .*\n$/);
});

test("JSON has files, numbers and each finding with its place", () => {
  const folder = folderWith({ "access.yaml": MISTAKEN });
  const { status, stdout } = acrAuth(folder, ["check", "--format", "json"]);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    files: ["access.yaml"],
    mistakes: 1,
    warnings: 0,
    findings: [
      {
        severity: "mistake",
        id: "acr-auth:mistake",
        file: "access.yaml",
        line: MISTAKEN_LINE,
        column: 27,
        path: "principals.build.grants[0].access",
        message: expect.stringMatching(/^"psh" is not one of/) as string,
      },
    ],
  });
});

describe("SARIF", () => {
  const folder = folderWith({
    ".git/HEAD": "",
    "env a/prod.yaml": MISTAKEN,
    "env a/warned.yaml": WARNED,
    "good.yaml": EXAMPLE,
  });
  const check = (cwd: string, ...files: string[]): Log => {
    const { stdout } = acrAuth(cwd, ["check", "--format", "sarif", ...files]);
    return JSON.parse(stdout) as Log;
  };
  const uris = (log: Log): unknown[] =>
    (log.runs[0]?.results ?? []).map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    );

  test("has what code scanning asks for: tool, rules, and each finding at its place", () => {
    const log = check(folder, "env a/prod.yaml", "env a/warned.yaml");
    expect(log).toMatchObject({
      $schema: expect.stringContaining("sarif-2.1.0") as string,
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "acr-auth",
              version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
              informationUri: expect.stringMatching(/^https:/) as string,
            },
          },
          results: [
            {
              ruleId: "acr-auth:mistake",
              level: "error",
              message: { text: expect.stringMatching(/^principals\.build.*"psh"/) as string },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "env%20a/prod.yaml" },
                    region: { startLine: MISTAKEN_LINE, startColumn: 27 },
                  },
                },
              ],
            },
            { ruleId: "acr-auth:many-registries", level: "warning" },
          ],
        },
      ],
    });
    const [run] = log.runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(run?.results?.map(({ ruleId }) => ruleId));
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/\w/);
      expect(rule.fullDescription?.text).toMatch(/\w/);
      expect(rule.help?.text).toMatch(/\w/);
    }
  });

  test("names files from the root of the git repository, wherever it is run, and others by their whole path", () => {
    const outside = folderWith({ "prod.yaml": MISTAKEN });
    const files = ["prod.yaml", join("..", "good.yaml"), join(outside, "prod.yaml")];
    expect(uris(check(join(folder, "env a"), ...files))).toEqual([
      "env%20a/prod.yaml",
      expect.stringMatching(/^file:\/\/\/.*\/prod\.yaml$/),
    ]);
  });

  test("names files from the working folder where there is no repository", () => {
    const outside = folderWith({ "env/prod.yaml": MISTAKEN });
    expect(uris(check(outside, join("env", "prod.yaml")))).toEqual(["env/prod.yaml"]);
  });

  test("of files without mistakes has no result", () => {
    expect(check(folder, "good.yaml").runs[0]?.results).toEqual([]);
  });
});

describe("colour", () => {
  const folder = folderWith({ "access.yaml": MISTAKEN });
  const stdout = (variables: Record<string, string>, ...args: string[]): string =>
    acrAuth(folder, ["check", ...args], { NO_COLOR: "", FORCE_COLOR: "", ...variables }).stdout;
  const plain = stdout({ CI: "true", TERM: "xterm-256color" });

  test("is on terminals only, in a pipeline neither", () => {
    expect(plain).toContain(`access.yaml${MISTAKE}`);
  });

  test("is forced by FORCE_COLOR, without a change to the text", () => {
    const coloured = stdout({ FORCE_COLOR: "1" });
    expect(coloured).toContain("\u001b[31mmistake\u001b[39m");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  test("is never in JSON", () => {
    expect(stdout({ FORCE_COLOR: "1" }, "--format", "json")).not.toContain("\u001b");
  });

  test("is off with NO_COLOR, and with FORCE_COLOR=0", () => {
    expect(stdout({ NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(plain);
    expect(stdout({ FORCE_COLOR: "0" })).toBe(plain);
  });
});

test("a reader that has seen enough, such as head, changes nothing but what it sees", async () => {
  const grants = "\n      - { registry: nowhere, access: pull }".repeat(3000);
  const folder = folderWith({
    "access.yaml": `registries: {}\nprincipals:\n  web:\n    displayName: contoso-web\n    grants:${grants}\n`,
  });
  const child = spawn(process.execPath, [ACR_AUTH, "check"], { cwd: folder });
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  child.stdout.destroy();
  const [status] = (await once(child, "close")) as [number];
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
});
