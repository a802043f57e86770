/** OData's query options, as far as the providers ask with them. */
import { NotModelled } from "../../not-modelled";
import { type ApiResponse, type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import type { GraphCall } from "./call";

/** Answers with an object, or with what `$select` names of it. */
export function one(call: GraphCall, set: string, object: JsonObject): ApiResponse {
  refuseOthers(call, ["$select"]);
  const context = `${call.root}/$metadata#${set}/$entity`;
  return ok({ "@odata.context": context, ...selected(call, object) });
}

/** How Graph shows the objects of a list, and by what `$filter` finds them. */
export interface Listed<Item> {
  readonly set: string;
  readonly shown: (item: Item) => JsonObject;
  readonly filterable: Readonly<Record<string, (item: Item) => string>>;
}

/** Answers with a page of a list. */
export function list<Item>(
  call: GraphCall,
  { set, shown, filterable }: Listed<Item>,
  items: Iterable<Item>,
): ApiResponse {
  refuseOthers(call, ["$filter", "$select", "$top", "$skiptoken"]);
  const matches = filtered(call, [...items], filterable);
  const first = whole(call, "$skiptoken", 0, Infinity) ?? 0;
  const size = whole(call, "$top", 1, 999) ?? PAGE;
  const page = matches.slice(first, first + size).map((item) => selected(call, shown(item)));
  return ok({
    "@odata.context": `${call.root}/$metadata#${set}`,
    "@odata.nextLink": first + size < matches.length ? nextLink(call, first + size) : undefined,
    value: page,
  });
}

export function refuseOthers({ query }: GraphCall, known: readonly string[]): void {
  const other = Object.keys(query).find((option) => !known.includes(option));
  if (other !== undefined) {
    throw new NotModelled(`the query option ${other} here`);
  }
}

function selected({ query }: GraphCall, object: JsonObject): JsonObject {
  if (query.$select === undefined) {
    return object;
  }
  const names = query.$select.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(object, name) || object[name] === undefined);
  if (unknown !== undefined) {
    throw new NotModelled(`the property "${unknown}" in $select`);
  }
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => names.includes(name) || name === "@odata.type"),
  );
}

function filtered<Item>(
  { query }: GraphCall,
  items: readonly Item[],
  filterable: Listed<Item>["filterable"],
): readonly Item[] {
  if (query.$filter === undefined) {
    return items;
  }
  const { property, text } = parseFilter(query.$filter);
  const compared = Object.hasOwn(filterable, property) ? filterable[property] : undefined;
  if (compared === undefined) {
    throw new NotModelled(`the property "${property}" in $filter`);
  }
  // The directory ignores letter case.
  return items.filter((item) => compared(item).toLowerCase() === text.toLowerCase());
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
  // Its words: EntraCP issue 88.
  throw new AzureError(400, "BadRequest", "Invalid filter clause");
}

function whole(
  { query }: GraphCall,
  option: string,
  least: number,
  most: number,
): number | undefined {
  const text = query[option];
  const value = Number(text);
  if (text !== undefined && !(/^\d{1,9}$/.test(text) && value >= least && value <= most)) {
    throw new AzureError(400, "BadRequest", `Invalid value '${text}' for query option ${option}.`);
  }
  return text === undefined ? undefined : value;
}

function nextLink({ root, path, query }: GraphCall, position: number): string {
  const options = { ...query, $skiptoken: String(position) };
  const text = Object.entries(options).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${root}${path}?${text.join("&")}`;
}

/** Documented for most collections of the directory. */
const PAGE = 100;
