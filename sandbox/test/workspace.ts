import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTerraform, type Sandbox, type TerraformResult } from "../lib";

const PREAMBLE = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread", version = "3.7.0" }
    azurerm = { source = "hashicorp/azurerm", version = "4.55.0" }
  }
}
provider "azurerm" {
  features {}
}
`;

/** A directory with a Terraform configuration, to run Terraform in. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), "acr-auth-sandbox-"));

  constructor(
    private readonly sandbox: Pick<Sandbox, "env">,
    hcl: string,
    private readonly preamble = PREAMBLE,
  ) {
    this.write(hcl);
  }

  /** Replaces the configuration; the state stays. */
  write(hcl: string): void {
    writeFileSync(join(this.directory, "main.tf"), this.preamble + hcl);
  }

  run(...args: string[]): Promise<TerraformResult> {
    return runTerraform(this.sandbox, this.directory, args);
  }

  runFor(seconds: number, ...args: string[]): Promise<TerraformResult> {
    return runTerraform(this.sandbox, this.directory, args, seconds);
  }

  /** Runs a command that must succeed. */
  async succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`);
    }
    return stdout;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
