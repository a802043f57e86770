import { z } from "zod";
import { CAPABILITY_NAMES } from "../capabilities";
import { SEVERITIES } from "../policy";

// What `--format json` prints; the descriptions are for who writes a program that reads it.

const repositories = z
  .array(z.string())
  .describe(
    'Full names, path prefixes as in "team-a/*", patterns as in "like team-?/app", or "*" alone, which is everything.',
  );

const party = z.object({
  name: z.string().describe("For people; from the plan, and so no proof of who it is."),
  id: z
    .string()
    .optional()
    .describe(
      "The object id or the resource id, in small letters; not there while only the apply will tell it.",
    ),
});

const capability = z.object({
  before: repositories,
  after: repositories,
  gained: repositories,
  lost: repositories,
});

const role = z.object({
  name: z.string(),
  description: z.string().optional(),
  change: z.enum(["added", "removed", "kept"]),
  before: repositories.describe("Those that the role alone lets do something with."),
  after: repositories,
  inherited: z
    .boolean()
    .describe("Whether it is on a wider scope, and counts since that holds this one."),
  withoutEffect: z
    .boolean()
    .describe("Whether a registry in this permissions mode passes it over."),
  condition: z
    .string()
    .optional()
    .describe(
      "A condition that asks for something other than repositories, and so was taken to limit nothing.",
    ),
});

const access = z.object({
  principal: party,
  scope: party.describe("A registry, or a wider scope."),
  ifPermissionsMode: z
    .enum(["legacy", "abac"])
    .optional()
    .describe(
      "What holds if the registry is in this mode, where the plan does not tell it and it makes a difference.",
    ),
  capabilities: z.partialRecord(z.enum(CAPABILITY_NAMES), capability),
  roles: z.array(role),
});

const instant = z.string().optional();

const credentialSide = z
  .object({
    start: instant,
    end: instant,
    lifetimeDays: z.number().optional(),
    trust: z
      .object({
        issuer: z.string().optional(),
        subject: z.string().optional(),
        claims: z.string().optional(),
        audience: z.string().optional(),
      })
      .optional(),
  })
  .optional();

const credential = z.object({
  address: z.string(),
  kind: z.enum(["client secret", "certificate", "federated credential"]),
  name: z.string().optional(),
  principal: party,
  change: z.enum(["created", "replaced", "updated", "removed", "kept"]),
  before: credentialSide,
  after: credentialSide,
  gained: z.boolean(),
  lost: z.boolean(),
  slots: z.array(z.string()).describe("The addresses of all slots of the same secret."),
  delivered: z
    .enum(["stays", "stops"])
    .optional()
    .describe("Whether what consumers were given is valid after the apply, or refused."),
  readers: z.array(z.string()),
  stranded: z
    .array(z.string())
    .describe("What the apply leaves with a value that is refused then."),
  expiry: z.enum(["expired", "soon", "unknown"]).optional(),
});

const finding = z.object({
  id: z.string().describe('As in "acr-auth:admin-user".'),
  severity: z.enum(SEVERITIES),
  address: z.string(),
  what: z.string(),
  why: z.string(),
  source: z.string(),
  fix: z.string(),
  relatedRules: z.array(z.string()),
  acknowledged: z
    .object({ reason: z.string(), by: z.string(), until: z.string(), isOver: z.boolean() })
    .optional(),
});

export const reviewJson = z.object({
  formatVersion: z
    .literal(1)
    .describe(
      "Another one where something that was there goes, or means something else; more keys may come at any time.",
    ),
  plans: z.array(
    z.object({
      file: z.string(),
      verdict: z.string().describe("The first line, which says it all."),
      broader: z.boolean(),
      narrower: z.boolean(),
      accesses: z.array(access),
      credentials: z.array(credential),
      doubts: z
        .array(z.string())
        .describe("What can't be told from the plan, and was taken at its widest."),
      findings: z.array(finding),
    }),
  ),
});

/** What `--format json` prints, by its schema. */
export type ReviewJson = Unchanging<z.infer<typeof reviewJson>>;

type Unchanging<T> = { readonly [K in keyof T]: Unchanging<T[K]> };

export function reviewJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reviewJson, { target: "draft-7", io: "input" });
  return {
    $schema,
    title: "Review of plans, as acr-auth review --format json prints it",
    ...schema,
  };
}
