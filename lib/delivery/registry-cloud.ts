import { IConstruct } from "constructs";
import { TerraformProvider } from "cdktf";
import { Problem } from "../core/problem";
import type { IAcrRegistry } from "../registry/registry";
import { AcrScope } from "../registry/scope";
import { cloudOf, oneCloudProblems } from "../terraform/azure-cloud";

/** What logs in, and the azuread provider of its tenant; undefined is the stack's own. */
export interface Identity {
  readonly construct: IConstruct;
  readonly provider?: TerraformProvider;
  /** What messages call it. */
  readonly called: string;
}

/** The rule that what logs in to a registry is of the registry's cloud. To be asked at synth. */
export function registryCloudProblems(
  key: string,
  registry: IAcrRegistry,
  { construct, provider, called }: Identity,
): Problem[] {
  const ofRegistry = registry instanceof AcrScope ? registry.provider : undefined;
  return oneCloudProblems(
    {
      provider: `the azuread provider of the ${called}`,
      cloud: cloudOf(construct, "azuread", provider),
    },
    {
      provider: "the azurerm provider of the registry",
      cloud: cloudOf(registry, "azurerm", ofRegistry),
    },
  ).map(({ message }) => ({ key, message }));
}
