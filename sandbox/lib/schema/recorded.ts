/**
 * Schemas of a provider at a version that no binding was made from, in files of this folder: what Terraform prints by
 * `terraform providers schema -json`, without the descriptions, and of the types that the sandbox serves.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attribute, Block, CtyType, NestedBlock } from "./schema";

export interface RecordedProvider {
  readonly provider: RecordedSchema;
  readonly resource_schemas: Readonly<Record<string, RecordedSchema>>;
  readonly data_source_schemas: Readonly<Record<string, RecordedSchema>>;
}

export interface RecordedSchema {
  readonly version: number;
  readonly block: RecordedBlock;
}

export interface RecordedBlock {
  readonly attributes?: Readonly<Record<string, RecordedAttribute>>;
  readonly block_types?: Readonly<Record<string, RecordedNestedBlock>>;
  readonly deprecated?: boolean;
}

type RecordedAttribute = Partial<Omit<Attribute, "writeOnly">> & {
  readonly type: CtyType;
  readonly write_only?: boolean;
};

interface RecordedNestedBlock {
  readonly nesting_mode: "single" | "list" | "set";
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: RecordedBlock;
}

export function recordedProvider(name: string, version: string): RecordedProvider {
  const file = join(__dirname, `${name}-${version}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as RecordedProvider;
}

export function recordedBlock(
  schemas: Readonly<Record<string, RecordedSchema>>,
  type: string,
): Block {
  const schema = schemas[type];
  if (schema === undefined) {
    throw new Error(`No schema of ${type} is recorded.`);
  }
  return blockOf(schema.block);
}

export function blockOf({ attributes, block_types: blocks, deprecated }: RecordedBlock): Block {
  return {
    attributes: mapValues(attributes, ({ write_only: writeOnly = false, ...attribute }) => ({
      ...NO_FLAGS,
      ...attribute,
      writeOnly,
    })),
    blocks: mapValues(blocks, nestedBlockOf),
    deprecated: deprecated ?? false,
  };
}

function nestedBlockOf({
  nesting_mode: nesting,
  min_items: minItems = 0,
  max_items: maxItems = 0,
  block,
}: RecordedNestedBlock): NestedBlock {
  return {
    nesting: nesting.toUpperCase() as NestedBlock["nesting"],
    minItems,
    maxItems,
    block: blockOf(block),
  };
}

/** Terraform prints the flags that are set. */
const NO_FLAGS = {
  required: false,
  optional: false,
  computed: false,
  sensitive: false,
  deprecated: false,
};

function mapValues<From, To>(
  values: Readonly<Record<string, From>> = {},
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
