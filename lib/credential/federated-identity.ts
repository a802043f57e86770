import { Problem } from "../rules/problem";

/** A workflow on GitHub: a repository and exactly one of the four that narrow it down. */
export interface GitHubWorkflow {
  /** Owner and name, as in `contoso/shop`. */
  readonly repository: string;
  /** Jobs that use this deployment environment. */
  readonly environment?: string;
  /** Runs for this branch, as in `main`; jobs without an environment only. */
  readonly branch?: string;
  /** Runs for this tag, as in `v1.0`; jobs without an environment only. */
  readonly tag?: string;
  /** `true`: runs for pull requests; jobs without an environment only. */
  readonly pullRequest?: boolean;
}

/** A token that any OpenID Connect issuer signs. */
export interface TokenIdentity {
  /** The `iss` claim: an https URL. */
  readonly issuer: string;
  /** The `sub` claim, letter by letter: Entra knows no wildcards. */
  readonly subject: string;
  /**
   * The `aud` claim.
   * @default "api://AzureADTokenExchange" - what Entra of the public cloud advises
   */
  readonly audience?: string;
}

const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";
const AUDIENCE = "api://AzureADTokenExchange";
const MAX_CLAIM = 600;

const OWNER_AND_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;
const NARROWING = ["environment", "branch", "tag", "pullRequest"] as const;

/** Whose token is accepted in place of a secret. */
export class FederatedIdentity {
  /**
   * The token that GitHub gives a workflow.
   * Source of the subjects: GitHub's "OpenID Connect reference", example subject claims.
   *
   * @throws when the repository is not `owner/name`, or not exactly one of environment, branch, tag
   * and pullRequest is given
   */
  public static github(workflow: GitHubWorkflow): FederatedIdentity {
    refuse("FederatedIdentity.github", gitHubProblems(workflow));
    return new FederatedIdentity(GITHUB_ISSUER, gitHubSubject(workflow), AUDIENCE);
  }

  /**
   * A token of any other issuer.
   *
   * @throws when a claim is empty, too long for Entra, has a wildcard, or the issuer is not https
   */
  public static of(token: TokenIdentity): FederatedIdentity {
    refuse("FederatedIdentity.of", tokenProblems(token));
    return new FederatedIdentity(token.issuer, token.subject, token.audience ?? AUDIENCE);
  }

  private constructor(
    /** The `iss` claim that the token must have. */
    public readonly issuer: string,
    /** The `sub` claim that the token must have. */
    public readonly subject: string,
    /** The `aud` claim that the token must have. */
    public readonly audience: string,
  ) {}
}

function gitHubSubject(workflow: GitHubWorkflow): string {
  const { repository, environment, branch, tag } = workflow;
  if (environment !== undefined) {
    // A colon separates the parts of a subject, so GitHub escapes it in the name.
    return `repo:${repository}:environment:${environment.replaceAll(":", "%3A")}`;
  }
  if (branch !== undefined) {
    return `repo:${repository}:ref:refs/heads/${branch}`;
  }
  return tag === undefined
    ? `repo:${repository}:pull_request`
    : `repo:${repository}:ref:refs/tags/${tag}`;
}

/** The rules of a GitHub workflow. */
export function gitHubProblems(workflow: GitHubWorkflow): Problem[] {
  const problems: Problem[] = [];
  if (!OWNER_AND_NAME.test(workflow.repository)) {
    problems.push({
      key: "repository",
      message: `"${workflow.repository}" is not the owner and the name of a GitHub repository; write it as in contoso/shop`,
    });
  }
  const given = NARROWING.filter((key) => workflow[key] !== undefined && workflow[key] !== false);
  if (given.length !== 1) {
    problems.push({
      key: given[1] ?? "repository",
      message: `${given.length === 0 ? "none" : given.join(" and ")} of environment, branch, tag and pullRequest is given; GitHub sends one of them in a token, give exactly one`,
    });
  }
  for (const key of ["environment", "branch", "tag"] as const) {
    problems.push(...claimProblems(key, workflow[key]));
    if (workflow[key]?.startsWith("refs/") === true) {
      problems.push({ key, message: `"${workflow[key]}" must be the short name, without refs/…/` });
    }
  }
  return problems;
}

/** The rules of a token of any issuer. */
export function tokenProblems(token: TokenIdentity): Problem[] {
  const problems = (["issuer", "subject", "audience"] as const).flatMap((key) =>
    claimProblems(key, token[key]),
  );
  if (!token.issuer.startsWith("https://")) {
    problems.push({ key: "issuer", message: `"${token.issuer}" must begin with https://` });
  }
  return problems;
}

// Entra: at most 600 characters in each claim, compared letter by letter.
function claimProblems(key: string, value: string | undefined): Problem[] {
  if (value === undefined) {
    return [];
  }
  if (value.trim() === "" || value.length > MAX_CLAIM) {
    return [{ key, message: `has ${value.length} characters; give 1 to ${MAX_CLAIM}` }];
  }
  return /[*?]/.test(value)
    ? [{ key, message: `"${value}" has a wildcard; Entra compares letter by letter, name one` }]
    : [];
}

function refuse(call: string, problems: Problem[]): void {
  if (problems.length > 0) {
    const lines = problems.map(({ key, message }) => `${key}: ${message}`);
    throw new Error(`${call}: ${lines.join("\n  ")}`);
  }
}
