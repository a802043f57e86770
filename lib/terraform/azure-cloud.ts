import { IConstruct } from "constructs";
import { TerraformProvider, Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { ProviderType, providerUsed, settingOf } from "./providers";

/** A cloud of Azure. Each has a Microsoft Entra of its own, which knows nothing of the others. */
export interface AzureCloud {
  /** What azurerm and azuread call it in `environment`; the first is what both do. */
  readonly environments: readonly string[];
  /** What every login server in it ends with. */
  readonly loginServerSuffix: string;
  /** The audience that its Entra advises for the tokens of other platforms. */
  readonly tokenAudience: string;
}

/**
 * Sources: azuread 3.7.0 and azurerm 4.55.0 (environments), Azure CLI's cloud.py (suffixes),
 * Microsoft's "Configure an application to trust a managed identity" (audiences).
 */
export const PUBLIC: AzureCloud = {
  environments: ["public", "global"],
  loginServerSuffix: ".azurecr.io",
  tokenAudience: "api://AzureADTokenExchange",
};
/** Azure for US Government; that of the Department of Defense is a part of it. */
export const US_GOVERNMENT: AzureCloud = {
  environments: ["usgovernment", "usgovernmentl4", "usgovernmentl5", "dod"],
  loginServerSuffix: ".azurecr.us",
  tokenAudience: "api://AzureADTokenExchangeUSGov",
};
/** Azure in China, operated by 21Vianet. */
export const CHINA: AzureCloud = {
  environments: ["china"],
  loginServerSuffix: ".azurecr.cn",
  tokenAudience: "api://AzureADTokenExchangeChina",
};

const CLOUDS = [PUBLIC, US_GOVERNMENT, CHINA];

/** The cloud that a provider calls so; undefined where it says nothing that the program knows. */
export function cloudNamed(environment: unknown): AzureCloud | undefined {
  return CLOUDS.find(({ environments }) =>
    environments.includes(String(environment).toLowerCase()),
  );
}

/**
 * The cloud of a provider, by default the stack's one of that type without an alias. Undefined where
 * ARM_ENVIRONMENT decides, when Terraform runs. To be asked at synth: the provider may come late.
 */
export function cloudOf(
  scope: IConstruct,
  type: ProviderType,
  provider?: TerraformProvider,
): AzureCloud | undefined {
  return cloudNamed(settingOf(providerUsed(scope, type, provider), "environment"));
}

/** A provider, in words, and its cloud where the program knows it. */
interface NamedCloud {
  readonly provider: string;
  readonly cloud: AzureCloud | undefined;
}

/** The rule that nothing reaches from one cloud into another. */
export function oneCloudProblems(one: NamedCloud, other: NamedCloud): Problem[] {
  return one.cloud === undefined || other.cloud === undefined || one.cloud === other.cloud
    ? []
    : [
        {
          key: "environment",
          message: `${one.provider} is in the cloud ${one.cloud.environments[0]} and ${other.provider} in ${other.cloud.environments[0]}; nothing reaches from one cloud into another, write the same environment for both`,
        },
      ];
}

/** A login server is that of a registry in the cloud; undefined and tokens pass. */
export function loginServerCloudProblems(
  loginServer: string | undefined,
  cloud: AzureCloud | undefined,
): Problem[] {
  if (loginServer === undefined || cloud === undefined || Token.isUnresolved(loginServer)) {
    return [];
  }
  const own = CLOUDS.find(({ loginServerSuffix }) => loginServer.endsWith(loginServerSuffix));
  return own === undefined || own === cloud
    ? []
    : [
        {
          key: "loginServer",
          message: `${shown(loginServer)} is not in the cloud of the azurerm provider, whose environment is ${cloud.environments[0]}: login servers end with ${cloud.loginServerSuffix} there; correct one of the two`,
        },
      ];
}
