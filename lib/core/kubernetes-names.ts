import { Token } from "cdktf";
import { Problem } from "./problem";
import { shown } from "./shown";

// Source: Kubernetes' "Object Names and IDs", whose names of RFC 1123 these are.
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** The rule for the name of a namespace: an RFC 1123 label. Tokens pass. */
export function namespaceProblems(key: string, name: string): Problem[] {
  return nameProblems(key, name, LABEL, '1 to 63 lower-case letters, digits and "-"');
}

/** The rule for the name of a secret or a service account: an RFC 1123 subdomain. Tokens pass. */
export function objectNameProblems(key: string, name: string): Problem[] {
  return nameProblems(key, name, SUBDOMAIN, '1 to 253 lower-case letters, digits, "-" and "."');
}

/** Whether a literal text is an RFC 1123 subdomain. */
export function isSubdomain(name: string): boolean {
  return SUBDOMAIN.test(name);
}

function nameProblems(key: string, name: string, rule: RegExp, characters: string): Problem[] {
  return Token.isUnresolved(name) || rule.test(name)
    ? []
    : [
        {
          key,
          message: `${shown(name)} is no name in Kubernetes; use ${characters}, and a letter or digit at both ends`,
        },
      ];
}
