import type { ReportingDescriptor, Result } from "sarif";
import type { AccessFileFinding } from "../../access-file";
import { artifactOf, messageOf, sarif } from "../sarif";
import type { Report } from "./report";

export function asSarif({ findings }: Report): string {
  return sarif(rules(findings), findings.map(result));
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

function result({ id, severity, file, line, column, path, message }: AccessFileFinding): Result {
  return {
    ruleId: id,
    level: severity === "mistake" ? "error" : "warning",
    message: messageOf(path === "" ? message : `${path}: ${message}`),
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(file),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}
