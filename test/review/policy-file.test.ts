import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessPolicy } from "../../lib/review/policy";
import { DEFAULT_POLICY } from "../../lib/review/policy";
import { policyJsonSchema, readPolicy } from "../../lib/review/policy-file";
import { ROOT } from "../support/program";

const WEB = "6F3F7E4E-0000-4000-8000-000000000002";
const SHOP =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop";

const directory = mkdtempSync(join(tmpdir(), "policy-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function read(text: string): AccessPolicy {
  const file = join(directory, "policy.yaml");
  writeFileSync(file, text);
  return readPolicy(file);
}

/** What is wrong with a policy, without its file. */
function mistakes(text: string): string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return lines.slice(0, -2).map((line) => line.replace(`${join(directory, "policy.yaml")}:`, ""));
  }
}

test("policy.schema.json is up to date (npm run schema writes it)", () => {
  expect(readFileSync(join(ROOT, "policy.schema.json"), "utf8")).toBe(
    `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
  );
});

test("what a policy says is read, and all else is as by default", () => {
  const policy = read(`
rules:
  acr-auth:many-registries: off
  acr-auth:registry-token: high
limits:
  secretLifetimeDays: 90
acknowledge:
  - finding: acr-auth:admin-user
    address: azurerm_container_registry.shop
    reason: the old build server can't do otherwise
    by: Jo
    until: 2027-01-31
names:
  ${WEB}: contoso-web
permissionsModes:
  ${SHOP}: abac
`);
  expect(policy).toEqual({
    severities: new Map([
      ["acr-auth:many-registries", "off"],
      ["acr-auth:registry-token", "high"],
    ]),
    limits: { ...DEFAULT_POLICY.limits, secretLifetimeDays: 90 },
    acknowledgements: [
      {
        finding: "acr-auth:admin-user",
        address: "azurerm_container_registry.shop",
        reason: "the old build server can't do otherwise",
        by: "Jo",
        until: "2027-01-31",
      },
    ],
    names: new Map([[WEB.toLowerCase(), "contoso-web"]]),
    permissionsModes: new Map([[SHOP.toLowerCase(), "abac"]]),
  });
});

test("all mistakes in a policy are told at once, each with its line, value, rule and fix", () => {
  const text = `rules:
  acr-auth:admin-usr: off
  acr-auth:many-registries: severe
limits:
  secretLifetimeDays: 0.5
acknowledge:
  - finding: acr-auth:admin-user
    address: azurerm_container_registry.shop
    by: Jo
    until: 2027-02-30
names:
  contoso-web: web
permissionsModes:
  contosoShop: rbac
rule: {}
`;
  expect(mistakes(text)).toEqual([
    '2:3 rules["acr-auth:admin-usr"]: is not a key that is known here; did you mean "acr-auth:admin-user"?',
    '3:3 rules["acr-auth:many-registries"]: "severe" is not one of high, medium, low, off; write one of high, medium, low, off',
    "5:3 limits.secretLifetimeDays: 0.5 is not a number of days from 1 to 730; write a whole one",
    "7:5 acknowledge[0].reason: is missing: Why it is accepted.",
    '10:5 acknowledge[0].until: "2027-02-30" is not a date; write one as in 2027-01-31',
    '12:3 names.contoso-web: "contoso-web" is not a UUID; give the object id of a principal',
    '14:3 permissionsModes.contosoShop: "rbac" is not one of legacy, abac; did you mean "abac"?',
    expect.stringContaining(
      '14:3 permissionsModes.contosoShop: "contosoShop" is not the resource id',
    ),
    '15:1 rule: is not a key that is known here; did you mean "rules"?',
  ]);
});

test("a missing file is told with what to do", () => {
  expect(() => readPolicy(join(directory, "gone.yaml"))).toThrow(
    /gone\.yaml: does not exist; write it, or name another file by --policy/,
  );
});

test("an empty policy is refused, since it says nothing", () => {
  expect(mistakes("")).toEqual([
    "1:1 is empty; a policy sets limits, switches rules or acknowledges findings",
  ]);
});
