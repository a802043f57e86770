/** A Terraform schema in the form that the plugin protocol carries. */

export type CtyType =
  | "string"
  | "number"
  | "bool"
  | ["list" | "set" | "map", CtyType]
  | ["object", { [attribute: string]: CtyType }];

export interface Attribute {
  type: CtyType;
  required: boolean;
  optional: boolean;
  computed: boolean;
  sensitive: boolean;
}

export interface NestedBlock {
  nesting: "SINGLE" | "LIST" | "SET";
  minItems: number;
  /** 0: no limit. */
  maxItems: number;
  block: Block;
}

export interface Block {
  attributes: Record<string, Attribute>;
  blocks: Record<string, NestedBlock>;
}
