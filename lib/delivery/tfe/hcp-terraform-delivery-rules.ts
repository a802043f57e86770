import { Token } from "cdktf";
import { Problem } from "../../core/problem";
import { shown } from "../../core/shown";
import { type Destination, onePlaceProblems } from "../destinations";
import { DEFAULT_PREFIX } from "../pipeline-login";
import type { HcpTerraformDeliveryProps } from "./hcp-terraform-delivery-props";

type Place = Pick<
  HcpTerraformDeliveryProps,
  "workspaceId" | "variableSetId" | "prefix" | "provider"
>;

/** The rules of HCP Terraform for ids and the names of variables. */
export function hcpTerraformProblems({ workspaceId, variableSetId, prefix }: Place): Problem[] {
  return [
    ...onePlaceProblems({ workspaceId, variableSetId }, "workspaceId", "variableSetId"),
    ...idProblems("workspaceId", workspaceId, "ws"),
    ...idProblems("variableSetId", variableSetId, "varset"),
    ...prefixProblems(prefix),
  ];
}

function idProblems(key: string, id: string | undefined, kind: string): Problem[] {
  return id === undefined || Token.isUnresolved(id) || new RegExp(`^${kind}-[A-Za-z0-9]+$`).test(id)
    ? []
    : [
        {
          key,
          message: `${shown(id)} is no such id; write it as in ${kind}-…, or give the id of the resource`,
        },
      ];
}

/** Source: Terraform's "Identifiers": names of variables are identifiers. */
function prefixProblems(prefix: string | undefined): Problem[] {
  return prefix === undefined || /^[A-Za-z_][\w-]{0,200}$/.test(prefix)
    ? []
    : [
        {
          key: "prefix",
          message: `${shown(prefix)} begins no name of a variable; use up to 200 letters, digits, "_" and "-", and a letter or "_" at the beginning`,
        },
      ];
}

/** Where all is that a delivery delivers. */
export function hcpTerraformDestination(place: Place): Destination {
  const { workspaceId, variableSetId, prefix = DEFAULT_PREFIX, provider } = place;
  const [kind, id = ""] =
    workspaceId === undefined ? ["variable set", variableSetId] : ["workspace", workspaceId];
  return {
    // The names of what is delivered are in small letters.
    parts: ["tfe", kind, id, prefix.toLowerCase()],
    differsByCase: true,
    reach: {
      type: "tfe",
      provider,
      named: (settings) => settings("hostname") ?? "app.terraform.io",
    },
    called: `${shown(prefix)} in the ${kind} ${shown(id)}`,
    key: "prefix",
  };
}
