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
  deprecated: boolean;
  /** The provider is told it and forgets it: it is null in every plan and state. */
  writeOnly: boolean;
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
  deprecated: boolean;
}

/** Marks an attribute, or a block that is deprecated, by its path, such as "password.value". */
export function mark(
  block: Block,
  path: string,
  name: "sensitive" | "deprecated" | "writeOnly",
): void {
  const [first = "", ...rest] = path.split(".");
  const nested = block.blocks[first]?.block;
  if (nested !== undefined && rest.length > 0) {
    mark(nested, rest.join("."), name);
    return;
  }
  const marked = block.attributes[first];
  if (marked !== undefined) {
    marked[name] = true;
  } else if (nested !== undefined && name === "deprecated") {
    nested.deprecated = true;
  } else {
    throw new Error(`The schema has no "${first}" that could be ${name}.`);
  }
}
