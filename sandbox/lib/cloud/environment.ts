import { createHash } from "node:crypto";
import type { Caller } from "../seed";

/** What every part of the cloud shares: the time, who is calling, and where new ids come from. */
export class Environment {
  /** Everyone who has called so far, by object id: they stay in the directory when another one calls. */
  private readonly callers = new Map<string, Caller>();
  private instant: string | undefined;
  private issued = 0;

  constructor(
    private caller: Caller,
    private readonly homeTenantId: string,
    now: string | undefined,
  ) {
    this.setCaller(caller);
    this.instant = now;
  }

  setCaller(caller: Caller): void {
    this.caller = caller;
    this.callers.set(caller.objectId, caller);
  }

  /** Takes somebody who called before out of the directory. */
  forget(objectId: string): void {
    this.callers.delete(objectId);
  }

  /** Where in Azure Resource Manager the caller has roles. */
  get rolesOn(): Caller["rolesOn"] {
    return this.caller.rolesOn;
  }

  /** Who calls, as a tenant knows it. */
  callerIn(tenantId: string): Caller {
    return this.inTenant(this.caller, tenantId);
  }

  /** Everyone who has called so far, as a tenant knows them. */
  callersIn(tenantId: string): Caller[] {
    return [...this.callers.values()].map((caller) => this.inTenant(caller, tenantId));
  }

  /** Who has called before and is this object of a tenant. */
  whoIs(objectId: string, tenantId: string): Caller | undefined {
    return [...this.callers.values()].find(
      (caller) => this.inTenant(caller, tenantId).objectId === objectId,
    );
  }

  /** Somebody calls, and afterwards it is again who it was. */
  calledBy<Answer>(caller: Caller, call: () => Answer): Answer {
    const before = this.caller;
    this.caller = caller;
    try {
      return call();
    } finally {
      this.caller = before;
    }
  }

  /** Nothing while the real time runs. */
  get standsStillAt(): string | undefined {
    return this.instant;
  }

  now(): Date {
    return this.instant === undefined ? new Date() : new Date(this.instant);
  }

  setNow(instant: string): void {
    this.instant = instant;
  }

  /** Counted, not random, so that two runs of the same commands can be compared. */
  newGuid(): string {
    return guidOf(this.digest("guid"));
  }

  /**
   * 40 characters of the alphabet that Entra uses, with those that break careless quoting. It lacks the `Q~` by which
   * secret scanners know a real one.
   */
  newSecret(): string {
    return `sandbox~._-${this.digest("secret").slice(0, 29)}`;
  }

  /** Elsewhere an application has a service principal, and a user a guest, with an object id of that tenant. */
  private inTenant(caller: Caller, tenantId: string): Caller {
    return tenantId === this.homeTenantId
      ? caller
      : { ...caller, objectId: guidOf(sha256(`${caller.objectId} in ${tenantId}`)) };
  }

  private digest(kind: string): string {
    this.issued += 1;
    return sha256(`${kind} ${this.issued}`);
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function guidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
