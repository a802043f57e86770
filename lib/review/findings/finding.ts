import type { Access } from "../accesses";
import type { Side } from "../assignments";
import type { CredentialChange } from "../credentials/credential";
import type { Parties } from "../parties";
import type { Plan } from "../plan/plan";
import type { AccessPolicy, Acknowledged, Severity } from "../policy";

/** Something that a person should look at before a plan is applied. */
export interface Finding {
  /** That of the rule, as in `acr-auth:admin-user`. */
  readonly id: string;
  readonly severity: Severity;
  /** The resource in the plan that it is about. */
  readonly address: string;
  /** What is so, in one sentence. */
  readonly what: string;
  /** Why that matters, in one sentence. */
  readonly why: string;
  /** Where that is from: a page on the web. */
  readonly source: string;
  /** The narrowest change that ends it, in one sentence. */
  readonly fix: string;
  /** What scanners and benchmarks call it, as in `CKV_AZURE_137`. */
  readonly relatedRules: readonly string[];
  /** Who has accepted it, why, and until when. */
  readonly acknowledged?: Acknowledged & { readonly isOver: boolean };
}

/** What a rule finds. */
export type Found = Pick<Finding, "address" | "what" | "fix">;

export interface Rule extends Pick<Finding, "id" | "severity" | "why" | "source" | "relatedRules"> {
  /** Whether only a plan can tell, and no program: what an id is that comes from elsewhere, or what was before. */
  readonly isOfPlans?: boolean;
  readonly find: (facts: Facts) => Found[];
}

/** What rules are about. */
export interface Facts {
  readonly plan: Plan;
  readonly parties: Parties;
  readonly before: Side;
  readonly after: Side;
  readonly accesses: readonly Access[];
  readonly credentials: readonly CredentialChange[];
  readonly policy: AccessPolicy;
  readonly now: Date;
}
