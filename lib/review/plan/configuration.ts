/**
 * What the arguments of a program refer to, by which an id can be traced that no plan knows yet. Addresses are those of
 * the configuration, without keys and indexes: `module.web.azuread_service_principal.main`.
 */
export class Configuration {
  private readonly references = new Map<string, readonly string[]>();
  private readonly arguments: { module: string; owner: string; argument: string }[] = [];
  /** What arguments refer to in the end: a resource and its attribute, or UNTRACED. */
  private readonly targets = new Map<string, ReadonlySet<string>>();

  /** @param module empty for the root module */
  public add(module: string, owner: string, argument: string, references: readonly string[]): void {
    // "module.web[0].object_id" comes with "module.web[0]" and "module.web", which say less.
    const full = references.filter(
      (one) =>
        !references.some((other) => /^[.[]/.test(other.slice(one.length)) && other.startsWith(one)),
    );
    this.references.set(placeOf(module, owner, argument), full);
  }

  /** Remembers that the owner, a resource or an output of the root module, takes values of others for itself. */
  public addReader(
    module: string,
    owner: string,
    argument: string,
    references: readonly string[],
  ): void {
    this.add(module, owner, argument, references);
    this.arguments.push({ module, owner, argument });
  }

  /**
   * What an argument of a resource refers to, as in `azuread_service_principal.main object_id`; nothing where there are
   * several, or where the references do not tell (locals are not in a plan, and `each` may be anything).
   */
  public trace(source: string, argument: string): Reference | undefined {
    const { module, owner } = ownerOf(source);
    const [target = UNTRACED, ...others] = this.targetsOf(module, owner, argument, 0);
    return target === UNTRACED || others.length > 0 ? undefined : referenceTo(target);
  }

  /** The resources that an argument may get its value from, also where an expression or `each` stands between. */
  public origins(source: string, argument: string): string[] {
    const { module, owner } = ownerOf(source);
    const targets = [argument, FOR_EACH].flatMap((one) => [
      ...this.targetsOf(module, owner, one, 0),
    ]);
    return [
      ...new Set(targets.filter((one) => one !== UNTRACED).map((one) => referenceTo(one).source)),
    ];
  }

  /** What takes a value of a resource for itself, as far as the references tell. */
  public readings(): Reading[] {
    return this.arguments.map(({ module, owner, argument }) => ({
      reader: within(module, owner),
      argument,
      of: [...this.targetsOf(module, owner, argument, 0)]
        .filter((target) => target !== UNTRACED)
        .map(referenceTo),
    }));
  }

  private targetsOf(
    module: string,
    owner: string,
    argument: string,
    depth: number,
  ): ReadonlySet<string> {
    const place = placeOf(module, owner, argument);
    const known = this.targets.get(place);
    if (known !== undefined) {
      return known;
    }
    // What goes round in circles leads nowhere.
    this.targets.set(place, NOWHERE);
    const found = new Set(
      (this.references.get(place) ?? []).flatMap((reference) => [
        ...this.targetsIn(module, reference, depth + 1),
      ]),
    );
    const targets = found.size === 0 ? NOWHERE : found;
    this.targets.set(place, targets);
    return targets;
  }

  private targetsIn(module: string, reference: string, depth: number): ReadonlySet<string> {
    const [first = "", second = "", third = "", fourth = ""] = reference
      .replaceAll(KEYS, "")
      .split(".");
    if (depth > MAX_DEPTH || NO_RESOURCES.includes(first)) {
      return NOWHERE;
    }
    switch (first) {
      case "var": {
        const [, parent = "", call = ""] = /^(?:(.+)\.)?(module\.[^.]+)$/.exec(module) ?? [];
        return this.targetsOf(parent, call, second, depth);
      }
      case "module":
        return this.targetsOf(within(module, `module.${second}`), OUTPUTS, third, depth);
      case "data":
        return new Set([`${within(module, `data.${second}.${third}`)} ${fourth}`]);
      default:
        return new Set([`${within(module, `${first}.${second}`)} ${third}`]);
    }
  }
}

function ownerOf(source: string): { module: string; owner: string } {
  const [, module = "", owner = source] = /^((?:module\.[^.]+\.?)*)(.+)$/.exec(source) ?? [];
  return { module: module.replace(/\.$/, ""), owner };
}

function placeOf(module: string, owner: string, argument: string): string {
  return `${module} ${owner} ${argument}`;
}

function referenceTo(target: string): Reference {
  const [source = "", attribute = ""] = target.split(" ");
  return { source, attribute };
}

/** An attribute of a resource or data source. */
export interface Reference {
  readonly source: string;
  readonly attribute: string;
}

/** What takes values of others for itself: an argument of a resource, or an output of the root module. */
export interface Reading {
  /** As in `azurerm_key_vault_secret.web` or `output.password`. */
  readonly reader: string;
  readonly argument: string;
  /** Without an attribute it takes the whole resource. */
  readonly of: readonly Reference[];
}

/** In place of an argument of a resource: what `each` is of. */
export const FOR_EACH = "for_each";

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

/** The keys and indexes of an address, by which its instances are told from each other. */
export function keysOf(address: string): string {
  return (address.match(KEYS) ?? []).join("");
}

const KEYS = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;
const NO_RESOURCES = ["count", "each", "local", "path", "self", "terraform"];

/** In place of a target: a local or `each`, which may be anything. */
const UNTRACED = "";
const NOWHERE: ReadonlySet<string> = new Set([UNTRACED]);

/** Of modules in modules; a plan that somebody made up may go round in circles. */
const MAX_DEPTH = 100;
