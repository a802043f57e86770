import { Construct } from "constructs";
import { ActionsEnvironmentSecret } from "@cdktf/provider-github/lib/actions-environment-secret";
import { ActionsEnvironmentVariable } from "@cdktf/provider-github/lib/actions-environment-variable";
import { ActionsSecret } from "@cdktf/provider-github/lib/actions-secret";
import { ActionsVariable } from "@cdktf/provider-github/lib/actions-variable";
import { literalId } from "../../core/construct-id";
import { requireOneCopy } from "../../core/one-copy";
import { reportAtSynth } from "../../core/problem";
import { readProps } from "../../core/props";
import { moveFrom } from "../../terraform/renaming";
import { requireSoundElements } from "../../terraform/stack-elements";
import { destinationProblems } from "../destinations";
import {
  nameInCapitals,
  pipelineLoginProblems,
  pipelineSecrets,
  pipelineVariables,
} from "../pipeline-login";
import { GITHUB_ACTIONS_DELIVERY, type GitHubActionsDeliveryProps } from "./actions-delivery-props";
import { gitHubActionsDestination, gitHubActionsProblems } from "./actions-delivery-rules";

/**
 * What the workflows of a repository, or the jobs of one environment of it, log in to a registry by: the
 * variables `ACR_CLIENT_ID`, `ACR_TENANT_ID` and `ACR_LOGIN_SERVER`, and, where they have no token of their own
 * that a federated credential lets in, the secret `ACR_CLIENT_SECRET`.
 */
export class GitHubActionsDelivery extends Construct {
  public constructor(scope: Construct, id: string, props: GitHubActionsDeliveryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(GITHUB_ACTIONS_DELIVERY, "props", props);
    const { repository, environment, prefix, provider } = reading.value;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...pipelineLoginProblems(reading, props),
        ...gitHubActionsProblems(reading.value),
        ...destinationProblems(this, [gitHubActionsDestination(reading.value)]),
      ]),
    );
    for (const { id, value } of pipelineVariables(this, reading.value)) {
      const config = { provider, repository, variableName: nameInCapitals(prefix, id), value };
      if (environment === undefined) {
        new ActionsVariable(this, id, config);
      } else {
        new ActionsEnvironmentVariable(this, id, { ...config, environment });
      }
    }
    for (const { id, value } of pipelineSecrets(reading.value)) {
      const config = {
        provider,
        repository,
        secretName: nameInCapitals(prefix, id),
        plaintextValue: value,
      };
      if (environment === undefined) {
        // destroy_on_drift stays as it is by default: with false, the provider deletes a secret that somebody
        // has changed before it writes it again, and from 6.11 on it warns of the argument.
        new ActionsSecret(this, id, config);
      } else {
        new ActionsEnvironmentSecret(this, id, { ...config, environment });
      }
    }
  }
}
