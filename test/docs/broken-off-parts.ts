import { LEFTOVERS, type WayOut } from "../support/broken-off";
import { table, withPart } from "./page-parts";

const IN_SHORT: Record<WayOut, string> = {
  "nothing to do": "",
  "apply again": "apply again",
  untaint: "[untaint](#untaint) it, apply again",
  "adopt the application": "[adopt](#adopt) it by the ID of the error",
  "adopt the federated credential": "[adopt](#adopt) it by the id that az tells",
  "adopt the role assignment": "[adopt](#adopt) it by the ID of the error",
  "delete the other application": "[delete](#delete) the other one",
  "delete the client secret": "apply again, [delete](#delete) the one that is in no state",
  "delete the certificate": "apply again, [delete](#delete) the one that is in no state",
};

/** The page with its table as the test has it. */
export function withLeftovers(page: string): string {
  const rows = LEFTOVERS.filter(({ way }) => way !== "nothing to do").map(
    ({ what, says, again, state, azure, way }) => [
      what,
      says === undefined
        ? "nothing"
        : [`\`${says.replaceAll("`", "")}\``, again ?? []].flat().join(", "),
      state,
      azure,
      IN_SHORT[way],
    ],
  );
  const head = ["what", "what Terraform says", "in the state", "in Entra or Azure", "the way out"];
  return withPart(page, "leftovers", table(head, rows));
}
