import type { Access } from "../accesses";
import type { Review } from "../review";

/** A plan by the name of its file, and what it changes. */
export interface ReviewedPlan {
  readonly file: string;
  readonly review: Review;
}

/** The first line of every report, which says it all. */
export function verdictOf(review: Review): string {
  const { words, counts } = verdictPartsOf(review);
  return `${words} by this plan${counts === "" ? "" : `: ${counts}`}.`;
}

export function verdictPartsOf(review: Review): { words: string; counts: string } {
  const { isBroader, isNarrower, accesses, credentials, doubts } = review;
  const gaining = principals(accesses, "gained");
  const losing = principals(accesses, "lost");
  const ways = credentials.filter(({ isGained }) => isGained).length;
  const lostWays = credentials.filter(({ isLost }) => isLost).length;
  const counts = [
    ...(gaining > 0
      ? [`${counted(gaining, "principal")} gain${gaining === 1 ? "s" : ""} access`]
      : []),
    ...(losing > 0
      ? [`${counted(losing, "principal")} lose${losing === 1 ? "s" : ""} access`]
      : []),
    ...(ways > 0 ? [counted(ways, "new way to log in", "new ways to log in")] : []),
    ...(lostWays > 0
      ? [`${counted(lostWays, "way", "ways")} to log in end${lostWays === 1 ? "s" : ""}`]
      : []),
    ...(doubts.length > 0
      ? [`${counted(doubts.length, "thing")} can't be told from the plan`]
      : []),
  ];
  const words = [...(isBroader ? ["BROADER"] : []), ...(isNarrower ? ["NARROWER"] : [])];
  return {
    words: words.length === 0 ? "NO CHANGE OF ACCESS" : words.join(" AND "),
    counts: counts.join(", "),
  };
}

function principals(accesses: readonly Access[], side: "gained" | "lost"): number {
  return new Set(
    accesses
      .filter(({ capabilities }) => capabilities.some((one) => !one[side].isEmpty))
      .map(({ principal }) => principal.key),
  ).size;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
