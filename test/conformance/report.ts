import { type Accepted, acceptedAs, kindOf } from "./accepted";
import type { Comparison, Difference } from "./comparison";
import type { Json } from "./json";
import type { Versions } from "./versions";

/** A scenario that was played by both. */
export interface Played extends Comparison {
  readonly scenario: string;
  readonly versions: Versions;
  readonly steps: number;
  readonly seconds: number;
  /** Why one of both has not come to its end. */
  readonly brokeOff: string | undefined;
}

export interface Report {
  readonly text: string;
  readonly isGood: boolean;
}

/**
 * The table of a run, and below it what must not be.
 * @param isWhole whether each difference that is accepted has to be met
 */
export function report(
  all: readonly Played[],
  accepted: readonly Accepted[],
  isWhole = true,
): Report {
  const met = new Set<Accepted | undefined>();
  const open: Found[] = [];
  const rows = all.map((played) => {
    const { scenario, versions, steps, compared, differences, seconds } = played;
    const left = differences.filter((difference) => {
      const entry = acceptedAs(kindOf(difference), accepted);
      met.add(entry);
      return entry === undefined;
    });
    open.push(...left.map((difference) => ({ ...difference, scenario, versions })));
    return [
      scenario,
      versionsText(versions),
      steps,
      compared,
      left.length,
      differences.length - left.length,
      Math.round(seconds),
    ];
  });
  const unmet = isWhole ? accepted.filter((entry) => !met.has(entry)) : [];
  const brokeOff = all.flatMap((played) =>
    played.brokeOff === undefined
      ? []
      : `"${played.scenario}" (${versionsText(played.versions)}): ${played.brokeOff}`,
  );
  const text = [
    table([HEAD, ...rows]),
    ...tell("Broke off", brokeOff),
    ...tell("Differences", byKind(open)),
    ...tell(
      "Accepted differences that were not met",
      unmet.map(({ where, reason }) => `${where}: ${reason}`),
    ),
  ].join("\n");
  return { text, isGood: [brokeOff, open, unmet].every(({ length }) => length === 0) };
}

const HEAD = ["scenario", "azuread/azurerm", "steps", "compared", "differences", "accepted", "s"];

/** Characters of a value. */
const MOST = 300;

type Found = Difference & Pick<Played, "scenario" | "versions">;

function versionsText({ azuread, azurerm }: Versions): string {
  return `${azuread}/${azurerm}`;
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          typeof cell === "number"
            ? String(cell).padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** For each kind of difference, how often it was met and where first. */
function byKind(found: readonly Found[]): string[] {
  const kinds = new Map<string, { first: Found; times: number }>();
  for (const each of found) {
    const { first, times } = kinds.get(kindOf(each)) ?? { first: each, times: 0 };
    kinds.set(kindOf(each), { first, times: times + 1 });
  }
  return [...kinds].map(([kind, { first, times }]) =>
    [
      `${kind}, ${times} times, first in "${first.scenario}" (${versionsText(first.versions)}), ${first.step}, ${first.path.join("/")}`,
      `  sandbox: ${valueText(first.ours)}`,
      `  real:    ${valueText(first.real)}`,
    ].join("\n"),
  );
}

function valueText(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

function tell(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines];
}
