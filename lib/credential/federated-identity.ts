import { instance, standIn } from "../core/kinds";
import { bringing, inCall, Problem } from "../core/problem";
import { Reading, readProps } from "../core/props";
import { CHINA, PUBLIC, US_GOVERNMENT } from "../terraform/azure-cloud";
import { TOKEN_IDENTITY, TokenIdentity, tokenProblems } from "./platforms/any";
import {
  AZURE_DEVOPS_SERVICE_CONNECTION,
  azureDevOpsClaims,
  azureDevOpsProblems,
  AzureDevOpsServiceConnection,
} from "./platforms/azure-devops";
import { GITHUB_WORKFLOW, gitHubClaims, gitHubProblems, GitHubWorkflow } from "./platforms/github";
import { GITLAB_JOB, gitLabClaims, GitLabJob, gitLabProblems } from "./platforms/gitlab";
import {
  KUBERNETES_SERVICE_ACCOUNT,
  kubernetesClaims,
  kubernetesProblems,
  KubernetesServiceAccount,
} from "./platforms/kubernetes";
import {
  TERRAFORM_CLOUD_RUN,
  terraformCloudClaims,
  terraformCloudProblems,
  TerraformCloudRun,
} from "./platforms/terraform-cloud";

/**
 * Whose token is accepted in place of a secret.
 * Source of the audiences: Microsoft's "Configure an application to trust a managed identity".
 */
export class FederatedIdentity {
  /** The audience that Entra of the public cloud advises. */
  public static readonly PUBLIC_AUDIENCE = PUBLIC.tokenAudience;
  /** The audience that Entra for US Government advises. */
  public static readonly US_GOVERNMENT_AUDIENCE = US_GOVERNMENT.tokenAudience;
  /** The audience that Entra China, operated by 21Vianet, advises. */
  public static readonly CHINA_AUDIENCE = CHINA.tokenAudience;

  /**
   * The token that GitHub gives a workflow.
   *
   * The construct that takes it reports a repository that is not `owner/name`, and when not exactly
   * one of environment, branch, tag and pullRequest is given.
   */
  public static github(workflow: GitHubWorkflow): FederatedIdentity {
    const reading = readProps(GITHUB_WORKFLOW, "workflow", workflow);
    return FederatedIdentity.from("github", reading, gitHubProblems, gitHubClaims);
  }

  /**
   * The ID token that GitLab gives a job.
   *
   * The construct that takes it reports a project without a group, and when not exactly one of
   * branch and tag is given.
   */
  public static gitlab(job: GitLabJob): FederatedIdentity {
    const reading = readProps(GITLAB_JOB, "job", job);
    return FederatedIdentity.from("gitlab", reading, gitLabProblems, gitLabClaims);
  }

  /**
   * The token that a pipeline of Azure DevOps gets for a service connection. Its audience is that of
   * the public cloud, whatever the cloud.
   *
   * The construct that takes it reports when it has neither both ids nor all names, or one of them
   * can't be right.
   */
  public static azureDevOps(connection: AzureDevOpsServiceConnection): FederatedIdentity {
    const reading = readProps(AZURE_DEVOPS_SERVICE_CONNECTION, "connection", connection);
    return FederatedIdentity.from("azureDevOps", reading, azureDevOpsProblems, azureDevOpsClaims);
  }

  /**
   * The token that Kubernetes projects into the pods of a service account.
   *
   * The construct that takes it reports a name that is none in Kubernetes, and an issuer that is not
   * https.
   */
  public static kubernetes(account: KubernetesServiceAccount): FederatedIdentity {
    const reading = readProps(KUBERNETES_SERVICE_ACCOUNT, "account", account);
    return FederatedIdentity.from("kubernetes", reading, kubernetesProblems, kubernetesClaims);
  }

  /**
   * The workload identity token that HCP Terraform or Terraform Enterprise gives a run.
   *
   * The construct that takes it reports a name that is none in HCP Terraform, and an issuer that is
   * not https.
   */
  public static terraformCloud(run: TerraformCloudRun): FederatedIdentity {
    const reading = readProps(TERRAFORM_CLOUD_RUN, "run", run);
    return FederatedIdentity.from(
      "terraformCloud",
      reading,
      terraformCloudProblems,
      terraformCloudClaims,
    );
  }

  /**
   * A token of any other issuer.
   *
   * The construct that takes it reports a claim that is empty, too long for Entra or has a wildcard,
   * and an issuer that is not https.
   */
  public static of(token: TokenIdentity): FederatedIdentity {
    const reading = readProps(TOKEN_IDENTITY, "token", token);
    return FederatedIdentity.from("of", reading, tokenProblems, (given) => given);
  }

  private static from<T extends object>(
    call: string,
    reading: Reading<T>,
    rules: (given: T) => Problem[],
    claims: (given: T) => TokenIdentity,
  ): FederatedIdentity {
    const problems = reading.with(rules(reading.value));
    return bringing(
      new FederatedIdentity(
        problems.length === 0 ? claims(reading.value) : { issuer: standIn(), subject: standIn() },
      ),
      inCall(`FederatedIdentity.${call}`, problems),
    );
  }

  /** The `iss` claim that the token must have. */
  public readonly issuer: string;
  /** The `sub` claim that the token must have. */
  public readonly subject: string;

  /**
   * The `aud` claim that the token must have; undefined is what Entra advises in the cloud of the
   * azuread provider, whose `environment` tells, or in the public cloud where it has none.
   */
  public readonly audience?: string;

  private constructor({ issuer, subject, audience }: TokenIdentity) {
    this.issuer = issuer;
    this.subject = subject;
    this.audience = audience;
    Object.freeze(this);
  }
}

export const FEDERATED_IDENTITY = instance(
  (value) => value instanceof FederatedIdentity,
  "a FederatedIdentity",
  'give one, as in FederatedIdentity.github({ repository: "contoso/shop", environment: "production" })',
  () => FederatedIdentity.of({ issuer: standIn(), subject: standIn() }),
);
