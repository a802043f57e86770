import { FormerPlace, nameInUse, nameOfTwo, oldNameProblem } from "../terraform/renaming";
import { shown } from "../core/shown";
import { Place } from "./place";

/** Refuses old keys of the entries of a map that break a rule, or that two of them would have. */
export function checkOldKeys(entries: Place, where: FormerPlace): void {
  const claimed = new Map<string, Place>();
  for (const entry of entries.maps()) {
    for (const place of oldKeys(entry.at("renamedFrom"))) {
      // That it is no text has been said already.
      if (typeof place.value === "string" && place.value !== "") {
        const message =
          oldNameProblem(place.value, where) ?? clash(place.value, entry, entries, claimed);
        if (message !== undefined) {
          place.refuse(message);
        }
      }
    }
  }
}

function oldKeys(renamedFrom: Place): Place[] {
  return typeof renamedFrom.value === "string" ? [renamedFrom] : renamedFrom.entries();
}

function clash(
  oldKey: string,
  entry: Place,
  entries: Place,
  claimed: Map<string, Place>,
): string | undefined {
  // Entries are right below the stack, so a path may name them, too.
  const key = oldKey.replace(/^\//, "");
  const other = claimed.get(key);
  claimed.set(key, other ?? entry);
  if (key === entry.key) {
    return `${shown(oldKey)} is what it is called now; leave it out`;
  }
  if (entries.has(key)) {
    return nameInUse(oldKey, entries.at(key).name);
  }
  if (other === undefined) {
    return undefined;
  }
  return other.name === entry.name
    ? `${shown(oldKey)} stands here twice; remove one`
    : nameOfTwo(oldKey, other.name);
}
