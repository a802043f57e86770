/** Whether a version is one that a constraint of Terraform's lets in, such as "~> 4.55" or ">= 4.81.0, < 5.0.0". */
export function letsIn(constraint: string, version: string): boolean {
  return constraint.split(",").every((part) => {
    const [, operator, bound] = PART.exec(part) ?? [];
    return (
      operator !== undefined && bound !== undefined && RULES[operator]?.(version, bound) === true
    );
  });
}

/** Which of two versions is the newer one: above 0 the first, below 0 the second. */
export function compareVersions(one: string, other: string): number {
  const [[major, minor, patch], others] = [numbersOf(one), numbersOf(other)];
  return major - others[0] || minor - others[1] || patch - others[2];
}

// Pre-releases, which Terraform lets in by their full name only, are none that the sandbox could serve.
const PART = /^\s*(=|!=|>=|>|<=|<|~>|)\s*(\d+(?:\.\d+){0,2})\s*$/;

const RULES: Record<string, (version: string, bound: string) => boolean> = {
  "": isSame,
  "=": isSame,
  "!=": (version, bound) => !isSame(version, bound),
  ">": (version, bound) => compareVersions(version, bound) > 0,
  ">=": (version, bound) => compareVersions(version, bound) >= 0,
  "<": (version, bound) => compareVersions(version, bound) < 0,
  "<=": (version, bound) => compareVersions(version, bound) <= 0,
  // All that is written but the last number stays, and of a single number that.
  "~>": (version, bound) => {
    const staying = Math.max(bound.split(".").length - 1, 1);
    const [numbers, others] = [numbersOf(version), numbersOf(bound)];
    return (
      compareVersions(version, bound) >= 0 &&
      numbers.slice(0, staying).every((number, position) => number === others[position])
    );
  },
};

function isSame(version: string, bound: string): boolean {
  return compareVersions(version, bound) === 0;
}

/** What is not written is 0. */
function numbersOf(version: string): [major: number, minor: number, patch: number] {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}
