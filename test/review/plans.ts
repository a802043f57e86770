import { asJson, asText, PlanReader, type Review, review } from "../../lib/review";
import type { AccessPolicy } from "../../lib/review/policy";

// What `terraform show -json` prints of a plan, as far as a review looks at it.

export const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a";
export const SHOP = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
export const WEB = "6f3f7e4e-0000-4000-8000-000000000002";

export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: object;
  readonly after?: object;
  readonly unknown?: object;
  readonly sensitive?: object;
}

/** A role assignment before or after an apply. */
export function assignment(more: object = {}): object {
  return {
    scope: SHOP,
    principal_id: WEB,
    role_definition_name: "Container Registry Repository Reader",
    role_definition_id: "",
    condition: "",
    description: "",
    ...more,
  };
}

export function planOf(changes: readonly PlannedChange[], more: object = {}): object {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes.map(changeOf),
    ...more,
  };
}

export function changeOf({
  address,
  actions,
  before,
  after,
  unknown,
  sensitive,
}: PlannedChange): object {
  const [name = "", type = "", data] = address
    .replaceAll(/\[[^\]]*\]/g, "")
    .split(".")
    .reverse();
  return {
    address,
    mode: data === "data" ? "data" : "managed",
    type,
    name,
    change: {
      actions,
      before: before ?? null,
      after: after ?? null,
      after_unknown: unknown ?? {},
      before_sensitive: sensitive ?? {},
      after_sensitive: sensitive ?? {},
    },
  };
}

export function reviewOf(plan: object, policy?: AccessPolicy, now?: Date): Review {
  const reader = new PlanReader();
  reader.write(Buffer.from(JSON.stringify(plan)));
  return review(reader.end(), policy, now);
}

export function textOf(plan: object, policy?: AccessPolicy, now?: Date): string {
  return asText([{ file: "plan.json", review: reviewOf(plan, policy, now) }]);
}

export function jsonOf(plan: object): string {
  return asJson([{ file: "plan.json", review: reviewOf(plan) }]);
}

/** The first line. */
export function verdictOf(plan: object): string {
  return textOf(plan).split("\n")[0] ?? "";
}
