import { z } from "zod";
import { Access } from "../role/access";
import { oneOfForms } from "../yaml/forms";
import { text } from "../yaml/schema-parts";

const access = z.enum(Access);

const grantOfAnyForm = z.strictObject({
  registry: text("The key of a registry under registries."),
  access: z
    .union([access, z.array(access).min(1)])
    .describe(`One of ${access.options.join(", ")}, or a list of them.`)
    .optional(),
  role: text(
    "In place of access: the name of a role that Azure has for registries, or the resource id of a role definition of your own.",
  ).optional(),
  repositories: z
    .array(text("A name, or a path and all below it."))
    .min(1)
    .describe(
      'The repositories that the grant is for: names, or paths and all below them, as in "team-a/*". Needs a registry in abac or migrating mode. Without it: all of the registry.',
    )
    .optional(),
  adopt: text(
    "The role assignment to take over instead of making it: its id, or the name in it alone, with or without dashes, or its Terraform address in this file's state. For a grant of one role.",
  ).optional(),
});

const byAccess = grantOfAnyForm.omit({ role: true }).required({ access: true });
const byRole = grantOfAnyForm.omit({ access: true }).required({ role: true });

/** A grant. */
export const grant = oneOfForms([byAccess, byRole], {
  byKey: { access: byAccess, role: byRole },
  none: "has neither access nor role; give access, as in access: pull",
  beside: () => "has no meaning beside access, which picks the role; leave it out",
});

/** The keys of both forms of a grant. */
export type GrantKeys = z.output<typeof grantOfAnyForm>;

/** The grants of a principal. */
export const grants = z
  .array(grant.meta({ id: "grant" }))
  .min(1)
  .describe("What the principal may do on which registry.")
  .optional();
