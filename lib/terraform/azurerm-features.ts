import { Construct } from "constructs";
import { TerraformProvider, TerraformStack } from "cdktf";
import { oncePer } from "../core/once-per";
import { reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";

/**
 * Finds an azurerm provider without its features block when the stack is synthesized. azurerm
 * requires the block, cdktf types it as optional and says nothing; the plan would fail. (A missing
 * provider needs no rule of ours: cdktf reports resources without one.)
 */
export function requireAzurermFeatures(scope: Construct): void {
  const stack = TerraformStack.of(scope);
  oncePer(stack, requireAzurermFeatures, () => {
    reportAtSynth(stack, () =>
      stack
        .allProviders()
        .filter(({ terraformResourceType }) => terraformResourceType === "azurerm")
        .filter((provider) => !hasFeatures(provider))
        .map(({ node }) => ({
          key: "features",
          message: `the azurerm provider ${shown(node.path)} has no features block, which azurerm requires; write new AzurermProvider(this, ${shown(node.id)}, { features: [{}] })`,
        })),
    );
  });
}

function hasFeatures(provider: TerraformProvider): boolean {
  const { features } = rendered(provider);
  return features !== undefined && !(Array.isArray(features) && features.length === 0);
}

/** A setting in a block of the features, as in `key_vault`; undefined where the program does not say it. */
export function featureOf(
  provider: TerraformProvider | undefined,
  block: string,
  setting: string,
): unknown {
  const [features] = provider === undefined ? [] : blocks(rendered(provider).features);
  return blocks(features?.[block]).at(0)?.[setting];
}

type Block = Readonly<Record<string, unknown>>;

// Where Terraform has blocks, it takes a single one in place of a list, too.
function blocks(value: unknown): Block[] {
  return [value ?? []].flat() as Block[];
}

// A provider's overrides are no public part of cdktf, so this reads what will be rendered.
function rendered(provider: TerraformProvider): Block {
  return (provider.toTerraform() as { provider: { azurerm: [Block] } }).provider.azurerm[0];
}
