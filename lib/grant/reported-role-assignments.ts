import { Construct } from "constructs";
import { Lazy, TerraformLocal, TerraformOutput, TerraformStack } from "cdktf";
import { inert } from "../core/inert";
import { oncePer } from "../core/once-per";
import { Problem, reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";

/** The context that says who assigns the roles of a stack: one of `ROLE_ASSIGNMENTS`. */
export const ROLE_ASSIGNMENTS_CONTEXT = "acr-auth:role-assignments";
const ASSIGN = "assign";
const REPORT = "report";
export const ROLE_ASSIGNMENTS = [ASSIGN, REPORT] as const;

/** The local value that holds the role assignments which a stack reports in place of making them. */
export const REPORTED = "acr_auth_role_assignments";

/** A role assignment that someone else makes; every text may be a token. */
interface ReportedRoleAssignment {
  /** The construct that the role is granted by. */
  readonly grantedBy: string;
  /** The id of the role definition; of a role that only its name is known of, that name. */
  readonly role: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType: string;
  /** Undefined for a role without one. */
  readonly condition?: string;
}

/**
 * Whether the roles of a stack are reported and not assigned: the context `acr-auth:role-assignments`
 * of the stack, its app or cdktf.json is "report".
 */
export function reportsRoleAssignments(scope: Construct): boolean {
  return settingOf(TerraformStack.of(scope)) === REPORT;
}

/**
 * The role assignments of a stack whose deployer may not assign roles: the output
 * `role_assignment_commands` tells someone who may how to make them.
 */
export class ReportedRoleAssignments extends Construct {
  public static of(scope: Construct): ReportedRoleAssignments {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild(REPORTED);
    return existing instanceof ReportedRoleAssignments
      ? existing
      : new ReportedRoleAssignments(stack);
  }

  private readonly reported: (() => ReportedRoleAssignment)[] = [];

  private constructor(stack: TerraformStack) {
    super(stack, REPORTED);
    const rows = Lazy.anyValue({
      produce: () => this.reported.map((assignment) => asRow(assignment())),
    });
    new TerraformLocal(this, "reported", rows).overrideLogicalId(REPORTED);
    new TerraformOutput(this, "commands", {
      description: "What someone who may assign roles runs after an apply",
      value: `\${${COMMANDS}}`,
    }).overrideLogicalId("role_assignment_commands");
  }

  /** Adds a role assignment as it is when the stack is synthesized. */
  public add(assignment: () => ReportedRoleAssignment): void {
    this.reported.push(assignment);
  }
}

// The names are those of azurerm_role_assignment. Terraform wants all rows to look alike.
function asRow(assignment: ReportedRoleAssignment): Record<string, unknown> {
  return {
    granted_by: withoutTemplates(inert(assignment.grantedBy)),
    role: assignment.role,
    scope: assignment.scope,
    principal_id: assignment.principalId,
    principal_type: assignment.principalType,
    condition: assignment.condition ?? "",
  };
}

/** The path of a construct as text, and none of Terraform's templates. */
export function withoutTemplates(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

// Most values are known to Terraform only, so it is Terraform that quotes them for the shell: within
// single quotes nothing has a meaning but the single quote itself. What would look like the end of a
// line, or make a terminal do something, is in no id of Azure: it gives way to a question mark, so that
// nobody reads another command than the shell does.
function option(name: string, value: string): string {
  const visible = String.raw`replace(${value}, "/[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]/", "?")`;
  return String.raw`" \\\n  ${name} '", replace(${visible}, "'", "'\\''"), "'"`;
}

const CONDITION = [option("--condition", "it.condition"), option("--condition-version", '"2.0"')];

const COMMAND = [
  String.raw`"# ", it.granted_by, "\naz role assignment create"`,
  // By its name, a second run finds the role assignment again and changes its condition. Without
  // one, az leaves what is there as it is.
  option("--name", 'uuidv5("url", lower(join(" ", [it.scope, it.role, it.principal_id])))'),
  option("--assignee-object-id", "it.principal_id"),
  option("--assignee-principal-type", "it.principal_type"),
  option("--role", "it.role"),
  option("--scope", "it.scope"),
  `it.condition == "" ? "" : join("", [${CONDITION.join(", ")}])`,
  String.raw`"\n"`,
];

const COMMANDS = String.raw`join("\n", [for it in local.${REPORTED} : join("", [${COMMAND.join(", ")}])])`;

/** Finds a wrong word for who assigns the roles of a stack, when it is synthesized. */
export function requireRoleAssignmentsSetting(scope: Construct): void {
  const stack = TerraformStack.of(scope);
  oncePer(stack, requireRoleAssignmentsSetting, () => {
    reportAtSynth(stack, () => settingProblems(settingOf(stack)));
  });
}

function settingProblems(setting: unknown): Problem[] {
  return setting === ASSIGN || setting === REPORT
    ? []
    : [
        {
          key: `context ${ROLE_ASSIGNMENTS_CONTEXT}`,
          message: `${shown(setting)} is not one of ${ASSIGN}, ${REPORT}; write "${REPORT}" to have the commands that assign roles as an output, or "${ASSIGN}" to have Terraform assign them`,
        },
      ];
}

function settingOf(stack: TerraformStack): unknown {
  return (stack.node.tryGetContext(ROLE_ASSIGNMENTS_CONTEXT) as unknown) ?? ASSIGN;
}
