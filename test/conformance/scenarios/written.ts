import type { Program } from "../../plan/support/program";

/** A program without constructs: types, names and arguments, as Terraform's JSON has them. */
export function written(
  parts: Readonly<
    Partial<Record<"data" | "resource", Readonly<Record<string, Readonly<Record<string, object>>>>>>
  >,
): Program {
  return (stack) => {
    for (const [part, elements] of Object.entries(parts)) {
      stack.addOverride(part, elements);
    }
  };
}
