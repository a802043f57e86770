import { Argument, Command } from "commander";

export function schemaCommand(): Command {
  return new Command("schema")
    .summary("print the JSON Schema of access files, policies or reviews")
    .description(
      "Prints the JSON Schema by which editors complete and check a file while it is written: an access file, or a policy for acr-auth review. That of a review is of what its JSON holds, for programs.",
    )
    .addArgument(
      new Argument("[kind]", "of what").choices(["access", "policy", "review"]).default("access"),
    )
    .option("-o, --output <file>", "write it to this file instead")
    .addHelpText(
      "after",
      `
Example:
  acr-auth schema --output access.schema.json

with this as the first line of access.yaml:
  # yaml-language-server: $schema=./access.schema.json

Exit codes: 0 done, 1 the file can't be written, 2 not used as this help says.`,
    )
    .action(async (kind: keyof typeof SCHEMAS, options: { output?: string }) => {
      const { output } = await import("./output.js");
      output(`${JSON.stringify(await SCHEMAS[kind](), null, 2)}\n`, options.output);
    });
}

const SCHEMAS = {
  access: async () => (await import("../access-file/index.js")).accessFileJsonSchema(),
  review: async () => (await import("../review/report/json-schema.js")).reviewJsonSchema(),
  policy: async () => (await import("../review/policy-file.js")).policyJsonSchema(),
};
