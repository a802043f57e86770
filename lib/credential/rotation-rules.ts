import { DAY, parseInstant } from "../core/instant";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { utcSecondProblems } from "../core/utc-second";
import { wholeNumberProblems } from "../core/values";
import { CredentialWarning, expiryWarnings } from "./expiry";
import { ADVISED_LIFETIME_DAYS, ClientSecretProps, lifetimeDays, SlotExpiry } from "./rotation";

/** Entra's own default, when no end date is given, is two years. */
const MAX_LIFETIME_DAYS = 730;

/** The rules that a rotation must keep; `now` is the time of the synth in milliseconds. */
export function rotationProblems(props: ClientSecretProps, now: number): Problem[] {
  const problems = [
    ...(props.expiresOn === undefined
      ? automaticProblems(props)
      : byHandProblems(props, props.expiresOn)),
    ...wholeNumberProblems("generation", props.generation, 0, "replacements"),
    ...wholeNumberProblems("propagationSeconds", props.propagationSeconds, 1, "seconds"),
    ...slotGenerationProblems(props),
  ];
  return problems.length > 0 ? problems : lifetimeProblems(lifetime(props, now));
}

/** What a rotation that keeps the rules may still be warned of. */
export function rotationWarnings(props: ClientSecretProps, now: number): CredentialWarning[] {
  const { key, days, end, shorten } = lifetime(props, now);
  const long =
    days > ADVISED_LIFETIME_DAYS
      ? [
          {
            id: "acr-auth:long-lived-secret",
            message: `${key}: the secret can live ${days} days; CISA's baseline for Entra advises ${ADVISED_LIFETIME_DAYS} at most, and a tenant may refuse more; ${shorten}`,
          },
        ]
      : [];
  const fix = "move the earlier end date behind it, or add slot b";
  return end === undefined ? long : [...long, ...expiryWarnings("secret", key, end, now, fix)];
}

function automaticProblems(props: ClientSecretProps): Problem[] {
  const days =
    props.rotationDays === 0
      ? [
          {
            key: "rotationDays",
            message:
              "0 would never rotate; to rotate by hand, leave rotationDays out and give the end " +
              'date of the secret, as in expiresOn: { a: "2027-01-31T00:00:00Z" }',
          },
        ]
      : wholeNumberProblems("rotationDays", props.rotationDays, 1, "days");
  return [
    ...days,
    ...wholeNumberProblems("graceDays", props.graceDays, 0, "days"),
    ...utcSecondProblems("anchor", props.anchor),
  ];
}

function byHandProblems(props: ClientSecretProps, { a, b }: SlotExpiry): Problem[] {
  const clashes = (["rotationDays", "graceDays", "anchor"] as const)
    .filter((key) => props[key] !== undefined)
    .map((key) => ({
      key,
      message: "has no meaning beside expiresOn, which rotates by hand; leave one of the two out",
    }));
  const dates = [...utcSecondProblems("expiresOn.a", a), ...utcSecondProblems("expiresOn.b", b)];
  if (dates.length === 0 && a === b) {
    dates.push({
      key: "expiresOn.b",
      message: `${shown(a)} is the end of slot a too; the slot that expires last is the active one, so the two must differ`,
    });
  }
  return [...clashes, ...dates];
}

function slotGenerationProblems({ slotGeneration, expiresOn }: ClientSecretProps): Problem[] {
  const { a, b } = slotGeneration ?? {};
  const missing =
    b !== undefined && expiresOn !== undefined && expiresOn.b === undefined
      ? [
          {
            key: "slotGeneration.b",
            message: "is of a slot that does not exist; give expiresOn.b as well, or leave it out",
          },
        ]
      : [];
  return [
    ...wholeNumberProblems("slotGeneration.a", a, 0, "replacements"),
    ...wholeNumberProblems("slotGeneration.b", b, 0, "replacements"),
    ...missing,
  ];
}

function lifetimeProblems({ key, days, shorten }: Lifetime): Problem[] {
  return days > MAX_LIFETIME_DAYS
    ? [
        {
          key,
          message: `the secret would live ${days} days; more than two years (${MAX_LIFETIME_DAYS} days) is refused; ${shorten}`,
        },
      ]
    : [];
}

interface Lifetime {
  readonly key: string;
  readonly days: number;
  /** Of a secret that is rotated by hand, in milliseconds. */
  readonly end?: number;
  readonly shorten: string;
}

function lifetime(props: ClientSecretProps, now: number): Lifetime {
  if (props.expiresOn === undefined) {
    return {
      key: "rotationDays",
      days: lifetimeDays(props),
      shorten: "lower rotationDays or graceDays (it lives 2 × rotationDays + graceDays)",
    };
  }
  const { a, b = a } = props.expiresOn;
  const end = Math.max(parseInstant(a) ?? now, parseInstant(b) ?? now);
  return {
    key: "expiresOn",
    days: Math.ceil((end - now) / DAY),
    end,
    shorten: "choose an earlier end date",
  };
}
