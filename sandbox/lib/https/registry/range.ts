/** Ranges of bytes, the first and the last of them. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * What a `Range` asks for of so many bytes: https://www.rfc-editor.org/rfc/rfc9110#name-range. Several ranges, and what
 * is none, may be ignored, as if the whole were asked for.
 */
export function rangeOf(header: string | undefined, size: number): Range | "whole" | "outside" {
  const [, begin = "", end = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  const last = end === "" || begin === "" ? size - 1 : Math.min(Number(end), size - 1);
  const first = begin === "" ? Math.max(size - Number(end), 0) : Number(begin);
  if ((begin === "" && end === "") || (begin !== "" && end !== "" && Number(begin) > Number(end))) {
    return "whole";
  }
  return first > last ? "outside" : { first, last };
}

/** The `Content-Range` of a chunk, in the form of the distribution API. */
export function chunkRangeOf(header: string): Range | undefined {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(header) ?? [];
  return first === undefined || last === undefined
    ? undefined
    : { first: Number(first), last: Number(last) };
}
