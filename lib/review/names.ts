import type { Change, Values } from "./plan/plan";

/** What people call the objects that a plan knows by their ids. */
export class Names {
  private readonly byId: Map<string, string>;
  /** Of what is there before the apply, with its type. */
  private readonly taken = new Set<string>();

  /** @param known names that people tell, by ids in small letters; a plan's own win */
  public constructor(changes: readonly Change[], known: ReadonlyMap<string, string>) {
    this.byId = new Map(known);
    for (const { type, before, after } of changes) {
      this.taken.add(`${type} ${nameIn(before) ?? ""}`);
      for (const values of [before, after]) {
        this.learn(values);
      }
    }
  }

  /** The name of what has the id, or what of the id tells it from others. */
  public of(id: string): string {
    return this.byId.get(id.toLowerCase()) ?? shortOf(id);
  }

  /** Whether something of a type has the name before the apply. */
  public isOfSomething(type: string, name: string): boolean {
    return this.taken.has(`${type} ${name}`);
  }

  /** The name of a resource, if the plan tells one. */
  public ofResource({ before, after }: Change): string | undefined {
    return nameIn(after) ?? nameIn(before);
  }

  private learn(values: Values | undefined): void {
    const name = nameIn(values);
    for (const attribute of ["id", "object_id", "principal_id"]) {
      const id = values?.[attribute];
      if (name !== undefined && typeof id === "string") {
        this.byId.set(id.toLowerCase(), name);
      }
    }
  }
}

function nameIn(values: Values | undefined): string | undefined {
  const name = values?.display_name ?? values?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** Of the scope of a role: the registry, the resource group or the subscription. */
function shortOf(id: string): string {
  const steps = id.split("/").filter((step) => step !== "");
  const [type = "", name = ""] = steps.slice(-2);
  switch (type.toLowerCase()) {
    case "registries":
      return name;
    case "resourcegroups":
      return `resource group ${name}`;
    case "subscriptions":
      return `subscription ${name}`;
    case "managementgroups":
      return `management group ${name}`;
    default:
      return id;
  }
}
