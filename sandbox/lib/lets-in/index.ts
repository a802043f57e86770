import type { CloudSnapshot } from "../cloud/state";
import { type Entry, needsOf } from "./accesses";
import { assignmentReasons } from "./assignments";
import { principalNamed, registryNamed } from "./found";
import { signInReasons } from "./sign-in";

export type { Entry, RegistryAccess } from "./accesses";

/** Whether somebody is let in, and why. */
export interface Decision {
  readonly isLetIn: boolean;
  /** A sentence for each thing that stands in the way; the way in, where nothing does. */
  readonly reasons: readonly string[];
}

/** Decides who gets into a registry, as Azure would. */
export function decide(snapshot: CloudSnapshot, entry: Entry): Decision {
  const needs = needsOf(entry);
  const registry = registryNamed(snapshot.state, entry.registry);
  const principal = principalNamed(snapshot, entry.principal);
  const way = assignmentReasons(registry, principal, entry, needs);
  const obstacles = [...signInReasons(snapshot, principal), ...way.obstacles];
  return obstacles.length > 0
    ? { isLetIn: false, reasons: obstacles }
    : { isLetIn: true, reasons: way.ways };
}
