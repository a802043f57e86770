import type { Assignment } from "../assignments";
import { type CapabilityName, repositoriesOf } from "../capabilities";
import { grouped } from "../grouped";
import { RepositorySet } from "../repository-set";
import { contains, isOfRegistries, isOneRegistry, possibleModes } from "../scope";
import type { Facts, Found, Rule } from "./finding";

/** Rules about who has which role. */
export const ACCESS_RULES: readonly Rule[] = [
  {
    id: "acr-auth:unknown-access",
    isOfPlans: true,
    severity: "high",
    why: "Nobody can approve a right without knowing whose it is, on what, and what it lets do.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    relatedRules: ["MCSB PA-7"],
    find: ({ after }) =>
      after.assignments.filter(inRegistries).flatMap(({ address, principal, scope, role }) => {
        const unknown = [
          ...(principal.isTraced ? [] : ["who gets it"]),
          ...(scope.isTraced ? [] : ["what it is on"]),
          ...(role.permissions === undefined ? [`what its role ${role.name} lets do`] : []),
        ];
        return unknown.length === 0
          ? []
          : [
              {
                address,
                what: `The plan does not tell of this role assignment ${listed(unknown)}.`,
                fix: "Refer to the principal, the registry and the role definition themselves in place of a local or each.value, or plan again when they are there.",
              },
            ];
      }),
  },
  {
    id: "acr-auth:far-reaching-role",
    severity: "high",
    why: "Whoever gets hold of one credential of it can give themselves, or others, whatever the role does not give already.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    relatedRules: ["MCSB PA-7", "Azure.RBAC.LimitOwner"],
    find: (facts) =>
      facts.after.assignments
        .filter(inRegistries)
        .filter(
          (one) =>
            one.isHeadless &&
            one.role.permissions !== undefined &&
            !givenBy(facts, one, "escalate").isEmpty,
        )
        .map(({ address, principal, scope, role }) => ({
          address,
          what: `${principal.name}, an application, may give away access to ${scope.name}, or get at its passwords, tokens or tasks, by the role ${role.name}.`,
          fix: "Give it a role for what it does with images alone: Container Registry Repository Reader or Writer, in legacy mode AcrPull or AcrPush.",
        })),
  },
  {
    id: "acr-auth:gains-push",
    isOfPlans: true,
    severity: "medium",
    why: "An application that runs images and may push them can replace what it runs, and what others run.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-auth-service-principal",
    relatedRules: ["MCSB PA-7"],
    find: (facts) => {
      const assignments = grouped(facts.after.assignments, ({ principal }) => principal.key);
      return facts.accesses
        .filter(({ capabilities }) => {
          const [pull, push] = ["pull", "push"].map((wanted) =>
            capabilities.find(({ name }) => name === wanted),
          );
          return pull?.before.isEmpty === false && push?.before.isEmpty && !push.gained.isEmpty;
        })
        .flatMap(({ principal, scope }) =>
          (assignments.get(principal.key) ?? [])
            .filter(
              (one) =>
                one.isHeadless &&
                contains(one.scope.key, scope.key) &&
                !givenBy(facts, one, "push").isEmpty,
            )
            .map(({ address, role }) => ({
              address,
              what: `${principal.name}, which could only pull from ${scope.name}, may push by the role ${role.name}.`,
              fix: "If it runs images, leave it the role that pulls, and give the one that pushes to a principal of the pipeline's own.",
            })),
        );
    },
  },
  {
    id: "acr-auth:many-registries",
    severity: "medium",
    why: "The role is on registries, too, that nobody thought of when it was given, and on those of tomorrow.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    relatedRules: ["MCSB PA-7"],
    find: (facts) =>
      facts.after.assignments
        .filter(inRegistries)
        .filter(
          (one) =>
            one.scope.isTraced &&
            !isOneRegistry(one.scope) &&
            CONTENT.some((name) => !givenBy(facts, one, name).isEmpty),
        )
        .map(({ address, principal, scope, role }) => ({
          address,
          what: `${principal.name} has the role ${role.name} on ${scope.name}, and so on each registry in it.`,
          fix: "Assign it on the registry that the application needs.",
        })),
  },
  {
    id: "acr-auth:registry-wide-push",
    severity: "medium",
    why: "Whoever pushes everywhere can put images into the repositories that others were limited to.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    relatedRules: ["MCSB PA-7"],
    find: (facts) => {
      const own = facts.after.assignments.filter(({ scope }) => isOneRegistry(scope));
      const limited = new Map(
        own
          .filter(({ condition }) => condition?.isReadable)
          .map(({ scope, principal }) => [scope.key, principal.name]),
      );
      return own
        .filter((one) => limited.has(one.scope.key) && givenBy(facts, one, "push").isAll)
        .map(({ address, principal, scope }) => ({
          address,
          what: `${principal.name} may push to all repositories of ${scope.name}, where others, as ${limited.get(scope.key) ?? ""}, are limited to some.`,
          fix: "Limit it to its own repositories by a condition, too.",
        }));
    },
  },
  {
    id: "acr-auth:unreadable-condition",
    severity: "medium",
    why: "It asks for something other than names of repositories, and may let through everything.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/conditions-format",
    relatedRules: ["MCSB PA-7"],
    find: ({ after }) =>
      after.assignments
        .filter(inRegistries)
        .filter(({ condition }) => condition?.isReadable === false)
        .map(({ address, principal, scope }) => ({
          address,
          what: `The condition by which ${principal.name} is limited on ${scope.name} can't be read back into repositories.`,
          fix: "Write it as StringEqualsIgnoreCase, StringStartsWithIgnoreCase or StringLikeIgnoreCase on the name of the repository.",
        })),
  },
  {
    id: "acr-auth:ignored-role",
    severity: "medium",
    why: "The registry passes the role over, so its principal is refused, or a second role was given in its place.",
    source:
      "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    relatedRules: [],
    find: ({ before, after }) =>
      after.assignments.flatMap(({ address, principal, scope, role }): Found[] => {
        const modes = possibleModes(scope, before, after);
        return !isOneRegistry(scope) || modes.some((mode) => role.modes.includes(mode))
          ? []
          : [
              {
                address,
                what: `The role ${role.name} of ${principal.name} is without effect on ${scope.name}, which is in ${modes.join(" or ")} mode.`,
                fix: `Remove it, or take the role for ${modes.join(" or ")} mode.`,
              },
            ];
      }),
  },
  {
    id: "acr-auth:gap",
    isOfPlans: true,
    severity: "medium",
    why: "Between the two calls, and until Azure has spread the second one, which takes minutes, the principal is refused.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    relatedRules: [],
    find: (facts) => {
      const had = new Map(facts.before.assignments.map((one) => [one.address, one]));
      const kept = grouped(
        facts.after.assignments.filter(({ isKept }) => isKept),
        ({ principal }) => principal.key,
      );
      return facts.after.assignments
        .filter(({ isReplaced }) => isReplaced)
        .filter(inRegistries)
        .flatMap((one) => {
          const was = had.get(one.address);
          const others = (kept.get(one.principal.key) ?? []).filter((other) =>
            contains(other.scope.key, one.scope.key),
          );
          const isGap =
            was?.principal.key === one.principal.key &&
            contains(one.scope.key, was.scope.key) &&
            CONTENT.some((name) => {
              const held = others
                .map((other) => givenBy(facts, other, name))
                .reduce((union, given) => union.union(given), RepositorySet.NONE);
              return (
                !givenBy(facts, was, name).isEmpty &&
                !givenBy(facts, one, name).without(held).isEmpty
              );
            });
          return isGap ? [gapOf(was, one)] : [];
        });
    },
  },
];

