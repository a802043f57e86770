import { createHash } from "node:crypto";
import type { Caller } from "../seed";

/** What every part of the cloud shares: the time, who is calling, and where new ids come from. */
export class Environment {
  /** Everyone who has called so far, by object id: they stay in the directory when another one calls. */
  readonly callers = new Map<string, Caller>();
  private instant: string | undefined;
  private issued = 0;

  constructor(
    private currentCaller: Caller,
    now: string | undefined,
  ) {
    this.caller = currentCaller;
    this.instant = now;
  }

  get caller(): Caller {
    return this.currentCaller;
  }

  set caller(caller: Caller) {
    this.currentCaller = caller;
    this.callers.set(caller.objectId, caller);
  }

  now(): Date {
    return this.instant === undefined ? new Date() : new Date(this.instant);
  }

  setNow(instant: string): void {
    this.instant = instant;
  }

  /** Counted, not random, so that two runs of the same commands can be compared. */
  newGuid(): string {
    const hex = this.digest("guid");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /**
   * 40 characters of the alphabet that Entra uses, with those that break careless quoting. It lacks the `Q~` by which
   * secret scanners know a real one.
   */
  newSecret(): string {
    return `sandbox~._-${this.digest("secret").slice(0, 29)}`;
  }

  private digest(kind: string): string {
    this.issued += 1;
    return createHash("sha256").update(`${kind} ${this.issued}`).digest("hex");
  }
}
