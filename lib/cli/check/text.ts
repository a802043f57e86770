import { isatty } from "node:tty";
import { createColors } from "picocolors";
import type { AccessFileFinding } from "../../access-file";
import { inert } from "../../core/inert";
import type { Report } from "./report";

export function asText({ files, mistakes, warnings, findings }: Report): string {
  const { bold, green, red, yellow } = createColors(hasColors());
  const severities = { mistake: red("mistake"), warning: yellow("warning") };
  const lines = findings.map(
    (finding) => `${bold(place(finding))} ${severities[finding.severity]} ${about(finding)}`,
  );
  const where = files.length === 1 ? inert(files.join("")) : `${files.length} files`;
  const mistakesTold = mistakes > 0 ? red(count(mistakes, "mistake")) : green("no mistake");
  const warningsTold = warnings > 0 ? ` and ${yellow(count(warnings, "warning"))}` : "";
  return [
    ...lines,
    ...(lines.length > 0 ? [""] : []),
    `${mistakesTold}${warningsTold} in ${where}`,
    "",
  ].join("\n");
}

function place({ file, line, column }: AccessFileFinding): string {
  return `${inert(file)}:${line}:${column}`;
}

function about({ path, message }: AccessFileFinding): string {
  return inert(path === "" ? message : `${path}: ${message}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// As no-color.org and force-color.org say; otherwise where there is a terminal that knows colours.
function hasColors(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) {
    return false;
  }
  return FORCE_COLOR ? FORCE_COLOR !== "0" : isatty(1) && TERM !== "dumb";
}
