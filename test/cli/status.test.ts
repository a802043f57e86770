import { execFileSync } from "node:child_process";
import { assignment, planOf, WEB } from "../review/plans";
import { ACR_AUTH, acrAuth, folderWith } from "./acr-auth";

const APPLICATION = "/applications/6f3f7e4e-0000-4000-8000-0000000000aa";
const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000003";

interface StateResource {
  readonly address: string;
  readonly values: object;
  readonly depends_on?: readonly string[];
}

/** What `terraform show -json` prints of a state. */
function stateOf(resources: readonly StateResource[]): string {
  return JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: {
      root_module: {
        resources: [
          resource("azuread_application.web", {
            id: APPLICATION,
            client_id: CLIENT_ID,
            display_name: "contoso-web",
          }),
          resource("azuread_service_principal.web", {
            id: `/servicePrincipals/${WEB}`,
            object_id: WEB,
            client_id: CLIENT_ID,
            display_name: "contoso-web",
          }),
          resource("azurerm_role_assignment.web", assignment()),
        ],
        child_modules: [
          { resources: resources.map((one) => ({ ...resource(one.address, one.values), ...one })) },
        ],
      },
    },
  });
}

function resource(address: string, values: object): object {
  const type = address.split(".").at(-2);
  return { address, mode: "managed", type, values, sensitive_values: { value: true } };
}

function secret(name: string, end: number, more: object = {}): StateResource {
  return {
    address: `module.web.azuread_application_password.${name}`,
    values: {
      application_id: APPLICATION,
      display_name: name,
      start_date: "2026-01-01T00:00:00Z",
      end_date: daysFromNow(end),
      value: "planted-0123456789",
      ...more,
    },
  };
}

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

const PERIODS = { rotationDays: 60, periodsSince2024: Math.floor(daysSince2024() / 60) };

function daysSince2024(): number {
  return (Date.now() - Date.parse("2024-01-01T00:00:00Z")) / 86_400_000;
}

/** A secret of this library, whose newer slot was made so many periods ago, and the schedule that its state has. */
function rotated(periodsAgo: number): StateResource[] {
  const slots = ["a", "b"].map((slot, index) =>
    secret(`docker-${slot}`, 100 + index, {
      rotate_when_changed: { period: String(PERIODS.periodsSince2024 - periodsAgo - index) },
    }),
  );
  return [
    ...slots,
    {
      address: "module.web.terraform_data.schedule",
      values: { input: `rotationDays: ${PERIODS.rotationDays}, anchor: 2024-01-01T00:00:00Z` },
      depends_on: [APPLICATION, ...slots.map(({ address }) => address)],
    },
  ];
}

test.each<[string, StateResource[], string[], number, string]>([
  ["has expired", [secret("ci", -1)], [], 2, "OVERDUE"],
  ["has expired, not to fail on", [secret("ci", -1)], ["--fail-on", "nothing"], 0, "OVERDUE"],
  ["has expired in its idle slot", [secret("ci-a", -1), secret("ci-b", 90)], [], 0, "IN TIME"],
  ["ends soon", [secret("ci", 20)], [], 0, "IN TIME"],
  ["ends soon, to fail on", [secret("ci", 20)], ["--fail-on", "soon"], 2, "IN TIME"],
  ["was rotated in time", rotated(0), ["--fail-on", "soon"], 0, "IN TIME"],
  ["was not rotated in time", rotated(2), [], 2, "OVERDUE"],
  ["lasts", [secret("ci", 90)], ["--fail-on", "soon"], 0, "IN TIME"],
])("a state in which a secret %s ends as it is to", (_, resources, options, status, head) => {
  const folder = folderWith({ "state.json": stateOf(resources) });
  const told = acrAuth(folder, ["status", "state.json", ...options]);
  expect([told.status, told.stderr, told.stdout.split(":")[0]]).toEqual([status, "", head]);
});

test("who may do what, and by which credentials, is told, what ends first at the top", () => {
  const github = {
    address: "azuread_application_federated_identity_credential.github",
    values: {
      application_id: APPLICATION,
      display_name: "github",
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:contoso/shop:environment:production",
    },
  };
  const input = stateOf([github, secret("late", 90), secret("early", 10)]);
  const text = execFileSync(process.execPath, [ACR_AUTH, "status", "-"], {
    cwd: folderWith({}),
    input,
    encoding: "utf8",
  });
  const [head, , , ...lines] = text.split("\n");
  expect(head).toBe("IN TIME: 1 ending within 30 days, of 3 credentials.");
  expect(lines.slice(0, 3)).toEqual([
    expect.stringMatching(/^20\S+ +SOON +client secret early of contoso-web$/),
    expect.stringMatching(/^20\S+ +client secret late of contoso-web$/),
    expect.stringMatching(
      /^never +federated credential github of contoso-web; lets in repo:contoso/,
    ),
  ]);
  expect(lines.slice(3).join("\n")).toBe(
    "\ncontoso-web on contosoShop, if it is in abac mode\n  pull  everything\n    by the role Container Registry Repository Reader\n",
  );
});

test("of a folder each state is told, and programs get it as JSON", () => {
  const folder = folderWith({
    "a.json": stateOf([secret("ci", 90)]),
    "b.json": stateOf([secret("ci", -1)]),
  });
  const { status, stdout } = acrAuth(folder, ["status", ".", "--format", "json"]);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    states: [
      {
        file: "a.json",
        overdue: false,
        credentials: [{ principal: { name: "contoso-web", id: WEB }, condition: "in time" }],
        accesses: [{ scope: { name: "contosoShop" }, capabilities: { pull: ["*"] } }],
      },
      { file: "b.json", overdue: true, credentials: [{ name: "ci", condition: "expired" }] },
    ],
  });
  expect(stdout).not.toContain("planted");
});

test("of a state with nothing in it nothing is overdue", () => {
  const folder = folderWith({ "state.json": '{"format_version":"1.0"}' });
  expect(acrAuth(folder, ["status", "state.json"])).toMatchObject({
    status: 0,
    stdout: "IN TIME: all of 0 credentials.\n",
  });
});

test.each([
  [
    "a plan",
    JSON.stringify(planOf([])),
    "is a plan; give what terraform show -json prints without",
  ],
  [
    "a state as Terraform keeps it",
    '{"version":4,"lineage":"x"}',
    "is a state as Terraform keeps it",
  ],
  ["something else", '{"format_version":"1.0","provider_schemas":{}}', "is no state"],
  ["cut off", stateOf([]).slice(0, 200), "can't be read: it ends in the middle"],
])("%s is told in a sentence, with exit code 1", (_, content, message) => {
  const { status, stdout, stderr } = acrAuth(folderWith({ "state.json": content }), [
    "status",
    "state.json",
  ]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
});
