import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { assignment, planOf, SHOP, SUBSCRIPTION } from "../review/plans";
import { ACR_AUTH, acrAuth, folderWith } from "./acr-auth";

const BROADER = JSON.stringify(
  planOf([{ address: "azurerm_role_assignment.web", actions: ["create"], after: assignment() }]),
);
const NARROWER = JSON.stringify(
  planOf([{ address: "azurerm_role_assignment.web", actions: ["delete"], before: assignment() }]),
);
const UNCHANGED = JSON.stringify(planOf([]));
const REGISTRY = "azurerm_container_registry.shop";
const ADMIN_USER = planWith(REGISTRY, { id: SHOP, name: "contosoShop", admin_enabled: true });
const WIDE = planWith(
  "azurerm_role_assignment.web",
  assignment({ scope: SUBSCRIPTION, role_definition_name: "AcrPull" }),
);

/** A plan that leaves something as it is. */
function planWith(address: string, values: object): string {
  return JSON.stringify(planOf([{ address, actions: ["no-op"], before: values, after: values }]));
}

test.each([
  ["broader", BROADER, [], 2],
  ["narrower", NARROWER, [], 0],
  ["unchanged", UNCHANGED, [], 0],
  ["narrower", NARROWER, ["--fail-on", "change"], 2],
  ["unchanged", UNCHANGED, ["--fail-on", "change"], 0],
  ["broader", BROADER, ["--fail-on", "nothing"], 0],
  ["broader", BROADER, ["--fail-on", "high"], 0],
  ["high in its findings", ADMIN_USER, [], 2],
  ["high in its findings", ADMIN_USER, ["--fail-on", "broader"], 0],
  ["high in its findings", ADMIN_USER, ["--fail-on", "medium"], 2],
  ["medium in its findings", WIDE, ["--fail-on", "high"], 0],
  ["medium in its findings", WIDE, ["--fail-on", "broader,medium"], 2],
  ["medium in its findings", WIDE, ["--fail-on", "low"], 2],
])("a plan that is %s ends as it is to: %#", (_, plan, options, status) => {
  const folder = folderWith({ "plan.json": plan });
  expect(acrAuth(folder, ["review", "plan.json", ...options])).toMatchObject({
    status,
    stderr: "",
  });
});

test("what a policy acknowledges is told, and fails nothing", () => {
  const until = `${new Date().getUTCFullYear() + 1}-01-01`;
  const policy = `acknowledge:
  - { finding: acr-auth:admin-user, address: ${REGISTRY}, reason: "the old build", by: Jo, until: ${until} }
`;
  const folder = folderWith({ "plan.json": ADMIN_USER, "policy.yaml": policy });
  const { status, stdout } = acrAuth(folder, ["review", "plan.json", "--policy", "policy.yaml"]);
  expect(stdout).toContain(`Acknowledged by Jo until ${until}: the old build`);
  expect(status).toBe(0);
  const sarif = acrAuth(folder, ["review", "plan.json", "-p", "policy.yaml", "-f", "sarif"]);
  expect((JSON.parse(sarif.stdout) as Log).runs[0]?.results?.[0]?.suppressions).toEqual([
    { kind: "external", status: "accepted", justification: `Jo, until ${until}: the old build` },
  ]);
});

test("of a policy with mistakes all are told, and nothing is reviewed", () => {
  const policy = "rule: {}\nlimits: { secretLifetimeDays: 0 }\n";
  const folder = folderWith({ "plan.json": ADMIN_USER, "policy.yaml": policy });
  expect(acrAuth(folder, ["review", "plan.json", "-p", "policy.yaml"])).toEqual({
    status: 1,
    stdout: "",
    stderr: [
      'policy.yaml:1:1 rule: is not a key that is known here; did you mean "rules"?',
      "policy.yaml:2:11 limits.secretLifetimeDays: 0 is not a number of days from 1 to 730; write a whole one",
      "",
      "2 mistakes in policy.yaml",
      "",
    ].join("\n"),
  });
});

