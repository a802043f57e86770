import { TerraformProvider } from "cdktf";
import { optionalProvider, text } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { WithLoginServer } from "../login-servers";
import { PIPELINE_LOGIN, type PipelineLoginProps } from "../pipeline-login";

/** What workflows log in by, and which of them. */
export interface GitHubActionsDeliveryProps extends PipelineLoginProps {
  /** The name of the repository whose workflows log in, without its owner: that is the provider's. */
  readonly repository: string;
  /**
   * The environment of the repository to whose jobs alone all is delivered. It must be there: one that the
   * program makes is given by its attribute, so that it is made first.
   * @default - it is delivered to all workflows of the repository
   */
  readonly environment?: string;
  /**
   * The github provider, for a stack with several owners.
   * @default - the stack's github provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const GITHUB_ACTIONS_DELIVERY: Shape<WithLoginServer<GitHubActionsDeliveryProps>> = {
  ...PIPELINE_LOGIN,
  repository: text,
  environment: optional(text),
  provider: optionalProvider("github"),
};