/** Azure refuses a second assignment of one role to one principal on one scope, so that no other can come first. */
function gapOf(was: Assignment, { address, principal, role, scope }: Assignment): Found {
  const isSame = was.role.name === role.name && was.scope.key === scope.key;
  return {
    address,
    what: `${principal.name} has ${isSame ? "not this role" : "neither the old role nor the new one"} on ${was.scope.name} between the deletion and the creation.`,
    fix: isSame
      ? "With azurerm 5.2 or newer a changed condition is an update in place; else apply when nobody pulls."
      : "Set create_before_destroy in its lifecycle, so that the new assignment is there before the old one goes.",
  };
}

/** What an application does with images. */
const CONTENT: readonly CapabilityName[] = ["pull", "push", "delete"];

function inRegistries({ scope }: Assignment): boolean {
  return isOfRegistries(scope);
}

/** For what a role assignment alone gives a capability, in any mode that the registry may be in. */
function givenBy(
  { before, after }: Facts,
  { scope, role: { permissions }, condition }: Assignment,
  name: CapabilityName,
): RepositorySet {
  return possibleModes(scope, before, after)
    .map((mode) => repositoriesOf(name, mode, [{ permissions, condition }]))
    .reduce((union, one) => union.union(one), RepositorySet.NONE);
}

function listed(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(", "), texts.at(-1)].filter(Boolean).join(" and ");
}
