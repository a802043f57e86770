import { Construct } from "constructs";
import { Annotations } from "cdktf";
import { oncePer } from "./once-per";
import { Place, placeNowOf, placeOfConstruct } from "./place";

const ACKNOWLEDGED = "acr-auth:acknowledge";

/** Something that a user should know and may acknowledge. */
export interface Warning {
  readonly construct: Construct;
  readonly id: string;
  readonly message: string;
  /** Where the user wrote what it is about, if that is not the program. */
  readonly place?: Place;
}

/**
 * Adds a warning, once for a construct, that `cdktf synth` prints, unless its id is listed in the cdktf context
 * `acr-auth:acknowledge` of the construct, its stack or cdktf.json.
 */
export function warnOnce(construct: Construct, id: string, message: string): void {
  const acknowledged: unknown = construct.node.tryGetContext(ACKNOWLEDGED);
  if (Array.isArray(acknowledged) && acknowledged.includes(id)) {
    return;
  }
  const place = placeNowOf(construct) ?? placeOfConstruct(construct);
  const about = place === undefined ? "" : `${place.position} ${place.name}: `;
  const text = `${about}${message} [${id}: to acknowledge, add this id to the context "${ACKNOWLEDGED}"]`;
  if (!construct.node.metadata.some((entry) => entry.data === text)) {
    Annotations.of(construct).addWarning(text);
    warningsOf(construct.node.root).push({ construct, id, message, place });
  }
}

/** The warnings of all constructs of an app so far. */
export function warningsOf(root: object): Warning[] {
  return oncePer(root, warnOnce, () => []);
}
