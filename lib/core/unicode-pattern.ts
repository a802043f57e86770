/**
 * A pattern with classes of Unicode in it, as \p{L}, which is made when it is asked for first. V8 looks up
 * what a class holds among all characters: of a literal when it loads the file, wherever that stands, and
 * for seven of them this took a hundredth of the time of `require`.
 *
 * @param source as of a literal: String.raw`\p{L}`
 */
export function unicodePattern(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(source, flags));
}
