import { ownRoleProblems } from "../role/role-rules";
import { AcrRole, BUILT_IN_ROLES } from "../role/roles";
import { Problem } from "../core/problem";
import { didYouMean } from "../core/did-you-mean";
import { shown } from "../core/shown";

/** Reads the role of a grant: the name of a role that Azure has, or a resource id. */
export function roleFromText(text: string): AcrRole {
  return text.includes("/") ? AcrRole.custom(text) : AcrRole.named(text);
}

/** The rules for the role of a grant, whatever its registry. */
export function roleTextProblems(text: string): Problem[] {
  const role = roleFromText(text);
  if (role.definitionId !== undefined) {
    return ownRoleProblems(role);
  }
  const names = BUILT_IN_ROLES.map(({ roleName }) => roleName);
  const fix =
    didYouMean(text, names) ||
    "; write the name of one, or the resource id of a role definition of your own";
  return [
    { key: "role", message: `${shown(text)} is not a role that Azure has for registries${fix}` },
  ];
}
