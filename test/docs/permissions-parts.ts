import { join } from "node:path";
import { App, TerraformStack, Testing } from "cdktf";
import { AccessFileStack } from "../../lib/access-file";
import { DeployerRights } from "../../lib/deployer/deployer-rights";
import { KNOWN_RIGHTS } from "../../lib/deployer/known-rights";
import { PLATFORM_RIGHTS } from "../../lib/deployer/platform-rights";
import { ROOT } from "../support/program";
import type { TerraformJson } from "../support/stack";
import { evaluateAt } from "../support/terraform-functions";
import { block, table, withPart } from "./page-parts";

const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a";
const REGISTRY = `${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

/** A page with the tables of rights as the code has them, and what it says of access.yaml. */
export function withRights(page: string): string {
  const text = DeployerRights.of(shop({})).toText();
  const withTables = withPart(withPart(page, "rights", rights()), "platforms", platforms());
  return withPart(withTables, "example", block("text", text));
}

/** A page with the commands for access.yaml, which Terraform puts together. */
export function withCommands(page: string): string {
  return withPart(page, "commands", block("sh", commands()));
}

function rights(): string {
  const allTypes = new Set(KNOWN_RIGHTS.flatMap(({ types }) => types));
  return table(
    ["in the stack", "where", "Microsoft Graph", "Azure role", "on"],
    [...allTypes].flatMap((type) =>
      KNOWN_RIGHTS.filter(({ types }) => types.includes(type)).map(
        ({ when, permission, role, at }) => [
          `\`${type}\``,
          when?.text ?? "",
          permission?.permission ?? "",
          role?.roleName ?? (permission === undefined ? "none" : ""),
          at?.text ?? "",
        ],
      ),
    ),
  );
}

function platforms(): string {
  return table(
    ["in the stack", "where", "platform", "what is needed", "on"],
    PLATFORM_RIGHTS.flatMap(({ types, when, platform, right, at }) =>
      types.map((type) => [`\`${type}\``, when?.text ?? "", platform, right, at.text]),
    ),
  );
}

function shop(context: Record<string, unknown>): TerraformStack {
  return new AccessFileStack(new App({ context }), "access", join(ROOT, "access.yaml"));
}

function commands(): string {
  const stack = shop({ "acr-auth:role-assignments": "report" });
  const { locals, output } = JSON.parse(Testing.synth(stack)) as TerraformJson;
  const rows = locals?.acr_auth_role_assignments as Record<string, string>[];
  const [at, value] = ["2027-01-01T00:00:00Z", output?.role_assignment_commands];
  const evaluated = evaluateAt<{ commands: string }>(
    [at],
    { acr_auth_role_assignments: rows.map(applied) },
    { commands: (value as { value: string }).value },
  );
  return evaluated[at]?.commands ?? "";
}

/** What is known only after an apply, as if there had been one. */
function applied(row: Record<string, string>, index: number): Record<string, string> {
  const id = String(row.role).split("/").at(-1);
  return {
    ...row,
    scope: REGISTRY,
    role: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${String(id)}`,
    principal_id: `6f3f7e4e-0000-4000-8000-00000000001${index}`,
  };
}
