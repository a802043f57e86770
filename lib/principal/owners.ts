import { Construct } from "constructs";
import { Fn, TerraformProvider, TerraformStack, Token } from "cdktf";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { Problem } from "../core/problem";
import { lowerCaseUuid, uuidProblems } from "../core/values";
import { warnOnce } from "../core/warning";
import { aliasOf } from "../terraform/providers";
import { RememberedValue } from "../terraform/remembered-value";
import type { AcrServicePrincipalProps } from "./service-principal-props";

type Owners = Pick<AcrServicePrincipalProps, "owners" | "deployerIsOwner">;

/** Source: Microsoft's "Microsoft Entra service limits". */
const MAX_OWNERS = 100;

/**
 * So many owners can be named by the request that makes an application; azuread adds the others by
 * further ones. Source: azuread 3.7.0 and Microsoft Graph's "Add owner".
 */
const MAX_AT_CREATION = 20;

/** The owners that are given, and the deployer if it is one; be they known or be they not. */
export function ownersOf({ owners = [] }: Owners, deployer: string[]): string[] {
  if (Token.isUnresolved(owners)) {
    return deployer.length === 0 ? owners : Token.asList(Fn.concat([owners, deployer]));
  }
  return [...owners.map(lowerCaseUuid), ...deployer];
}

/**
 * The object id of the identity that first applied what it owns. Entra makes whoever creates an
 * application its owner and azuread takes that back unless it is listed, which locks a deployer
 * with the permission Application.ReadWrite.OwnedBy out of what it just made. The id is remembered
 * in the state, so that a plan which someone else runs later does not change the owners.
 */
export function firstDeployer(owned: Construct, id: string, provider?: TerraformProvider): string {
  return new RememberedValue(owned, id, clientConfig(owned, provider).objectId).value;
}

/** What the deploying identity is, and in which tenant: one data source for each azuread provider of a stack. */
export function clientConfig(
  scope: Construct,
  provider?: TerraformProvider,
): DataAzureadClientConfig {
  const stack = TerraformStack.of(scope);
  const alias = aliasOf(provider);
  const id = alias === "" ? CLIENT_CONFIG : `${CLIENT_CONFIG}-${alias}`;
  const existing = stack.node.tryFindChild(id);
  return existing instanceof DataAzureadClientConfig
    ? existing
    : new DataAzureadClientConfig(stack, id, { provider });
}

const CLIENT_CONFIG = "acr-auth-deployer";

/** The rules for the owners of an application. */
export function ownersProblems(props: Owners): Problem[] {
  const { owners = [], deployerIsOwner = true } = props;
  if (Token.isUnresolved(owners)) {
    return [];
  }
  const count = countOf(props);
  const tooMany: Problem[] =
    count > MAX_OWNERS
      ? [
          {
            key: "owners",
            message: `${deployerIsOwner ? `${count - 1} and the deployer` : count} are more than the ${MAX_OWNERS} that Entra allows; name fewer`,
          },
        ]
      : [];
  return [
    ...tooMany,
    ...owners.flatMap((owner, index) =>
      uuidProblems(`owners[${index}]`, owner, "the object id of a user or service principal"),
    ),
  ];
}

/** Warns of owners for whom a deployer that owns what it makes has to ask somebody else. */
export function warnOfManyOwners(principal: Construct, props: Owners): void {
  const count = countOf(props);
  const deployer = props.deployerIsOwner === false ? "" : ", the deployer among them,";
  if (count > MAX_AT_CREATION && count <= MAX_OWNERS) {
    warnOnce(
      principal,
      "acr-auth:many-owners",
      `${count} owners${deployer} are more than the ${MAX_AT_CREATION} that Entra ` +
        "takes when an application is made. A deployer with Application.ReadWrite.OwnedBy can't " +
        `add the others and fails halfway: name ${MAX_AT_CREATION - 1} at first, and name the others ` +
        "when an administrator has added them, by the commands that the permissions report prints.",
    );
  }
}

/** How many there are as far as the program tells: each counts once, in whatever letters. */
function countOf({ owners = [], deployerIsOwner = true }: Owners): number {
  const given = Token.isUnresolved(owners) ? [] : owners.map(lowerCaseUuid);
  return new Set(given).size + (deployerIsOwner ? 1 : 0);
}
