import { CHINA, PUBLIC, US_GOVERNMENT } from "../rules/azure-cloud";
import { Problem } from "../rules/problem";
import { TokenIdentity, tokenProblems } from "./platforms/any";
import {
  azureDevOpsClaims,
  azureDevOpsProblems,
  AzureDevOpsServiceConnection,
} from "./platforms/azure-devops";
import { TokenClaims } from "./platforms/claims";
import { gitHubClaims, gitHubProblems, GitHubWorkflow } from "./platforms/github";
import { gitLabClaims, GitLabJob, gitLabProblems } from "./platforms/gitlab";
import {
  kubernetesClaims,
  kubernetesProblems,
  KubernetesServiceAccount,
} from "./platforms/kubernetes";
import {
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
   * @throws when the repository is not `owner/name`, or not exactly one of environment, branch, tag
   * and pullRequest is given
   */
  public static github(workflow: GitHubWorkflow): FederatedIdentity {
    refuse("FederatedIdentity.github", gitHubProblems(workflow));
    return new FederatedIdentity(gitHubClaims(workflow), workflow.audience);
  }

  /**
   * The ID token that GitLab gives a job.
   *
   * @throws when the project has no group, or not exactly one of branch and tag is given
   */
  public static gitlab(job: GitLabJob): FederatedIdentity {
    refuse("FederatedIdentity.gitlab", gitLabProblems(job));
    return new FederatedIdentity(gitLabClaims(job), job.audience);
  }

  /**
   * The token that a pipeline of Azure DevOps gets for a service connection. Its audience is that of
   * the public cloud, whatever the cloud.
   *
   * @throws when it has neither both ids nor all names, or one of them can't be right
   */
  public static azureDevOps(connection: AzureDevOpsServiceConnection): FederatedIdentity {
    refuse("FederatedIdentity.azureDevOps", azureDevOpsProblems(connection));
    return new FederatedIdentity(azureDevOpsClaims(connection), FederatedIdentity.PUBLIC_AUDIENCE);
  }

  /**
   * The token that Kubernetes projects into the pods of a service account.
   *
   * @throws when a name is none in Kubernetes, or the issuer is not https
   */
  public static kubernetes(account: KubernetesServiceAccount): FederatedIdentity {
    refuse("FederatedIdentity.kubernetes", kubernetesProblems(account));
    return new FederatedIdentity(kubernetesClaims(account), account.audience);
  }

  /**
   * The workload identity token that HCP Terraform or Terraform Enterprise gives a run.
   *
   * @throws when a name is none in HCP Terraform, or the issuer is not https
   */
  public static terraformCloud(run: TerraformCloudRun): FederatedIdentity {
    refuse("FederatedIdentity.terraformCloud", terraformCloudProblems(run));
    return new FederatedIdentity(terraformCloudClaims(run), run.audience);
  }

  /**
   * A token of any other issuer.
   *
   * @throws when a claim is empty, too long for Entra, has a wildcard, or the issuer is not https
   */
  public static of(token: TokenIdentity): FederatedIdentity {
    refuse("FederatedIdentity.of", tokenProblems(token));
    return new FederatedIdentity(token, token.audience);
  }

  /** The `iss` claim that the token must have. */
  public readonly issuer: string;
  /** The `sub` claim that the token must have. */
  public readonly subject: string;

  private constructor(
    { issuer, subject }: TokenClaims,
    /**
     * The `aud` claim that the token must have; undefined is what Entra advises in the cloud of the
     * azuread provider, whose `environment` tells, or in the public cloud where it has none.
     */
    public readonly audience?: string,
  ) {
    this.issuer = issuer;
    this.subject = subject;
  }
}

function refuse(call: string, problems: Problem[]): void {
  if (problems.length > 0) {
    const lines = problems.map(({ key, message }) => `${key}: ${message}`);
    throw new Error(`${call}: ${lines.join("\n  ")}`);
  }
}
