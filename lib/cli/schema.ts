import { Command } from "commander";

export function schemaCommand(): Command {
  return new Command("schema")
    .summary("print the JSON Schema of access files, for editors")
    .description(
      "Prints the JSON Schema by which editors complete and check an access file while it is written.",
    )
    .option("-o, --output <file>", "write it to this file instead")
    .addHelpText(
      "after",
      `
Example:
  acr-auth schema --output access.schema.json

with this as the first line of access.yaml:
  # yaml-language-server: $schema=./access.schema.json

Exit codes: 0 done, 1 the file can't be written.`,
    )
    .action(async (options: { output?: string }) => {
      const { accessFileJsonSchema } = await import("../access-file/index.js");
      const { output } = await import("./output.js");
      output(`${JSON.stringify(accessFileJsonSchema(), null, 2)}\n`, options.output);
    });
}
