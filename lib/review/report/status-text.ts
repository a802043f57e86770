import { inert } from "../../core/inert";
import type { Access } from "../accesses";
import { type CredentialStatus, isOverdue, type Status } from "../status";
import { dayOf, tokensOf } from "./credential-words";
import { counted } from "./verdict";
import { changeOf, roleOf, scopeOf } from "./words";

/** A state by the name of its file, and what it holds. */
export interface ToldState {
  readonly file: string;
  readonly status: Status;
}

/** For a terminal: what is overdue, which credentials there are, and who may do what. */
export function statusAsText(states: readonly ToldState[]): string {
  return states
    .map(({ file, status }) => `${states.length > 1 ? `${inert(file)}: ` : ""}${textOf(status)}`)
    .join("\n");
}

function textOf({ accesses, credentials }: Status): string {
  return [
    headOf(credentials),
    ...(credentials.length > 0 ? [tableOf(credentials)] : []),
    ...accesses.filter(({ capabilities }) => capabilities.length > 0).map(blockOf),
  ]
    .join("\n\n")
    .concat("\n");
}

function headOf(credentials: readonly CredentialStatus[]): string {
  const told = CONDITIONS.flatMap(({ condition, words }) => {
    const count = credentials.filter((one) => one.condition === condition).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  const isLate = credentials.some(isOverdue);
  const all = `of ${counted(credentials.length, "credential")}`;
  return `${isLate ? "OVERDUE" : "IN TIME"}: ${told.length > 0 ? `${told.join(", ")}, ${all}` : `all ${all}`}.`;
}

const CONDITIONS: readonly {
  readonly condition: CredentialStatus["condition"];
  readonly words: string;
}[] = [
  { condition: "expired", words: "expired" },
  { condition: "overdue", words: "not rotated in time" },
  { condition: "soon", words: "ending within 30 days" },
  { condition: "unknown", words: "with an end that the state does not tell" },
];

function tableOf(credentials: readonly CredentialStatus[]): string {
  const rows = [HEAD, ...credentials.map(rowOf)];
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const HEAD = ["ends", "rotates", "", "credential"];

function rowOf({ credential, rotatesOn, condition }: CredentialStatus): string[] {
  const { kind, name, address, principal, after } = credential;
  const trust = after?.trust;
  return [
    trust === undefined ? (after?.end === undefined ? "not told" : dayOf(after.end)) : "never",
    rotatesOn === undefined ? "" : dayOf(rotatesOn),
    condition === "in time" ? "" : condition.toUpperCase(),
    [
      `${kind} ${inert(name ?? address)} of ${inert(principal.name)}`,
      ...(trust === undefined ? [] : [`lets in ${tokensOf(trust, inert)}`]),
    ].join("; "),
  ];
}

function blockOf(access: Access): string {
  const { principal, capabilities, roles } = access;
  const width = Math.max(...capabilities.map(({ name }) => name.length));
  return [
    `${inert(principal.name)} on ${scopeOf(access, inert)}`,
    ...capabilities.map((one) => `  ${one.name.padEnd(width)}  ${changeOf(one, inert)}`),
    // What a plan would add is said in the words of what is there.
    ...roles.map((role) => `    ${roleOf({ ...role, change: "added" }, inert)}`),
  ].join("\n");
}
