import { execFileSync } from "node:child_process";
import { App, TerraformStack, Testing } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrRole, PermissionsMode, Repositories } from "cdktf-acr-auth";
import fc from "fast-check";
import { inert } from "../../lib/core/inert";
import { shown } from "../../lib/core/shown";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { hostileTextInTerraform } from "../support/hostile-text";
import { newStack, problems, render, resources, TerraformJson, warnings } from "../support/stack";
import { evaluateAt } from "../support/terraform-functions";
import { below, only, registryIn, teamIn } from "./granting";

const { LEGACY, ABAC } = PermissionsMode;

function reporting(): TerraformStack {
  return newStack({ "acr-auth:role-assignments": "report" });
}

function reported(stack: TerraformStack): unknown {
  return render(stack).locals?.acr_auth_role_assignments;
}

test("a stack that reports role assignments renders none, and an output with the commands", () => {
  const stack = reporting();
  registryIn(stack, LEGACY).grantPull(teamIn(stack));
  expect(resources(stack, "azurerm_role_assignment")).toEqual([]);
  expect(Object.keys(render(stack).output ?? {})).toEqual(["role_assignment_commands"]);
});

test.each([undefined, "assign"])(
  "roles are assigned by Terraform where the context is %p",
  (setting) => {
    const stack = newStack({ "acr-auth:role-assignments": setting });
    registryIn(stack, LEGACY).grantPull(teamIn(stack));
    expect(resources(stack, "azurerm_role_assignment")).toHaveLength(1);
    expect(render(stack)).not.toHaveProperty("output");
  },
);

test("a stack without grants has no output", () => {
  const stack = reporting();
  registryIn(stack, LEGACY);
  expect(render(stack)).not.toHaveProperty("output");
});

test("a program chooses with one line for one of its stacks", () => {
  const stack = new TerraformStack(new App(), "other");
  stack.node.setContext("acr-auth:role-assignments", "report");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  registryIn(stack, LEGACY).grantPull(teamIn(stack));
  expect(Object.keys(render(stack).output ?? {})).toEqual(["role_assignment_commands"]);
});

test.each(["Report", "none", true, 1, ["report"]])("the setting %p is refused, once", (setting) => {
  const stack = newStack({ "acr-auth:role-assignments": setting });
  const registry = registryIn(stack, LEGACY);
  registry.grantPull(teamIn(stack));
  registry.grantPull(teamIn(stack, "other"));
  expect(problems(stack).filter((text) => text.includes("context"))).toEqual([
    `[test] context acr-auth:role-assignments: ${shown(setting)} is not one of assign, report; write "report" to have the commands that assign roles as an output, or "assign" to have Terraform assign them`,
  ]);
});

test("grants of one role are merged into one reported role assignment, as ever", () => {
  const stack = reporting();
  const registry = registryIn(stack, ABAC);
  const team = teamIn(stack);
  registry.grantPull(team, only("app"));
  registry.grantPull(team, below("team-a/"));
  expect(reported(stack)).toEqual([
    {
      granted_by: "test/team: Container Registry Repository Reader on test/registry",
      role: expect.stringMatching(
        /roleDefinitions\/b93aa761-3e63-49ed-ac28-beffa264f7ac$/,
      ) as unknown,
      scope: expect.stringMatching(
        /^\$\{data\.azurerm_container_registry\.registry_\w+\.id\}$/,
      ) as unknown,
      principal_id: "6f3f7e4e-0000-4000-8000-000000000002",
      principal_type: "Group",
      condition: expect.stringMatching(/'app'.*'team-a\/'/) as unknown,
    },
  ]);
});

test("a grant that is widened to all repositories is reported without a condition, and warns", () => {
  const stack = reporting();
  const registry = registryIn(stack, ABAC);
  const team = teamIn(stack);
  registry.grantPull(team, only("app"));
  registry.grantPull(team);
  expect(reported(stack)).toMatchObject([{ condition: "" }]);
  expect(warnings(stack)).toEqual([expect.stringContaining("acr-auth:wider-grant")]);
});

test("a role that only its name is known of is reported by its name", () => {
  const stack = reporting();
  registryIn(stack, LEGACY).grantRole(teamIn(stack), AcrRole.named("Image Auditor"));
  expect(reported(stack)).toMatchObject([{ role: "Image Auditor" }]);
});

test("a grant has nothing that a resource could wait for, however long it takes to propagate", () => {
  const stack = reporting();
  const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack), { propagationSeconds: 60 });
  const consumer = new ResourceGroup(stack, "consumer", { name: "rg", location: "westeurope" });
  consumer.node.addDependency(grant);
  expect(grant).toMatchObject({ roleAssignments: [], dependables: [] });
  expect(resources(stack, "time_sleep")).toEqual([]);
  expect(resources(stack, "azurerm_resource_group")).not.toHaveProperty("0.depends_on");
  expect(render(stack).terraform).not.toHaveProperty("required_providers.time");
});

