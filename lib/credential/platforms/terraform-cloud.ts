import { oneOf } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import type { TokenIdentity } from "./any";
import { claimName, claimProblems, instanceProblems } from "./claims";

/** The half of a run that a token is for. */
export enum TerraformRunPhase {
  /** Planning, and refreshing before it. */
  PLAN = "plan",
  /** Applying. */
  APPLY = "apply",
}

/** The runs of a workspace of HCP Terraform (Terraform Cloud) or Terraform Enterprise, in one phase. */
export interface TerraformCloudRun {
  /** The name of the organization. */
  readonly organization: string;
  /** The name of the project; that of a workspace without one is `Default Project`. */
  readonly project: string;
  /** The name of the workspace. */
  readonly workspace: string;
  /** The phase; a workspace that both plans and applies needs a federated credential for each. */
  readonly runPhase: TerraformRunPhase;
  /**
   * The URL of HCP Terraform in Europe or of a Terraform Enterprise, without a slash at its end.
   * @default "https://app.terraform.io"
   */
  readonly issuer?: string;
  /**
   * The `aud` claim: the variable TFC_AZURE_WORKLOAD_IDENTITY_AUDIENCE of the workspace.
   * @default - what Entra advises in the cloud of the azuread provider; HCP Terraform sends that of
   * the public cloud without that variable
   */
  readonly audience?: string;
}

export const TERRAFORM_CLOUD_RUN: Shape<TerraformCloudRun> = {
  organization: claimName,
  project: claimName,
  workspace: claimName,
  runPhase: oneOf(TerraformRunPhase),
  issuer: optional(claimName),
  audience: optional(claimName),
};

/**
 * The claims of the workload identity token of a run.
 * Source: HashiCorp's "Workload identity tokens", token specification, and "Use dynamic
 * credentials with the Azure provider".
 */
export function terraformCloudClaims(run: TerraformCloudRun): TokenIdentity {
  const { organization, project, workspace, runPhase } = run;
  return {
    issuer: run.issuer ?? "https://app.terraform.io",
    subject: `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${runPhase}`,
    audience: run.audience,
  };
}

/** The rules of a run. */
export function terraformCloudProblems(run: TerraformCloudRun): Problem[] {
  return [
    ...nameProblems("organization", run.organization, /^[\w-]+$/),
    ...nameProblems("project", run.project, /^[\w-]+( [\w-]+)*$/),
    ...nameProblems("workspace", run.workspace, /^[\w-]+$/),
    ...instanceProblems(run.issuer),
    ...claimProblems("audience", run.audience),
  ];
}

function nameProblems(key: string, name: string, rule: RegExp): Problem[] {
  return rule.test(name)
    ? []
    : [
        {
          key,
          message: `${shown(name)} is no name of a Terraform ${key}; use letters, digits, "-" and "_"`,
        },
      ];
}
