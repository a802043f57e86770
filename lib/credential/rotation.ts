import { Construct } from "constructs";
import { TerraformLocal } from "cdktf";
import { DAY, utcSecond } from "../rules/instant";
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

/** How a client secret is rotated; without any property, every 60 days and without downtime. */
export interface ClientSecretProps {
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
   * Rotates by hand: the end dates of the slots. Excludes `rotationDays`, `graceDays` and `anchor`.
   * @default - rotates by itself every `rotationDays`
   */
  readonly expiresOn?: SlotExpiry;
}

/** What decides about one slot: it is replaced when any of this changes. */
export interface SlotSchedule {
  readonly keepers: Record<string, string>;
  readonly endDate: string;
}

/** What decides about a client secret; of its slots, the one that expires last is active. */
export interface Schedule {
  readonly a: SlotSchedule;
  readonly b?: SlotSchedule;
}

/** CISA's secure baseline for Entra ID asks for 180 days at most. */
export const ADVISED_LIFETIME_DAYS = 180;

const DEFAULT_ROTATION_DAYS = 60;
const DEFAULT_GRACE_DAYS = 30;
const EPOCH = "2024-01-01T00:00:00Z";

/** The schedule of a client secret; the construct gives it its place in the tree and its stagger. */
export function schedule(construct: Construct, props: ClientSecretProps): Schedule {
  const generation = String(props.generation ?? 0);
  return props.expiresOn === undefined
    ? rotating(construct, props, generation)
    : byHand(props.expiresOn, generation);
}

// A period is a number that Terraform computes from the time. A slot is made in every second
// period, a in the even and b in the odd ones, and holds until the end of the period after it plus
// the grace. So a slot's end date depends on nothing but the period in which it was made: within a
// period nothing changes, and at its end only the older slot does.
function rotating(construct: Construct, props: ClientSecretProps, generation: string): Schedule {
  const days = rotationDays(props);
  const anchor = props.anchor ?? staggeredAnchor(construct, days);
  const { second } = Now.of(construct);
  const local = new TerraformLocal(
    construct,
    "period",
    `\${floor((${second} - ${Date.parse(anchor) / 1000}) / ${(days * DAY) / 1000})}`,
  );
  const period = `local.${local.friendlyUniqueId}`;
  const slotMadeIn = (made: string): SlotSchedule => ({
    keepers: { period: `\${${made}}`, generation },
    endDate: `\${timeadd("${anchor}", "\${${24 * days} * (${made}) + ${24 * lifetimeDays(props)}}h")}`,
  });
  return {
    a: slotMadeIn(`2 * floor(${period} / 2)`),
    b: slotMadeIn(`2 * floor((${period} - 1) / 2) + 1`),
  };
}

function byHand({ a, b }: SlotExpiry, generation: string): Schedule {
  const slotUntil = (endDate: string): SlotSchedule => ({ keepers: { generation }, endDate });
  return b === undefined ? { a: slotUntil(a) } : { a: slotUntil(a), b: slotUntil(b) };
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
