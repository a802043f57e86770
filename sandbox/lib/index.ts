/** `npm run sandbox -- <command …>`: runs a command against a sandbox. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { DEFAULT_SEED, findTerraform, startSandbox } from "./client";
import { readSeed } from "./seed";

async function main([command, ...args]: string[]): Promise<number> {
  if (command === undefined) {
    throw new Error(
      "Usage: npm run sandbox -- <command …>, such as `npm run sandbox -- terraform plan`, `… cdktf deploy` or `… bash`.",
    );
  }
  const terraform = findTerraform();
  const sandbox = await startSandbox({
    seed: readSeed(process.env.SANDBOX_SEED ?? DEFAULT_SEED),
    now: rehearsedInstant(),
  });
  try {
    return await run(command === "terraform" ? terraform : command, args, {
      ...process.env,
      ...sandbox.env,
      TERRAFORM_BINARY_NAME: terraform,
    });
  } finally {
    await sandbox.stop();
  }
}

/** The time that cdktf.json tells the library to rehearse is the cloud's as well. */
function rehearsedInstant(): string | undefined {
  if (!existsSync("cdktf.json")) {
    return undefined;
  }
  const { context } = JSON.parse(readFileSync("cdktf.json", "utf8")) as {
    context?: { "acr-auth:now"?: string };
  };
  return context?.["acr-auth:now"];
}

/** The command has this process's own terminal; its exit code comes back as a shell would give it. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Ctrl-C in a terminal has reached the command already, and to Terraform a second one means to give up at once.
      if (signal !== "SIGINT" || !process.stdin.isTTY) {
        child.kill(signal);
      }
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", () => {
      reject(new Error(`The command "${command}" cannot be run: is it installed and on the PATH?`));
    });
    child.once("close", (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
