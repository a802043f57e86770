/**
 * What the arguments of a program refer to, by which an id can be traced that no plan knows yet. Addresses are those of
 * the configuration, without keys and indexes: `module.web.azuread_service_principal.main`.
 */
export class Configuration {
  private readonly references = new Map<string, readonly string[]>();

  /** @param module empty for the root module */
  public add(module: string, owner: string, argument: string, references: readonly string[]): void {
    // "module.web.object_id" comes with "module.web", which says less.
    const full = references.filter(
      (one) => !references.some((other) => other.startsWith(`${one}.`)),
    );
    this.references.set(`${module} ${owner} ${argument}`, full);
  }

  /**
   * What an argument of a resource refers to, as in `azuread_service_principal.main object_id`; nothing where there are
   * several, or where the references do not tell (locals are not in a plan, and `each` may be anything).
   */
  public trace(source: string, argument: string): Reference | undefined {
    const [, module = "", owner = source] = /^((?:module\.[^.]+\.?)*)(.+)$/.exec(source) ?? [];
    const traced = this.traceFrom(module.replace(/\.$/, ""), owner, argument, 0)?.split(" ");
    return traced && { source: traced[0] ?? "", attribute: traced[1] ?? "" };
  }

  private traceFrom(
    module: string,
    owner: string,
    argument: string,
    depth: number,
  ): string | undefined {
    const references = this.references.get(`${module} ${owner} ${argument}`) ?? [];
    const [target, ...others] = new Set(
      references.map((reference) => this.target(module, reference, depth + 1)),
    );
    return others.length === 0 ? target : undefined;
  }

  private target(module: string, reference: string, depth: number): string | undefined {
    const [first = "", second = "", third = "", fourth = ""] = reference
      .replaceAll(KEYS, "")
      .split(".");
    if (depth > MAX_DEPTH || NO_RESOURCES.includes(first)) {
      return undefined;
    }
    switch (first) {
      case "var": {
        const [, parent = "", call = ""] = /^(?:(.+)\.)?(module\.[^.]+)$/.exec(module) ?? [];
        return this.traceFrom(parent, call, second, depth);
      }
      case "module":
        return this.traceFrom(within(module, `module.${second}`), OUTPUTS, third, depth);
      case "data":
        return `${within(module, `data.${second}.${third}`)} ${fourth}`;
      default:
        return `${within(module, `${first}.${second}`)} ${third}`;
    }
  }
}

/** An attribute of a resource or data source. */
export interface Reference {
  readonly source: string;
  readonly attribute: string;
}

/** The owner of the outputs of a module. */
export const OUTPUTS = "outputs";

/** An address within a module of the configuration. */
export function within(module: string, address: string): string {
  return module === "" ? address : `${module}.${address}`;
}

/** The address in the configuration of what has an address in the state: without keys and indexes. */
export function sourceOf(address: string): string {
  return address.replaceAll(KEYS, "");
}

const KEYS = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;
const NO_RESOURCES = ["count", "each", "local", "path", "self", "terraform"];

/** Of modules in modules; a plan that somebody made up may go round in circles. */
const MAX_DEPTH = 100;
