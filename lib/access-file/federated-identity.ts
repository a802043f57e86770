import { FederatedIdentity } from "../credential/federated-identity";
import type { FederatedCredentialEntry } from "./credential-schema";

/** Whose token an entry accepts; `audience` is the default of its cloud. */
export function federatedIdentity(
  entry: FederatedCredentialEntry,
  audience: string,
): FederatedIdentity {
  if ("github" in entry) {
    return FederatedIdentity.github({ audience, ...entry.github });
  }
  if ("gitlab" in entry) {
    return FederatedIdentity.gitlab({ audience, ...entry.gitlab });
  }
  if ("azureDevOps" in entry) {
    return FederatedIdentity.azureDevOps(entry.azureDevOps);
  }
  if ("kubernetes" in entry) {
    return FederatedIdentity.kubernetes({ audience, ...entry.kubernetes });
  }
  return "terraformCloud" in entry
    ? FederatedIdentity.terraformCloud({ audience, ...entry.terraformCloud })
    : FederatedIdentity.of({ audience, ...entry.of });
}
