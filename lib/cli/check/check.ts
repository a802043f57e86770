import type { Command } from "commander";
import { checkAccessFile } from "../../access-file";
import { defaultAccessFile } from "../access-file-argument";
import type { Format } from "./command";
import { filesNamed } from "./files";
import { asJson } from "./json";
import type { Report } from "./report";
import { asSarif } from "./sarif";
import { asText } from "./text";

const FORMATS: Record<Format, (report: Report) => string> = {
  text: asText,
  json: asJson,
  sarif: asSarif,
};

/** Prints what there is to tell about the files; a mistake is exit code 1. */
export async function check(given: string[], format: Format, command: Command): Promise<void> {
  const files = await filesNamed(given.length > 0 ? given : [defaultAccessFile()], command);
  const findings = files.flatMap(checkAccessFile);
  const mistakes = findings.filter(({ severity }) => severity === "mistake").length;
  process.stdout.write(
    FORMATS[format]({ files, mistakes, warnings: findings.length - mistakes, findings }),
  );
  process.exitCode = mistakes > 0 ? 1 : 0;
}
