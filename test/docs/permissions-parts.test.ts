import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AcrServicePrincipal, DeployerRights, PermissionsMode } from "cdktf-acr-auth";
import { KNOWN_RIGHTS } from "../../lib/deployer/known-rights";
import { PLATFORM_RIGHTS } from "../../lib/deployer/platform-rights";
import { testWithTerraform } from "../../sandbox/test/with-terraform";
import { registryIn, teamIn } from "../grant/granting";
import { ROOT } from "../support/program";
import { newStack, render } from "../support/stack";
import { withCommands, withRights } from "./permissions-parts";

const PAGE = readFileSync(join(ROOT, "docs", "permissions.md"), "utf8");

test("docs/permissions.md is in step with the code (npm run docs)", () => {
  expect(withRights(PAGE)).toBe(PAGE);
});

testWithTerraform("docs/permissions.md has the commands that Terraform puts together", () => {
  expect(withCommands(PAGE)).toBe(PAGE);
});

test("docs/permissions.md has every type that rights are known of", () => {
  for (const type of [...KNOWN_RIGHTS, ...PLATFORM_RIGHTS].flatMap(({ types }) => types)) {
    expect(PAGE).toContain(`\`${type}\``);
  }
});

test("docs/permissions.md shows who may do what for access.yaml, both ways", () => {
  expect(PAGE).toContain("\nWhat the identity that deploys the stack access needs\n");
  expect(PAGE).toContain("\n# access/build: Container Registry Repository Writer on access/shop\n");
});

test("the commands that take grants out of the state leave all else in it", () => {
  const [, commands = ""] =
    /```sh\ncd .*\n(terraform state list \| grep '\^azurerm_role[^]*?)```/.exec(PAGE) ?? [];
  const stack = newStack();
  const registry = registryIn(stack, PermissionsMode.ABAC);
  registry.grantPull(teamIn(stack));
  registry.grantPush(new AcrServicePrincipal(stack, "web", { displayName: "web" }));
  const grants = Object.keys(render(stack).resource?.azurerm_role_assignment ?? {}).map(
    (name) => `azurerm_role_assignment.${name}`,
  );
  const others = [
    "data.azurerm_role_definition.web_grant_own_0123ABCD",
    "azuread_application.web_application_0123ABCD",
    "azurerm_role_assignment.own",
    "azurerm_role_assignment.web_grant",
    'azurerm_role_assignment.own["web"]',
    'module.web.azurerm_role_assignment.acr["a b"]',
  ];
  expect(grants).toHaveLength(2);
  expect(named([...others, ...grants].sort(), commands)).toEqual(grants.sort());
});

test("the loop that adds an owner to many applications calls az as the report does for one", () => {
  const [loop = ""] = /^ {3}OWNER=[^]*?^ {3}done$/m.exec(PAGE) ?? [];
  const stack = newStack();
  const owners = ["6f3f7e4e-0000-4000-8000-000000000001"];
  new AcrServicePrincipal(stack, "web", { displayName: "web", owners });
  const report = (
    DeployerRights.of(stack)
      .toText()
      .match(/^ {2}az .*(\n {4}.*)*/gm) ?? []
  ).slice(2, 4);
  const called = (commands: string): string => {
    const az = `az() { case "$*" in "ad sp show "*) echo "SP OF $5";; *) printf '<%s>' "$@"; echo;; esac; }`;
    return execFileSync("sh", ["-e"], { input: `${az}\n${commands}`, encoding: "utf8" });
  };
  const filledIn = (commands: string, id: string): string =>
    commands
      .replaceAll("<client id of the application>", id)
      .replaceAll("<object id of the owner>", "<object id of the new deployer>");
  expect(called(loop.replace("'<client id>' '<client id>'", "one two"))).toBe(
    ["one", "two"].map((id) => called(filledIn(report.join("\n"), id))).join(""),
  );
});

test("the commands that forget the deployer replace what remembers it, and nothing else", () => {
  const [, commands = ""] =
    /```sh\ncd .*\n(terraform state list \| grep '\^terraform_data[^]*?)```/.exec(PAGE) ?? [];
  const stack = newStack();
  const partner = new AzureadProvider(stack, "partner", { alias: "partner" });
  for (const servicePrincipalProvider of [undefined, partner]) {
    const displayName = servicePrincipalProvider === undefined ? "web" : "api";
    const principal = new AcrServicePrincipal(stack, displayName, {
      displayName,
      servicePrincipalProvider,
    });
    principal.addClientSecret("deployer");
  }
  const memories = Object.keys(render(stack).resource?.terraform_data ?? {}).map(
    (name) => `terraform_data.${name}`,
  );
  const deployers = memories.filter((address) => !address.includes("client_secret"));
  const others = [
    "azuread_application.web_deployer_0123ABCD",
    "data.azuread_client_config.acr-auth-deployer",
    "module.web.terraform_data.web_deployer_0123ABCD",
    "terraform_data.own",
  ];
  expect(deployers).toHaveLength(3);
  expect(named([...others, ...memories].sort(), commands)).toEqual(
    deployers.map((address) => `-replace=${address}`).sort(),
  );
});

/** The addresses that commands pass on to Terraform, of those in its state. */
function named(addresses: string[], commands: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
  try {
    writeFileSync(join(folder, "state"), addresses.map((address) => `${address}\n`).join(""));
    writeFileSync(
      join(folder, "terraform"),
      '#!/bin/sh\ncase "$1 $2" in "state list") cat state;; "state rm") shift 2; printf "%s\\n" "$@" > named;; apply*) shift; printf "%s\\n" "$@" > named;; esac\n',
    );
    chmodSync(join(folder, "terraform"), 0o755);
    const PATH = `${folder}${delimiter}${process.env.PATH ?? ""}`;
    execFileSync("sh", ["-e"], { cwd: folder, input: commands, env: { ...process.env, PATH } });
    return readFileSync(join(folder, "named"), "utf8").trim().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
