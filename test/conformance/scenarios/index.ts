import type { Scenario } from "../run";
import { importing, moving } from "./adoption";
import { dataSources, handWritten } from "./arguments";
import { capitals } from "./capitals";
import { credentials } from "./credentials";
import { deployers } from "./deployers";
import { existing } from "./existing";
import { throttled, unread } from "./failures";
import { migration } from "./grants";
import { directoryLag, replicationLag } from "./lag";
import { ownRegistry } from "./own-registry";
import { refusals } from "./refusals";
import { tenants } from "./tenants";

export { BROKEN_OFF } from "./failures";

export const SCENARIOS: readonly Scenario[] = [
  credentials,
  existing,
  migration,
  ownRegistry,
  importing,
  moving,
  tenants,
  deployers,
  handWritten,
  dataSources,
  refusals,
  capitals,
  directoryLag,
  replicationLag,
  throttled,
  unread,
];
