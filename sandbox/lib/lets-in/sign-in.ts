import type { CloudSnapshot } from "../cloud/state";
import type { FoundPrincipal } from "./found";

/** Why a principal can't sign in to Entra at all. */
export function signInReasons({ state, now }: CloudSnapshot, principal: FoundPrincipal): string[] {
  if (principal.kind === "application") {
    return ["The application has no service principal, which is what signs in and has roles."];
  }
  const disabled = principal.isDisabled
    ? [`The account of the ${principal.kind} is disabled.`]
    : [];
  const application = Object.values(state.tenants)
    .flatMap(({ applications }) => applications)
    .find(({ clientId }) => clientId === principal.clientId);
  // One whose application is not in the sandbox keeps its credentials elsewhere.
  if (application === undefined) {
    return disabled;
  }
  const { passwords, certificates, federatedCredentials } = application;
  const dated = [
    ...passwords.map((secret) => ({ ...secret, what: "client secret" })),
    ...certificates.map((certificate) => ({ ...certificate, what: "certificate" })),
  ];
  const instant = now === undefined ? Date.now() : Date.parse(now);
  const isValid = ({ startDate, endDate }: { startDate: string; endDate: string }): boolean =>
    Date.parse(startDate) <= instant && instant < Date.parse(endDate);
  if (federatedCredentials.length > 0 || dated.some(isValid)) {
    return disabled;
  }
  const expired = dated.map(({ what, startDate, endDate }) =>
    instant < Date.parse(startDate)
      ? `Its ${what} is valid from ${startDate} only, and it is ${inWords(instant)}.`
      : `Its ${what} expired on ${endDate}, and it is ${inWords(instant)}.`,
  );
  return [
    ...disabled,
    ...(expired.length > 0
      ? expired
      : ["It has no credential: no client secret, certificate or federated credential."]),
  ];
}

function inWords(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
