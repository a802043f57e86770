import { FederatedIdentity } from "../credential/federated-identity";
import type { FederatedCredentialEntry } from "./credential-schema";

/** Whose token an entry accepts. */
export function federatedIdentity(entry: FederatedCredentialEntry): FederatedIdentity {
  if ("github" in entry) {
    return FederatedIdentity.github(entry.github);
  }
  if ("gitlab" in entry) {
    return FederatedIdentity.gitlab(entry.gitlab);
  }
  if ("azureDevOps" in entry) {
    return FederatedIdentity.azureDevOps(entry.azureDevOps);
  }
  if ("kubernetes" in entry) {
    return FederatedIdentity.kubernetes(entry.kubernetes);
  }
  return "terraformCloud" in entry
    ? FederatedIdentity.terraformCloud(entry.terraformCloud)
    : FederatedIdentity.of(entry.of);
}
