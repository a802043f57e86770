import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, TYPESCRIPT } from "../support/program";
import { acrAuth, EXAMPLE, folderWith, MISTAKEN, MISTAKEN_LINE, WARNED } from "./acr-auth";

const output = (folder: string, stack: string): string =>
  join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json");

test("access.yaml becomes the Terraform JSON that main.ts makes of it", () => {
  const folder = folderWith({ "access.yaml": EXAMPLE });
  expect(acrAuth(folder, ["synth"])).toEqual({
    status: 0,
    stdout: "access.yaml is now cdktf.out/stacks/access/cdk.tf.json\n",
    stderr: "",
  });
  const ours = readFileSync(output(folder, "access"), "utf8");
  expect(ours).toContain('"display_name": "contoso-web"');
  spawnSync(process.execPath, [...TYPESCRIPT, join(ROOT, "main.ts")], { cwd: folder });
  expect(readFileSync(output(folder, "access"), "utf8")).toBe(ours);
});

test("a file that is given goes before ACR_ACCESS_FILE", () => {
  const folder = folderWith({ "env/prod.yaml": EXAMPLE });
  const args = ["synth", join("env", "prod.yaml")];
  expect(acrAuth(folder, args, { ACR_ACCESS_FILE: "env/test.yaml" }).status).toBe(0);
  expect(existsSync(output(folder, "prod"))).toBe(true);
});

test("a warning is told at its place, with the id by which it is acknowledged", () => {
  const folder = folderWith({ "access.yaml": WARNED });
  const { status, stdout } = acrAuth(folder, ["synth"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^access\.yaml:3:3 warning registries\.all: .* \[acr-auth:many-registries\]\naccess\.yaml is now /,
  );
});

test("a mistake is told at its place with exit code 1, and nothing is written", () => {
  const folder = folderWith({ "access.yaml": MISTAKEN });
  const { status, stdout, stderr } = acrAuth(folder, ["synth"]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(
    new RegExp(
      `^access\\.yaml:${MISTAKEN_LINE}:27 principals\\.build.*\n\n1 mistake in access\\.yaml\n$`,
    ),
  );
  expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
});

test("a file that is not there is told with exit code 2, and nothing is written", () => {
  const folder = folderWith({});
  expect(acrAuth(folder, ["synth"])).toEqual({
    status: 2,
    stdout: "",
    stderr: 'error: the file "access.yaml" does not exist; write it, or name another\n',
  });
  expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
});
