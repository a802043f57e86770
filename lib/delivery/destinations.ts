import { Construct } from "constructs";
import { TerraformProvider, TerraformStack } from "cdktf";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { Problem } from "../core/problem";
import { meaningOf } from "../terraform/meaning";
import { aliasOf } from "../terraform/providers";

/** Where a delivery puts something. */
export interface Destination {
  /** What tells it apart from others in the reach of a provider, the type of the resource first; tokens are welcome. */
  readonly parts: string[];
  /** The provider that reaches it; undefined is the stack's own. */
  readonly provider?: TerraformProvider;
  /** What messages call it. */
  readonly called: string;
  /** The property that another destination has another value of. */
  readonly key: string;
}

/**
 * The rule that two deliveries have two destinations: of one, each apply would undo the other. To be asked at
 * synth, of all deliveries of a stack.
 */
export function destinationProblems(delivery: Construct, destinations: Destination[]): Problem[] {
  const takenBy = oncePer(
    TerraformStack.of(delivery),
    destinationProblems,
    () => new Map<string, Construct>(),
  );
  return destinations.flatMap(({ parts, provider, called, key }) => {
    const place = JSON.stringify([
      aliasOf(provider),
      ...parts.map((part) => meaningOf(part, delivery)),
    ]);
    const other = takenBy.get(place) ?? delivery;
    takenBy.set(place, other);
    return other === delivery
      ? []
      : [
          {
            key,
            message: `${called} is where ${nameOf(other)} delivers, too; give one of them another ${key}`,
          },
        ];
  });
}

/** The rule that exactly one of two properties names the place. */
export function onePlaceProblems<K extends string>(
  places: Partial<Record<K, string>>,
  one: K,
  other: K,
): Problem[] {
  const areThere = [one, other].map((key) => places[key] !== undefined);
  if (!areThere.includes(true)) {
    return [{ key: one, message: `is missing, and ${other}, too; give one of the two` }];
  }
  return areThere.includes(false)
    ? []
    : [{ key: other, message: `goes not with ${one}; give one of the two` }];
}
