import { Construct } from "constructs";
import { Variable } from "@cdktf/provider-tfe/lib/variable";
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
import { requireWriteOnlyArguments } from "../write-only";
import {
  HCP_TERRAFORM_DELIVERY,
  type HcpTerraformDeliveryProps,
} from "./hcp-terraform-delivery-props";
import { hcpTerraformDestination, hcpTerraformProblems } from "./hcp-terraform-delivery-rules";

/**
 * What the runs of a workspace of HCP Terraform or Terraform Enterprise log in to a registry by, as Terraform
 * variables: `acr_client_id`, `acr_tenant_id` and `acr_login_server`, and, where a run has no token of its own that
 * a federated credential lets in, `acr_client_secret`, which is sensitive.
 */
export class HcpTerraformDelivery extends Construct {
  public constructor(scope: Construct, id: string, props: HcpTerraformDeliveryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(HCP_TERRAFORM_DELIVERY, "props", props);
    const { workspaceId, variableSetId, prefix, writeOnly, provider } = reading.value;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...pipelineLoginProblems(reading, props),
        ...hcpTerraformProblems(reading.value),
        ...destinationProblems(this, [hcpTerraformDestination(reading.value)]),
      ]),
    );
    const place = { provider, workspaceId, variableSetId, category: "terraform" };
    const keyOf = (word: Parameters<typeof nameInCapitals>[1]): string =>
      nameInCapitals(prefix, word).toLowerCase();
    for (const variable of pipelineVariables(this, reading.value)) {
      const { value } = variable;
      new Variable(this, variable.id, { ...place, key: keyOf(variable.id), value });
    }
    for (const { id: word, value } of pipelineSecrets(reading.value)) {
      const secretly = writeOnly === true ? { valueWo: value } : { value };
      new Variable(this, word, { ...place, key: keyOf(word), sensitive: true, ...secretly });
    }
    if (writeOnly === true) {
      requireWriteOnlyArguments(this);
    }
  }
}
