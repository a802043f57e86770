import { everything } from "../../plan/support/everything";
import type { Scenario } from "../run";

export const directoryLag: Scenario = {
  name: "a directory that knows what is new from the third request on",
  options: { directoryLag: 2 },
  async play(run) {
    await run.tryToApply(everything());
    await run.tryToApply(everything());
  },
};

export const replicationLag: Scenario = {
  name: "an Azure Resource Manager that knows a principal from the fourth request on",
  options: { replicationLag: 3 },
  async play(run) {
    await run.apply(everything());
  },
};
