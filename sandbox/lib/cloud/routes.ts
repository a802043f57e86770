import { NotModelled } from "../not-modelled";

/**
 * Requests by name, such as "GET /applications/{id}", and what answers them. A path is looked up from the top; what
 * stands for `{…}` is handed on in its order.
 */
export type Routes<Handler> = Readonly<Record<string, Handler>>;

export interface Route<Name, Handler> {
  readonly name: Name;
  readonly handler: Handler;
  readonly parameters: readonly string[];
}

/** @throws NotModelled where no row has this method and path */
export function findRoute<Name extends string, Handler>(
  routes: Readonly<Record<Name, Handler>>,
  method: string,
  path: string,
): Route<Name, Handler> {
  const segments = path.split("/");
  for (const [name, handler] of Object.entries(routes) as [Name, Handler][]) {
    const [, wantedMethod, wantedPath = ""] = /^(\S+) (.*)$/.exec(name) ?? [];
    const parameters = wantedMethod === method ? match(wantedPath.split("/"), segments) : undefined;
    if (parameters !== undefined) {
      return { name, handler, parameters };
    }
  }
  throw new NotModelled(`the request ${method} ${path}`);
}

function match(wanted: readonly string[], segments: readonly string[]): string[] | undefined {
  const fits =
    wanted.length === segments.length &&
    wanted.every((part, position) => {
      const segment = segments[position] ?? "";
      return part.startsWith("{") ? segment !== "" : part === segment;
    });
  return fits ? segments.filter((_, position) => wanted[position]?.startsWith("{")) : undefined;
}
