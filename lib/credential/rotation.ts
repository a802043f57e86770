import { number, text } from "../core/kinds";
import { map, optional, Shape } from "../core/props";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";

/**
 * The end dates of the slots of a client secret that is rotated by hand. The slot that expires last
 * is the active one: to rotate, move the earlier date behind the later one.
 */
export interface SlotExpiry {
  /** When slot a expires: a UTC second, as in `2027-01-31T00:00:00Z`. */
  readonly a: string;
  /**
   * When slot b expires: a UTC second.
   * @default - there is no slot b: add it to rotate without downtime
   */
  readonly b?: string;
}

/** Counts for the slots of a client secret; each is 0 at first and is only ever counted up. */
export interface SlotGeneration {
  /**
   * Counted up to replace slot a.
   * @default 0
   */
  readonly a?: number;
  /**
   * Counted up to replace slot b.
   * @default 0
   */
  readonly b?: number;
}

/** How a client secret is rotated; without any property, every 60 days and without downtime. */
export interface ClientSecretProps extends RenameOptions {
  /**
   * Days between two rotations. Each rotation replaces the idle slot, which becomes the active one;
   * consumers have these days, less the longest time between two applies, to take the new value. For
   * a deployed secret another number fails the plan, because it would replace both slots at once:
   * add a second secret, or count up `generation`.
   * @default 60 - a secret then lives 150 days at most; CISA's baseline for Entra allows 180
   */
  readonly rotationDays?: number;
  /**
   * Days that a secret stays valid after its two periods, for an apply that comes late: gaps between
   * applies of `rotationDays + graceDays` leave no instant without a valid secret. Another number
   * leaves the slots that exist as they are, and counts for those that are made after it.
   * @default - 30, with which applies at even intervals of up to 60 days leave consumers 30 days at
   * least; or fewer where `2 × rotationDays + graceDays` would exceed 180 days
   */
  readonly graceDays?: number;
  /**
   * A UTC second at which a period begins, in the past or in the future. For a deployed secret
   * another one fails the plan, as another `rotationDays` does.
   * @default - 2024-01-01T00:00:00Z plus a number of days below `rotationDays` that depends on the
   * object id of the application, so that not all secrets rotate on one day
   */
  readonly anchor?: string;
  /**
   * Counted up to replace both slots in the next apply, because a value has leaked, or because the
   * schedule is to be another one. Consumers fail until the new value reaches them.
   * @default 0
   */
  readonly generation?: number;
  /**
   * Counted up to replace one slot in the next apply, because its value has leaked. Who holds the
   * value of the other slot is not touched; `activeSlot` of the secret tells which one is in use.
   * @default - neither has been replaced alone
   */
  readonly slotGeneration?: SlotGeneration;
  /**
   * Rotates by hand: the end dates of the slots. Excludes `rotationDays`, `graceDays` and `anchor`,
   * and can take their place on a deployed secret only as another `rotationDays` can. Once the active
   * slot has expired, plans fail, but for that of a destroy.
   * @default - rotates by itself every `rotationDays`
   */
  readonly expiresOn?: SlotExpiry;
  /**
   * Seconds that pass after a slot was made before Terraform goes on with what takes `value`: Entra
   * may refuse a new secret for some seconds, 4 to 18 by what users have seen. Needs the provider
   * hashicorp/time.
   * @default - `value` is passed on at once
   */
  readonly propagationSeconds?: number;
}

const SLOT_EXPIRY: Shape<SlotExpiry> = { a: text, b: optional(text) };
const SLOT_GENERATION: Shape<SlotGeneration> = { a: optional(number), b: optional(number) };
export const CLIENT_SECRET: Shape<ClientSecretProps> = {
  rotationDays: optional(number),
  graceDays: optional(number),
  anchor: optional(text),
  generation: optional(number),
  slotGeneration: optional(map(SLOT_GENERATION)),
  expiresOn: optional(map(SLOT_EXPIRY)),
  propagationSeconds: optional(number),
  ...RENAME_OPTIONS,
};

/** CISA's secure baseline for Entra ID asks for 180 days at most. */
export const ADVISED_LIFETIME_DAYS = 180;

const DEFAULT_ROTATION_DAYS = 60;
const DEFAULT_GRACE_DAYS = 30;

/** The longest that a secret which rotates by itself can live, in days. */
export function lifetimeDays(props: ClientSecretProps): number {
  const twoPeriods = 2 * rotationDays(props);
  const defaultGrace = Math.min(DEFAULT_GRACE_DAYS, ADVISED_LIFETIME_DAYS - twoPeriods);
  return twoPeriods + (props.graceDays ?? Math.max(0, defaultGrace));
}

/** The days between two rotations of a secret that rotates by itself. */
export function rotationDays(props: ClientSecretProps): number {
  return props.rotationDays ?? DEFAULT_ROTATION_DAYS;
}
