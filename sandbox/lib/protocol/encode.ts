import { HalfDone, type Problem, ProviderError, ProviderErrors } from "../provider/provider-error";
import type { Block } from "../schema/schema";
import type { AttributePath, BlockMessage, Diagnostic, SchemaMessage } from "./messages";

export function schemaMessage(block: Block, version = 0): SchemaMessage {
  return { version, block: blockMessage(block) };
}

export function attributePath(name: string): AttributePath {
  return { steps: [{ attribute_name: name }] };
}

/** Whatever was thrown becomes a diagnostic: an exception that got away would end Terraform's run without a reason. */
export function diagnosticsOf(thrown: unknown): Diagnostic[] {
  const error = thrown instanceof HalfDone ? thrown.cause : thrown;
  return error instanceof ProviderErrors
    ? [...diagnostics("ERROR", error.errors), ...diagnostics("WARNING", error.warnings)]
    : diagnostics("ERROR", [ProviderError.from(error)]);
}

export function diagnostics(
  severity: Diagnostic["severity"],
  problems: readonly Problem[],
): Diagnostic[] {
  return problems.map(({ summary, detail, attribute }) => ({
    severity,
    summary,
    detail,
    ...(attribute !== undefined && { attribute: attributePath(attribute) }),
  }));
}

function blockMessage(block: Block): BlockMessage {
  return {
    attributes: Object.entries(block.attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
      write_only: writeOnly,
    })),
    block_types: Object.entries(block.blocks).map(
      ([name, { nesting, minItems, maxItems, block: nested }]) => ({
        type_name: name,
        nesting,
        min_items: minItems,
        max_items: maxItems,
        block: blockMessage(nested),
      }),
    ),
    deprecated: block.deprecated,
  };
}
