import { Construct } from "constructs";
import { GroupVariable } from "@cdktf/provider-gitlab/lib/group-variable";
import { ProjectVariable } from "@cdktf/provider-gitlab/lib/project-variable";
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
  PipelineVariable,
  pipelineVariables,
} from "../pipeline-login";
import { GITLAB_DELIVERY, type GitLabDeliveryProps } from "./gitlab-delivery-props";
import { gitLabDestination, gitLabProblems } from "./gitlab-delivery-rules";

/**
 * What the jobs of a project, or of all projects of a group, log in to a registry by: the variables
 * `ACR_CLIENT_ID`, `ACR_TENANT_ID` and `ACR_LOGIN_SERVER`, and, where they have no token of their own that a
 * federated credential lets in, `ACR_CLIENT_SECRET`, which GitLab masks in logs and hides in its pages.
 */
export class GitLabDelivery extends Construct {
  public constructor(scope: Construct, id: string, props: GitLabDeliveryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(GITLAB_DELIVERY, "props", props);
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...pipelineLoginProblems(reading, props),
        ...gitLabProblems(reading.value),
        ...destinationProblems(this, [gitLabDestination(reading.value)]),
      ]),
    );
    for (const variable of pipelineVariables(this, reading.value)) {
      this.addVariable(reading.value, variable, {});
    }
    for (const variable of pipelineSecrets(reading.value)) {
      this.addVariable(reading.value, variable, { masked: true, hidden: true });
    }
  }

  private addVariable(
    props: Omit<GitLabDeliveryProps, "registry">,
    { id, value }: PipelineVariable,
    secrecy: { masked?: boolean; hidden?: boolean },
  ): void {
    const { project, group = "", environmentScope, prefix, provider } = props;
    const config = {
      provider,
      key: nameInCapitals(prefix, id),
      value,
      environmentScope,
      protected: props.protected ?? true,
      // GitLab would put other variables in place of what begins with "$", and mask fewer characters.
      raw: true,
      ...secrecy,
    };
    if (project === undefined) {
      new GroupVariable(this, id, { ...config, group });
    } else {
      new ProjectVariable(this, id, { ...config, project });
    }
  }
}
