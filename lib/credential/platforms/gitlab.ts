import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import type { TokenIdentity } from "./any";
import {
  claimName,
  claimProblems,
  instanceProblems,
  narrowingProblems,
  refProblems,
} from "./claims";

/** A job on GitLab: a project, and the branch or the tag that its pipeline runs for. */
export interface GitLabJob {
  /** The path of the project with all its groups, as in `contoso/platform/shop`. */
  readonly projectPath: string;
  /** Pipelines for this branch, as in `main`; also those of merge requests from it. */
  readonly branch?: string;
  /** Pipelines for this tag, as in `v1.0`. */
  readonly tag?: string;
  /**
   * The URL of the GitLab instance, without a slash at its end.
   * @default "https://gitlab.com"
   */
  readonly issuer?: string;
  /**
   * The `aud` claim. GitLab has no default of its own: the job asks for it by `id_tokens`.
   * @default - what Entra advises in the cloud of the azuread provider
   */
  readonly audience?: string;
}

export const GITLAB_JOB: Shape<GitLabJob> = {
  projectPath: claimName,
  branch: optional(claimName),
  tag: optional(claimName),
  issuer: optional(claimName),
  audience: optional(claimName),
};

const PROJECT_PATH = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/;

/**
 * The claims of the ID token that GitLab gives a job.
 * Source: GitLab's "OpenID Connect (OIDC) Authentication Using ID Tokens", token payload: `sub` is
 * `project_path:{group}/{project}:ref_type:{type}:ref:{branch_name}`.
 */
export function gitLabClaims({
  projectPath,
  branch,
  tag,
  issuer,
  audience,
}: GitLabJob): TokenIdentity {
  const ref = branch === undefined ? `tag:ref:${tag}` : `branch:ref:${branch}`;
  return {
    issuer: issuer ?? "https://gitlab.com",
    subject: `project_path:${projectPath}:ref_type:${ref}`,
    audience,
  };
}

/** The rules of a GitLab job. */
export function gitLabProblems(job: GitLabJob): Problem[] {
  return [
    ...projectPathProblems(job.projectPath),
    ...narrowingProblems("GitLab", "projectPath", job, ["branch", "tag"]),
    ...refProblems("branch", job.branch),
    ...refProblems("tag", job.tag),
    ...instanceProblems(job.issuer),
    ...claimProblems("audience", job.audience),
  ];
}

function projectPathProblems(projectPath: string): Problem[] {
  return PROJECT_PATH.test(projectPath)
    ? []
    : [
        {
          key: "projectPath",
          message: `${shown(projectPath)} is not the path of a GitLab project; write it with its groups, as in contoso/platform/shop`,
        },
      ];
}
