import { z } from "zod";
import { federatedCredentialNameProblems } from "../credential/federated-credential";
import { gitHubProblems, tokenProblems } from "../credential/federated-identity";
import { rotationProblems } from "../credential/rotation-rules";
import { Problem } from "../rules/problem";
import { Place } from "./place";
import { clientSecret, gitHubWorkflow, tokenIdentity } from "./schema";

/** Refuses client secrets that break a rule; `now` is the time of the synth in milliseconds. */
export function checkClientSecrets(secrets: Place, now: number): void {
  for (const secret of secrets.maps()) {
    const props = secret.read(clientSecret);
    if (props !== undefined) {
      secret.refuseKeys(rotationProblems(props, now));
    }
  }
}

/** Refuses federated credentials that break a rule. */
export function checkFederatedCredentials(credentials: Place): void {
  for (const credential of credentials.maps()) {
    for (const { message } of federatedCredentialNameProblems(credential.key)) {
      credential.refuse(message);
    }
    if (credential.has("github") === credential.has("of")) {
      credential.refuse(
        "needs exactly one of github, for a workflow there, and of, for the token of any other issuer",
      );
    }
    checkWhole(credential.at("github"), gitHubWorkflow, gitHubProblems);
    checkWhole(credential.at("of"), tokenIdentity, tokenProblems);
  }
}

// The keys depend on each other: without one that is of a wrong type the others would be blamed.
function checkWhole<T>(place: Place, schema: z.ZodType<T>, rule: (value: T) => Problem[]): void {
  const { data } = schema.safeParse(place.value);
  if (data !== undefined) {
    place.refuseKeys(rule(data));
  }
}
