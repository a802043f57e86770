import { drawingOf } from "../../lib/review/report/html/drawing";
import { graphOf } from "../../lib/review/report/html/graph";
import { STYLE } from "../../lib/review/report/html/style";
import {
  assignment,
  conditionOf,
  type PlannedChange,
  planOf,
  reviewOf,
  SHOP,
} from "../review/plans";

const READER = { role_definition_name: "Container Registry Repository Reader" };
const WRITER = { role_definition_name: "Container Registry Repository Writer" };

/** A plan in which there is something of each kind. */
const PLAN = planOf([
  registry("contosoShop"),
  ...(["build", "deploy", "web", "audit"] as const).map(principal),
  change("build", { ...READER, condition: conditionOf("team-a/") }, undefined),
  change("build", undefined, WRITER),
  change(
    "deploy",
    { ...READER, condition: conditionOf("team-a/") },
    { ...READER, condition: conditionOf("team-b/") },
  ),
  change("web", READER, undefined),
  change("audit", READER, READER),
]);

function registry(name: string): PlannedChange {
  const values = { id: SHOP, name, role_assignment_mode: "AbacRepositoryPermissions" };
  return {
    address: "azurerm_container_registry.shop",
    actions: ["no-op"],
    before: values,
    after: values,
  };
}

function principal(name: string): PlannedChange {
  const values = { object_id: name, display_name: `contoso-${name}` };
  return {
    address: `azuread_service_principal.${name}`,
    actions: ["no-op"],
    before: values,
    after: values,
  };
}

function change(who: string, before?: object, after?: object): PlannedChange {
  const actions = before === undefined ? "create" : after === undefined ? "delete" : "update";
  const values = (side: object | undefined): object | undefined =>
    side && assignment({ principal_id: who, ...side });
  return {
    address: `azurerm_role_assignment.${who}_${actions}`,
    actions: [before === after ? "no-op" : actions],
    before: values(before),
    after: values(after),
  };
}

/** The graph of the page that `--format html` makes, by the code that draws it there. */
export function reviewDrawing(): string {
  const { text } = drawingOf(graphOf(reviewOf(PLAN).accesses), "0");
  return `${text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace(">", `><style>${STYLE}</style>`)}\n`;
}
