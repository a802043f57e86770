import { grouped } from "./grouped";
import { Names } from "./names";
import { keysOf } from "./plan/configuration";
import type { Change, Plan, Values } from "./plan/plan";

/** Who has a role or a credential, or what it is on: an id, or where that is not known yet the place of it in the program. */
export interface Party {
  /** What tells it from others, before and after the apply. */
  readonly key: string;
  /** A name for people. */
  readonly name: string;
  /** Whether the review knows which one it is. */
  readonly isTraced: boolean;
  /** The type of the resource whose id it is, where only the apply will tell that id. */
  readonly type?: string;
}

export type When = "before" | "after";

/** A resource on one side of the apply. */
export interface Seen {
  readonly change: Change;
  readonly values: Values;
  readonly unknown: ReadonlySet<string>;
  readonly when: When;
}

/** A resource as it is on one side of the apply; nothing where it is not there. */
export function seen(change: Change, when: When): Seen | undefined {
  // What Terraform only forgets goes on.
  const isForgotten = change.actions.includes("forget");
  const values = when === "after" && isForgotten ? change.before : change[when];
  const unknown = when === "after" && !isForgotten ? change.unknown : new Set<string>();
  return values && { change, values, unknown, when };
}

/** Finds out whom or what the arguments of a plan name, by their ids or by the references of the program. */
export class Parties {
  private readonly names: Names;
  /** What the plan tells of each resource, by its address in the configuration. */
  private readonly bySource: ReadonlyMap<string, readonly Change[]>;

  /** @param names those that people tell, by ids in small letters; what the plan says wins */
  public constructor(
    private readonly plan: Plan,
    names: ReadonlyMap<string, string>,
  ) {
    // What is changed is in the prior state as well, and is told by the change.
    const byAddress = new Map(
      [...plan.read, ...plan.changes]
        .filter(({ isDeposed }) => !isDeposed)
        .map((one) => [one.address, one]),
    );
    this.names = new Names([...plan.read, ...plan.changes], names);
    this.bySource = grouped(byAddress.values(), ({ source }) => source);
  }

  /** All that the plan tells of resources of a type, each once. */
  public ofType(type: string): Change[] {
    return [...this.bySource.values()].flat().filter((change) => change.type === type);
  }

  /** @param attributes those of another resource that the argument may be */
  public named(by: Seen, argument: string, attributes: readonly string[]): Party {
    const id = text(by.values[argument]);
    if (id !== undefined && !by.unknown.has(argument)) {
      return { key: id.toLowerCase(), name: this.names.of(id), isTraced: true };
    }
    const reference = this.plan.configuration.trace(by.change.source, argument);
    const key = `?${by.change.address} ${argument}`;
    if (reference === undefined) {
      return { key, name: this.guess(by.change, argument), isTraced: false };
    }
    const { source, attribute } = reference;
    if (!attributes.includes(attribute)) {
      return { key, name: `${attribute} of ${source}`, isTraced: false };
    }
    const type = source.split(".").at(-2);
    const [target, ...others] = this.bySource.get(source) ?? [];
    if (target === undefined) {
      return { key, name: `${attribute} of ${source}`, isTraced: false, type };
    }
    if (others.length > 0) {
      return { key, name: this.guess(by.change, argument), isTraced: false, type };
    }
    return this.party(target, by.when, attribute);
  }

  /** A resource by one of its attributes, whatever names it. */
  public party(change: Change, when: When, attribute: string): Party {
    const type = change.source.split(".").at(-2);
    const key = this.keyOf(change, when, attribute);
    const name = this.nameOf(change);
    // What the apply makes may get the name of what it takes away, or of what stays.
    const isNamesake = key.startsWith("+") && this.names.isOfSomething(change.type, name);
    return { key, name: isNamesake ? `${name} (new)` : name, isTraced: true, type };
  }

  /** The id of a resource, or where the apply makes it another one, its address. */
  public keyOf({ address, unknown, ...sides }: Change, when: When, attribute: string): string {
    const id =
      when === "after" && unknown.has(attribute) ? undefined : text(sides[when]?.[attribute]);
    return id?.toLowerCase() ?? `+${address}`;
  }

  /** What only the apply will tell, and what it may be by the references: a program mostly takes the same key of each. */
  private guess(change: Change, argument: string): string {
    const likely = this.candidatesOf(change, argument).map((one) => this.likelyNameOf(one));
    const names = [...new Set(likely)];
    return names.length === 0 || names.length > MOST_GUESSES
      ? "not known before the apply"
      : `not known before the apply (likely ${names.join(" or ")})`;
  }

  private likelyNameOf(change: Change): string {
    const name = this.nameOf(change);
    const [application, ...others] =
      name === change.address ? this.candidatesOf(change, "client_id") : [];
    return application === undefined || others.length > 0
      ? name
      : (this.names.ofResource(application) ?? name);
  }

  private candidatesOf({ address, source }: Change, argument: string): Change[] {
    return this.plan.configuration.origins(source, argument).flatMap((origin) => {
      const all = this.bySource.get(origin) ?? [];
      const same = all.filter((one) => keysOf(one.address) === keysOf(address));
      return same.length > 0 ? same : all;
    });
  }

  /** A new service principal gets the name of its application. */
  private nameOf(change: Change): string {
    const own = this.names.ofResource(change);
    if (own !== undefined || change.type !== "azuread_service_principal") {
      return own ?? change.address;
    }
    const { source } = this.plan.configuration.trace(change.source, "client_id") ?? {};
    const [application, ...others] = this.bySource.get(source ?? "") ?? [];
    const name = others.length === 0 && application && this.names.ofResource(application);
    return name === undefined || name === false ? change.address : name;
  }
}

/** More than these are no help. */
const MOST_GUESSES = 3;

/** A text that says something; providers read null as empty. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
