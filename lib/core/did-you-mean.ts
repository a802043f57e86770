import { distance } from "fastest-levenshtein";
import { shown } from "./shown";

// Beyond these, a file full of mistakes would take minutes to compare.
const MAX_LENGTH = 100;
const MAX_CANDIDATES = 200;

/** The end of a message: the candidate that was probably meant, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  if (word.length > MAX_LENGTH) {
    return "";
  }
  let nearest: string | undefined;
  let slips = Math.ceil(word.length / 3) + 1;
  for (const candidate of candidates.slice(0, MAX_CANDIDATES)) {
    // Words differ at least by what the one is longer.
    if (Math.abs(candidate.length - word.length) < slips) {
      const fewer = distance(word.toLowerCase(), candidate.toLowerCase());
      [nearest, slips] = fewer < slips ? [candidate, fewer] : [nearest, slips];
    }
  }
  return nearest === undefined ? "" : `; did you mean ${shown(nearest)}?`;
}
