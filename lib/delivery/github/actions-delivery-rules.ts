import { Token } from "cdktf";
import { Problem } from "../../core/problem";
import { shown } from "../../core/shown";
import type { Destination, Settings } from "../destinations";
import { DEFAULT_PREFIX } from "../pipeline-login";
import type { GitHubActionsDeliveryProps } from "./actions-delivery-props";

type Place = Pick<GitHubActionsDeliveryProps, "repository" | "environment" | "prefix" | "provider">;

/** The rules of GitHub for the names of repositories, environments, secrets and variables. */
export function gitHubActionsProblems({ repository, environment, prefix }: Place): Problem[] {
  return [
    ...repositoryProblems(repository),
    ...environmentProblems(environment),
    ...prefixProblems(prefix),
  ];
}

function repositoryProblems(repository: string): Problem[] {
  return Token.isUnresolved(repository) || /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(repository)
    ? []
    : [
        {
          key: "repository",
          message: `${shown(repository)} is no name of a repository; write it without its owner, who is that of the github provider, in 1 to 100 letters, digits, "-", "_" and "."`,
        },
      ];
}

/** Source: GitHub's "Managing environments for deployment"; the provider makes ids of it with ":" between. */
function environmentProblems(environment: string | undefined): Problem[] {
  return environment === undefined ||
    Token.isUnresolved(environment) ||
    /^(?! )[^:\n\r]{1,255}(?<! )$/.test(environment)
    ? []
    : [
        {
          key: "environment",
          message: `${shown(environment)} is no name that the github provider finds an environment by; use 1 to 255 characters without ":", and no blank at either end`,
        },
      ];
}

/** Source: GitHub's "Secrets reference" and "Variables reference". In small letters GitHub keeps no name. */
function prefixProblems(prefix: string | undefined): Problem[] {
  return prefix === undefined || /^(?!GITHUB(_|$))[A-Z_][A-Z0-9_]*$/.test(prefix)
    ? []
    : [
        {
          key: "prefix",
          message: `${shown(prefix)} begins no name that GitHub takes as it is; use capitals, digits and "_", no digit at the beginning, and nothing that begins with GITHUB_`,
        },
      ];
}

/** An owner on an instance of GitHub. */
function ownerOf(settings: Settings): string | undefined {
  const owner = settings("owner");
  const instance = settings("baseUrl") ?? "https://api.github.com/";
  return owner && `${instance} ${owner}`;
}

/** Where all is that a delivery delivers. */
export function gitHubActionsDestination(place: Place): Destination {
  const { repository, environment, prefix = DEFAULT_PREFIX, provider } = place;
  const where = environment === undefined ? "" : `the environment ${shown(environment)} of `;
  return {
    parts: ["github_actions", repository, environment ?? "", prefix],
    differsByCase: false,
    reach: { type: "github", provider, named: ownerOf },
    called: `${shown(prefix)} in ${where}the repository ${shown(repository)}`,
    key: "prefix",
  };
}
