import type { Credential, CredentialChange, Trust } from "../credentials/credential";
import { grouped } from "../grouped";
import type { Quote } from "./words";

/** What a plan does to a credential, for a line of a report. */
export interface CredentialLine {
  /** `!` where somebody who is let in today can't log in after the apply, or soon. */
  readonly sign: "+" | "-" | "~" | "!";
  readonly words: string;
}

/** A line for each credential that a reader has to know of, the urgent ones first. */
export function credentialLines(
  credentials: readonly CredentialChange[],
  quote: Quote,
): CredentialLine[] {
  return credentials
    .filter(isTold)
    .map((one) => ({ sign: signOf(one), words: wordsOf(one, quote) }))
    .sort((one, other) => Number(other.sign === "!") - Number(one.sign === "!"));
}

/** Whether a credential is more than kept as it is. */
function isTold({ change, expiry }: CredentialChange): boolean {
  return change !== "kept" || expiry !== undefined;
}

/**
 * The line after the first one: what becomes of credentials, and before that what breaks by it. Nothing where all are
 * kept and last.
 */
export function credentialSummary(
  credentials: readonly CredentialChange[],
  quote: Quote,
): string | undefined {
  const told = [
    ...named(secretsReplaced(credentials).map((slots) => replacedWords(slots, quote))),
    ...named(
      credentials
        .filter(({ stranded }) => stranded.length > 0)
        .map((one) => `${strandedWords(one, quote)} ${nameOf(one, quote)}, which is refused then`),
    ),
    ...COUNTED.flatMap(({ is, words }) => {
      const count = credentials.filter(is).length;
      return count === 0 ? [] : [`${count} ${words}`];
    }),
  ];
  return told.length === 0 ? undefined : `Credentials: ${told.join("; ")}.`;
}

const COUNTED: readonly { is: (one: CredentialChange) => boolean; words: string }[] = [
  {
    is: (one) => isCutOff(one) && one.slots.length === 1,
    words: "replaced, so that what consumers have is refused",
  },
  { is: ({ expiry }) => expiry === "expired", words: "expired" },
  { is: ({ expiry }) => expiry === "soon", words: "ending within 30 days" },
  { is: ({ expiry }) => expiry === "unknown", words: "with an end that the plan does not tell" },
  {
    is: ({ change, delivered }) => change === "replaced" && delivered === "stays",
    words: "rotated, so that what consumers have stays valid",
  },
  { is: ({ change }) => change === "created", words: "new" },
  { is: ({ change, isGained }) => change !== "created" && isGained, words: "for somebody else" },
  { is: ({ change }) => change === "removed", words: "removed" },
];

/** So many are named in a line that is read at a glance. */
const MOST_NAMED = 3;

function named(all: readonly string[]): string[] {
  const more = all.length - MOST_NAMED;
  return more > 0 ? [...all.slice(0, MOST_NAMED), `${more} more of that kind`] : [...all];
}

/** Secrets with slots of which the one is replaced that consumers have. */
function secretsReplaced(credentials: readonly CredentialChange[]): CredentialChange[][] {
  const cutOff = credentials.filter((one) => isCutOff(one) && one.slots.length > 1);
  return [...grouped(cutOff, ({ slots }) => slots.join(" ")).values()];
}

function isCutOff({ change, delivered }: CredentialChange): boolean {
  return change === "replaced" && delivered === "stops";
}

function replacedWords(slots: readonly CredentialChange[], quote: Quote): string {
  const names = slots.map((one) => nameOf(one, quote)).join(" and ");
  const [first] = slots;
  return slots.length === first?.slots.length
    ? `${slots.length === 2 ? "BOTH" : "ALL"} SLOTS REPLACED AT ONCE, ${names}, so that what consumers have is refused`
    : `${names} replaced, the slot that consumers have, so that it is refused`;
}

function strandedWords({ stranded }: CredentialChange, quote: Quote): string {
  return `${stranded.map(quote).join(", ")} LEFT WITH`;
}

function nameOf({ name, address, principal }: CredentialChange, quote: Quote): string {
  return `${quote(name ?? address)} of ${quote(principal.name)}`;
}

function signOf(one: CredentialChange): CredentialLine["sign"] {
  if (
    isCutOff(one) ||
    one.stranded.length > 0 ||
    one.expiry === "expired" ||
    one.expiry === "soon"
  ) {
    return "!";
  }
  return one.change === "created" ? "+" : one.change === "removed" ? "-" : "~";
}

function wordsOf(one: CredentialChange, quote: Quote): string {
  const { kind, change, delivered, readers, stranded } = one;
  return [
    `${kind} ${nameOf(one, quote)}: ${VERBS[change]}`,
    ...(kind === "federated credential" ? trustWords(one, quote) : endWords(one)),
    ...(delivered === undefined || change === "removed" ? [] : [DELIVERED[delivered]]),
    ...(stranded.length > 0
      ? [`${stranded.map(quote).join(", ")} keeps a value that is refused then`]
      : []),
    ...(readers.length > 0 && change !== "kept"
      ? [`read by ${readers.map(quote).join(", ")}`]
      : []),
  ].join("; ");
}

const VERBS: Readonly<Record<CredentialChange["change"], string>> = {
  created: "new",
  replaced: "replaced",
  updated: "changed",
  removed: "removed",
  kept: "as before",
};

const DELIVERED = {
  stays: "what consumers have stays valid",
  stops: "what consumers have is refused from the apply on",
};

function endWords({ after, expiry }: CredentialChange): string[] {
  if (after === undefined) {
    return [];
  }
  if (after.end === undefined) {
    return ["its end is not told by the plan"];
  }
  return [`${expiry === "expired" ? "expired on" : "until"} ${dayOf(after.end)}${daysOf(after)}`];
}

export function dayOf(instant: string): string {
  return instant.slice(0, "2027-01-31".length);
}

function daysOf({ lifetimeDays }: Credential): string {
  return lifetimeDays === undefined ? "" : `, ${lifetimeDays} days in all`;
}

function trustWords({ before, after, isGained, isLost }: CredentialChange, quote: Quote): string[] {
  const [was, is] = [before?.trust ?? {}, after?.trust ?? {}];
  return [
    ...(after === undefined ? [] : [`lets in ${tokensOf(is, quote)}`]),
    ...(before !== undefined && (isLost || isGained) ? [`no more ${tokensOf(was, quote)}`] : []),
  ];
}

export function tokensOf({ issuer, subject, claims, audience }: Trust, quote: Quote): string {
  const whom =
    subject !== undefined
      ? quote(subject)
      : claims !== undefined
        ? `whoever ${quote(claims)} is true of`
        : "a subject that the plan does not tell";
  return [
    whom,
    `by tokens of ${issuer === undefined ? "an issuer that the plan does not tell" : quote(issuer)}`,
    ...(audience === undefined ? [] : [`for ${quote(audience)}`]),
  ].join(" ");
}
