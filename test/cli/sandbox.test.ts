import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../support/program";
import { ACR_AUTH, acrAuth, folderWith } from "./acr-auth";

/** A project with a package in the place of the sandbox, which tells how it was called. */
function projectWith(bin: string): string {
  const folder = "node_modules/cdktf-acr-auth-sandbox";
  return folderWith({
    [`${folder}/package.json`]: JSON.stringify({
      name: "cdktf-acr-auth-sandbox",
      exports: { "./package.json": "./package.json" },
      bin: { "cdktf-acr-auth-sandbox": "bin/run.js" },
    }),
    [`${folder}/bin/run.js`]: bin,
  });
}

test.each([
  ["after --", ["--", "npx", "cdktf", "deploy", "--auto-approve", "--help"]],
  // As PowerShell hands it on: it keeps the -- to itself.
  ["without --", ["npx", "cdktf", "deploy", "--auto-approve", "--help"]],
])("the sandbox of the working folder runs the command %s as it is", (_, words) => {
  const project = projectWith(
    "console.log(process.argv.slice(2).join('|')); process.exitCode = 7;",
  );
  expect(acrAuth(project, ["sandbox", ...words])).toEqual({
    status: 7,
    stdout: "--|npx|cdktf|deploy|--auto-approve|--help\n",
    stderr: "",
  });
});

test("the sandbox gets the options that stand before its command", () => {
  const project = projectWith("console.log(process.argv.slice(2).join('|'));");
  const options = ["--providers", "real", "--port", "8443", "--seed", "contoso.yaml"];
  expect(acrAuth(project, ["sandbox", ...options, "--", "npx", "--providers"])).toEqual({
    status: 0,
    stdout: `${options.join("|")}|--|npx|--providers\n`,
    stderr: "",
  });
});

(process.platform === "win32" ? test.skip : test)(
  "a signal reaches the sandbox, which decides how to end",
  async () => {
    const project = projectWith(
      "process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up');",
    );
    const child = spawn(process.execPath, [ACR_AUTH, "sandbox", "--", "x"], {
      cwd: project,
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([3, null]);
  },
);

test("a sandbox that is not installed is told, with how to install the one of this version", () => {
  const installed = folderWith({ "node_modules/x": "" });
  const compiled = dirname(dirname(dirname(ACR_AUTH)));
  cpSync(compiled, installed, { recursive: true });
  symlinkSync(join(ROOT, "node_modules", "commander"), join(installed, "node_modules/commander"));
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  const command = [join(installed, relative(compiled, ACR_AUTH)), "sandbox", "--", "bash"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: installed,
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: `The sandbox is not installed. Install it: npm install --save-dev cdktf-acr-auth-sandbox@${version}\n`,
  });
});

test("a command is asked for", () => {
  expect(acrAuth(folderWith({}), ["sandbox", "--"])).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: missing required argument 'command'\n",
  });
});
