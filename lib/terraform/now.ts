import { Construct } from "constructs";
import { TerraformLocal, TerraformStack } from "cdktf";
import { parseInstant, utcSecond } from "../core/instant";
import { Problem, reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";

const CONTEXT = "acr-auth:now";
const ID = "acr-auth-now";

/**
 * The one source of time of a stack: Terraform's `plantimestamp()`, which stands still within a
 * plan and in a saved plan. The cdktf context key `acr-auth:now` (an RFC 3339 instant) replaces it,
 * to rehearse what the plan will show on another day, and to let tests move time.
 */
export class Now extends Construct {
  /** The time source of the stack that holds the scope. */
  public static of(scope: Construct): Now {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild(ID);
    return existing instanceof Now ? existing : new Now(stack);
  }

  /** A Terraform expression of the instant, in RFC 3339. */
  public readonly instant: string;
  private secondOnceAsked?: string;

  private constructor(stack: TerraformStack) {
    super(stack, ID);
    const rehearsed = rehearsedInstant(stack);
    reportAtSynth(this, () => rehearsalProblems(stack));
    this.instant = this.local(
      "now",
      rehearsed === undefined ? "${plantimestamp()}" : utcSecond(rehearsed),
    );
  }

  /** A Terraform expression of the seconds since 1970-01-01T00:00:00Z. */
  public get second(): string {
    return (this.secondOnceAsked ??= this.countSeconds());
  }

  // Terraform can compare instants but not subtract them, so the days are counted here, in years
  // that begin in March: the leap day is then the last of its year, and the months before a given
  // one have (153 m + 2) / 5 days. 719469 is the count of 1970-01-01, less the 1 of a first day.
  private countSeconds(): string {
    const part = (letters: string): string => `formatdate("${letters}", ${this.instant})`;
    const year = this.local("year", `\${${part("YYYY")} - (${part("M")} < 3 ? 1 : 0)}`);
    const day = this.local(
      "day",
      `\${365 * ${year} + floor(${year} / 4) - floor(${year} / 100) + floor(${year} / 400)` +
        ` + floor((153 * ((${part("M")} + 9) % 12) + 2) / 5) + ${part("D")} - 719469}`,
    );
    // OpenTofu 1.6 validates with the year 1 for plantimestamp(), from which no duration that
    // timeadd() knows leads to the end date of a secret.
    return this.local(
      "second",
      `\${max(0, 86400 * ${day} + 3600 * ${part("h")} + 60 * ${part("m")} + ${part("s")})}`,
    );
  }

  private local(name: string, expression: string): string {
    new TerraformLocal(this, name, expression).overrideLogicalId(`acr_auth_${name}`);
    return `local.acr_auth_${name}`;
  }
}

/** The time of this synth in milliseconds, for rules about the future: `acr-auth:now` or the clock. */
export function synthTime(scope: Construct): number {
  return rehearsedInstant(scope) ?? Date.now();
}

function rehearsedInstant(scope: Construct): number | undefined {
  const value: unknown = scope.node.tryGetContext(CONTEXT);
  return typeof value === "string" ? parseInstant(value) : undefined;
}

function rehearsalProblems(scope: Construct): Problem[] {
  const value: unknown = scope.node.tryGetContext(CONTEXT);
  return value === undefined || rehearsedInstant(scope) !== undefined
    ? []
    : [
        {
          key: `context ${CONTEXT}`,
          message: `${shown(value)} is not an RFC 3339 instant; write it as in "2027-03-01T00:00:00Z"`,
        },
      ];
}
