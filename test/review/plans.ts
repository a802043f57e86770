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
    .replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "")
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

/** A plan in which the text stands wherever a plan has one. */
export function planWith(text: string): object {
  const known = { object_id: WEB, display_name: text };
  return planOf([
    { address: "azuread_service_principal.web", actions: ["no-op"], before: known, after: known },
    {
      address: "azurerm_role_assignment.web",
      actions: ["update"],
      before: assignment({ condition: conditionOf(`team-a/${text.replace(/\W/g, "")}`) }),
      after: assignment({ description: text, condition: `@Request[x] StringEquals '${text}'` }),
    },
    {
      address: `azurerm_role_assignment.other[${JSON.stringify(text)}]`,
      actions: ["create"],
      after: assignment({ role_definition_name: `${text}x`, principal_id: `${text}x` }),
    },
    {
      address: "azuread_application_federated_identity_credential.web",
      actions: ["create"],
      after: {
        application_id: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
        display_name: text,
        issuer: text,
        subject: text,
        audiences: [text],
      },
    },
  ]);
}

/** For what begins with the text, as Azure's portal writes it. */
export function conditionOf(text: string): string {
  const action = "Microsoft.ContainerRegistry/registries/repositories/content/read";
  return `((!(ActionMatches{'${action}'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase '${text}'))`;
}

/** Texts that mean something to Markdown, to HTML or to a terminal. */
export const ATTACKS = [
  "[a](https://example.com) ![b](https://example.com/b.png) <https://example.com>",
  "https://example.com www.example.com web@example.com @everyone contoso/shop#1 #1 GH-1 :x:",
  "<img src=x onerror=alert(1)> </details> <!-- --> <script>alert(1)</script> &lt;b&gt;",
  "` `` ``` | \\| \\\\| ~~a~~ **b** _c_ $`d`$ \\`",
  "a\n\n# NO CHANGE OF ACCESS\n\n```\n| x |\n- [ ] y",
  "\u001b[2J\u202e\u2066",
];
