import { TerraformElement, TerraformResource, TerraformStack, Token } from "cdktf";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { Problem, reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";
import { unicodePattern } from "../core/unicode-pattern";
import { UUID } from "../core/values";
import { addressChain } from "./moves";

/**
 * Lets Terraform take over what exists instead of making it: an object of the cloud, by its id, or
 * one of this stack's state, by its Terraform address there. Rendered here because cdktf's own
 * method runs the terraform binary at every synth, which a machine that only synthesizes may not
 * have.
 */
export class Adoption extends TerraformElement {
  private readonly object?: CloudObject;

  /** @param key the property that says what is adopted */
  public constructor(
    private readonly resource: TerraformResource,
    private readonly key: string,
    private readonly from: string,
    adoptable: Adoptable,
  ) {
    super(resource, "adopt");
    this.object = Token.isUnresolved(from) ? undefined : adoptable.objectOf(from);
    const first = this.join(TerraformStack.of(this));
    reportAtSynth(resource, () => [...this.repetitionProblems(first), ...this.ownProblems()]);
  }

  public override toTerraform(): Record<string, unknown> {
    return this.object === undefined
      ? { moved: [{ from: this.from, to: addressChain(this.resource)[0] }] }
      : { import: [{ to: this.to, id: this.object.importId }] };
  }

  private get to(): string {
    return `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
  }

  /** Joins the adoptions of the stack, and returns the first of the same thing, which may be this. */
  private join(stack: TerraformStack): Adoption {
    const firsts = oncePer(stack, Adoption, () => new Map<string, Adoption>());
    const thing = this.object?.uuid ?? this.from;
    const first = firsts.get(thing) ?? this;
    firsts.set(thing, first);
    return first;
  }

  // Terraform would import a thing twice, and then change it for the one and for the other.
  private repetitionProblems(first: Adoption): Problem[] {
    return first === this
      ? []
      : [
          {
            key: this.key,
            message: `${shown(this.from)} is adopted by ${nameOf(first.resource)} too; it is one thing, leave one out`,
          },
        ];
  }

  private ownProblems(): Problem[] {
    return addressChain(this.resource).includes(this.from)
      ? [{ key: this.key, message: `${shown(this.from)} is its own address; leave adopt out` }]
      : [];
  }
}

/** What can be adopted as one type of resource. */
export interface Adoptable {
  readonly resourceType: string;
  /** The object of the cloud that a literal text names; undefined where it is no id. */
  readonly objectOf: (text: string) => CloudObject | undefined;
  /** The forms of such an id, to be read by people. */
  readonly idForms: string;
}

/** An object of the cloud. */
interface CloudObject {
  /** What its provider imports it by, letter by letter. */
  readonly importId: string;
  /** What tells it from all others, in lower case. */
  readonly uuid: string;
}

/**
 * The UUID that a text is, in lower case. Azure's error of a role assignment that exists has it without
 * dashes.
 */
export function uuidIn(text: string): string | undefined {
  const digits = /^[0-9a-f]{32}$/i.test(text)
    ? text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    : text;
  return WHOLE_UUID.test(digits) ? digits.toLowerCase() : undefined;
}

/**
 * What a text names: an object of the cloud, and where that is, if the text says so. Nothing where it is no
 * id.
 *
 * @param id with the place and the name of the object as its groups
 */
export function partsOf(text: string, id: RegExp): { place?: string; uuid?: string } {
  if (Token.isUnresolved(text)) {
    return {};
  }
  const [, place, name] = id.exec(text) ?? [];
  const uuid = uuidIn(name ?? text);
  return uuid === undefined ? {} : { place, uuid };
}

/** The rule for what is adopted; undefined passes. */
export function adoptionProblems(
  key: string,
  from: string | undefined,
  { resourceType, objectOf, idForms }: Adoptable,
): Problem[] {
  if (from === undefined) {
    return [];
  }
  if (Token.isUnresolved(from)) {
    return [{ key, message: "is a token; Terraform adopts only what is literal text" }];
  }
  return objectOf(from) !== undefined || ADDRESS().exec(from)?.[1] === resourceType
    ? []
    : [
        {
          key,
          message: `${shown(from)} is no ${resourceType} to adopt; write its id in Azure, ${idForms}, or its address in this stack's state, as in module.web.${resourceType}.main`,
        },
      ];
}

const WHOLE_UUID = new RegExp(`^${UUID}$`, "i");
const INSTANCE = String.raw`(?:\[(?:\d+|"[^"\\$%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*")\])?`;
const NAME = String.raw`[A-Za-z_][\w-]*`;
const ADDRESS = unicodePattern(
  `^(?:module\\.${NAME}${INSTANCE}\\.)*(${NAME})\\.${NAME}${INSTANCE}$`,
  "u",
);
