/** A word of a shell command: in single quotes, unless all of it is harmless. */
export function shellWord(text: string): string {
  return /^[\w./:=,-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
