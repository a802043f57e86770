import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { App } from "cdktf";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { withLibrary } from "./with-library";

// One measurement, in a process of its own: deploys principals in the sandbox, plans them again, and prints the seconds
// of CPU that Terraform, and that the sandbox, took for that plan. On Linux, which tells them of another process.
const [, , count] = process.argv;

/** Terraform copies all of a state for each resource that it has made: it makes few of them at a time. */
const AT_ONCE = 100;

async function main(): Promise<void> {
  const sandbox = await Sandbox.start();
  try {
    const stack = withLibrary(new App(), Number(count));
    writeFileSync(sandbox.stateFile(stack), await stateOfAll(sandbox, Number(count)));
    // Of programs that have ended.
    const terraform = secondsOf("self", 16);
    const providers = secondsOf(providersPid(sandbox), 14);
    const before = [terraform(), providers()] as const;
    const { code, stdout, stderr } = await sandbox.terraform(stack, "plan", "-detailed-exitcode");
    if (code !== 0) {
      throw new Error(`The second plan is not empty:\n${stdout.slice(-2000)}${stderr}`);
    }
    const [ofTerraform, ofProviders] = [terraform() - before[0], providers() - before[1]];
    console.log(JSON.stringify({ terraform: ofTerraform, both: ofTerraform + ofProviders }));
  } finally {
    await sandbox.stop();
  }
}

interface State {
  resources: { mode: string; type: string; name: string }[];
}

/** What Terraform has made of each part of the program, as the state of the whole. */
async function stateOfAll(sandbox: Sandbox, count: number): Promise<string> {
  const resources = new Map<string, State["resources"][number]>();
  let state: State = { resources: [] };
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = withLibrary(new App(), Math.min(AT_ONCE, count - from), from);
    await sandbox.apply(part);
    state = JSON.parse(readFileSync(sandbox.stateFile(part), "utf8")) as State;
    rmSync(sandbox.stateFile(part));
    for (const resource of state.resources) {
      resources.set(`${resource.mode}.${resource.type}.${resource.name}`, resource);
    }
  }
  return JSON.stringify({ ...state, resources: [...resources.values()] });
}

function providersPid({ env }: Sandbox): number {
  const attached = JSON.parse(env.TF_REATTACH_PROVIDERS ?? "") as Record<string, { Pid: number }>;
  const [provider] = Object.values(attached);
  return provider?.Pid ?? NaN;
}

/** @param field of proc_pid_stat(5) with the user time, beside which is the system's, both in hundredths of a second */
function secondsOf(pid: number | "self", field: number): () => number {
  return () => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program, the second field, is in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[field - 3]) + Number(fields[field - 2])) / 100;
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
