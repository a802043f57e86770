import { TerraformProvider } from "cdktf";
import { flag, optionalProvider } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import { RENAME_OPTIONS, type RenameOptions } from "../../terraform/renaming";
import { DOCKER_CONFIG, DockerConfig } from "../docker-config";
import { PULL_SECRET, type PullSecretProps } from "../pull-secret";

/** What a pull secret holds, and where it is. */
export interface KubernetesPullSecretProps extends PullSecretProps, RenameOptions {
  /** What it holds: for several registries, a config of all of them. */
  readonly dockerConfig: DockerConfig;
  /**
   * Whether the JSON is sent without keeping a second copy of the client secret in the state (`data_wo`). The
   * stack requires Terraform 1.11 or OpenTofu 1.11 then. A state that has a copy keeps that one until the
   * secret is replaced. Where an apply breaks off
   * while it sends the value, no other sends it again before the next rotation.
   * @default false
   */
  readonly writeOnly?: boolean;
  /**
   * The kubernetes provider, for a stack with several clusters.
   * @default - the stack's kubernetes provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const KUBERNETES_PULL_SECRET: Shape<KubernetesPullSecretProps> = {
  dockerConfig: DOCKER_CONFIG,
  ...PULL_SECRET,
  writeOnly: optional(flag),
  provider: optionalProvider("kubernetes"),
  ...RENAME_OPTIONS,
};
