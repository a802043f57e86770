import { Construct } from "constructs";
import { Fn, Op, Precondition, TerraformLocal, Token } from "cdktf";
import { DAY, utcSecond } from "../rules/instant";
import { RENAME_OPTIONS, type RenameOptions } from "../rules/renaming";
import { number, text } from "../rules/kinds";
import { map, optional, Shape } from "../rules/props";
import { Now } from "./now";

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
   * the other stays valid for as many days more. Changing it on a deployed secret replaces both
   * slots in one apply.
   * @default 60 - a secret then lives 150 days at most; CISA's baseline for Entra allows 180
   */
  readonly rotationDays?: number;
  /**
   * Days that a secret stays valid after its two periods, for an apply that comes late: gaps between
   * applies of `rotationDays + graceDays` leave no instant without a valid secret. Changing it on a
   * deployed secret replaces both slots in one apply.
   * @default - 30, or fewer where `2 × rotationDays + graceDays` would exceed 180 days
   */
  readonly graceDays?: number;
  /**
   * A UTC second at which a period begins, in the past or in the future. Changing it on a deployed
   * secret can replace both slots in one apply.
   * @default - 2024-01-01T00:00:00Z plus a number of days below `rotationDays` that depends on the
   * path of the construct, so that not all secrets rotate on one day
   */
  readonly anchor?: string;
  /**
   * Counted up to replace both slots in the next apply, because a value has leaked. Consumers fail
   * until the new value reaches them.
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
   * Rotates by hand: the end dates of the slots. Excludes `rotationDays`, `graceDays` and `anchor`.
   * Once the active slot has expired, plans fail, but for that of a destroy.
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

/** What decides about one slot: it is replaced when any of this changes. */
export interface SlotSchedule {
  readonly keepers: Record<string, string>;
  readonly endDate: string;
  /** What must hold for a plan to succeed. */
  readonly precondition?: Precondition;
}

/** What decides about a client secret; of its slots, the one that expires last is active. */
export interface Schedule {
  readonly a: SlotSchedule;
  readonly b?: SlotSchedule;
  /** A Terraform expression of the instant at which the next period begins. */
  readonly rotatesOn?: () => string;
}

/** CISA's secure baseline for Entra ID asks for 180 days at most. */
export const ADVISED_LIFETIME_DAYS = 180;

const DEFAULT_ROTATION_DAYS = 60;
const DEFAULT_GRACE_DAYS = 30;
const EPOCH = "2024-01-01T00:00:00Z";

/** The schedule of a client secret; the construct gives it its place in the tree and its stagger. */
export function schedule(construct: Construct, props: ClientSecretProps): Schedule {
  return props.expiresOn === undefined
    ? rotating(construct, props)
    : byHand(construct, props, props.expiresOn);
}

// A period is a number that Terraform computes from the time. A slot is made in every second
// period, a in the even and b in the odd ones, and holds until the end of the period after it plus
// the grace. So a slot's end date depends on nothing but the period in which it was made: within a
// period nothing changes, and at its end only the older slot does.
function rotating(construct: Construct, props: ClientSecretProps): Schedule {
  const days = rotationDays(props);
  const anchor = props.anchor ?? staggeredAnchor(construct, days);
  const { second } = Now.of(construct);
  const local = new TerraformLocal(
    construct,
    "period",
    `\${floor((${second} - ${Date.parse(anchor) / 1000}) / ${(days * DAY) / 1000})}`,
  );
  const period = `local.${local.friendlyUniqueId}`;
  const slotMadeIn = (made: string, generation: string): SlotSchedule => ({
    keepers: { period: `\${${made}}`, generation },
    endDate: `\${timeadd("${anchor}", "\${${24 * days} * (${made}) + ${24 * lifetimeDays(props)}}h")}`,
  });
  return {
    a: slotMadeIn(`2 * floor(${period} / 2)`, generation(props, "a")),
    b: slotMadeIn(`2 * floor((${period} - 1) / 2) + 1`, generation(props, "b")),
    rotatesOn: () => {
      const hours = Op.mul(24 * days, Op.add(local.asNumber, 1));
      return Fn.timeadd(anchor, `${Token.asString(hours)}h`);
    },
  };
}

function byHand(construct: Construct, props: ClientSecretProps, ends: SlotExpiry): Schedule {
  const { a, b } = ends;
  const last = b !== undefined && Date.parse(b) > Date.parse(a) ? b : a;
  const slotUntil = (endDate: string, slot: keyof SlotGeneration): SlotSchedule => ({
    keepers: { generation: generation(props, slot) },
    endDate,
    precondition: endDate === last ? inForce(construct, endDate) : undefined,
  });
  return { a: slotUntil(a, "a"), b: b === undefined ? undefined : slotUntil(b, "b") };
}

// Only where a person sets the dates: a secret that rotates by itself is renewed by the very plan
// that would find it expired.
function inForce(construct: Construct, endDate: string): Precondition {
  return {
    condition: `\${timecmp("${endDate}", ${Now.of(construct).instant}) == 1}`,
    errorMessage: `[${construct.node.path}] expiresOn: the active slot has expired on ${endDate}, consumers can't log in; move the earlier end date into the future, or add slot b with one.`,
  };
}

function generation(props: ClientSecretProps, slot: keyof SlotGeneration): string {
  const ofBoth = String(props.generation ?? 0);
  const ofSlot = props.slotGeneration?.[slot] ?? 0;
  return ofSlot === 0 ? ofBoth : `${ofBoth}.${ofSlot}`;
}

function staggeredAnchor(construct: Construct, days: number): string {
  // addr is a hash of the construct's path: as stable as its Terraform address.
  const stagger = parseInt(construct.node.addr.slice(-8), 16) % days;
  return utcSecond(Date.parse(EPOCH) + stagger * DAY);
}

/** The longest that a secret which rotates by itself can live, in days. */
export function lifetimeDays(props: ClientSecretProps): number {
  const twoPeriods = 2 * rotationDays(props);
  const defaultGrace = Math.min(DEFAULT_GRACE_DAYS, ADVISED_LIFETIME_DAYS - twoPeriods);
  return twoPeriods + (props.graceDays ?? Math.max(0, defaultGrace));
}

function rotationDays(props: ClientSecretProps): number {
  return props.rotationDays ?? DEFAULT_ROTATION_DAYS;
}
