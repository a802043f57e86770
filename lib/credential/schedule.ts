import { Construct } from "constructs";
import { Fn, Op, Precondition, TerraformLocal, TerraformResource, Token } from "cdktf";
import { Now } from "../terraform/now";
import { EPOCH } from "./periods";
import {
  ClientSecretProps,
  lifetimeDays,
  rotationDays,
  SlotExpiry,
  SlotGeneration,
} from "./rotation";

/** What decides about one slot: it is replaced when its keepers change. */
export interface SlotSchedule {
  readonly keepers: Record<string, string>;
  readonly endDate: string;
  /** The arguments whose change leaves a slot that exists as it is. */
  readonly ignoreChanges: string[];
  /** What must hold for a plan to succeed. */
  readonly precondition?: Precondition;
}

/** What decides about a client secret. */
interface Schedule {
  readonly a: SlotSchedule;
  readonly b?: SlotSchedule;
  /** Where a person decides; of a secret that rotates by itself, the slot that was made last. */
  readonly activeSlot?: "a" | "b";
  /** A Terraform expression of the instant at which the next period begins. */
  readonly rotatesOn?: () => string;
}

/**
 * The schedule of a client secret.
 *
 * @param construct holds what Terraform computes of it
 * @param applicationId the resource id of the application, which decides about the day
 */
export function schedule(
  construct: Construct,
  applicationId: string,
  props: ClientSecretProps,
): Schedule {
  return props.expiresOn === undefined
    ? rotating(construct, applicationId, props)
    : byHand(construct, props, props.expiresOn);
}

// A period is a number that Terraform computes from the time. A slot is made in every second
// period, a in the even and b in the odd ones, and holds until the end of the period after it plus
// the grace. So a slot's end date depends on nothing but the period in which it was made: within a
// period nothing changes, and at its end only the older slot does.
function rotating(construct: Construct, applicationId: string, props: ClientSecretProps): Schedule {
  const days = rotationDays(props);
  const { anchor = EPOCH } = props;
  const stagger =
    props.anchor === undefined ? staggerOf(construct, applicationId, days) : undefined;
  const plusStagger = (unitsInDay: number): string =>
    stagger === undefined ? "" : ` + ${unitsInDay} * ${named(stagger)}`;

  const begin = `(${Date.parse(anchor) / 1000}${plusStagger(86_400)})`;
  const period = new TerraformLocal(
    construct,
    "period",
    `\${floor((${Now.of(construct).second} - ${begin}) / ${86_400 * days})}`,
  );
  const slotMadeIn = (made: string, generation: string): SlotSchedule => ({
    keepers: { period: `\${${made}}`, generation },
    endDate: `\${timeadd("${anchor}", "\${${24 * days} * (${made}) + ${24 * lifetimeDays(props)}${plusStagger(24)}}h")}`,
    // Another grace leaves alone what exists. What replaces it takes its end date from the program.
    ignoreChanges: ["end_date"],
  });
  return {
    a: slotMadeIn(`2 * floor(${named(period)} / 2)`, generation(props, "a")),
    b: slotMadeIn(`2 * floor((${named(period)} - 1) / 2) + 1`, generation(props, "b")),
    rotatesOn: () => {
      const hours = Op.mul(24 * days, Op.add(period.asNumber, 1));
      const sum = stagger ? Op.add(hours, Op.mul(24, stagger.asNumber)) : hours;
      return Fn.timeadd(anchor, `${Token.asString(sum)}h`);
    },
  };
}

/**
 * The active one of two slots that take turns, `a` or `b`. By the slots themselves and not by the time,
 * so that Terraform never names a slot that it has not made: `terraform apply -refresh-only` writes
 * outputs, and replaces nothing.
 */
export function slotMadeLast(
  construct: Construct,
  a: TerraformResource,
  b: TerraformResource,
): TerraformLocal {
  // Slots that were made by hand have no period, until an apply replaces them.
  const [madeA, madeB] = [a, b].map(
    ({ fqn }) => `lookup(${fqn}.rotate_when_changed, "period", "0")`,
  );
  return new TerraformLocal(construct, "active", `\${${madeA} > ${madeB} ? "a" : "b"}`);
}

// Secrets rotate on days that the object ids of their applications spread: an id is drawn at random,
// and another one would replace the slots anyway.
function staggerOf(construct: Construct, applicationId: string, days: number): TerraformLocal {
  // As a local of its own the id may be text, a token, or text with a token in it.
  const application = new TerraformLocal(construct, "application", applicationId);
  return new TerraformLocal(
    construct,
    "stagger",
    `\${parseint(substr(split("/", ${named(application)})[2], 0, 7), 16) % ${days}}`,
  );
}

function named(local: TerraformLocal): string {
  return `local.${local.friendlyUniqueId}`;
}

function byHand(construct: Construct, props: ClientSecretProps, { a, b }: SlotExpiry): Schedule {
  const activeSlot = b !== undefined && Date.parse(b) > Date.parse(a) ? "b" : "a";
  const slotUntil = (endDate: string, slot: keyof SlotGeneration): SlotSchedule => ({
    keepers: { generation: generation(props, slot) },
    endDate,
    ignoreChanges: [],
    precondition: slot === activeSlot ? inForce(construct, endDate) : undefined,
  });
  return {
    a: slotUntil(a, "a"),
    b: b === undefined ? undefined : slotUntil(b, "b"),
    activeSlot,
  };
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
