import { isatty } from "node:tty";
import { createColors } from "picocolors";
import type { AccessFileFinding } from "../../access-file";
import { inert } from "../../core/inert";
import type { Report } from "./report";

/** What there is to tell, line by line, and a summary at the end. */
export function asText({ files, mistakes, warnings, findings }: Report): string {
  const { green, red, yellow } = colors();
  const where = files.length === 1 ? inert(files.join("")) : `${files.length} files`;
  const mistakesTold = mistakes > 0 ? red(count(mistakes, "mistake")) : green("no mistake");
  const warningsTold = warnings > 0 ? ` and ${yellow(count(warnings, "warning"))}` : "";
  const lines = asLines(findings);
  return `${lines}${lines && "\n"}${mistakesTold}${warningsTold} in ${where}\n`;
}

/** Each finding on a line of its own. */
export function asLines(findings: readonly AccessFileFinding[]): string {
  const { bold, red, yellow } = colors();
  const severities = { mistake: red("mistake"), warning: yellow("warning") };
  return findings
    .map((finding) => `${bold(place(finding))} ${severities[finding.severity]} ${about(finding)}\n`)
    .join("");
}

function place({ file, line, column }: AccessFileFinding): string {
  return `${inert(file)}:${line}:${column}`;
}

// A warning is acknowledged by its id.
function about({ severity, id, path, message }: AccessFileFinding): string {
  const text = path === "" ? message : `${path}: ${message}`;
  return inert(severity === "warning" ? `${text} [${id}]` : text);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// As no-color.org and force-color.org say; otherwise where there is a terminal that knows colours.
function colors(): ReturnType<typeof createColors> {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const wanted = FORCE_COLOR ? FORCE_COLOR !== "0" : isatty(1) && TERM !== "dumb";
  return createColors(wanted && !NO_COLOR);
}
