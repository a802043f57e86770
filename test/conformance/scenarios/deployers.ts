import { everything } from "../../plan/support/everything";
import type { Scenario } from "../run";

const OWNED_BY = "Application.ReadWrite.OwnedBy";
const FIRST = {
  objectId: "0ca11e00-0000-4000-8000-00000000000a",
  clientId: "0ca11e00-0000-4000-8000-00000000000b",
  permission: OWNED_BY,
} as const;
const SECOND = {
  objectId: "0ca11e00-0000-4000-8000-00000000000c",
  clientId: "0ca11e00-0000-4000-8000-00000000000d",
  permission: OWNED_BY,
} as const;

export const deployers: Scenario = {
  name: "two deployers, of which each may change only what it owns",
  async play(run) {
    await run.sandbox.setCaller(SECOND);
    await run.sandbox.setCaller(FIRST);
    await run.apply(everything());
    await run.sandbox.setCaller(SECOND);
    await run.plan(everything());
    await run.tryToApply(everything({ notes: "Of the shop" }));
    await run.sandbox.setCaller(FIRST);
    await run.tryToApply(everything({ owners: [SECOND.objectId] }));
    await run.destroy(everything());
  },
};
