import { TerraformOutput, TerraformStack } from "cdktf";
import { render } from "./stack";
import { evaluateAt } from "./terraform-functions";

/** The attributes of the resources of a type, and of data sources by `data.<type>`, in the order of their addresses. */
export type Attributes = Record<string, Record<string, unknown>[]>;

const NOW = "2026-12-01T00:00:00Z";

/**
 * What real Terraform makes of a value in a stack. Nothing is planned: what the value refers to has the
 * attributes that are given here.
 */
export function evaluated(stack: TerraformStack, value: unknown, attributes: Attributes): unknown {
  new TerraformOutput(stack, "evaluated", { value, sensitive: true });
  const { data = {}, locals = {}, output = {}, resource = {} } = render(stack);
  let text = JSON.stringify({ locals, value: (output.evaluated as { value: unknown }).value });
  const standIns: Record<string, unknown> = {};
  for (const [type, given] of Object.entries(attributes)) {
    const ofType = type.startsWith("data.") ? data[type.slice("data.".length)] : resource[type];
    for (const [index, address] of Object.keys(ofType ?? {})
      .sort()
      .entries()) {
      const name = `${type}_${address}`.replaceAll(".", "_");
      standIns[name] = literally(given[index]);
      text = text.replaceAll(`${type}.${address}`, `local.${name}`);
    }
  }
  const expressions = JSON.parse(text) as { locals: Record<string, unknown>; value: unknown };
  const shown = { value: expressions.value };
  return evaluateAt<typeof shown>([NOW], { ...expressions.locals, ...standIns }, shown)[NOW]?.value;
}

/** As Terraform reads it back: of a text in JSON it evaluates templates. */
function literally(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/([$%])\{/g, "$1$1{"));
}
