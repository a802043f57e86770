import { readFileSync } from "node:fs";
import { App, TerraformStack } from "cdktf";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { withLibrary } from "./with-library";

// One measurement, in a process of its own: deploys principals in the sandbox, plans them again, and prints the seconds
// of CPU that Terraform, and that the sandbox, took for that plan. On Linux, which tells them of another process.
const [, , count] = process.argv;

async function main(): Promise<void> {
  const sandbox = await Sandbox.start();
  try {
    const app = new App();
    withLibrary(app, Number(count));
    const stack = app.node.findChild("bench") as TerraformStack;
    await sandbox.apply(stack);
    // Of programs that have ended.
    const terraform = secondsOf("self", 16);
    const providers = secondsOf(providersPid(sandbox), 14);
    const before = [terraform(), providers()] as const;
    const { code, stdout, stderr } = await sandbox.terraform(stack, "plan", "-detailed-exitcode");
    if (code !== 0) {
      throw new Error(`The second plan is not empty:\n${stdout}${stderr}`);
    }
    const [ofTerraform, ofProviders] = [terraform() - before[0], providers() - before[1]];
    console.log(JSON.stringify({ terraform: ofTerraform, both: ofTerraform + ofProviders }));
  } finally {
    await sandbox.stop();
  }
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
