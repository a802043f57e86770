import { inert } from "./shown";

/**
 * A word of a shell command: in single quotes, unless all of it is harmless. What would look like the
 * end of a line, or make a terminal do something, is written as in \u001b, so that nobody reads
 * another command than the shell does. No name in Azure has such a character.
 */
export function shellWord(text: string): string {
  const visible = inert(text);
  return /^[\w./:=,-]+$/.test(visible) ? visible : `'${visible.replace(/'/g, "'\\''")}'`;
}
