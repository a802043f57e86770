/** Microsoft Graph: every request that is answered, by its name. */
import { AzureError } from "../azure-error";
import type { Refusals } from "../refusals";
import { applications } from "./applications";
import { deletedItems } from "./deleted-items";
import { directoryObjects } from "./directory-objects";
import { federatedCredentials } from "./federated-credentials";
import { passwords } from "./passwords";
import { servicePrincipals } from "./service-principals";

export const GRAPH = {
  ...applications,
  ...passwords,
  ...federatedCredentials,
  ...servicePrincipals,
  ...directoryObjects,
  ...deletedItems,
};

export const GRAPH_REFUSALS: Refusals = {
  403: new AzureError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  ),
  429: new AzureError(429, "TooManyRequests", "Too many requests. Please try again later."),
  500: new AzureError(500, "Service_InternalServerError", "Encountered an internal error."),
};
