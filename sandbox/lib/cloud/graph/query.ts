/** OData's query options, as far as the providers ask with them. */
import { NotModelled } from "../../not-modelled";
import { type ApiResponse, type JsonObject, ok } from "../api";
import { linkTo, page, parseFilter, refuseOthers } from "../query";
import type { GraphCall } from "./call";

/** Answers with an object, or with what `$select` names of it. */
export function one(call: GraphCall, set: string, object: JsonObject): ApiResponse {
  refuseOthers(call.query, ["$select"]);
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
  all: Iterable<Item>,
): ApiResponse {
  const { query, root, path } = call;
  refuseOthers(query, ["$filter", "$select", "$top", "$skiptoken"]);
  const { items, next } = page(filtered(call, [...all], filterable), query, PAGE);
  return ok({
    "@odata.context": `${root}/$metadata#${set}`,
    "@odata.nextLink": next && linkTo(next, root + path, query),
    value: items.map((item) => selected(call, shown(item))),
  });
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

/** Documented for most collections of the directory. */
const PAGE = { size: 100, most: 999 };
