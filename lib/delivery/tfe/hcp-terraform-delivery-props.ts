import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { WithLoginServer } from "../login-servers";
import { PIPELINE_LOGIN, type PipelineLoginProps } from "../pipeline-login";

/** What runs log in by, and which of them: those of exactly one of a workspace and a variable set. */
export interface HcpTerraformDeliveryProps extends PipelineLoginProps {
  /** The id of the workspace, as in `ws-…`. */
  readonly workspaceId?: string;
  /** The id of the variable set, as in `varset-…`: all workspaces that it applies to have the variables. */
  readonly variableSetId?: string;
  /**
   * Whether the secret is sent without keeping a second copy in the state (`value_wo`). A rotation replaces the
   * variable then. The stack requires Terraform 1.11 or OpenTofu 1.11.
   * @default false
   */
  readonly writeOnly?: boolean;
  /**
   * The tfe provider, for a stack with several organizations.
   * @default - the stack's tfe provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const HCP_TERRAFORM_DELIVERY: Shape<WithLoginServer<HcpTerraformDeliveryProps>> = {
  ...PIPELINE_LOGIN,
  workspaceId: optional(text),
  variableSetId: optional(text),
  writeOnly: optional(flag),
  provider: optionalProvider("tfe"),
};
