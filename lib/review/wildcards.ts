/**
 * Whether a text is one of those that a pattern stands for, in which * is any text and ? one character. Takes time as
 * the one is long times the other, whatever the pattern: a plan can bring any.
 */
export function matches(pattern: string, text: string): boolean {
  let [at, here] = [0, 0];
  /** The last * and where in the text its turn ended: it takes one character more when what follows does not match. */
  let [star, taken] = [-1, 0];
  while (here < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      taken = here;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[here])) {
      at++;
      here++;
    } else if (star >= 0) {
      at = star + 1;
      here = ++taken;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
