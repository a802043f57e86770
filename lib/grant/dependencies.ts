import { IConstruct } from "constructs";
import {
  Aspects,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { inert } from "../core/inert";
import { oncePer } from "../core/once-per";
import { Problem, reportAtSynth } from "../core/problem";
import { meaningOf } from "../terraform/meaning";
import { TimeSleep } from "../terraform/time-sleep";

/**
 * Renders what `node.addDependency` was told of the grants of a stack when that is synthesized: cdktf
 * keeps such dependencies and does nothing with them. Those of other stacks are refused: Terraform waits
 * for nothing outside of its own state.
 */
export function renderDependencies(stack: TerraformStack): void {
  oncePer(stack, dependOnGrants, () => {
    Aspects.of(stack).add({ visit: dependOnGrants });
  });
  const { root } = stack.node;
  oncePer(root, crossingProblems, () => {
    reportAtSynth(stack, () => crossingProblems(root));
  });
}

function dependOnGrants(construct: IConstruct): void {
  const addresses = awaitedBy(construct)
    .filter((awaited) => TerraformStack.of(awaited) === TerraformStack.of(construct))
    .map((awaited) => `${awaited.terraformResourceType}.${awaited.friendlyUniqueId}`);
  if (addresses.length === 0) {
    return;
  }
  for (const waiting of construct.node.findAll()) {
    if (TerraformResource.isTerraformResource(waiting) || waiting instanceof TerraformModule) {
      waiting.dependsOn = [...new Set([...(waiting.dependsOn ?? []), ...addresses])];
    }
  }
}

function awaitedBy(construct: IConstruct): (RoleAssignment | TimeSleep)[] {
  return construct.node.dependencies.filter(
    (root) => root instanceof RoleAssignment || root instanceof TimeSleep,
  );
}

function crossingProblems(root: IConstruct): Problem[] {
  return root.node.findAll().flatMap((construct) => {
    const stacks = [
      ...awaitedBy(construct).map((awaited) => TerraformStack.of(awaited).node.path),
      ...stacksInDependsOn(construct),
    ];
    return stacks.length === 0 ? [] : crossingsOf(construct, new Set(stacks));
  });
}

function crossingsOf({ node }: IConstruct, stacks: Set<string>): Problem[] {
  const own = node.scopes.find((scope) => TerraformStack.isStack(scope))?.node.path;
  return own === undefined
    ? []
    : [...stacks]
        .filter((stack) => stack !== own)
        .map((other) => ({
          key: "dependencies",
          message: `${inert(node.path)} waits for a grant in the stack ${inert(other)}, and Terraform waits for nothing outside of its own stack; have the whole stack ${inert(own)} wait, by its addDependency with the stack ${inert(other)}`,
        }));
}

const AWAITED = new RegExp(
  String.raw`^\$\{(.*):(?:${RoleAssignment.tfResourceType}|time_sleep)\.[\w-]+\}$`,
);

/** The stacks of the grants that a resource was given as `dependsOn`. */
function stacksInDependsOn(construct: IConstruct): string[] {
  const waits =
    TerraformResource.isTerraformResource(construct) ||
    TerraformDataSource.isTerraformDataSource(construct) ||
    construct instanceof TerraformModule;
  const tokens = waits
    ? (construct.dependsOn ?? []).filter((text) => Token.isUnresolved(text))
    : [];
  return tokens.flatMap((token) => AWAITED.exec(meaningOf(token, construct))?.[1] ?? []);
}
