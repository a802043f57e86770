import { inert } from "../../core/inert";
import type { Access } from "../accesses";
import type { Finding } from "../findings/finding";
import { credentialLines, credentialSummary } from "./credential-words";
import { acknowledgementOf, countsOf, isOpen } from "./finding-words";
import { counted, type ReviewedPlan, verdictOf } from "./verdict";
import {
  alike,
  changeOf,
  gainsFirst,
  isChanged,
  roleOf,
  scopeOf,
  signOf,
  unchanged,
} from "./words";

/** By this a pipeline finds its comment again, and updates it. */
const MARKER = "<!-- acr-auth review -->";

/**
 * GitHub refuses a comment of more than 65,536 characters; others take more. Bytes, since a letter of several bytes counts
 * as one character or as more.
 */
const MOST_BYTES = 65_535;

/** So many of a kind are read at a glance; the others are folded. */
const MOST_OPEN = 10;

/** Entries of one kind: the rows of a table, or the items of a list. */
interface Section {
  readonly title: string;
  /** Of a table. */
  readonly head?: string;
  readonly entries: readonly string[];
  readonly kind: Kind;
  /** How many are not folded. */
  readonly open: number;
}

type Kind = "plan" | "changed" | "credential" | "finding" | "doubt" | "kept" | "acknowledged";

const KINDS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  plan: ["plan", "plans"],
  changed: ["access that changes", "accesses that change"],
  credential: ["credential", "credentials"],
  finding: ["finding", "findings"],
  doubt: ["thing that can't be told", "things that can't be told"],
  kept: ["access that stays", "accesses that stay"],
  acknowledged: ["acknowledged finding", "acknowledged findings"],
};

