import { Token } from "cdktf";
import { Problem } from "../../core/problem";
import { shown } from "../../core/shown";
import { type Destination, onePlaceProblems } from "../destinations";
import { DEFAULT_PREFIX } from "../pipeline-login";
import type { GitLabDeliveryProps } from "./gitlab-delivery-props";

type Place = Pick<
  GitLabDeliveryProps,
  "project" | "group" | "environmentScope" | "prefix" | "provider"
>;

/** The rules of GitLab for projects, groups and the keys and scopes of variables. */
export function gitLabProblems({ project, group, environmentScope, prefix }: Place): Problem[] {
  return [
    ...onePlaceProblems({ project, group }, "project", "group"),
    ...pathProblems("project", project, PROJECT, "the path with its group, as in contoso/shop"),
    ...pathProblems("group", group, GROUP, "the path, as in contoso"),
    ...scopeProblems(environmentScope),
    ...prefixProblems(prefix),
  ];
}

const NUMBER = String.raw`\d+`;
const WORD = String.raw`\w[\w.-]*`;
const PROJECT = new RegExp(`^(${NUMBER}|${WORD}(/${WORD})+)$`);
const GROUP = new RegExp(`^(${NUMBER}|${WORD}(/${WORD})*)$`);

function pathProblems(key: string, path: string | undefined, rule: RegExp, fix: string): Problem[] {
  return path === undefined || Token.isUnresolved(path) || rule.test(path)
    ? []
    : [{ key, message: `${shown(path)} is no ${key} of GitLab; write ${fix}, or the number` }];
}

/** Source: GitLab's "CI/CD YAML syntax reference", `environment:name`, and "Limit the environment scope". */
function scopeProblems(scope: string | undefined): Problem[] {
  return scope === undefined ||
    Token.isUnresolved(scope) ||
    /^(?=.{1,255}$)[\w/${}. -]*\*?$/.test(scope)
    ? []
    : [
        {
          key: "environmentScope",
          message: `${shown(scope)} is no scope of environments; use 1 to 255 letters, digits, blanks, "-", "_", "/", "$", "{", "}" and ".", and one "*" at the end for all that begin so`,
        },
      ];
}

/** Source: GitLab's "Project-level CI/CD variables API": a key has 255 characters at most. */
function prefixProblems(prefix: string | undefined): Problem[] {
  return prefix === undefined || /^[A-Za-z_]\w{0,200}$/.test(prefix)
    ? []
    : [
        {
          key: "prefix",
          message: `${shown(prefix)} begins no variable of a job; use up to 200 letters, digits and "_", and no digit at the beginning`,
        },
      ];
}

/** Where all is that a delivery delivers. */
export function gitLabDestination(place: Place): Destination {
  const { project, group, environmentScope = "*", prefix = DEFAULT_PREFIX, provider } = place;
  const [owner, path = ""] = project === undefined ? ["group", group] : ["project", project];
  return {
    parts: ["gitlab", owner, path, environmentScope, prefix],
    differsByCase: true,
    reach: {
      type: "gitlab",
      provider,
      named: (settings) => settings("baseUrl") ?? "https://gitlab.com/api/v4",
    },
    called: `${shown(prefix)} for ${shown(environmentScope)} in the ${owner} ${shown(path)}`,
    key: "prefix",
  };
}
