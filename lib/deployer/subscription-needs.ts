import { UUID } from "../core/values";
import { versionRange } from "../terraform/version-range";
import { Contents, Element, literal } from "./contents";
import { CONTRIBUTOR, READER } from "./known-rights";
import type { RoleNeed } from "./needed-roles";
import { RoleScope, scopeKey, scopeOfId, subscriptionOf } from "./role-scope";

/** What azurerm does with a subscription before it looks at any resource. */
export function registrationNeeds(contents: Contents): RoleNeed[] {
  const registersByDefault = isBeforeVersion5(contents);
  return [...contents.providers("azurerm")]
    .filter(
      ([, args]) =>
        (args.resource_provider_registrations ?? (registersByDefault ? "legacy" : "none")) !==
          "none" && args.skip_provider_registration !== true,
    )
    .map(([name]) => ({
      role: CONTRIBUTOR,
      scope: subscriptionOf(name, contents),
      because: `registration of resource providers by ${name}, which resourceProviderRegistrations: "none" of the provider makes unnecessary`,
    }));
}

/**
 * What azurerm may read of a subscription, whatever the program says. Seen with azurerm 4.55.0 and
 * 5.2.0; whether Azure refuses the second to somebody without a role there is not known.
 */
export function subscriptionReads(contents: Contents): RoleNeed[] {
  const elements = contents.elements.filter(({ type }) => /^(\w+\.)?azurerm_/.test(type));
  const listing = isBeforeVersion5(contents) ? elements : [];
  const assignments = elements.filter(({ type }) => type === "azurerm_role_assignment");
  return [
    ...scopes(listing.map(({ provider }) => subscriptionOf(provider, contents))).map((scope) => ({
      role: READER,
      scope,
      because:
        "azurerm 4 lists the resource providers of the subscription in every plan, unless ARM_PROVIDER_ENHANCED_VALIDATION=false is in its environment; azurerm 5 lists none, and refuses that variable",
    })),
    ...scopes(assignments.map((element) => rolesOf(element, contents))).map((scope) => ({
      role: READER,
      scope,
      because:
        "azurerm reads the definitions of their roles when it refreshes role assignments, which Azure may refuse to who has no role on the subscription",
    })),
  ];
}

// Azure has the ids of role definitions below a subscription.
function rolesOf({ provider, arguments: args }: Element, contents: Contents): RoleScope {
  const [subscription] = SUBSCRIPTION.exec(literal(args.role_definition_id) ?? "") ?? [];
  return subscription === undefined
    ? subscriptionOf(provider, contents)
    : scopeOfId(subscription, contents);
}

const SUBSCRIPTION = new RegExp(`^/subscriptions/${UUID}(?=/)`, "i");

function scopes(all: RoleScope[]): RoleScope[] {
  return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()];
}

// Of a range of versions, where it begins counts.
function isBeforeVersion5(contents: Contents): boolean {
  const [major] = versionRange(contents.versionOf("azurerm") ?? "")?.from ?? [4];
  return major < 5;
}
