import { TerraformElement, TerraformResource, TerraformStack, Token } from "cdktf";
import { addressChain } from "./moves";
import { Problem, reportAtSynth } from "./problem";
import { shown } from "./shown";

const adoptionsOf = new WeakMap<TerraformStack, Adoption[]>();

/**
 * Lets Terraform take over what exists instead of making it: an object of the cloud, by its id, or
 * one of this stack's state, by its Terraform address there. Rendered here because cdktf's own
 * method runs the terraform binary at every synth, which a machine that only synthesizes may not
 * have.
 */
export class Adoption extends TerraformElement {
  public constructor(
    private readonly resource: TerraformResource,
    private readonly from: string,
  ) {
    super(resource, "adopt");
    const stack = TerraformStack.of(this);
    const earlier = adoptionsOf.get(stack) ?? [];
    adoptionsOf.set(stack, [...earlier, this]);
    reportAtSynth(resource, () => [...this.repetitionProblems(earlier), ...this.ownProblems()]);
  }

  public override toTerraform(): Record<string, unknown> {
    return isCloudId(this.from)
      ? { import: [{ to: this.to, id: this.from }] }
      : { moved: [{ from: this.from, to: addressChain(this.resource)[0] }] };
  }

  private get to(): string {
    return `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
  }

  // Terraform would import a thing twice, and then change it for the one and for the other.
  private repetitionProblems(earlier: Adoption[]): Problem[] {
    const same = earlier.find(({ from }) => sameThing(from, this.from));
    return same === undefined
      ? []
      : [
          {
            key: "adopt",
            message: `${shown(this.from)} is adopted by ${same.resource.node.path} too; it is one thing, leave one out`,
          },
        ];
  }

  private ownProblems(): Problem[] {
    return addressChain(this.resource).includes(this.from)
      ? [{ key: "adopt", message: `${shown(this.from)} is its own address; leave adopt out` }]
      : [];
  }
}

/** What can be adopted as one type of resource. */
export interface Adoptable {
  readonly resourceType: string;
  /** Tells whether an id of the cloud is of that type. */
  readonly isId: (id: string) => boolean;
  /** The form of such an id, to be read by people. */
  readonly idForm: string;
}

/** The rule for what is adopted; undefined passes. */
export function adoptionProblems(
  key: string,
  from: string | undefined,
  { resourceType, isId, idForm }: Adoptable,
): Problem[] {
  if (from === undefined) {
    return [];
  }
  if (Token.isUnresolved(from)) {
    return [{ key, message: "is a token; Terraform adopts only what is literal text" }];
  }
  const fits = isCloudId(from) ? isId(from) : ADDRESS.exec(from)?.[1] === resourceType;
  return fits
    ? []
    : [
        {
          key,
          message: `${shown(from)} is no ${resourceType} to adopt; write its id in Azure, ${idForm}, or its address in this stack's state, as in module.web.${resourceType}.main`,
        },
      ];
}

// Ids in Azure begin with a slash, addresses never do.
function isCloudId(from: string): boolean {
  return !Token.isUnresolved(from) && from.startsWith("/");
}

// Azure ignores case, Terraform does not.
function sameThing(one: string, other: string): boolean {
  return isCloudId(one) ? one.toLowerCase() === other.toLowerCase() : one === other;
}

const INSTANCE = String.raw`(?:\[(?:\d+|"[^"\\$%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*")\])?`;
const NAME = String.raw`[A-Za-z_][\w-]*`;
const ADDRESS = new RegExp(
  `^(?:module\\.${NAME}${INSTANCE}\\.)*(${NAME})\\.${NAME}${INSTANCE}$`,
  "u",
);
