import type { Value, Values } from "../schema/values";
import type { Rule } from "./rules";
import type { Session } from "./session";

/** What the wire schema of an argument does not tell: facts from the source of the provider at its pinned version. */
export interface Argument {
  /** A change replaces the resource. */
  forceNew?: true;
  default?: Value;
  expected?: Rule;
  /** DiffSuppressFunc of the provider: two texts with the same normal form are no change. */
  normal?: (text: string) => string;
}

interface TerraformType {
  type: string;
  /** The module of the binding that the schema is derived from. */
  binding: string;
  /** Every argument that is modelled. Any other one is refused when it is set. */
  arguments: Record<string, Argument>;
  /** Exactly one of these is set. */
  exactlyOneOf?: readonly string[];
  sensitive?: readonly string[];
}

export interface ResourceType extends TerraformType {
  /** At most one of these is set. */
  conflicting?: readonly string[];
  /** CustomizeDiff of the provider when a resource is created: throws when the plan must fail. */
  checkCreatePlan?: (session: Session, planned: Values) => void;
  /** @param setId says that the object is there from now on, though what is left to do may fail */
  create: (session: Session, planned: Values, setId: (id: string) => void) => Values;
  /** What the API tells about the object now; undefined when it is gone. */
  read: (session: Session, state: Values) => Values | undefined;
  /** Absent when the provider has no update. */
  update?: (session: Session, planned: Values, prior: Values) => Values;
  delete: (session: Session, state: Values) => void;
  /** The form of the id that `terraform import` takes; absent when the provider cannot import. */
  importId?: RegExp;
}

export interface DataSourceType extends TerraformType {
  read: (session: Session, config: Values) => Values;
}

export interface ProviderType {
  name: "azuread" | "azurerm" | "time";
  binding: string;
  resources: readonly ResourceType[];
  dataSources: readonly DataSourceType[];
  /** What the provider finds out when it is configured, before the first resource. */
  checkSession?: (session: Session) => void;
}
