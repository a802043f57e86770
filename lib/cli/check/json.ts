import { printed } from "../../core/printed-json";
import type { Report } from "./report";

export function asJson(report: Report): string {
  return printed(report);
}
