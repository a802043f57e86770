import { type AccessPolicy, SEVERITIES } from "../policy";
import { ACCESS_RULES } from "./access-rules";
import { CREDENTIAL_RULES } from "./credential-rules";
import type { Facts, Finding, Found, Rule } from "./finding";
import { REGISTRY_RULES } from "./registry-rules";

/** All rules, in the order in which what they find is told. */
export const RULES: readonly Rule[] = [...ACCESS_RULES, ...CREDENTIAL_RULES, ...REGISTRY_RULES];

/** What the rules find, the most urgent first, and what the policy says of it. */
export function findingsOf(facts: Facts, from: "plan" | "program" = "plan"): Finding[] {
  const rules = RULES.filter(({ isOfPlans }) => from === "plan" || isOfPlans !== true);
  return rules
    .flatMap((rule) => {
      const severity = facts.policy.severities.get(rule.id) ?? rule.severity;
      return severity === "off"
        ? []
        : distinct(rule.find(facts)).map((found) => findingOf(rule, severity, found, facts));
    })
    .sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
}

/** Two readings of one access find the same. */
function distinct(found: readonly Found[]): Found[] {
  return [...new Map(found.map((one) => [`${one.address} ${one.what}`, one])).values()];
}

function findingOf(
  { id, why, source, relatedRules }: Rule,
  severity: Finding["severity"],
  { address, what, fix }: Found,
  { policy, now }: Facts,
): Finding {
  const acknowledged = acknowledgedIn(policy, id, address, now);
  return {
    id,
    severity,
    address,
    what,
    why,
    source,
    fix,
    relatedRules,
    ...(acknowledged && { acknowledged }),
  };
}

/** The acknowledgement that lasts longest. */
function acknowledgedIn(
  { acknowledgements }: AccessPolicy,
  id: string,
  address: string,
  now: Date,
): Finding["acknowledged"] {
  const [longest] = acknowledgements
    .filter((one) => one.finding === id && one.address === address)
    .sort((one, other) => (one.until < other.until ? 1 : -1));
  const today = now.toISOString().slice(0, "2027-01-31".length);
  if (longest === undefined) {
    return undefined;
  }
  const { reason, by, until } = longest;
  return { reason, by, until, isOver: today > until };
}
