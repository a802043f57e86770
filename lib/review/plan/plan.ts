import type { Periods } from "../../credential/periods";
import type { Configuration } from "./configuration";

/** What a plan says of a resource: attributes that are known, of the types and names that a review needs. */
export type Values = Readonly<Record<string, unknown>>;

/** What a plan does to one resource, or has read of it. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** Its address in the configuration: without keys and indexes, as in `module.web.azuread_service_principal.main`. */
  readonly source: string;
  readonly actions: readonly string[];
  /** Nothing where the resource is not there. */
  readonly before: Values | undefined;
  readonly after: Values | undefined;
  /** Attributes that only the apply will tell. */
  readonly unknown: ReadonlySet<string>;
  /** Whether it is what an apply that broke off has left of a resource that was replaced. */
  readonly isDeposed: boolean;
}

/** A plan of Terraform, of which only what a review needs is in memory, and no secret. */
export interface Plan {
  /** Whether planning broke off, or left something for another plan. */
  readonly isWhole: boolean;
  readonly changes: readonly Change[];
  /** The addresses of what somebody else has changed since the last apply. */
  readonly drift: readonly string[];
  /** What is there and is not changed, and what data sources have read. */
  readonly read: readonly Change[];
  readonly configuration: Configuration;
  /** What a state remembers of the rotation of client secrets that this library made. */
  readonly rotations: readonly Rotation[];
  /** What becomes of each resource, of whatever type, and which outputs of the root module are removed. */
  readonly fates: readonly Fate[];
}

export interface Fate {
  readonly address: string;
  readonly fate: "kept" | "changed" | "removed";
}

/** The periods of a client secret, and the addresses of its slots in the configuration. */
export interface Rotation {
  readonly periods: Periods;
  readonly slots: readonly string[];
}
