import { unicodePattern } from "./unicode-pattern";

/**
 * The text without line breaks, control characters, changes of direction and what else can't be seen;
 * these are written as in \u001b.
 */
export function inert(text: string): string {
  return text.replace(INVISIBLE(), (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

const INVISIBLE = unicodePattern(
  String.raw`(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]`,
  "gu",
);

/**
 * A word of a shell command: in single quotes, unless all of it is harmless. What would look like the
 * end of a line, or make a terminal do something, is written as in \u001b, so that nobody reads
 * another command than the shell does. No name in Azure has such a character.
 */
export function shellWord(text: string): string {
  const visible = inert(text);
  return /^[\w./:=,-]+$/.test(visible) ? visible : `'${visible.replace(/'/g, "'\\''")}'`;
}