/** For a comment on a pull request. Nothing of a plan is obeyed in it: no link, no mention, no HTML. */
export function asMarkdown(plans: readonly ReviewedPlan[]): string {
  const sections = [
    verdicts(plans),
    ...plans.flatMap((plan) => sectionsOf(plan, plans.length === 1 ? "the plan" : code(plan.file))),
  ].filter(({ entries }) => entries.length > 0);
  const fitting = fittingOf(sections);
  return [
    ...[...fitting].map(([section, entries]) => rendered(section, entries)),
    leftOut(sections, fitting),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function verdicts(plans: readonly ReviewedPlan[]): Section {
  return {
    title: MARKER,
    entries: plans.map(({ file, review }) => {
      const credentials = credentialSummary(review.credentials, code);
      const verdict = verdictOf(review);
      return lines([
        plans.length === 1 ? `**${verdict}**` : `- **${code(file)}: ${verdict}**`,
        ...(credentials === undefined ? [] : [credentials]),
      ]);
    }),
    kind: "plan",
    open: Infinity,
  };
}

function sectionsOf({ review }: ReviewedPlan, subject: string): Section[] {
  const open = review.findings.filter(isOpen);
  return [
    {
      title: `What ${subject} changes:`,
      head: ACCESSES,
      entries: gainsFirst(review.accesses.filter(isChanged)).map(rowOf),
      kind: "changed",
      open: MOST_OPEN,
    },
    {
      title: `What ${subject} does to credentials:`,
      entries: credentialLines(review.credentials, code).map(
        ({ sign, words }) => `- **${sign}** ${words}`,
      ),
      kind: "credential",
      open: MOST_OPEN,
    },
    {
      title: `What in ${subject} is worth a look, ${countsOf(open)}:`,
      head: FINDINGS,
      entries: open.map(rowOfFinding),
      kind: "finding",
      open: MOST_OPEN,
    },
    {
      title: `Taken at its widest, since ${subject} does not tell:`,
      entries: review.doubts.map((doubt) => `- ${sentence(doubt)}`),
      kind: "doubt",
      open: MOST_OPEN,
    },
    {
      title: `What ${subject} leaves as it is, ${unchanged(review)}:`,
      head: ACCESSES,
      entries: review.accesses.filter((one) => !isChanged(one)).map(rowOf),
      kind: "kept",
      open: 0,
    },
    {
      title: `What in ${subject} is acknowledged:`,
      head: FINDINGS,
      entries: review.findings.filter((one) => !isOpen(one)).map(rowOfFinding),
      kind: "acknowledged",
      open: 0,
    },
  ];
}

const ACCESSES = headOf(["who", "on", "may", "by"]);
const FINDINGS = headOf(["", "where", "what and why", "what to do"]);

function headOf(names: readonly string[]): string {
  return `${row(names)}\n${row(names.map(() => "---"))}`;
}

function rowOf(access: Access): string {
  const { principal, capabilities, roles } = access;
  return row([
    code(principal.name),
    scopeOf(access, code),
    lines(
      alike(capabilities).map(({ names, change }) => {
        const what = `${names}: ${changeOf(change, code)}`;
        return signOf(change) === " " ? what : `**${signOf(change)}** ${what}`;
      }),
    ),
    lines(roles.map((role) => roleOf(role, code))),
  ]);
}

function rowOfFinding(finding: Finding): string {
  const { id, severity, address, what, why, source, fix, relatedRules } = finding;
  const rules = [`[${code(id)}](${source})`, ...relatedRules.map(code)].join(", ");
  return row([
    isOpen(finding) ? `**${severity}**` : severity,
    code(address),
    lines([`${sentence(what)} ${sentence(why)}`, rules]),
    acknowledgementOf(finding, code) ?? sentence(fix),
  ]);
}

function lines(texts: readonly string[]): string {
  return texts.join("<br>");
}

/** A | ends a cell, even in code. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Nothing is obeyed in a code span but a backtick, which ends it, and in a table not all agree on \ before |. */
function code(text: string): string {
  const shown = inert(text).replace(/`|\\(?=\|)/g, (one) => (one === "`" ? "\\u0060" : "\\u005c"));
  return `\`${shown === "" ? " " : shown}\``;
}

/** Words, in which addresses, names and all that could be more than a word is code. */
function sentence(text: string): string {
  return inert(text)
    .split(" ")
    .map((word) => {
      const [, core = "", end = ""] = /^(.*?)([.,:;]*)$/.exec(word) ?? [];
      return core === "" || WORD.test(core) ? word : `${code(core)}${end}`;
    })
    .join(" ");
}

const WORD = /^\(?[a-z]+(?:['-][a-z]+)*\)?$|^\d+$/i;

function rendered({ title, head, kind, open }: Section, entries: readonly string[]): string {
  const listed = (some: readonly string[]): string => [...(head ? [head] : []), ...some].join("\n");
  const [shown, folded] = [entries.slice(0, open), entries.slice(open)];
  const summary =
    shown.length > 0 ? `${folded.length} more` : counted(folded.length, ...KINDS[kind]);
  return [
    title,
    ...(shown.length > 0 ? [listed(shown)] : []),
    ...(folded.length > 0
      ? [`<details>\n<summary>${summary}</summary>`, listed(folded), "</details>"]
      : []),
  ].join("\n\n");
}

/** The entries of each section that there is room for. Folded sections are left out first. */
function fittingOf(sections: readonly Section[]): Map<Section, string[]> {
  let room = MOST_BYTES - FRAME;
  const fits = (size: number): boolean => {
    const isEnough = size <= room;
    room -= isEnough ? size : 0;
    return isEnough;
  };
  return new Map(
    [...sections]
      .sort((one, other) => other.open - one.open)
      .filter(({ title, head = "" }) => fits(FRAME + bytes(title) + 2 * bytes(head)))
      .map((section) => [section, section.entries.filter((entry) => fits(bytes(entry) + 1))]),
  );
}

/** More than what is around the entries of a section takes, or the sentence about what is left out. */
const FRAME = 500;

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** A sentence, unless there is room for all. */
function leftOut(
  sections: readonly Section[],
  fitting: ReadonlyMap<Section, readonly string[]>,
): string {
  const counts = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const count = sections
      .filter((section) => section.kind === kind)
      .reduce(
        (sum, section) => sum + section.entries.length - (fitting.get(section)?.length ?? 0),
        0,
      );
    return count > 0 ? [counted(count, ...KINDS[kind])] : [];
  });
  return counts.length === 0
    ? ""
    : `**Left out, since a comment holds no more: ${counts.join(", ")}.** \`acr-auth review\` tells the whole as text, HTML or JSON.`;
}
