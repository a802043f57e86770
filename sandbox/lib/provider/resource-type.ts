import type { RecordedProvider } from "../schema/recorded";
import type { Value, Values } from "../schema/values";
import type { Rule } from "./rules";
import type { Session } from "./session";

/** What the wire schema of an argument does not tell: facts from the source of the provider at its version. */
export interface Argument {
  /** A change replaces the resource; of a block, perhaps not every one. */
  forceNew?: true | ((before: Value, after: Value) => boolean);
  default?: Value;
  expected?: Rule;
  /** The rule of each item of a list or a set, and how many of them there may be. */
  eachExpected?: Rule;
  maxItems?: number;
  /** DiffSuppressFunc of the provider: two texts with the same normal form are no change. */
  normal?: (text: string) => string;
  /** Of a block: what is modelled in it. Anything else is refused. */
  block?: Arguments;
  /** What is set beside it. */
  requiredWith?: readonly string[];
  /** What the provider tells whoever still gives it. */
  deprecated?: string;
  /** StateFunc of the provider: what the plan and the state have in place of the text. */
  stored?: (text: string) => string;
}

export type Arguments = Readonly<Record<string, Argument>>;

interface TerraformType {
  type: string;
  /** The module of the binding that the schema is derived from. */
  binding: string;
  /** Every argument that is modelled. Any other one is refused when it is set. */
  arguments: Record<string, Argument>;
  /** Exactly one of these is set. */
  exactlyOneOf?: readonly string[];
  /** Attributes and blocks, one in a block by its path, such as "password.value". */
  sensitive?: readonly string[];
  deprecated?: readonly string[];
  writeOnly?: readonly string[];
}

export interface ResourceType extends TerraformType {
  /** What each version of the schema, from 0 on, did to become the next: the schema has as many as there are. */
  stateUpgrades?: readonly ((state: Values) => Values)[];
  /** At most one of these is set. */
  conflicting?: readonly string[];
  /** Blocks that are Optional and Computed, which the wire schema can't say: known after apply where they are not set. */
  computedBlocks?: readonly string[];
  /**
   * DiffSuppressFunc of blocks: whether one that is in the state, and not in the program, says nothing, so that it is
   * no change.
   */
  emptyBlocks?: Readonly<Record<string, (block: Values) => boolean>>;
  /** CustomizeDiff of the provider: throws when the plan must fail. There is no prior state where a resource is created. */
  checkPlan?: (session: Session, planned: Values, prior: Values | undefined) => void;
  /** Makes the object; what is read of it then goes into the state. */
  create: (session: Session, planned: Values, made: Made, config: Values) => void;
  /** What the API tells about the object now; undefined when it is gone. */
  read: (session: Session, state: Values) => Values | undefined;
  /** Absent when the provider has no update. */
  update?: (session: Session, planned: Values, prior: Values, config: Values) => void;
  delete: (session: Session, state: Values) => void;
  /** Throws where `terraform import` can't take an id; absent when the provider cannot import. */
  checkImportId?: (id: string) => void;
}

/** Says that the object is there from now on, by its id, though what is left to do may fail, and what no read will tell. */
export type Made = (attributes: Values & { id: string }) => void;

export interface DataSourceType extends TerraformType {
  read: (session: Session, config: Values) => Values;
}

export interface ProviderType {
  name: "azuread" | "azurerm" | "github" | "kubernetes" | "time";
  version: string;
  binding: string;
  /** Where the binding was made from another version. */
  schemas?: RecordedProvider;
  /** Its own arguments, by their paths. */
  deprecated?: readonly string[];
  sensitive?: readonly string[];
  resources: readonly ResourceType[];
  dataSources: readonly DataSourceType[];
  /** What the provider finds wrong in its own configuration. */
  validate?: (config: Values) => void;
  /** What the provider finds out when it is configured, before the first resource. */
  configure?: (session: Session, config: Values) => void;
}
