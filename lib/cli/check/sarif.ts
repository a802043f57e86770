import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { AccessFileFinding } from "../../access-file";
import { printed } from "../../core/printed-json";
import { ownPackage } from "../own-package";
import type { Report } from "./report";

/** SARIF 2.1.0 with what GitHub's code scanning asks for. */
export function asSarif({ findings }: Report): string {
  const root = sourceRoot();
  const { version, homepage } = ownPackage();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "acr-auth",
            version,
            informationUri: homepage,
            rules: rules(findings),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, root)),
      },
    ],
  };
  return printed(log);
}

function rules(findings: readonly AccessFileFinding[]): ReportingDescriptor[] {
  const severities = new Map(findings.map(({ id, severity }) => [id, severity]));
  return [...severities].map(([id, severity]) => ({ id, ...DESCRIPTIONS[severity] }));
}

const DESCRIPTIONS = {
  mistake: {
    shortDescription: { text: "Mistake in an access file" },
    fullDescription: { text: "While a mistake is in an access file, nothing of it is deployed." },
    help: {
      text: "The message says what is allowed there. Editors show it too, with the schema that acr-auth schema prints.",
    },
    defaultConfiguration: { level: "error" },
  },
  warning: {
    shortDescription: { text: "Warning about an access file" },
    fullDescription: { text: "What the file says can be deployed, but is rarely what is wanted." },
    help: {
      text: "Where it is wanted, the id of the warning belongs in the context acr-auth:acknowledge of cdktf.json.",
    },
    defaultConfiguration: { level: "warning" },
  },
} satisfies Record<AccessFileFinding["severity"], Partial<ReportingDescriptor>>;

function result(
  { id, severity, file, line, column, path, message }: AccessFileFinding,
  root: string,
): Result {
  return {
    ruleId: id,
    level: severity === "mistake" ? "error" : "warning",
    message: { text: path === "" ? message : `${path}: ${message}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri(file, root) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

/** Code scanning takes paths to be relative to the root of the repository. */
function sourceRoot(): string {
  const working = process.cwd();
  for (let folder = working; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return working;
    }
  }
}

function uri(file: string, root: string): string {
  const path = relative(root, resolve(file));
  return isAbsolute(path) || path.startsWith(`..${sep}`)
    ? pathToFileURL(file).href
    : path.split(sep).map(encodeURIComponent).join("/");
}
