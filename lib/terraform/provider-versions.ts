import { TerraformStack } from "cdktf";
import { literal } from "../core/kinds";
import { oncePer } from "../core/once-per";
import { inCall, Problem, reportAtSynth } from "../core/problem";
import { optional, readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { PROVIDER_TYPES, ProviderType } from "./providers";
import { isWithin, VersionRange, versionRange } from "./version-range";

/** Versions of the providers, as Terraform constrains them: `5.2.0`, `~> 4.81`, `>= 5.2.0, < 6.0.0`. */
export interface ProviderVersionConstraints {
  /**
   * Of azuread, 3.
   * @default - what the provider package pins
   */
  readonly azuread?: string;
  /**
   * Of azurerm, 4 or 5.
   * @default - what the provider package pins
   */
  readonly azurerm?: string;
}

const plain = literal("write the versions themselves, as in 5.2.0");

const VERSIONS: Shape<ProviderVersionConstraints> = {
  azuread: optional(plain),
  azurerm: optional(plain),
};

const NEWEST = { azuread: "3.9.0", azurerm: "5.2.0" };

/** The versions of azuread and azurerm that a stack asks Terraform for. */
export class ProviderVersions {
  /** The newest that this library has been tested with; access files ask for them. */
  public static readonly NEWEST_TESTED: ProviderVersionConstraints = NEWEST;

  /** Asks for these in place of what the provider packages pin. Of two calls, the later one holds. */
  public static use(stack: TerraformStack, versions: ProviderVersionConstraints): void {
    if (!TerraformStack.isStack(stack)) {
      throw new Error(
        `ProviderVersions.use: ${shown(stack)} is not a stack; give a TerraformStack.`,
      );
    }
    const reading = readProps(VERSIONS, "versions", versions);
    const rules = PROVIDER_TYPES.flatMap((type) => {
      const constraint = reading.value[type];
      if (constraint === undefined || reading.isWrong(type)) {
        return [];
      }
      askFor(stack, type, constraint);
      return [
        () => [...versionProblems(type, constraint), ...missingProviderProblems(stack, type)],
      ];
    });
    reportAtSynth(stack, () =>
      inCall("ProviderVersions.use", [...reading.problems, ...rules.flatMap((rule) => rule())]),
    );
  }
}

/** The rule for the versions of a provider. */
export function versionProblems(type: ProviderType, constraint: string): Problem[] {
  const { versions, range, example } = SUPPORTED[type];
  const given = versionRange(constraint);
  if (given !== undefined && isWithin(given, range)) {
    return [];
  }
  const rule =
    given === undefined
      ? "is not a version constraint of Terraform's"
      : `is not within ${versions}, the versions of ${type} that this library supports`;
  const fix = `write ${NEWEST[type]}, or a range as in ${example}`;
  return [{ key: type, message: `${shown(constraint)} ${rule}; ${fix}` }];
}

const SUPPORTED: Record<ProviderType, { versions: string; range: VersionRange; example: string }> =
  {
    azuread: { versions: "3", range: { from: [3, 0, 0], below: [4, 0, 0] }, example: "~> 3.9" },
    azurerm: {
      versions: "4 and 5",
      range: { from: [4, 0, 0], below: [6, 0, 0] },
      example: "~> 5.2",
    },
  };

// Terraform would install a provider that nothing uses.
function missingProviderProblems(stack: TerraformStack, type: ProviderType): Problem[] {
  const providers = stack.allProviders().map(({ terraformResourceType }) => terraformResourceType);
  return providers.includes(type)
    ? []
    : [{ key: type, message: `the stack has no provider of ${type}; leave its version out` }];
}

/** Asks for versions of a provider, in place of those that were asked for before. */
export function askFor(stack: TerraformStack, type: ProviderType, constraint: string): void {
  asked(stack).set(type, constraint);
  stack.addOverride(`terraform.required_providers.${type}.version`, constraint);
}

/** The versions of a provider that were asked for last; undefined for what the provider package pins. */
export function askedFor(stack: TerraformStack, type: ProviderType): string | undefined {
  return asked(stack).get(type);
}

function asked(stack: TerraformStack): Map<ProviderType, string> {
  return oncePer(stack, askFor, () => new Map<ProviderType, string>());
}
