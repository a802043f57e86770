import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import { RememberedValue } from "../terraform/remembered-value";
import { periodsInWords } from "./periods";
import { ClientSecretProps, rotationDays } from "./rotation";

/**
 * Remembers the schedule that the slots of a secret were made by, and fails a plan by another one:
 * that would replace both slots at once. Counting up `generation` means to replace both, so the new
 * schedule is remembered then. It is remembered after the slots were made, because a schedule that
 * Entra refused may still change.
 */
export function rememberSchedule(
  secret: Construct,
  props: ClientSecretProps,
  slots: ITerraformDependable[],
): void {
  const { generation = 0 } = props;
  const schedule = inWords(props);
  new RememberedValue(secret, "schedule", schedule, {
    dependsOn: slots,
    forgetWhenChanged: generation,
    postcondition: {
      condition: `\${self.input == "${schedule}"}`,
      errorMessage:
        `[${secret.node.path}] The slots of this client secret were made with ` +
        `\${self.input}; with ${schedule} this apply would replace both at once, and consumers would ` +
        "fail until they have the new value. Put the old schedule back, and add a second client " +
        "secret with the new one until all consumers have moved to it; or, to replace both slots " +
        `now, count generation up to ${generation + 1}.`,
    },
  });
}

function inWords(props: ClientSecretProps): string {
  return props.expiresOn === undefined
    ? periodsInWords({ days: rotationDays(props), anchor: props.anchor })
    : "expiresOn";
}
