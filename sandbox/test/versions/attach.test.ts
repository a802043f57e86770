import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachedFor, attachedToNewest, NOT_ATTACHED } from "../../lib/versions/attach";

const SERVED = {
  pid: 1,
  ports: {
    azuread: { "3.7.0": 1307, "3.9.0": 1309 },
    azurerm: { "5.2.0": 1520, "4.55.0": 1455 },
    github: { "6.9.0": 1690 },
    time: { "0.13.1": 1131 },
  },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-attach-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function ask(versions: Record<string, string>, below = ""): void {
  const required = Object.entries(versions).map(([name, version]) => [name, { version }]);
  mkdirSync(join(folder, below), { recursive: true });
  writeFileSync(
    join(folder, below, "cdk.tf.json"),
    JSON.stringify({ terraform: { required_providers: Object.fromEntries(required) as object } }),
  );
}

/** The ports, by the names of the providers, that a command in the folder is attached to. */
function ports(...args: string[]): Record<string, string> {
  const { TF_REATTACH_PROVIDERS = "{}" } = attachedFor(attached(), folder, args);
  const providers = JSON.parse(TF_REATTACH_PROVIDERS) as Record<
    string,
    { Addr: { String: string } }
  >;
  return Object.fromEntries(
    Object.entries(providers).map(([address, { Addr }]) => [address, Addr.String]),
  );
}

const attached = () => ({ ...attachedToNewest(SERVED) });

const of = (azuread: number, azurerm: number): Record<string, string> =>
  Object.fromEntries(
    ["registry.terraform.io", "registry.opentofu.org"].flatMap((host) => [
      [`${host}/hashicorp/azuread`, `127.0.0.1:${azuread}`],
      [`${host}/hashicorp/azurerm`, `127.0.0.1:${azurerm}`],
      [`${host}/integrations/github`, "127.0.0.1:1690"],
      [`${host}/hashicorp/time`, "127.0.0.1:1131"],
    ]),
  );

test.each([
  [{ azuread: "3.7.0", azurerm: "4.55.0" }, of(1307, 1455)],
  [{ azuread: "3.9.0", azurerm: "5.2.0" }, of(1309, 1520)],
  [{ azuread: "~> 3.0", azurerm: ">= 4.0, < 5.0" }, of(1309, 1455)],
  [{ azurerm: "!= 5.2.0" }, of(1309, 1455)],
  [{}, of(1309, 1520)],
])("a program that asks for %j is attached to the newest that fit", (versions, expected) => {
  ask(versions);
  expect(ports("plan")).toEqual(expected);
});

test("a folder without a program gets the newest, as does a command that is attached beforehand", () => {
  expect(ports("version")).toEqual(of(1309, 1520));
  expect(attached()).toMatchObject(attachedFor(attached(), folder, []));
});

test("a provider that is not HashiCorp's is asked for by its own source", () => {
  const github = { source: "integrations/github", version: "~> 6.11" };
  const required = JSON.stringify({ terraform: { required_providers: { github } } });
  writeFileSync(join(folder, "cdk.tf.json"), required);
  expect(() => ports("plan")).toThrow("github: the sandbox serves 6.9.0, and required_providers");
});

test("-chdir is where the program is", () => {
  ask({ azurerm: "4.55.0" }, "stacks/shop");
  expect(ports("-chdir=stacks/shop", "plan")).toEqual(of(1309, 1455));
});

test("what no served version fits is an error that names the constraint, and what is served", () => {
  ask({ azurerm: ">= 4.81.0, < 5.0.0" });
  expect(() => ports("plan")).toThrow(
    `azurerm: the sandbox serves 4.55.0 and 5.2.0, and required_providers asks for ">= 4.81.0, < 5.0.0" in ${join(folder, "cdk.tf.json")}, which lets in none of them; ask for one that it serves.`,
  );
});

test("two files that contradict each other are both named", () => {
  ask({ azurerm: "4.55.0" });
  writeFileSync(
    join(folder, "main.tf"),
    'terraform { required_providers { azurerm = { version = "5.2.0" } } }',
  );
  expect(() => ports("plan")).toThrow(/"4\.55\.0" in .*cdk\.tf\.json and "5\.2\.0" in .*main\.tf/);
});

test("who is not attached, stays so", () => {
  ask({ azurerm: "1.0.0" });
  expect(attachedFor({ ...NOT_ATTACHED }, folder, ["plan"])).toEqual({});
});
