import { flag } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import type { TokenIdentity } from "./any";
import { claimName, claimProblems, narrowingProblems, refProblems } from "./claims";

/** A workflow on GitHub: a repository and exactly one of the four that narrow it down. */
export interface GitHubWorkflow {
  /** Owner and name, as in `contoso/shop`, in the letter case that GitHub shows. */
  readonly repository: string;
  /**
   * The number of the owner. Together with `repositoryId` it is part of the subject for every
   * repository made, renamed or transferred since 15 July 2026, and for those that opted in;
   * `gh api repos/contoso/shop/actions/oidc/customization/sub` prints both in `sub_claim_prefix`.
   * @default - the subject has names only, as for older repositories
   */
  readonly repositoryOwnerId?: string;
  /**
   * The number of the repository, with `repositoryOwnerId`.
   * @default - the subject has names only, as for older repositories
   */
  readonly repositoryId?: string;
  /** Jobs that use this deployment environment. */
  readonly environment?: string;
  /** Runs for this branch, as in `main`; jobs without an environment only. */
  readonly branch?: string;
  /** Runs for this tag, as in `v1.0`; jobs without an environment only. */
  readonly tag?: string;
  /** `true`: runs for pull requests; jobs without an environment only. */
  readonly pullRequest?: boolean;
  /**
   * The `aud` claim: the input `audience` of azure/login.
   * @default - what Entra advises in the cloud of the azuread provider; azure/login asks for that of
   * the public cloud unless told otherwise
   */
  readonly audience?: string;
}

export const GITHUB_WORKFLOW: Shape<GitHubWorkflow> = {
  repository: claimName,
  repositoryOwnerId: optional(claimName),
  repositoryId: optional(claimName),
  environment: optional(claimName),
  branch: optional(claimName),
  tag: optional(claimName),
  pullRequest: optional(flag),
  audience: optional(claimName),
};

const ISSUER = "https://token.actions.githubusercontent.com";

// The "_" of an owner is that of managed users, as in mona_contoso.
const OWNER_AND_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;
const NARROWING = ["environment", "branch", "tag", "pullRequest"] as const;
const IDS = ["repositoryOwnerId", "repositoryId"] as const;

/**
 * The claims of the token that GitHub gives a workflow.
 * Sources: GitHub's "OpenID Connect reference", example subject claims and immutable subject
 * claims; Microsoft's "GitHub Actions immutable subjects" for Entra's side of the latter.
 */
export function gitHubClaims(workflow: GitHubWorkflow): TokenIdentity {
  const { repository, repositoryOwnerId, repositoryId, audience } = workflow;
  const shown =
    repositoryOwnerId === undefined || repositoryId === undefined
      ? repository
      : `${repository.replace("/", `@${repositoryOwnerId}/`)}@${repositoryId}`;
  return { issuer: ISSUER, subject: `repo:${shown}:${narrowed(workflow)}`, audience };
}

function narrowed({ environment, branch, tag }: GitHubWorkflow): string {
  if (environment !== undefined) {
    // A colon separates the parts of a subject, so GitHub escapes it in the name.
    return `environment:${environment.replace(/:/g, "%3A")}`;
  }
  if (branch !== undefined) {
    return `ref:refs/heads/${branch}`;
  }
  return tag === undefined ? "pull_request" : `ref:refs/tags/${tag}`;
}

/** The rules of a GitHub workflow. */
export function gitHubProblems(workflow: GitHubWorkflow): Problem[] {
  return [
    ...repositoryProblems(workflow),
    ...narrowingProblems("GitHub", "repository", workflow, NARROWING),
    ...claimProblems("environment", workflow.environment),
    ...refProblems("branch", workflow.branch),
    ...refProblems("tag", workflow.tag),
    ...claimProblems("audience", workflow.audience),
  ];
}

function repositoryProblems(workflow: GitHubWorkflow): Problem[] {
  const { repository } = workflow;
  const problems = OWNER_AND_NAME.test(repository)
    ? []
    : [
        {
          key: "repository",
          message: `${shown(repository)} is not the owner and the name of a GitHub repository; write it as in contoso/shop`,
        },
      ];
  const given = IDS.filter((key) => workflow[key] !== undefined);
  return [
    ...problems,
    ...given
      .filter((key) => !/^[1-9]\d*$/.test(workflow[key] ?? ""))
      .map((key) => ({
        key,
        message: `${shown(workflow[key] ?? "")} is not the number that GitHub gave it; write its digits`,
      })),
    ...given
      .filter(() => given.length === 1)
      .map((key) => ({ key, message: `goes with the other of ${IDS.join(" and ")}; give both` })),
  ];
}
