import { optionalElement, standIn } from "../core/kinds";
import { Problem } from "../core/problem";
import { Kind, notOf, Reading } from "../core/props";
import { ClientSecret } from "../credential/client-secret";
import type { IAcrRegistry } from "../registry/registry";
import { type Identity, registryCloudProblems } from "./registry-cloud";

/** A client secret that is delivered; of what stands in for one, nothing is ever asked but what it holds. */
export const CLIENT_SECRET: Kind<ClientSecret> = {
  read: (key, given) =>
    given instanceof ClientSecret
      ? new Reading(given)
      : new Reading({ username: standIn(), value: standIn(), revision: 1 } as ClientSecret, [
          {
            key,
            message: notOf(
              given,
              "a client secret",
              'give what web.addClientSecret("docker") returns',
            ),
          },
        ]),
};

/** A client secret that may be left out; what is none is left out. */
export const OPTIONAL_CLIENT_SECRET = optionalElement(
  (value): value is ClientSecret => value instanceof ClientSecret,
  "a client secret",
);

/** Who logs in by a client secret: to be asked of what is one. */
export function identityOf(secret: ClientSecret): Identity {
  return { construct: secret, provider: secret.azureadProvider, called: "client secret" };
}

/** The rule that a client secret is of the cloud of the registry. To be asked at synth. */
export function registryProblems(
  reading: Reading<{ readonly clientSecret: ClientSecret }>,
  given: { readonly registry: IAcrRegistry },
): Problem[] {
  return reading.isWrong("clientSecret") || reading.isWrong("registry")
    ? []
    : registryCloudProblems("registry", given.registry, identityOf(reading.value.clientSecret));
}
