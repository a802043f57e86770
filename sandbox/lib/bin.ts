/** `cdktf-acr-auth-sandbox -- <command …>`: runs a command against a sandbox. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_SEED, Sandbox, type SandboxOptions } from "./sandbox";
import { readSeed } from "./seed";
import { findTerraform } from "./terraform";

const HELP = `Usage: cdktf-acr-auth-sandbox [options] -- <command> [arguments…]

Runs a command, such as cdktf, terraform or a shell, against a stand-in for Microsoft Entra and Azure that lives as
long as the command. No account is needed, and nothing real is changed. The exit code is that of the command.

Options:
  --seed <file>       YAML with what exists before the first apply; SANDBOX_SEED names one as well
  --providers <real>  run the real azuread and azurerm against it, over HTTPS, on Linux; Terraform takes them from the
                      registry, or from the folder in ACR_AUTH_PROVIDER_MIRROR
  --port <number>     of HTTPS on this host, for other clients that need a certain one; by default a free one
  --version           print the version
  --help              print this

The command finds in SANDBOX_PROXY and SANDBOX_ROOTS what clients of its registries, such as skopeo, take for
HTTPS_PROXY and SSL_CERT_FILE.

Examples:
  cdktf-acr-auth-sandbox -- npx cdktf deploy --auto-approve
  cdktf-acr-auth-sandbox -- terraform plan
  cdktf-acr-auth-sandbox --seed contoso.yaml -- bash
  cdktf-acr-auth-sandbox --providers real -- bash
`;

const USAGE_ERROR = 2;

async function main(args: string[]): Promise<number> {
  const { options, command } = parsed(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.version) {
    process.stdout.write(`${ownVersion()}\n`);
    return 0;
  }
  const [program, ...rest] = command;
  if (program === undefined) {
    process.stderr.write(
      "A command to run is missing. Usage: cdktf-acr-auth-sandbox -- <command>, such as terraform plan, cdktf deploy or bash; --help tells more.\n",
    );
    return USAGE_ERROR;
  }
  const terraform = findTerraform();
  const sandbox = await Sandbox.start({
    seed: readSeed(options.seed ?? process.env.SANDBOX_SEED ?? DEFAULT_SEED),
    now: rehearsedInstant(),
    providers: options.providers as SandboxOptions["providers"],
    port: options.port === undefined ? undefined : portOf(options.port),
  });
  try {
    const { HTTPS_PROXY, SSL_CERT_FILE } = sandbox.registryEnv;
    const env = {
      ...process.env,
      TERRAFORM_BINARY_NAME: terraform,
      ...sandbox.env,
      // By names of their own: a whole shell led through the proxy would reach nothing else.
      SANDBOX_PROXY: HTTPS_PROXY,
      SANDBOX_ROOTS: SSL_CERT_FILE,
    };
    return await run(program === "terraform" ? env.TERRAFORM_BINARY_NAME : program, rest, env);
  } finally {
    tellNotModelled(await sandbox.notModelled());
    await sandbox.stop();
  }
}

function portOf(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new Error(`port: ${JSON.stringify(text)} is none; write one from 1 to 65535.`);
  }
  return Number(text);
}

function tellNotModelled(requests: string[]): void {
  if (requests.length > 0) {
    const lines = requests.map((request) => `  ${request}\n`);
    process.stderr.write(`The sandbox could not answer all that it was asked:\n${lines.join("")}`);
  }
}

interface Options {
  readonly help?: boolean;
  readonly version?: boolean;
  readonly seed?: string;
  readonly providers?: string;
  readonly port?: string;
}

const WITH_VALUE = ["--seed", "--providers", "--port"];

/** Options end where the command begins, so that they are told from those of the command. */
function parsed(args: string[]): { options: Options; command: string[] } {
  const begin = args.findIndex(
    (arg, position) => !arg.startsWith("-") && !WITH_VALUE.includes(args[position - 1] ?? ""),
  );
  const end = args.indexOf("--");
  const separated = end >= 0 && (begin < 0 || end < begin);
  const own = separated ? args.slice(0, end) : args.slice(0, begin < 0 ? args.length : begin);
  const { values } = parseArgs({
    args: own,
    options: {
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
      seed: { type: "string" },
      providers: { type: "string" },
      port: { type: "string" },
    },
  });
  return { options: values, command: args.slice(separated ? end + 1 : own.length) };
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** The time that cdktf.json tells cdktf-acr-auth to rehearse is the cloud's as well. */
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
    const isUsage = (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS") ?? false;
    const hint = isUsage ? "; --help tells which options there are." : "";
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`);
    process.exitCode = isUsage ? USAGE_ERROR : 1;
  },
);
