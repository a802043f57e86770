import { ROLE_ASSIGNMENTS_CONTEXT } from "../../grant/reported-role-assignments";
import type { IAcrPrincipal } from "../../principal/principal";
import type { IAcrScope } from "../../registry/scope";
import { Credentials } from "./credentials";
import { Deliveries } from "./deliveries";
import type { Entries } from "./entries";
import { Grants } from "./grants";
import { Principals } from "./principals";
import { addBackend, Providers } from "./providers";
import { Registries } from "./registries";

/** What an access file has, by its keys. */
export interface Built {
  readonly registries: ReadonlyMap<string, IAcrScope>;
  readonly principals: ReadonlyMap<string, IAcrPrincipal>;
}

/**
 * Makes the constructs of an access file, each with its place in the file, where it will be told what is
 * wrong with it. Of what has mistakes, as much is made as can be: the constructs take anything, and what they
 * say of values that have been refused already is not told.
 */
export function build(entries: Entries): Built {
  const roleAssignments = entries.sound("roleAssignments");
  if (roleAssignments !== undefined) {
    entries.stack.node.setContext(ROLE_ASSIGNMENTS_CONTEXT, roleAssignments);
  }
  const providers = new Providers(entries);
  addBackend(entries);
  const registries = new Registries(entries, providers).all;
  const grants = new Grants(entries, registries);
  const credentials = new Credentials(entries, new Deliveries(entries, providers, grants));
  const principals = new Principals(entries, providers, credentials, grants).all;
  return { registries, principals };
}
