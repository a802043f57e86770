/** The messages of tfplugin6.proto as @grpc/proto-loader hands them over. */
import type { DynamicValue } from "./wire";

export interface ConfigRequest {
  config: DynamicValue;
}

export interface TypedConfigRequest extends ConfigRequest {
  type_name: string;
}

export interface UpgradeRequest {
  type_name: string;
  version: number;
  raw_state: { json: Uint8Array };
}

export interface ReadRequest {
  type_name: string;
  current_state: DynamicValue;
}

export interface PlanRequest {
  type_name: string;
  prior_state: DynamicValue;
  proposed_new_state: DynamicValue;
  config: DynamicValue;
}

export interface ApplyRequest {
  type_name: string;
  prior_state: DynamicValue;
  planned_state: DynamicValue;
  config: DynamicValue;
}

export interface ImportRequest {
  type_name: string;
  id: string;
}

export interface AttributePath {
  steps: { attribute_name: string }[];
}

export interface Diagnostic {
  severity: "ERROR" | "WARNING";
  summary: string;
  detail: string;
  attribute?: AttributePath;
}

export interface SchemaMessage {
  version: number;
  block: BlockMessage;
}

export interface BlockMessage {
  attributes: {
    name: string;
    type: Uint8Array;
    required: boolean;
    optional: boolean;
    computed: boolean;
    sensitive: boolean;
    deprecated: boolean;
    write_only: boolean;
  }[];
  block_types: {
    type_name: string;
    nesting: string;
    min_items: number;
    max_items: number;
    block: BlockMessage;
  }[];
  deprecated: boolean;
}
