import { type Parties, type Seen, seen } from "../parties";
import type { Change } from "../plan/plan";
import type { Found, Rule } from "./finding";

/** Rules about ways into a registry for which nobody needs a role. */
export const REGISTRY_RULES: readonly Rule[] = [
  {
    id: "acr-auth:admin-user",
    severity: "high",
    why: "Its two passwords push, pull and delete everything, are the same for everybody, expire never, and are told to whoever may list them.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    relatedRules: ["CKV_AZURE_137", "Azure.ACR.AdminUser", "MCSB IM-1"],
    find: ({ parties }) =>
      enabled(parties, "admin_enabled").map(({ address, name, isKnown }) => ({
        address,
        what: isKnown
          ? `The admin user of ${name} is enabled.`
          : `Whether the admin user of ${name} is enabled, only the apply will tell.`,
        fix: "Set admin_enabled to false, when a service principal or a managed identity is in its place.",
      })),
  },
  {
    id: "acr-auth:anonymous-pull",
    severity: "high",
    why: "Everybody on the network that the registry answers, the internet if nothing else is said, pulls all repositories without any role.",
    source: "https://learn.microsoft.com/azure/container-registry/anonymous-pull-access",
    relatedRules: ["CKV_AZURE_138", "Azure.ACR.AnonymousAccess", "MCSB IM-1"],
    find: ({ parties }) =>
      enabled(parties, "anonymous_pull_enabled").map(({ address, name, isKnown }) => ({
        address,
        what: isKnown
          ? `Anonymous pull from ${name} is enabled.`
          : `Whether anonymous pull from ${name} is enabled, only the apply will tell.`,
        fix: "Set anonymous_pull_enabled to false, and keep what is public in a registry of its own.",
      })),
  },
  {
    id: "acr-auth:registry-token",
    severity: "low",
    why: "Its passwords belong to no principal: they are in no list of role assignments, and no review of access tells them.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    relatedRules: ["MCSB IM-1"],
    find: ({ parties }) =>
      present(parties, "azurerm_container_registry_token").flatMap(
        ({ change: { address }, values }): Found[] =>
          values.enabled === false
            ? []
            : [
                {
                  address,
                  what: `The token ${String(values.name)} is a way into the registry ${String(values.container_registry_name)} beside its role assignments.`,
                  fix: "For a client that can use Entra, take a service principal with a role for its repositories, and remove the token.",
                },
              ],
      ),
  },
  {
    id: "acr-auth:way-in-not-read",
    severity: "medium",
    why: "What it lets somebody do is not in this review, so that its first line says too little.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    relatedRules: ["MCSB PA-7"],
    find: ({ plan }) =>
      plan.changes
        .filter(({ actions }) => actions.some((action) => ["create", "update"].includes(action)))
        .flatMap((change): Found[] => {
          const what = NOT_READ[change.type]?.(change);
          return what === undefined
            ? []
            : [
                {
                  address: change.address,
                  what,
                  fix: "Look at it in the plan itself, and acknowledge this then.",
                },
              ];
        }),
  },
];

/** Ways in that a review does not read, by the type of the resource. */
const NOT_READ: Readonly<Record<string, (change: Change) => string | undefined>> = {
  azuread_group: (change) => (gainsMembers(change) ? NEW_MEMBER : undefined),
  azuread_group_member: () => NEW_MEMBER,
  azurerm_pim_active_role_assignment: () => "A role is assigned by Privileged Identity Management.",
  azurerm_pim_eligible_role_assignment: () =>
    "Somebody may activate a role by Privileged Identity Management.",
  azapi_resource: ofAzapi,
  azapi_update_resource: ofAzapi,
  azurerm_resource_group_template_deployment: () => TEMPLATE,
  azurerm_subscription_template_deployment: () => TEMPLATE,
  azurerm_management_group_template_deployment: () => TEMPLATE,
};

const NEW_MEMBER = "A group gets a member, who has every role of the group from then on.";
const TEMPLATE = "A template is deployed, which may assign roles and change registries.";

function gainsMembers({ before, after, unknown }: Change): boolean {
  const [had, has] = [before?.members, after?.members].map((members): readonly unknown[] =>
    Array.isArray(members) ? members : [],
  );
  return unknown.has("members") || has?.some((member) => !had?.includes(member)) === true;
}

function ofAzapi({ after }: Change): string | undefined {
  const isOther =
    typeof after?.type === "string" &&
    !/^Microsoft\.(?:Authorization|ContainerRegistry)\//i.test(after.type);
  return isOther ? undefined : "A role or a registry is changed by azapi.";
}

/** The registries of a plan for which a switch is on after the apply, or may be. */
function enabled(
  parties: Parties,
  attribute: string,
): { address: string; name: string; isKnown: boolean }[] {
  return present(parties, "azurerm_container_registry")
    .filter(({ values, unknown }) => values[attribute] === true || unknown.has(attribute))
    .map(({ change: { address }, values: { name }, unknown }) => ({
      address,
      name: typeof name === "string" ? name : address,
      isKnown: !unknown.has(attribute),
    }));
}

/** What there is of a type after the apply, whether the plan changes it or not. */
function present(parties: Parties, type: string): Seen[] {
  return parties.ofType(type).flatMap((change) => seen(change, "after") ?? []);
}
