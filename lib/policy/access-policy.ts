import { TerraformStack } from "cdktf";
import { inert } from "../core/inert";
import { literal } from "../core/kinds";
import { optional, readProps, type Shape } from "../core/props";
import { shown } from "../core/shown";
import { warningsOf, warnOnce } from "../core/warning";
import { factsOf } from "../review/facts";
import type { Finding } from "../review/findings/finding";
import { findingsOf } from "../review/findings/findings";
import { DEFAULT_POLICY } from "../review/policy";
import { readPolicy } from "../review/policy-file";
import { isOpen } from "../review/report/finding-words";
import { StackAsPlan } from "./stack-as-plan";

/** What a policy says beside its rules. */
export interface AcrAccessPolicyProps {
  /**
   * The path of a policy file, as `acr-auth review --policy` takes it: limits, switches, and acknowledged findings.
   * @default - each rule has its own severity, and nothing is acknowledged
   */
  readonly policyFile?: string;
}

const PROPS: Shape<AcrAccessPolicyProps> = {
  policyFile: optional(literal("give the path of a file that is there")),
};

/**
 * Finds in a program what `acr-auth review` finds in its plan, while it is synthesized: roles that lead to all others,
 * wide scopes, admin users. What is low, and what only a plan can tell, as what changes, is left to the review.
 */
export class AcrAccessPolicy {
  /**
   * What is found of high or medium severity stops the synth, all of it at once.
   *
   * @throws when the props are wrong, or the policy file can't be read or has mistakes
   */
  public static strict(props: AcrAccessPolicyProps = {}): AcrAccessPolicy {
    return new AcrAccessPolicy(props, true);
  }

  /**
   * What is found of high or medium severity is a warning.
   *
   * @throws when the props are wrong, or the policy file can't be read or has mistakes
   */
  public static advisory(props: AcrAccessPolicyProps = {}): AcrAccessPolicy {
    return new AcrAccessPolicy(props, false);
  }

  private readonly policy;

  private constructor(
    props: AcrAccessPolicyProps,
    private readonly isStrict: boolean,
  ) {
    const { value, problems } = readProps(PROPS, "props", props);
    if (problems.length > 0) {
      throw new Error(problems.map(({ key, message }) => `${key}: ${message}`).join("\n"));
    }
    const { policyFile } = value;
    this.policy = policyFile === undefined ? DEFAULT_POLICY : readPolicy(policyFile);
  }

  /**
   * Looks at a stack when it is synthesized, or validated.
   *
   * @throws when it is no stack: an app looks at itself only when all is written
   */
  public applyTo(stack: TerraformStack): void {
    if (!TerraformStack.isStack(stack)) {
      throw new Error(
        `${shown(stack)} is no stack; apply the policy to each TerraformStack of the app`,
      );
    }
    stack.node.addValidation({ validate: () => this.look(stack) });
  }

  /** What stops the synth. All else is warned of, but for what constructs warn of themselves, in words of their own. */
  private look(stack: TerraformStack): string[] {
    const reading = new StackAsPlan(stack);
    const warned = new Set(
      warningsOf(stack.node.root)
        .filter(({ construct }) => construct.node.scopes.includes(stack))
        .map(({ id }) => id),
    );
    return this.findings(reading).flatMap((finding) => {
      const construct = reading.constructAt(finding.address) ?? stack;
      const text = inert(`${finding.what} ${finding.why} ${finding.fix}`);
      if (this.isStrict) {
        return [`[${inert(construct.node.path)}] ${text} [${finding.id}, ${finding.address}]`];
      }
      if (!warned.has(finding.id)) {
        warnOnce(construct, finding.id, text);
      }
      return [];
    });
  }

  private findings({ plan }: StackAsPlan): Finding[] {
    return findingsOf(factsOf(plan, this.policy, new Date()), "program").filter(
      // What is low is for who reads a plan, and would hide the rest where it is told again and again.
      (finding) => isOpen(finding) && finding.severity !== "low",
    );
  }
}
