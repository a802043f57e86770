import { NotModelled } from "../not-modelled";
import { AzureError } from "./azure-error";

type Query = Readonly<Record<string, string>>;

export function refuseOthers(query: Query, known: readonly string[]): void {
  const other = Object.keys(query).find((option) => !known.includes(option));
  if (other !== undefined) {
    throw new NotModelled(`the query option ${other} here`);
  }
}

/** `displayName eq 'contoso-web'`, the one form that the providers ask with; an apostrophe in the text is doubled. */
export function parseFilter(filter: string): { property: string; text: string } {
  const [match, property = "", text = ""] =
    /^\s*([A-Za-z][\w/]*)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(filter) ?? [];
  if (match !== undefined) {
    return { property, text: text.replaceAll("''", "'") };
  }
  const withoutTexts = filter.replace(/'(?:[^']|'')*'/g, "''");
  const isWellFormed = /^(?:[^']|''(?=\s*(?:$|[),]|\s(?:and|or)\s)))*$/.test(withoutTexts);
  if (isWellFormed) {
    throw new NotModelled(`the filter "${filter}"`);
  }
  // Graph's words: EntraCP issue 88.
  throw new AzureError(400, "BadRequest", "Invalid filter clause");
}

/** A part of a list, and where the next one begins. */
export function page<Item>(
  items: readonly Item[],
  query: Query,
  { size, most }: { size: number; most: number },
): { items: readonly Item[]; next: string | undefined } {
  const first = whole(query, "$skiptoken", 0, Infinity) ?? 0;
  const end = first + (whole(query, "$top", 1, most) ?? size);
  return {
    items: items.slice(first, end),
    next: end < items.length ? String(end) : undefined,
  };
}

/** The same request, for the part of the list that begins there. */
export function linkTo(next: string, url: string, query: Query): string {
  const options = Object.entries({ ...query, $skiptoken: next });
  return `${url}?${options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}

function whole(query: Query, option: string, least: number, most: number): number | undefined {
  const text = query[option];
  const value = Number(text);
  if (text !== undefined && !(/^\d{1,9}$/.test(text) && value >= least && value <= most)) {
    throw new AzureError(400, "BadRequest", `Invalid value '${text}' for query option ${option}.`);
  }
  return text === undefined ? undefined : value;
}
