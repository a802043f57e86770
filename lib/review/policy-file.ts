import { z } from "zod";
import { shown } from "../core/shown";
import { uuidProblems } from "../core/values";
import { registryIdProblems } from "../registry/scope-ids";
import { errorListing, type Mistake, pathText } from "../yaml/mistake";
import { parseYaml } from "../yaml/parse-yaml";
import { type FileKind, readText } from "../yaml/read-text";
import { text } from "../yaml/schema-parts";
import { structureMistakes } from "../yaml/structure-mistakes";
import { isMap, valueAt } from "../yaml/values";
import type { Mode } from "./capabilities";
import { RULES } from "./findings/findings";
import { type AccessPolicy, DEFAULT_POLICY, SEVERITIES } from "./policy";

const POLICY: FileKind = {
  name: "a policy",
  purpose: "sets limits, switches rules or acknowledges findings",
  another: "name another file by --policy",
};

const severity = z.enum([...SEVERITIES, "off"]);

const days = (description: string, byDefault: number) =>
  z
    .number()
    .refine((count) => Number.isInteger(count) && count >= 1 && count <= MAX_DAYS, {
      error: ({ input }) =>
        `${shown(input)} is not a number of days from 1 to ${MAX_DAYS}; write a whole one`,
    })
    .meta({ description, default: byDefault, type: "integer", minimum: 1, maximum: MAX_DAYS })
    .optional();

/** Two years, longer than which no secret that this library makes can be valid. */
const MAX_DAYS = 730;

const { limits } = DEFAULT_POLICY;

const acknowledgement = z.strictObject({
  finding: z
    .enum(RULES.map(({ id }) => id))
    .describe("The id of the rule, as in acr-auth:admin-user."),
  address: text(
    "The address of the resource, as the review tells it: azurerm_container_registry.shop.",
  ),
  reason: text("Why it is accepted."),
  by: text("Who has accepted it."),
  until: z
    .string()
    .refine(isDate, {
      error: ({ input }) => `${shown(input)} is not a date; write one as in 2027-01-31`,
    })
    .describe("The last day on which it is accepted, in UTC, as in 2027-01-31."),
});

const policy = z.strictObject({
  rules: z
    .strictObject(
      Object.fromEntries(
        RULES.map(({ id, severity: own, why }) => [
          id,
          severity.meta({ description: `${why} By default ${own}.`, default: own }).optional(),
        ]),
      ),
    )
    .describe("How severe what a rule finds is, where that is another than its own; off for never.")
    .optional(),
  limits: z
    .strictObject({
      secretLifetimeDays: days(
        "How many days a client secret may be valid: more is a finding. CISA's secure baseline for Entra ID asks for 180 at most.",
        limits.secretLifetimeDays,
      ),
      expiryNoticeDays: days(
        "How many days before its end a credential that nothing replaces is a finding.",
        limits.expiryNoticeDays,
      ),
    })
    .describe("From where on something is a finding.")
    .optional(),
  acknowledge: z
    .array(acknowledgement)
    .describe("Findings that somebody has accepted: they are told, and fail nothing.")
    .optional(),
  names: z
    .record(z.string(), text("A name for people."))
    .describe("The display names of principals by their object ids, where no plan tells them.")
    .optional(),
  permissionsModes: z
    .record(z.string(), z.enum(["legacy", "abac"]))
    .describe(
      "The permissions modes of registries by their resource ids, where no plan tells them; az acr show --query roleAssignmentMode does.",
    )
    .optional(),
});

/** The JSON Schema (draft 7) of a policy, by which editors complete and check it. */
export function policyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(policy, { target: "draft-7", io: "input" });
  return { $schema, title: "Policy for reviews of access to container registries", ...schema };
}

/**
 * Reads a policy from a YAML file.
 * @throws FileError that lists all mistakes in it
 */
export function readPolicy(file: string): AccessPolicy {
  const { value, positionOf } = parseYaml(file, readText(file, POLICY), POLICY);
  const mistakes = [...structureMistakes(policy, value), ...keyMistakes(value)];
  if (mistakes.length > 0) {
    throw errorListing(
      file,
      mistakes.map(({ path, message }) => ({ ...positionOf(path), path: pathText(path), message })),
    );
  }
  return policyOf(policy.parse(value));
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  );
}

function keyMistakes(value: unknown): Mistake[] {
  const rules = {
    names: (id: string) => uuidProblems(id, id, "the object id of a principal"),
    permissionsModes: registryIdProblems,
  };
  return Object.entries(rules).flatMap(([key, problems]) => {
    const map = valueAt(value, key);
    return Object.keys(isMap(map) ? map : {}).flatMap((id) =>
      problems(id).map(({ message }) => ({ path: [key, id], message })),
    );
  });
}

function policyOf({ rules, limits: own, ...others }: z.infer<typeof policy>): AccessPolicy {
  const inSmallLetters = <T>(map: Readonly<Record<string, T>> = {}) =>
    new Map(Object.entries(map).map(([key, one]) => [key.toLowerCase(), one]));
  return {
    severities: new Map(
      Object.entries(rules ?? {}).flatMap(([id, one]) => (one === undefined ? [] : [[id, one]])),
    ),
    limits: { ...limits, ...own },
    acknowledgements: others.acknowledge ?? [],
    names: inSmallLetters(others.names),
    permissionsModes: inSmallLetters<Mode>(others.permissionsModes),
  };
}
