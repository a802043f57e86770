import { printed } from "../../core/printed-json";
import { type CredentialStatus, isOverdue, type Status } from "../status";
import { idOf, textsOf } from "./json";
import type { ToldState } from "./status-text";

/** For programs. */
export function statusAsJson(states: readonly ToldState[]): string {
  return printed({ states: states.map(({ file, status }) => ({ file, ...partsOf(status) })) });
}

function partsOf({ accesses, credentials }: Status) {
  return {
    overdue: credentials.some(isOverdue),
    credentials: credentials.map(credentialOf),
    accesses: accesses.map(({ principal, scope, ifMode, capabilities, roles }) => ({
      principal: { name: principal.name, ...idOf(principal.key) },
      scope: { name: scope.name, ...idOf(scope.key) },
      ...(ifMode === undefined ? {} : { ifPermissionsMode: ifMode }),
      capabilities: Object.fromEntries(
        capabilities.map(({ name, after }) => [name, textsOf(after)]),
      ),
      roles: roles.map(({ name, description, isIgnored, condition }) => ({
        name,
        description,
        withoutEffect: isIgnored,
        condition,
      })),
    })),
  };
}

function credentialOf({ credential, rotatesOn, condition }: CredentialStatus) {
  const { address, kind, name, principal, slots, after } = credential;
  return {
    address,
    kind,
    name,
    principal: { name: principal.name, ...idOf(principal.key) },
    slots,
    ...after,
    rotatesOn,
    condition,
  };
}
