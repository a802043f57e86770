import { Api, bodyOf } from "./api";

export const ALICE = "a11ce000-0000-4000-8000-000000000001";
export const BOB = "b0b00000-0000-4000-8000-000000000001";

/** Service principals that nobody owns. */
const servicePrincipals = [ALICE, BOB].map((objectId) => ({
  objectId,
  clientId: objectId.replace("4000", "4001"),
  displayName: objectId.slice(0, 5),
}));

export function reference(id: string, kind = "directoryObjects"): string {
  return `https://graph.microsoft.com/v1.0/${kind}/${id}`;
}

/** A directory with two service principals, and an application that the caller owns. */
export function withApplication(
  { seed, ...options }: ConstructorParameters<typeof Api>[0] = {},
  given: Record<string, string> = {},
) {
  const api = new Api({ ...options, seed: { servicePrincipals, ...seed } });
  const created = api.graph("POST /v1.0/applications", {
    displayName: "web",
    "owners@odata.bind": [reference(api.cloud.seed.caller.objectId)],
    ...given,
  });
  const { id = "", appId = "" } = bodyOf(created);
  return { api, created, id, appId, path: `/v1.0/applications/${id}` };
}