describe("the rules hold all the same:", () => {
  test.each<[string, RegExp, (stack: TerraformStack) => void]>([
    [
      "one role assignment that two references hide",
      /is assigned by test\/team\/.* too/,
      (stack) => {
        const registry = registryIn(stack, LEGACY);
        registry.grantPull(teamIn(stack));
        registry.grantPull(teamIn(stack, "again"));
      },
    ],
    [
      "a condition that Azure finds too long",
      /repositories: the condition for these 200 has \d+ bytes/,
      (stack) => {
        const names = Array.from({ length: 200 }, (_, index) => `team-a/application-${index}`);
        const repositories = Repositories.named(...names);
        registryIn(stack, ABAC).grantPull(teamIn(stack), { repositories });
      },
    ],
    [
      "repositories on a legacy registry",
      /repositories: /,
      (stack) => {
        registryIn(stack, LEGACY).grantPull(teamIn(stack), only("app"));
      },
    ],
    [
      "a time to propagate that is none",
      /propagationSeconds: 0 is not a whole number/,
      (stack) => {
        registryIn(stack, LEGACY).grantPull(teamIn(stack), { propagationSeconds: 0 });
      },
    ],
  ])("%s", (_, message, program) => {
    const stack = reporting();
    program(stack);
    expect(problems(stack)).toEqual([expect.stringMatching(message)]);
  });
});

test("what grants a role is told on one line, even where validations are skipped", () => {
  const stack = reporting();
  const role = AcrRole.named("Auditor\n\u001b[2Kaz role assignment create\u202e");
  registryIn(stack, LEGACY).grantRole(teamIn(stack), role);
  const { locals } = JSON.parse(Testing.synth(stack)) as TerraformJson;
  expect(locals?.acr_auth_role_assignments).toMatchObject([
    {
      granted_by:
        "test/team: Auditor\\u000a\\u001b[2Kaz role assignment create\\u202e on test/registry",
    },
  ]);
});

describeWithTerraform("the commands", () => {
  const stack = reporting();
  registryIn(stack, LEGACY).grantPull(teamIn(stack));
  const output = (render(stack).output as Record<string, { value: string }>)
    .role_assignment_commands?.value;

  /** What Terraform makes of rows whose values it alone knows. */
  function commandsFor(rows: Row[]): string {
    const NOW = "2027-01-01T00:00:00Z";
    // Encoded, so that Terraform does not take them for templates.
    const encoded = Buffer.from(JSON.stringify(rows)).toString("base64");
    const locals = { acr_auth_role_assignments: `\${jsondecode(base64decode("${encoded}"))}` };
    const evaluated = evaluateAt<{ commands: string }>([NOW], locals, { commands: output });
    return evaluated[NOW]?.commands ?? "";
  }

  /** What az is called with, and whatever else the commands print. */
  function shellOutput(commands: string): string {
    const az = `az() { for argument in "$@"; do printf '<%s>' "$argument"; done; echo; }`;
    return execFileSync("sh", ["-e"], { input: `${az}\n${commands}`, encoding: "utf8" });
  }

  test("have each value for one word, and no line of its own, whatever Terraform finds it to be", () => {
    fc.assert(
      fc.property(fc.array(hostileRow, { minLength: 50, maxLength: 50 }), (rows) => {
        const commands = commandsFor(rows);
        for (const line of commands.trimEnd().split(/[\n\v\f\r\u0085\u2028\u2029]/)) {
          expect(line).toMatch(LINE);
          expect(line).toBe(visible(line));
        }
        expect(commands.split("\n").filter((line) => line.startsWith("az "))).toHaveLength(50);
        const lines = shellOutput(commands).replace(/<--name><[0-9a-f-]{36}>/g, "");
        expect(lines).toBe(rows.map(expected).join(""));
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});

const LINE =
  /^(|# .*|az role assignment create \\|  --(name|assignee-object-id|assignee-principal-type|role|scope|condition|condition-version) '.*'( \\)?)$/u;

// All that is not a letter, a mark, a number, punctuation, a symbol or a blank.
const UNSEEN = /(?! )[\p{C}\p{Z}]/gu;

interface Row {
  readonly granted_by: string;
  readonly role: string;
  readonly scope: string;
  readonly principal_id: string;
  readonly principal_type: string;
  readonly condition: string;
}

const hostileRow: fc.Arbitrary<Row> = fc.record({
  // Made inert when the stack is synthesized.
  granted_by: hostileTextInTerraform.map(inert),
  role: hostileTextInTerraform,
  scope: hostileTextInTerraform,
  principal_id: hostileTextInTerraform,
  principal_type: hostileTextInTerraform,
  condition: hostileTextInTerraform,
});

function expected(row: Row): string {
  const condition =
    row.condition === ""
      ? ""
      : `<--condition><${visible(row.condition)}><--condition-version><2.0>`;
  return `<role><assignment><create><--assignee-object-id><${visible(row.principal_id)}><--assignee-principal-type><${visible(row.principal_type)}><--role><${visible(row.role)}><--scope><${visible(row.scope)}>${condition}\n`;
}

function visible(text: string): string {
  return text.replaceAll(UNSEEN, "?");
}
