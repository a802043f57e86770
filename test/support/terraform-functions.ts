import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform } from "cdktf-acr-auth-sandbox";

/**
 * Lets real Terraform evaluate expressions at many instants, without any provider: `locals` and
 * `outputs` are of the synthesized JSON, and `acr_auth_now` takes the place of plantimestamp().
 */
export function evaluateAt<T>(
  instants: string[],
  locals: Record<string, unknown>,
  outputs: Record<string, unknown>,
): Record<string, T> {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
  try {
    mkdirSync(join(directory, "at"));
    write(join(directory, "at", "main.tf.json"), {
      variable: { now: {} },
      locals: { ...locals, acr_auth_now: "${var.now}" },
      output: { all: { value: outputs, sensitive: true } },
    });
    write(join(directory, "main.tf.json"), {
      locals: { instants },
      module: { at: { source: "./at", for_each: "${toset(local.instants)}", now: "${each.key}" } },
    });
    writeFileSync(join(directory, "terraform.rc"), "");
    const env = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: join(directory, "terraform.rc"),
    };
    const terraform = (command: string, input = ""): string =>
      execFileSync(findTerraform(), [command], {
        cwd: directory,
        env,
        input,
        encoding: "utf8",
        stdio: "pipe",
      });
    terraform("init");
    // In Base64, since the console quotes a text in a way of its own.
    const json = "jsonencode({ for now, at in module.at : now => at.all })";
    const printed = terraform("console", `nonsensitive(base64encode(${json}))`);
    return JSON.parse(Buffer.from(printed, "base64").toString()) as Record<string, T>;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function write(path: string, content: unknown): void {
  writeFileSync(path, JSON.stringify(content));
}
