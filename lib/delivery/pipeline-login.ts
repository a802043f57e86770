import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import { literal } from "../core/kinds";
import { nameOf } from "../core/place";
import { Problem } from "../core/problem";
import { optional, Reading, Shape } from "../core/props";
import type { ClientSecret } from "../credential/client-secret";
import { clientConfig } from "../principal/owners";
import type { IAcrServicePrincipal } from "../principal/principal";
import { azureadProviderOf, PrincipalBase } from "../principal/principal-base";
import type { IAcrRegistry } from "../registry/registry";
import { providerIn } from "../terraform/providers";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { OPTIONAL_CLIENT_SECRET } from "./client-secrets";
import { REGISTRY, type WithLoginServer } from "./login-servers";
import { registryCloudProblems } from "./registry-cloud";
import { identityOf, SERVICE_PRINCIPAL } from "./service-principals";

/** As whom a pipeline logs in, and to which registry. */
export interface PipelineLoginProps extends RenameOptions {
  /** As whom: by the clientSecret, or by a token of the pipeline's that a federated credential lets in. */
  readonly servicePrincipal: IAcrServicePrincipal;
  /**
   * A client secret of the service principal, of which the active slot is delivered.
   * @default - no secret is delivered, only the ids by which a pipeline logs in with its own token
   */
  readonly clientSecret?: ClientSecret;
  /** The registry. */
  readonly registry: IAcrRegistry;
  /**
   * What all names begin with, as in `ACR_CLIENT_ID`; what else is delivered to the place needs another one.
   * @default "ACR"
   */
  readonly prefix?: string;
}

export const PIPELINE_LOGIN: Shape<WithLoginServer<PipelineLoginProps>> = {
  servicePrincipal: SERVICE_PRINCIPAL,
  clientSecret: OPTIONAL_CLIENT_SECRET,
  registry: REGISTRY,
  prefix: optional(literal("write the text itself")),
  ...RENAME_OPTIONS,
};

/** What a platform keeps for its pipelines. */
export interface PipelineVariable {
  /** What its name ends with, and the id of its construct. */
  readonly id: "client_id" | "tenant_id" | "login_server" | "client_secret";
  readonly value: string;
}

/** What a pipeline needs to log in, and is no secret. */
export function pipelineVariables(
  delivery: Construct,
  { servicePrincipal, registry }: WithLoginServer<PipelineLoginProps>,
): PipelineVariable[] {
  const provider = providerIn(TerraformStack.of(delivery), azureadProviderOf(servicePrincipal));
  return [
    { id: "client_id", value: servicePrincipal.clientId },
    { id: "tenant_id", value: clientConfig(delivery, provider).tenantId },
    { id: "login_server", value: registry.loginServer },
  ];
}

/** The secret that a pipeline needs to log in: none where it has a token of its own. */
export function pipelineSecrets({
  clientSecret,
}: Pick<PipelineLoginProps, "clientSecret">): PipelineVariable[] {
  return clientSecret === undefined ? [] : [{ id: "client_secret", value: clientSecret.value }];
}

export const DEFAULT_PREFIX = "ACR";

/** The name of what is delivered, as environment variables are written. */
export function nameInCapitals(prefix: string | undefined, id: PipelineVariable["id"]): string {
  return `${prefix ?? DEFAULT_PREFIX}_${id.toUpperCase()}`;
}

/** The rules that what is delivered goes together. To be asked at synth. */
export function pipelineLoginProblems(
  reading: Reading<WithLoginServer<PipelineLoginProps>>,
  given: PipelineLoginProps,
): Problem[] {
  const { servicePrincipal, clientSecret } = reading.value;
  if (reading.isWrong("servicePrincipal")) {
    return [];
  }
  const owner = clientSecret?.node.scopes.find((scope) => scope instanceof PrincipalBase);
  const ofAnother =
    owner === undefined || owner === servicePrincipal
      ? []
      : [
          {
            key: "clientSecret",
            message: `is of ${nameOf(owner)}, and the servicePrincipal is ${nameOf(servicePrincipal)}; give one that this one has`,
          },
        ];
  return reading.isWrong("registry")
    ? ofAnother
    : [
        ...ofAnother,
        ...registryCloudProblems("registry", given.registry, identityOf(servicePrincipal)),
      ];
}
