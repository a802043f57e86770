import type { Contents } from "./contents";
import { CONTRIBUTOR } from "./known-rights";
import type { RoleNeed } from "./needed-roles";
import { subscriptionOf } from "./role-scope";

/** What azurerm does with a subscription before it looks at any resource. */
export function resourceProviderNeeds(contents: Contents): RoleNeed[] {
  return [...contents.providers("azurerm")]
    .filter(
      ([, args]) =>
        args.resource_provider_registrations !== "none" && args.skip_provider_registration !== true,
    )
    .map(([name]) => ({
      role: CONTRIBUTOR,
      scope: subscriptionOf(name, contents),
      because: `registration of resource providers by ${name}, which resourceProviderRegistrations: "none" of the provider makes unnecessary`,
    }));
}
