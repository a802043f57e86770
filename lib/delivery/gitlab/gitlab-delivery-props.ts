import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { WithLoginServer } from "../login-servers";
import { PIPELINE_LOGIN, type PipelineLoginProps } from "../pipeline-login";

/** What jobs log in by, and which of them: those of exactly one of a project and a group. */
export interface GitLabDeliveryProps extends PipelineLoginProps {
  /** The path of the project, as in `contoso/shop`, or its number. */
  readonly project?: string;
  /** The path of the group, as in `contoso`, or its number: all of its projects have the variables. */
  readonly group?: string;
  /**
   * The environments to whose jobs all is delivered: one by name, or several by a pattern with one `*` at its end.
   * @default "*" - to all jobs
   */
  readonly environmentScope?: string;
  /**
   * Whether jobs on protected branches and tags have it, and no others.
   * @default true
   */
  readonly protected?: boolean;
  /**
   * The gitlab provider, for a stack with several instances of GitLab.
   * @default - the stack's gitlab provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const GITLAB_DELIVERY: Shape<WithLoginServer<GitLabDeliveryProps>> = {
  ...PIPELINE_LOGIN,
  project: optional(text),
  group: optional(text),
  environmentScope: optional(text),
  protected: optional(flag),
  provider: optionalProvider("gitlab"),
};
