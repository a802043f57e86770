import { blocks } from "../provider/arguments";
import type { Session } from "../provider/session";

/** Whether the `features` of the provider's block switch something off that is on by default: internal/features. */
export function isOn({ config }: Session, service: string, feature: string): boolean {
  const [features] = blocks(config, "features");
  const [flags] = features === undefined ? [] : blocks(features, service);
  return flags?.[feature] !== false;
}
