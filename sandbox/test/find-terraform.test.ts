import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findTerraform } from "../lib";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "acr-auth-path-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function install(...names: string[]): string {
  names.forEach((name) => {
    writeFileSync(join(directory, name), "", { mode: 0o755 });
  });
  return ["/nowhere", directory].join(delimiter);
}

test("TERRAFORM_BINARY_NAME comes first", () => {
  const PATH = install("terraform", "tofu", "terraform-next");
  expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: "terraform-next" })).toBe(
    join(directory, "terraform-next"),
  );
});

test("TERRAFORM_BINARY_NAME may be a path", () => {
  install("terraform-next");
  const path = join(directory, "terraform-next");
  expect(findTerraform({ PATH: "", TERRAFORM_BINARY_NAME: path })).toBe(path);
});

test("terraform comes before tofu", () => {
  expect(findTerraform({ PATH: install("terraform", "tofu") })).toBe(join(directory, "terraform"));
});

test("tofu is used where there is no terraform", () => {
  expect(findTerraform({ PATH: install("tofu") })).toBe(join(directory, "tofu"));
});

test("on Windows it is found on the Path, by the endings of what can be run", () => {
  const Path = install("terraform.EXE");
  expect(findTerraform({ Path, PATHEXT: ".COM;.EXE;.BAT" })).toBe(join(directory, "terraform.EXE"));
});

test("a binary that was asked for and is not there is not replaced by another one", () => {
  const PATH = install("terraform");
  expect(() => findTerraform({ PATH, TERRAFORM_BINARY_NAME: "tofu" })).toThrow(
    "tofu was not found on the PATH",
  );
});
