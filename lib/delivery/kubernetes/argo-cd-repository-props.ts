import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { ClientSecret } from "../../credential/client-secret";
import type { IAcrRegistry } from "../../registry/registry";
import { RENAME_OPTIONS, type RenameOptions } from "../../terraform/renaming";
import { CLIENT_SECRET } from "../client-secrets";
import { REGISTRY, type WithLoginServer } from "../login-servers";

/** The charts that Argo CD gets, and where its secret is. */
export interface ArgoCdRepositoryProps extends RenameOptions {
  /** What Argo CD logs in by. */
  readonly clientSecret: ClientSecret;
  /** The registry that has the charts. */
  readonly registry: IAcrRegistry;
  /**
   * What stands before the name of a chart in its repository: `charts` for the chart `web` in `charts/web`.
   * @default - nothing: charts are at the top of the registry
   */
  readonly path?: string;
  /** The name of the secret: lower-case letters, digits, "-" and ".". Another one replaces it. */
  readonly name: string;
  /**
   * The namespace of Argo CD, which must be there.
   * @default "argocd"
   */
  readonly namespace?: string;
  /**
   * Whether all is sent without keeping a second copy of the client secret in the state (`data_wo`). The stack
   * requires Terraform 1.11 or OpenTofu 1.11 then. Where an apply breaks off
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

export const ARGO_CD_REPOSITORY: Shape<WithLoginServer<ArgoCdRepositoryProps>> = {
  clientSecret: CLIENT_SECRET,
  registry: REGISTRY,
  path: optional(text),
  name: text,
  namespace: optional(text),
  writeOnly: optional(flag),
  provider: optionalProvider("kubernetes"),
  ...RENAME_OPTIONS,
};
