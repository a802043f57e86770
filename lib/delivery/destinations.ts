import { Construct } from "constructs";
import { TerraformProvider, TerraformStack } from "cdktf";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { Problem } from "../core/problem";
import { exactMeaningOf, meaningOf } from "../terraform/meaning";
import { aliasOf, providerWithoutAlias } from "../terraform/providers";

/** Where a delivery puts something. */
export interface Destination {
  /** What tells it apart from others on its platform, the type of the resource first; tokens are welcome. */
  readonly parts: string[];
  /** Whether the platform tells upper from lower case. */
  readonly differsByCase: boolean;
  /** What the platform is reached by; undefined where the parts say all. */
  readonly reach?: Reach;
  /** What messages call it. */
  readonly called: string;
  /** The property that another destination has another value of. */
  readonly key: string;
}

/** A provider, and what of a platform it reaches. */
export interface Reach {
  /** As in "kubernetes". */
  readonly type: string;
  /** Undefined is the stack's own. */
  readonly provider?: TerraformProvider;
  /**
   * What it is, such as a cluster, by the settings of the provider; undefined where these leave that to the
   * environment of an apply, which may be another one for each stack.
   */
  readonly named: (settings: Settings) => string | undefined;
}

/** The arguments of a provider, as far as they are given. */
export type Settings = (argument: string) => string | undefined;

/**
 * The rule that two deliveries have two destinations: of one, each apply would undo the other. To be asked at
 * synth, of all deliveries of an app.
 */
export function destinationProblems(delivery: Construct, destinations: Destination[]): Problem[] {
  const takenBy = oncePer(
    delivery.node.root,
    destinationProblems,
    () => new Map<string, Construct>(),
  );
  return destinations.flatMap((destination) => {
    const { called, key } = destination;
    const places = placesOf(delivery, destination);
    const [other] = places
      .flatMap((place) => takenBy.get(place) ?? [])
      .filter((one) => one !== delivery);
    for (const place of places.filter((place) => !takenBy.has(place))) {
      takenBy.set(place, delivery);
    }
    return other === undefined
      ? []
      : [
          {
            key,
            message: `${called} is where ${nameOf(other)} delivers, too; give one of them another ${key}`,
          },
        ];
  });
}

/** A destination is one with another where one of these is: in its stack by the provider, in the app by what that reaches. */
function placesOf(delivery: Construct, { parts, differsByCase, reach }: Destination): string[] {
  const meaning = differsByCase ? exactMeaningOf : meaningOf;
  const there = parts.map((part) => meaning(part, delivery));
  if (reach === undefined) {
    return [JSON.stringify(there)];
  }
  const { type, provider, named } = reach;
  const stack = TerraformStack.of(delivery);
  const settings = (provider ?? providerWithoutAlias(stack, type) ?? {}) as Partial<
    Record<string, unknown>
  >;
  const name = named((argument) =>
    settings[argument] === undefined ? undefined : meaning(settings[argument], delivery),
  );
  return [[stack.node.path, aliasOf(provider)], ...(name === undefined ? [] : [[name]])].map(
    (reached) => JSON.stringify([reached, there]),
  );
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
