import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../support/program";
import { ACR_AUTH, acrAuth, folderWith } from "./acr-auth";

const folder = folderWith({
  "loaded.js": `process.on("exit", () => process.stderr.write(Object.keys(require.cache).join("\\n")));`,
});
const { stdout: help } = acrAuth(folder, ["--help"]);
const [, listed = ""] = /\nCommands:\n([^]*?)\n\n/.exec(help) ?? [];
const commands = Array.from(listed.matchAll(/^ {2}(\w+)/gm), ([, name = ""]) => name);

test("--help names every command, the exit codes and the environment variables", () => {
  expect(commands).toEqual(
    expect.arrayContaining(["check", "synth", "permissions", "schema", "sandbox"]),
  );
  expect(help).toContain("Exit codes:");
  expect(help).toContain("ACR_ACCESS_FILE");
  expect(help).toContain("NO_COLOR");
});

test.each(commands.filter((name) => name !== "help"))(
  "%s --help says what it does, gives an example and the exit codes",
  (command) => {
    const { status, stdout, stderr } = acrAuth(folder, [command, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: acr-auth ${command} .*\\n\\n[A-Z][^]+\\.\\n`));
    expect(stdout).toMatch(new RegExp(`\\nExamples?:\\n {2}(?:acr-auth|npx).* ${command}`));
    expect(stdout).toContain("Exit codes:");
  },
);

test("--help loads no package but the one that reads arguments, so that it is quick", () => {
  const loaded = spawnSync(
    process.execPath,
    ["--require", join(folder, "loaded.js"), ACR_AUTH, "--help"],
    { encoding: "utf8" },
  ).stderr.split("\n");
  const paths = loaded.map((file) => relative(ROOT, file).split("\\").join("/"));
  const packages = paths.flatMap((path) => /(?<=^node_modules\/)[^/]+/.exec(path)?.[0] ?? []);
  expect([...new Set(packages)]).toEqual(["commander"]);
  const ours = paths.flatMap((path) => /(?<=^\.scratch\/[^/]+\/lib\/).*/.exec(path)?.[0] ?? []);
  expect(ours).toContain("cli/acr-auth.js");
  expect(ours.filter((path) => !/^cli\/|^core\/(?:inert|unicode-pattern)\./.test(path))).toEqual(
    [],
  );
});

test("--version prints the version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  expect(acrAuth(folder, ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [
    "a command that is nearly one",
    ["chek"],
    "error: unknown command 'chek'\n(Did you mean check?)\n",
  ],
  ["a command that is none", ["deploy-it-all"], "error: unknown command 'deploy-it-all'\n"],
  [
    "an option that is nearly one",
    ["check", "--fromat", "json"],
    "error: unknown option '--fromat'\n(Did you mean --format?)\n",
  ],
  [
    "a value that an option does not know",
    ["check", "--format", "xml"],
    "error: option '-f, --format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif.\n",
  ],
  ["more files than one", ["synth", "a.yaml", "b.yaml"], /^error: too many arguments for 'synth'/],
  [
    "an argument that a terminal would obey",
    ["\u001b[2J\u202e"],
    "error: unknown command '\\u001b[2J\\u202e'\n",
  ],
])("%s is refused with exit code 2", (_, args, message) => {
  const { status, stdout, stderr } = acrAuth(folder, args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
});

test("no command at all is answered with the help, on stderr, and exit code 2", () => {
  expect(acrAuth(folder, [])).toEqual({ status: 2, stdout: "", stderr: help });
});
