import {
  isOverdue,
  type Status,
  statusAsJson,
  statusAsText,
  statusOf,
  type ToldState,
} from "../../review";
import { output } from "../output";
import { shownIn } from "../shown-json";
import type { StatusOptions } from "./command";

export const FORMATS = { text: statusAsText, json: statusAsJson };

/** Prints what the states hold, and ends with 2 where that is something to fail on. */
export async function runStatus(given: string, options: StatusOptions): Promise<void> {
  const states: ToldState[] = [];
  for (const { file, read } of shownIn(given, "state")) {
    states.push({ file, status: statusOf(await read()) });
  }
  output(FORMATS[options.format](states), options.output);
  process.exitCode = states.some(({ status }) => isToFailOn(status, options)) ? 2 : 0;
}

function isToFailOn({ credentials }: Status, { failOn }: StatusOptions): boolean {
  switch (failOn) {
    case "overdue":
      return credentials.some(isOverdue);
    case "soon":
      return credentials.some((one) => isOverdue(one) || one.condition === "soon");
    case "nothing":
      return false;
  }
}
