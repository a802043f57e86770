import { Construct } from "constructs";
import { Annotations } from "cdktf";

const ACKNOWLEDGED = "acr-auth:acknowledge";

/**
 * Adds a warning, once for a construct, that `cdktf synth` prints, unless its id is listed in the cdktf context
 * `acr-auth:acknowledge` of the construct, its stack or cdktf.json.
 */
export function warnOnce(construct: Construct, id: string, message: string): void {
  const acknowledged: unknown = construct.node.tryGetContext(ACKNOWLEDGED);
  if (Array.isArray(acknowledged) && acknowledged.includes(id)) {
    return;
  }
  const text = `${message} [${id}: to acknowledge, add this id to the context "${ACKNOWLEDGED}"]`;
  if (!construct.node.metadata.some((entry) => entry.data === text)) {
    Annotations.of(construct).addWarning(text);
  }
}
