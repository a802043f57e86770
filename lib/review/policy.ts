import type { Mode } from "./capabilities";

/** From the most urgent one on. */
export const SEVERITIES = ["high", "medium", "low"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What an organisation says of findings, and what it knows that no plan tells. */
export interface AccessPolicy {
  /** How severe what a rule finds is, by the id of the rule, where that is not what the rule says itself. */
  readonly severities: ReadonlyMap<string, Severity | "off">;
  readonly limits: Limits;
  readonly acknowledgements: readonly Acknowledgement[];
  /** The display names of principals, by their object ids in small letters. */
  readonly names: ReadonlyMap<string, string>;
  /** The permissions modes of registries, by their resource ids in small letters. */
  readonly permissionsModes: ReadonlyMap<string, Mode>;
}

export interface Limits {
  /** How long a client secret may be valid. */
  readonly secretLifetimeDays: number;
  /** How long before its end a credential is near it. */
  readonly expiryNoticeDays: number;
}

export interface Acknowledged {
  readonly reason: string;
  readonly by: string;
  /** A date as in `2027-01-31`, that day included, in UTC. */
  readonly until: string;
}

/** A finding that somebody has accepted. */
export interface Acknowledgement extends Acknowledged {
  /** The id of the rule. */
  readonly finding: string;
  /** Of the resource in the plan. */
  readonly address: string;
}

/**
 * What holds where nobody says otherwise. CISA's secure baseline for Entra ID asks for secrets of 180 days at most;
 * within 30 days, a rotation that runs each week has several goes.
 */
export const DEFAULT_POLICY: AccessPolicy = {
  severities: new Map(),
  limits: { secretLifetimeDays: 180, expiryNoticeDays: 30 },
  acknowledgements: [],
  names: new Map(),
  permissionsModes: new Map(),
};