test.each([
  ["hihg", "Give some of broader, change, high, medium, low, nothing, with commas between them."],
  ["high,nothing", "nothing stands alone."],
])("--fail-on %s is refused by a sentence", (words, message) => {
  const folder = folderWith({ "plan.json": UNCHANGED });
  const { status, stderr } = acrAuth(folder, ["review", "plan.json", "--fail-on", words]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test("a plan comes on the input, too", () => {
  const folder = folderWith({});
  const text = execFileSync(process.execPath, [ACR_AUTH, "review", "-"], {
    cwd: folder,
    input: UNCHANGED,
    encoding: "utf8",
  });
  expect(text).toBe("NO CHANGE OF ACCESS by this plan.\n");
});

test("of a folder each plan is reviewed, by its name, and one is enough to fail on", () => {
  const folder = folderWith({ "a.json": UNCHANGED, "b.json": BROADER });
  const { status, stdout } = acrAuth(folder, ["review", "."]);
  expect(status).toBe(2);
  expect(stdout.split("\n").filter((line) => line.includes("by this plan"))).toEqual([
    "a.json: NO CHANGE OF ACCESS by this plan.",
    "b.json: BROADER by this plan: 1 principal gains access.",
  ]);
});

test("programs get it as JSON", () => {
  const folder = folderWith({ "plan.json": BROADER });
  const { stdout } = acrAuth(folder, ["review", "plan.json", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    plans: [
      {
        file: "plan.json",
        broader: true,
        narrower: false,
        accesses: [
          {
            scope: { name: "contosoShop" },
            ifPermissionsMode: "abac",
            capabilities: { pull: { before: [], after: ["*"], gained: ["*"], lost: [] } },
          },
        ],
      },
    ],
  });
});

test.each([
  ["is not there", [], 'the plan "plan.json" does not exist'],
  ["is cut off", [BROADER.slice(0, 200)], '"plan.json" can\'t be read: it ends in the middle'],
  ["is empty", [""], '"plan.json" can\'t be read: it ends in the middle'],
  ["is a plan outside its folder", ["PK\u0003\u0004 and more"], 'show can\'t read "plan.json"'],
])("a plan that %s is told in a sentence, with exit code 1", (_, [content], message) => {
  const folder = folderWith({});
  if (content !== undefined) {
    writeFileSync(join(folder, "plan.json"), content);
  }
  const { status, stdout, stderr } = acrAuth(folder, ["review", "plan.json"]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

test("a folder without plans is told in a sentence", () => {
  expect(acrAuth(folderWith({}), ["review", "."])).toMatchObject({
    status: 1,
    stderr: 'the folder "." has no .json file in it; put plans there\n',
  });
});

test("a pull request gets it as Markdown, which is written to a file and not printed", () => {
  const folder = folderWith({ "plan.json": BROADER, "comment.md": "of an earlier plan" });
  const args = ["review", "plan.json", "--format", "markdown", "--output", "comment.md"];
  expect(acrAuth(folder, args)).toEqual({ status: 2, stdout: "", stderr: "" });
  expect(readFileSync(join(folder, "comment.md"), "utf8")).toMatch(
    /^<!-- acr-auth review -->\n\n\*\*BROADER by this plan: 1 principal gains access\.\*\*\n/,
  );
  expect(readdirSync(folder).sort()).toEqual(["comment.md", "plan.json"]);
});

test.each([
  ["a folder", "folder", '"folder" is a folder; name a file in it'],
  [
    "in a folder that is not there",
    "no/comment.md",
    '"no/comment.md" can\'t be written (ENOENT); ',
  ],
  ["in a file", "plan.json/comment.md", '"plan.json/comment.md" can\'t be written (ENOTDIR); '],
])(
  "an output that is %s is told in a sentence, and leaves nothing behind",
  (_, output, message) => {
    const folder = folderWith({ "plan.json": BROADER });
    mkdirSync(join(folder, "folder"));
    const { status, stdout, stderr } = acrAuth(folder, ["review", "plan.json", "--output", output]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain("\n");
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(["folder", "plan.json"]);
  },
);

test("an output keeps what it had where a plan can't be read", () => {
  const folder = folderWith({ "plan.json": "{", "review.txt": "of an earlier plan" });
  expect(acrAuth(folder, ["review", "plan.json", "-o", "review.txt"]).status).toBe(1);
  expect(readFileSync(join(folder, "review.txt"), "utf8")).toBe("of an earlier plan");
});

test("code scanning gets the findings as SARIF, each at the plan and by the address of its resource", () => {
  const folder = folderWith({ ".git/HEAD": "", "plans/plan.json": ADMIN_USER });
  const { status, stdout } = acrAuth(folder, ["review", "plans/plan.json", "--format", "sarif"]);
  expect(status).toBe(2);
  const { runs } = JSON.parse(stdout) as Log;
  const rule = runs[0]?.tool.driver.rules?.find(({ id }) => id === "acr-auth:admin-user");
  expect(rule).toMatchObject({
    help: { text: expect.stringContaining("https://learn.microsoft.com/") as unknown },
    properties: {
      "security-severity": "8.0",
      tags: expect.arrayContaining(["security"]) as unknown,
    },
  });
  expect(runs[0]?.results).toEqual([
    {
      ruleId: "acr-auth:admin-user",
      level: "error",
      message: { text: expect.stringContaining("contosoShop") as unknown },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "plans/plan.json" },
            region: { startLine: 1 },
          },
          logicalLocations: [
            { fullyQualifiedName: "azurerm_container_registry.shop", kind: "resource" },
          ],
        },
      ],
      partialFingerprints: {
        primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    },
  ]);
});

test("what looks like a link in a name of the plan is none in code scanning", () => {
  const name = "[shop](https://example.com)";
  const plan = planWith(REGISTRY, { id: SHOP, name, admin_enabled: true });
  const folder = folderWith({ "plan.json": plan });
  const { stdout } = acrAuth(folder, ["review", "plan.json", "--format", "sarif"]);
  expect((JSON.parse(stdout) as Log).runs[0]?.results?.[0]?.message.text).toContain(
    "[shop] (https://example.com)",
  );
});
