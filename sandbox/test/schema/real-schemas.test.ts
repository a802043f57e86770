import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../../lib";
import type { RecordedProvider } from "../../lib/schema/recorded";
import { sourceOf } from "../../lib/versions/source";
import { testWithTerraform } from "../with-terraform";
import { Workspace } from "../workspace";
import { recording, type Schemas } from "./recording";

jest.setTimeout(60_000);

let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  sandbox = await Sandbox.start();
});

afterEach(() => {
  workspace.remove();
});

afterAll(() => sandbox.stop());

const HERE = __dirname;
const LIB = join(__dirname, "../../lib/schema");

// What the real providers say is in the files: of those that bindings were made from beside this test, of the others
// where the sandbox has it from.
testWithTerraform.each([
  ["azuread", "3.7.0", HERE],
  ["azurerm", "4.55.0", HERE],
  ["github", "6.9.0", HERE],
  ["azuread", "3.9.0", LIB],
  ["azurerm", "5.2.0", LIB],
])(
  "Terraform is told the schemas of %s %s, names, types and flags",
  async (name, version, folder) => {
    const preamble = `
terraform {
  required_providers {
    ${name} = { source = "${sourceOf(name)}", version = "${version}" }
  }
}`;
    workspace = new Workspace(sandbox, "", preamble);
    const served = JSON.parse(await workspace.succeed("providers", "schema", "-json")) as Schemas;
    const real = readFileSync(join(folder, `${name}-${version}.json`), "utf8");
    expect(recording(served, name)).toEqual(JSON.parse(real) as RecordedProvider);
  },
);
