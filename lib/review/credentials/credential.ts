import type { Party } from "../parties";

export type CredentialKind = "client secret" | "certificate" | "federated credential";

/** What a plan does to one credential of a service principal or an identity. */
export interface CredentialChange {
  readonly address: string;
  readonly kind: CredentialKind;
  /** By which Entra's portal lists it: that of a slot, where a secret has two. Certificates have none. */
  readonly name: string | undefined;
  /** Whom it lets in. */
  readonly principal: Party;
  readonly change: "created" | "replaced" | "updated" | "removed" | "kept";
  /** Nothing where it is not there. */
  readonly before: Credential | undefined;
  readonly after: Credential | undefined;
  /** Whether somebody can log in with it after the apply who could not before; with a new secret, somebody may. */
  readonly isGained: boolean;
  /** Whether somebody can no longer. */
  readonly isLost: boolean;
  /** The addresses of all slots of the same secret, this one too. */
  readonly slots: readonly string[];
  /**
   * Of one that is replaced or removed: whether what consumers were given of it, or of its other slot, is valid after the
   * apply, or refused.
   */
  readonly delivered: "stays" | "stops" | undefined;
  /** The addresses in the configuration of what takes its value after the apply, as far as references tell. */
  readonly readers: readonly string[];
  /** The addresses of what the apply leaves with a value that is refused then. */
  readonly stranded: readonly string[];
  /** Of what is valid after the apply, and no other slot lasts longer than. `unknown` is an end that the plan does not tell. */
  readonly expiry: "expired" | "soon" | "unknown" | undefined;
}

/** A credential on one side of the apply. What the plan does not tell is left out. */
export interface Credential {
  /** UTC seconds, as in `2027-01-31T00:00:00Z`. */
  readonly start?: string;
  readonly end?: string;
  /** From the start, or where only the apply will tell that from now, to the end. */
  readonly lifetimeDays?: number;
  /** Of a federated credential: whose tokens are taken. */
  readonly trust?: Trust;
}

/** What must stand in a token of another issuer. What the plan does not tell is left out. */
export interface Trust {
  readonly issuer?: string;
  readonly subject?: string;
  /** In place of a subject: an expression of which many subjects may be. */
  readonly claims?: string;
  readonly audience?: string;
}
