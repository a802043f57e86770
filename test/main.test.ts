import { spawnSync, SpawnSyncReturns } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT, TYPESCRIPT } from "./support/program";

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Writes a file below a folder of its own, and returns the folder. */
function folderWith(name: string, content: string): string {
  const folder = mkdtempSync(join(directory, "run-"));
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return folder;
}

/** Runs main.ts in a folder, as the app of cdktf.json does. */
function run(cwd: string, variables: Record<string, string> = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [...TYPESCRIPT, join(ROOT, "main.ts")], {
    cwd,
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });
}

function outputOf(folder: string, stack: string): string {
  return join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json");
}

const EXAMPLE = readFileSync(join(ROOT, "access.yaml"), "utf8");

describe("access.yaml of the working folder", () => {
  const folder = folderWith("access.yaml", EXAMPLE);
  const { status, stdout, stderr } = run(folder);
  const json = readFileSync(outputOf(folder, "access"), "utf8");

  test("is synthesized as the stack access, without a complaint", () => {
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(json).toContain('"display_name": "contoso-web"');
  });

  test("has its place in the JSON told by cdktf, which prints the annotations of a stack", () => {
    const manifest = readFileSync(join(folder, "cdktf.out", "manifest.json"), "utf8");
    expect(manifest).toContain("access.yaml is now cdktf.out/stacks/access/cdk.tf.json");
  });

  test("leaves no token text in the JSON, neither plainly nor inside base64", () => {
    const decoded = (json.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).map((text) =>
      Buffer.from(text, "base64").toString("latin1"),
    );
    expect(decoded.length).toBeGreaterThan(10);
    expect([json, ...decoded].filter((text) => text.includes("TfToken"))).toEqual([]);
  });

  test("needs the azuread and azurerm providers and no other", () => {
    const { terraform } = JSON.parse(json) as { terraform: { required_providers: object } };
    expect(Object.keys(terraform.required_providers)).toEqual(["azuread", "azurerm"]);
  });
});

test("ACR_ACCESS_FILE names another file, which becomes a stack with its state beside the file", () => {
  const folder = folderWith("envs/prod.yaml", EXAMPLE);
  expect(run(folder, { ACR_ACCESS_FILE: "envs/prod.yaml" }).stderr).toBe("");
  const { terraform } = JSON.parse(readFileSync(outputOf(folder, "prod"), "utf8")) as {
    terraform: { backend: { local: { path: string } } };
  };
  expect(terraform.backend.local.path).toBe(
    join(realpathSync(folder), "envs", "terraform.prod.tfstate"),
  );
});

test("the state of a file with a backend is there and nowhere else", () => {
  const backend =
    "backend: { resourceGroup: rg, storageAccount: contosostate, container: tfstate, key: access.tfstate }";
  const folder = folderWith("access.yaml", `${EXAMPLE}\n${backend}\n`);
  expect(run(folder).stderr).toBe("");
  const { terraform } = JSON.parse(readFileSync(outputOf(folder, "access"), "utf8")) as {
    terraform: { backend: object };
  };
  expect(Object.keys(terraform.backend)).toEqual(["azurerm"]);
});

test.each(["CDKTF_CONTEXT_JSON", "cdktf.json"])(
  "the time that %s rehearses is that of the rules about the future as well",
  (place) => {
    const secret = "clientSecrets: { docker: { expiresOn: { a: 2091-01-01T00:00:00Z } } }";
    const folder = folderWith("access.yaml", EXAMPLE.replace(/clientSecrets:\n.*/, secret));
    expect(run(folder).stderr).toContain("more than two years (730 days) is refused");
    const context = { "acr-auth:now": "2090-01-01T00:00:00Z" };
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "true", context }));
    const variables = place === "cdktf.json" ? {} : { [place]: JSON.stringify(context) };
    expect(run(folder, variables)).toMatchObject({ status: 0, stderr: "" });
  },
);

describe("a mistake ends in its text on stderr and exit code 1, without a stack trace", () => {
  test("a file with mistakes, and cdktf.out is not made", () => {
    const folder = folderWith("access.yaml", EXAMPLE.replace("access: push", "access: psh"));
    const line = EXAMPLE.split("\n").findIndex((text) => text.includes("access: push")) + 1;
    const { status, stdout, stderr } = run(folder);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `access.yaml:${line}:27 principals.build.grants[0].access: "psh" is not one of pull, push, delete, list, import, sign, content-trust, quarantine-read, quarantine-write; did you mean "push"?

1 mistake in access.yaml
`,
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  });

  test("a file with mistakes, and an older cdktf.out stays as it was", () => {
    const folder = folderWith("access.yaml", EXAMPLE);
    run(folder);
    const before = readFileSync(outputOf(folder, "access"), "utf8");
    writeFileSync(join(folder, "access.yaml"), EXAMPLE.replace("contoso-web", "${x}"));
    expect(run(folder).status).toBe(1);
    expect(readFileSync(outputOf(folder, "access"), "utf8")).toBe(before);
  });

  test("a file that is not there", () => {
    const { status, stderr } = run(folderWith("other.yaml", EXAMPLE));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "access.yaml: does not exist; write it, or name another file in ACR_ACCESS_FILE\n",
    });
  });

  test.each(["prod.yml", "Prod.yaml", "prod.east.yaml"])(
    "a file whose name, %s, is no name of a stack",
    (name) => {
      const { status, stderr } = run(folderWith(name, EXAMPLE), { ACR_ACCESS_FILE: name });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^"\S+" does not name a stack; call the file as in access.yaml .*\n$/);
    },
  );

  test("a file in a folder whose name is several lines to a terminal", () => {
    const file = join("a\n\u001b[2Jb", "access.yaml");
    const { status, stderr } = run(folderWith(file, "principals: {}"), { ACR_ACCESS_FILE: file });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^a\\u000a\\u001b\[2Jb\/access\.yaml:1:1 [^\u001b]*2 mistakes in a\\u000a/,
    );
  });

  test("a rule that only the constructs know", () => {
    const folder = folderWith("access.yaml", EXAMPLE);
    const { status, stderr } = run(folder, { CDKTF_CONTEXT_JSON: '{"acr-auth:now":"tomorrow"}' });
    expect(status).toBe(1);
    expect(stderr).toContain('context acr-auth:now: "tomorrow" is not an RFC 3339 instant');
    expect(stderr).not.toContain("    at ");
  });
});
