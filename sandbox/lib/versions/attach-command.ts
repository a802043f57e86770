/** What the shims run: prints Terraform's variable for a command. */
import { attachedFor } from "./attach";

try {
  const { TF_REATTACH_PROVIDERS = "" } = {
    ...process.env,
    ...attachedFor(process.env, process.cwd(), process.argv.slice(2)),
  };
  process.stdout.write(TF_REATTACH_PROVIDERS);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
