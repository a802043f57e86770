import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requiredProviders } from "../../lib/versions/required-providers";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-required-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function required(files: Record<string, string>): string[] {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
  return requiredProviders(folder).map(({ source, constraint }) => `${source} ${constraint}`);
}

function json(required_providers: unknown): Record<string, string> {
  return { "cdk.tf.json": JSON.stringify({ terraform: { required_providers } }) };
}

test("a stack of cdktf says which versions it is for", () => {
  const pins = {
    azuread: { source: "hashicorp/azuread", version: "3.9.0" },
    azurerm: { source: "azurerm", version: "5.2.0" },
  };
  expect(required(json(pins))).toEqual(["hashicorp/azuread 3.9.0", "hashicorp/azurerm 5.2.0"]);
});

test("a provider is known by its source, whatever the program calls it", () => {
  const pins = {
    entra: { source: "registry.terraform.io/hashicorp/azuread", version: "~> 3.0" },
    azurerm: { source: "contoso/azurerm", version: "1.0.0" },
    azapi: { version: "2.0.0" },
  };
  expect(required(json(pins))).toEqual([
    "hashicorp/azuread ~> 3.0",
    "contoso/azurerm 1.0.0",
    "hashicorp/azapi 2.0.0",
  ]);
});

test("the short form and lists of blocks are read as Terraform reads them", () => {
  const text = JSON.stringify({ terraform: [{ required_providers: [{ azurerm: "~> 4.0" }] }] });
  expect(required({ "main.tf.json": text })).toEqual(["hashicorp/azurerm ~> 4.0"]);
});

test("a program without versions says nothing, nor does a folder without one", () => {
  expect(required(json({ azurerm: { source: "azurerm" } }))).toEqual([]);
  expect(requiredProviders(join(folder, "nowhere"))).toEqual([]);
});

test("what is no JSON is left for Terraform to tell", () => {
  expect(required({ "cdk.tf.json": "{" })).toEqual([]);
});

test("Terraform's own language is read as well, in all files of the folder", () => {
  const versions = `
terraform {
  required_version = ">= 1.5"
  required_providers {
    # azuread = { version = "2.0.0" }
    azuread = {
      source  = "hashicorp/azuread" # not "3.9.0"
      version = "~> 3.0"
      configuration_aliases = [azuread.partner]
    }
    azurerm = "~> 4.0" /* version = "5.2.0" */
  }
}`;
  const others = `
terraform {
  required_providers {
    time = { "source" = "hashicorp/time", "version" = "~> 0.13" }
  }
}
provider "azurerm" {
  features {}
  # version = "1.0.0"
}`;
  expect(required({ "versions.tf": versions, "main.tf": others, "notes.md": versions })).toEqual([
    "hashicorp/time ~> 0.13",
    "hashicorp/azuread ~> 3.0",
    "hashicorp/azurerm ~> 4.0",
  ]);
});
