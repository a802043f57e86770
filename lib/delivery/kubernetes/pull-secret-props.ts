import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text, textMap, texts } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import { RENAME_OPTIONS, type RenameOptions } from "../../terraform/renaming";
import { DOCKER_CONFIG, DockerConfig } from "../docker-config";

/** What a pull secret holds, and where it is. */
export interface KubernetesPullSecretProps extends RenameOptions {
  /** What it holds: for several registries, a config of all of them. */
  readonly dockerConfig: DockerConfig;
  /**
   * The name of the secret in each of the namespaces, by which pods refer to it: lower-case letters, digits,
   * "-" and ".". Another one replaces the secrets.
   */
  readonly name: string;
  /**
   * The namespaces, each of which has a secret of its own, since pods see no others. They must be there: those
   * that the program makes are given by their attribute, so that they are made first.
   */
  readonly namespaces: string[];
  /**
   * Labels of the secrets.
   * @default - none
   */
  readonly labels?: Record<string, string>;
  /**
   * Whether the JSON is sent without keeping a second copy of the client secret in the state (`data_wo`). The
   * stack requires Terraform 1.11 or OpenTofu 1.11 then. A state that has a copy keeps that one until the
   * secret is replaced.
   * @default false
   */
  readonly writeOnly?: boolean;
  /**
   * The kubernetes provider, for a stack with several clusters.
   * @default - the stack's kubernetes provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const PULL_SECRET: Shape<KubernetesPullSecretProps> = {
  dockerConfig: DOCKER_CONFIG,
  name: text,
  namespaces: texts,
  labels: optional(textMap),
  writeOnly: optional(flag),
  provider: optionalProvider("kubernetes"),
  ...RENAME_OPTIONS,
};
