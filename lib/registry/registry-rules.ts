import { Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { unicodePattern } from "../core/unicode-pattern";
import { uuidProblems } from "../core/values";

/** Azure's rule for the name of a registry. */
export function registryNameProblems(name: string): Problem[] {
  return Token.isUnresolved(name) || /^[a-zA-Z0-9]{5,50}$/.test(name)
    ? []
    : [
        {
          key: "registryName",
          message: `${shown(name)} is not the name of a registry: 5 to 50 letters and digits, without the login server's suffix`,
        },
      ];
}

/**
 * Azure's rule for the name of a resource group.
 * Source: Microsoft's "Naming rules and restrictions for Azure resources".
 */
export function resourceGroupNameProblems(name: string): Problem[] {
  return Token.isUnresolved(name) || RESOURCE_GROUP_NAME().test(name)
    ? []
    : [
        {
          key: "resourceGroupName",
          message: `${shown(name)} is not the name of a resource group: 1 to 90 letters, digits, "_", "-", "(", ")" or ".", and no "." at the end`,
        },
      ];
}

const RESOURCE_GROUP_NAME = unicodePattern(
  String.raw`^[\p{L}\p{Nd}_().-]{0,89}[\p{L}\p{Nd}_()-]$`,
  "u",
);

/** Docker compares the login server letter by letter with the key of its credentials. */
export function loginServerProblems(loginServer: string | undefined): Problem[] {
  return loginServer === undefined ||
    Token.isUnresolved(loginServer) ||
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(loginServer)
    ? []
    : [
        {
          key: "loginServer",
          message: `${shown(loginServer)} is not a login server; write the host alone in lower case, as in contososhop.azurecr.io`,
        },
      ];
}

/**
 * The rules for the subscription of a registry that is looked up, which azurerm does in that of its
 * provider; undefined passes.
 *
 * @param ofProvider undefined where the program does not say it
 */
export function lookUpProblems(
  subscriptionId: string | undefined,
  ofProvider: string | undefined,
): Problem[] {
  const problems = uuidProblems(
    SUBSCRIPTION,
    subscriptionId,
    "the id, as az account show prints it",
  );
  if (subscriptionId === undefined || problems.length > 0 || subscriptionId === ofProvider) {
    return problems;
  }
  const used = ofProvider === undefined ? "says none literally" : `is for ${shown(ofProvider)}`;
  return [
    {
      key: SUBSCRIPTION,
      message: `${shown(subscriptionId)} is not where Terraform looks the registry up: its azurerm provider ${used}; give it a provider with this very subscriptionId`,
    },
  ];
}

const SUBSCRIPTION = "subscriptionId";
