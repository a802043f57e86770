/** Microsoft Graph: every request that is answered, by its name. */
import { AzureError } from "../azure-error";
import type { Refusals } from "../requests";
import { applications } from "./applications";

export const GRAPH = { ...applications };

export const GRAPH_REFUSALS: Refusals = {
  403: new AzureError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  ),
  429: new AzureError(429, "TooManyRequests", "Too many requests. Please try again later."),
  500: new AzureError(500, "Service_InternalServerError", "Encountered an internal error."),
};
