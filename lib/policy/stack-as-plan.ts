import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { Configuration } from "../review/plan/configuration";
import { fieldsOf, isReviewed } from "../review/plan/fields";
import type { Change, Plan } from "../review/plan/plan";

/** A stack as a plan that makes all of it: what only Terraform will know is unknown, and traced by its references. */
export class StackAsPlan {
  public readonly plan: Plan;
  private readonly paths = new Map<string, string>();
  private readonly configuration = new Configuration();

  public constructor(private readonly stack: TerraformStack) {
    const { resource = {}, data = {} } = stack.toTerraform() as Rendered;
    this.plan = {
      isWhole: true,
      changes: this.changes(resource, "", ["create"]),
      drift: [],
      read: this.changes(data, "data.", ["read"]),
      configuration: this.configuration,
      fates: [],
      rotations: [],
    };
  }

  /** The construct that makes a resource. */
  public constructAt(address: string): IConstruct | undefined {
    const path = this.paths.get(address);
    return this.stack.node.findAll().find(({ node }) => node.path === path);
  }

  private changes(blocks: Blocks, prefix: string, actions: readonly string[]): Change[] {
    return Object.entries(blocks)
      .filter(([type]) => isReviewed(type))
      .flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, { "//": about, ...values }]) => {
          const address = `${prefix}${type}.${name}`;
          this.paths.set(address, about?.metadata.path ?? "");
          const unknown = Object.keys(values).filter((key) => !isKnown(values[key]));
          for (const key of unknown) {
            this.configuration.add("", address, key, referencesIn(values[key]));
          }
          const known = Object.entries(values).filter(([key]) => !unknown.includes(key));
          return {
            address,
            type,
            source: address,
            actions,
            before: undefined,
            isDeposed: false,
            after: fieldsOf(type, Object.fromEntries(known)),
            // Ids are Azure's to give.
            unknown: new Set(
              [...unknown, "id", "object_id", "principal_id"].filter(
                (key) => !known.some(([one]) => one === key),
              ),
            ),
          };
        }),
      );
  }
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;
type Block = Readonly<Record<string, unknown>> & {
  readonly "//"?: { readonly metadata: { readonly path: string } };
};

interface Rendered {
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

/** Of an id of Azure's, whose parts may be unknown, the rest is still worth something. */
function isKnown(value: unknown): boolean {
  const isId = typeof value === "string" && value.startsWith("/");
  return isId || !JSON.stringify(value).includes("${");
}

/** What an argument is, if it is an attribute of something else and nothing besides. */
function referencesIn(value: unknown): string[] {
  const [, reference] = /^\$\{((?:data\.)?[\w-]+\.[\w-]+\.\w+)\}$/.exec(String(value)) ?? [];
  return reference === undefined ? [] : [reference];
}
