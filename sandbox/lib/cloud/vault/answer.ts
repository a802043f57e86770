import { NotModelled } from "../../not-modelled";
import type { ApiRequest, ApiResponse } from "../api";
import { AzureError } from "../azure-error";
import type { Inventory } from "../inventory";
import type { KeyVault } from "../key-vaults";
import type { Refusals } from "../refusals";
import type { Requests } from "../requests";
import { findRoute } from "../routes";
import { VAULT, type VaultHandler } from ".";

export function answerVault(
  cloud: Inventory,
  requests: Requests,
  { method, path, host = "", query = {}, body, tenantId }: ApiRequest,
): ApiResponse {
  const { name, handler, parameters } = findRoute<keyof typeof VAULT, VaultHandler>(
    VAULT,
    method,
    path,
  );
  const [vaultName = ""] = host.split(".");
  const vault = cloud.keyVaults.all().find((one) => one.name.toLowerCase() === vaultName);
  if (vault === undefined) {
    throw new NotModelled(`a request to ${host}, which is no key vault`);
  }
  if (query["api-version"] !== "7.4") {
    throw new NotModelled(`the api-version ${query["api-version"]} of ${name}`);
  }
  const { environment } = cloud;
  const denied = accessDenied(cloud, tenantId, vault);
  if (environment.rolesOn !== "subscription") {
    throw denied;
  }
  const call = { vault, environment, body };
  return requests.answer(name, () => handler(call, ...parameters), { ...REFUSALS, 403: denied });
}

function accessDenied(cloud: Inventory, tenantId: string, vault: KeyVault): AzureError {
  const { clientId, objectId } = cloud.directory(tenantId).caller;
  return new AzureError(
    403,
    "Forbidden",
    `Caller is not authorized to perform action on resource.\nCaller: appid=${clientId};oid=${objectId};iss=https://sts.windows.net/${tenantId}/\nVault: ${vault.name};location=${vault.location}`,
  );
}

const REFUSALS: Omit<Refusals, "403"> = {
  429: new AzureError(
    429,
    "Throttled",
    "Request was not processed because too many requests were received.",
  ),
  500: new AzureError(
    500,
    "InternalServerError",
    "An error occurred while processing the request.",
  ),
};
