import type { CredentialChange, Trust } from "../credentials/credential";
import type { Facts, Found, Rule } from "./finding";

const SECRETS =
  "https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration";
const FEDERATION = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation";
const GITHUB = "https://docs.github.com/actions/reference/security/oidc";

/** Rules about what principals log in with. */
export const CREDENTIAL_RULES: readonly Rule[] = [
  {
    id: "acr-auth:both-slots-replaced",
    severity: "high",
    why: "What consumers were given is refused from the apply on, until each has the new one.",
    source: SECRETS,
    relatedRules: [],
    isOfPlans: true,
    find: each(
      ({ delivered, slots, change, address }) =>
        delivered === "stops" && change === "replaced" && slots.length > 1 && address === slots[0],
      ({ principal, name }) => ({
        what: `Both slots of the client secret ${name ?? ""} of ${principal.name} are replaced at once.`,
        fix: "Let the schedule replace one of them at a time; after a leak this is what is wanted, and is acknowledged.",
      }),
    ),
  },
  {
    id: "acr-auth:credential-removed-in-use",
    severity: "high",
    why: "What keeps its value is refused from the apply on.",
    source: SECRETS,
    relatedRules: [],
    isOfPlans: true,
    find: each(
      ({ stranded }) => stranded.length > 0,
      ({ kind, principal, stranded }) => ({
        what: `A ${kind} of ${principal.name} ends, and ${stranded.join(", ")} keeps it.`,
        fix: "Give its consumers another credential first, and remove this one in a later apply.",
      }),
    ),
  },
  {
    id: "acr-auth:one-slot",
    severity: "medium",
    why: "Consumers fail from the moment of its replacement until they have the new one.",
    source: SECRETS,
    relatedRules: [],
    isOfPlans: true,
    find: each(
      ({ delivered, slots, change, kind }) =>
        kind === "client secret" &&
        delivered === "stops" &&
        change === "replaced" &&
        slots.length === 1,
      ({ principal }) => ({
        what: `The only client secret of ${principal.name} is replaced.`,
        fix: "Rotate two, of which one is valid while consumers get the other.",
      }),
    ),
  },
  {
    id: "acr-auth:expired-credential",
    severity: "high",
    why: "Nobody logs in with it any more.",
    source: SECRETS,
    relatedRules: [],
    find: each(
      ({ expiry }) => expiry === "expired",
      ({ kind, principal, after }) => ({
        what: `A ${kind} of ${principal.name} ended on ${dayOf(after?.end)}.`,
        fix: "Replace it, or remove it where nobody needs it.",
      }),
    ),
  },
  {
    id: "acr-auth:expiring-credential",
    severity: "medium",
    why: "Its consumers fail from that day on.",
    source: SECRETS,
    relatedRules: [],
    find: each(
      ({ expiry }) => expiry === "soon",
      ({ kind, principal, after }) => ({
        what: `A ${kind} of ${principal.name} ends on ${dayOf(after?.end)}.`,
        fix: "Replace it now, while the old one is still valid; a schedule does that by itself.",
      }),
    ),
  },
  {
    id: "acr-auth:unknown-end",
    severity: "low",
    why: "It may be later than it should be.",
    source: SECRETS,
    relatedRules: [],
    isOfPlans: true,
    find: each(
      ({ expiry, change }) => expiry === "unknown" && change !== "kept",
      ({ kind, principal }) => ({
        what: `When a new ${kind} of ${principal.name} ends, only the apply will tell.`,
        fix: "Give it an end_date that the plan can tell.",
      }),
    ),
  },
  {
    id: "acr-auth:long-lived-secret",
    severity: "medium",
    why: "A secret that leaks can be used until its end; CISA's secure baseline for Entra ID asks for 180 days at most.",
    source: SECRETS,
    relatedRules: ["MCSB IM-3", "MCSB IM-8"],
    find: (facts) => {
      const { secretLifetimeDays } = facts.policy.limits;
      return each(
        ({ kind, after }) =>
          kind === "client secret" && (after?.lifetimeDays ?? 0) > secretLifetimeDays,
        ({ principal, after }) => ({
          what: `A client secret of ${principal.name} is valid for ${after?.lifetimeDays ?? ""} days, longer than ${secretLifetimeDays}.`,
          fix: `Let it end within ${secretLifetimeDays} days, and rotate it.`,
        }),
      )(facts);
    },
  },
  {
    id: "acr-auth:secret-for-federation",
    severity: "low",
    why: "This platform gets tokens of its own, by which it can log in with no secret that leaks or ends.",
    source: FEDERATION,
    relatedRules: ["MCSB IM-3"],
    find: each(
      ({ kind, after, readers }) =>
        kind === "client secret" && after !== undefined && readers.some(isOfFederatingPlatform),
      ({ principal, readers }) => ({
        what: `${principal.name} logs in with a client secret from ${readers.filter(isOfFederatingPlatform).join(", ")}.`,
        fix: "Give it a federated credential for that platform instead.",
      }),
    ),
  },
  {
    id: "acr-auth:pull-request-subject",
    severity: "high",
    why: "Whoever may open a pull request may run what they like as this principal.",
    source: GITHUB,
    relatedRules: ["CKV_AZURE_249"],
    find: eachTrust(
      ({ subject = "" }) => /:pull_request$/i.test(subject),
      ({ subject = "" }) => ({
        what: `lets in the workflows of pull requests, as ${subject}`,
        fix: "Let in an environment with reviewers, or a branch that is protected.",
      }),
    ),
  },
  {
    id: "acr-auth:wildcard-subject",
    severity: "high",
    why: "Workflows that nobody thought of have such a subject, too.",
    source: FEDERATION,
    relatedRules: ["CKV_AZURE_249"],
    find: eachTrust(
      // In a subject, a "*" is a letter as any other.
      ({ claims }) => claims !== undefined,
      ({ claims = "" }) => ({
        what: `lets in all whose token fits ${claims}`,
        fix: "Name the subject of the one workflow that logs in.",
      }),
    ),
  },
  {
    id: "acr-auth:mutable-subject",
    severity: "low",
    why: "Who gets an owner's or a repository's name after it was given up gets in; for repositories made, renamed or transferred since 15 July 2026 GitHub sends another subject, and nobody gets in.",
    source: GITHUB,
    relatedRules: ["CKV_AZURE_249"],
    find: eachTrust(
      ({ issuer, subject = "" }) =>
        issuer === "https://token.actions.githubusercontent.com" && /^repo:[^@:]+:/.test(subject),
      ({ subject = "" }) => ({
        what: `goes by names that can change hands, as ${subject}`,
        fix: "Where the repository has immutable subjects, write the numbers of the owner and the repository, too.",
      }),
    ),
  },
];

/** What is found in each credential of which something is so. */
function each(
  isSo: (credential: CredentialChange) => boolean,
  tell: (credential: CredentialChange) => Omit<Found, "address">,
): Rule["find"] {
  return ({ credentials }: Facts) =>
    credentials.filter(isSo).map((one) => ({ address: one.address, ...tell(one) }));
}

/** What is found in each federated credential that is there after the apply. */
function eachTrust(
  isSo: (trust: Trust) => boolean,
  tell: (trust: Trust) => Omit<Found, "address">,
): Rule["find"] {
  return each(
    ({ after }) => after?.trust !== undefined && isSo(after.trust),
    ({ after, principal }) => {
      const { what, fix } = tell(after?.trust ?? {});
      return { what: `A federated credential of ${principal.name} ${what}.`, fix };
    },
  );
}

/** Where the value of a secret goes: GitHub Actions, GitLab and HCP Terraform give their runs tokens. */
function isOfFederatingPlatform(address: string): boolean {
  return /(?:^|\.)(?:github_actions_|gitlab_\w*variable|tfe_variable)/.test(address);
}

function dayOf(instant: string | undefined): string {
  return instant?.slice(0, "2027-01-31".length) ?? "";
}
