/** A version of a provider: major, minor and patch. */
type Version = readonly [major: number, minor: number, patch: number];

/** The versions from one on and below another. */
export interface VersionRange {
  readonly from: Version;
  readonly below: Version;
}

/**
 * The versions that a constraint of Terraform's lets in: `5.2.0`, `~> 4.81`, `>= 5.2.0, < 6.0.0`. Single ones that
 * `!=` takes out are not told. Undefined for what is no constraint, and for pre-releases.
 */
export function versionRange(constraint: string): VersionRange | undefined {
  const ranges = constraint.split(",").map(rangeOfPart);
  return ranges.reduce<VersionRange | undefined>(
    (one, other) => one && other && common(one, other),
    EVERY,
  );
}

/** Whether a range lets in some versions, and none but those of another one. */
export function isWithin({ from, below }: VersionRange, other: VersionRange): boolean {
  return (
    compare(from, below) < 0 && compare(from, other.from) >= 0 && compare(below, other.below) <= 0
  );
}

/** Whether a range lets in a version or a later one. */
export function reaches({ below }: VersionRange, version: Version): boolean {
  return compare(below, version) > 0;
}

const EVERY: VersionRange = { from: [0, 0, 0], below: [Number.MAX_VALUE, 0, 0] };

function common(one: VersionRange, other: VersionRange): VersionRange {
  return {
    from: compare(one.from, other.from) > 0 ? one.from : other.from,
    below: compare(one.below, other.below) < 0 ? one.below : other.below,
  };
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

function rangeOfPart(part: string): VersionRange | undefined {
  const [, operator, text = ""] = PART.exec(part) ?? [];
  // What is not written is 0.
  const [major = 0, minor = 0, patch = 0] = text.split(".").map(Number);
  const version: Version = [major, minor, patch];
  const next: Version = [major, minor, patch + 1];
  switch (operator) {
    case "":
    case "=":
      return { from: version, below: next };
    case "!=":
      return EVERY;
    case ">=":
      return { ...EVERY, from: version };
    case ">":
      return { ...EVERY, from: next };
    case "<=":
      return { ...EVERY, below: next };
    case "<":
      return { ...EVERY, below: version };
    case "~>":
      // ~> 4.55.1 is of 4.55, and ~> 4.55 is of 4, as ~> 4 is.
      return {
        from: version,
        below: text.split(".").length > 2 ? [major, minor + 1, 0] : [major + 1, 0, 0],
      };
    default:
      return undefined;
  }
}

const PART = /^\s*(=|!=|>=|>|<=|<|~>|)\s*(\d+(?:\.\d+){0,2})\s*$/;
