import { Construct } from "constructs";
import { conditional, Fn, Op, TerraformLocal, TerraformProvider, Token } from "cdktf";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { literalId } from "../core/construct-id";
import { reportAtSynth } from "../core/problem";
import { readProps } from "../core/props";
import { shown } from "../core/shown";
import { warnOnce } from "../core/warning";
import { synthTime } from "../terraform/now";
import { moveFrom } from "../terraform/renaming";
import { TimeSleep } from "../terraform/time-sleep";
import { ApplicationReference, requireApplication } from "./application-reference";
import { rememberSchedule } from "./remembered-schedule";
import { CLIENT_SECRET, ClientSecretProps } from "./rotation";
import { rotationProblems, rotationWarnings } from "./rotation-rules";
import { schedule, slotMadeLast, SlotSchedule } from "./schedule";

/** One of the two secrets that take turns. */
export class ClientSecretSlot {
  public constructor(private readonly password: ApplicationPasswordA) {}

  /** The secret itself: sensitive in every stack of the app, and in Terraform's state in plain text. */
  public get value(): string {
    return Token.asString(Fn.sensitive(this.password.value));
  }

  /** When Entra refuses it: a UTC second, unknown only to the plan that makes the application. */
  public get expiresOn(): string {
    return this.password.endDate;
  }

  /** The id under which Entra's portal lists it. */
  public get keyId(): string {
    return this.password.keyId;
  }
}

/**
 * A client secret of a service principal, kept in two slots of its application: a rotation replaces
 * the idle slot, which becomes the active one, while the other stays valid until the next rotation.
 * Made by `addClientSecret` of an `AcrServicePrincipal`.
 *
 * The values are in Terraform's state in plain text: Entra returns a secret once, and azuread has
 * no way to keep it out. Who can read the state can log in.
 */
export class ClientSecret extends Construct {
  /** The slot that is active in every second period. */
  public readonly slotA: ClientSecretSlot;
  /** The slot that is active in the periods between; a secret rotated by hand may lack it. */
  public readonly slotB?: ClientSecretSlot;
  private readonly active: TerraformLocal | "a" | "b";
  private readonly nextRotation?: () => string;
  private readonly propagation?: TimeSleep;

  /**
   * @param application the application of the service principal
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly application: ApplicationReference,
    props?: ClientSecretProps,
  ) {
    super(scope, literalId(scope, id));
    requireApplication(this, application);
    const now = synthTime(this);
    const reading = readProps(CLIENT_SECRET, "props", props);
    moveFrom(this, reading.value, "in its principal");
    const problems = reading.with(rotationProblems(reading.value, now));
    reportAtSynth(this, () => problems);
    // What breaks a rule is never written, so the defaults stand in for it until the report.
    const rotation = problems.length === 0 ? reading.value : {};
    for (const warning of rotationWarnings(rotation, now)) {
      warnOnce(this, warning.id, warning.message);
    }
    const { activeSlot, rotatesOn, ...slots } = schedule(this, application.id, rotation);
    const a = this.password("a", slots.a);
    const b = slots.b && this.password("b", slots.b);
    this.slotA = new ClientSecretSlot(a);
    this.slotB = b && new ClientSecretSlot(b);
    this.active = activeSlot ?? slotMadeLast(this, a, b ?? a);
    this.nextRotation = rotatesOn;
    rememberSchedule(this, rotation, b ? [a, b] : [a]);
    this.propagation = this.wait(rotation.propagationSeconds);
  }

  /** The docker user name: the client id of the service principal. */
  public get username(): string {
    return this.application.clientId;
  }

  /** The docker password: the value of the active slot. Sensitive; switches slots by itself. */
  public get value(): string {
    const value = this.ofActiveSlot((slot) => slot.value);
    return this.propagation?.after(value) ?? value;
  }

  /** When the active slot expires: a UTC second, unknown only to the plan that makes the application. */
  public get expiresOn(): string {
    return this.ofActiveSlot((slot) => slot.expiresOn);
  }

  /** The id under which Entra's portal lists the active slot. */
  public get keyId(): string {
    return this.ofActiveSlot((slot) => slot.keyId);
  }

  /**
   * A number above 0 that is another one for each value, also for one that was replaced by hand or by
   * `generation`: for write-only arguments of other providers, as `data_wo_revision` and `value_wo_version`,
   * which Terraform sends again only when such a number changes.
   */
  public get revision(): number {
    // Seven digits, so that a provider which keeps it in 32 bits can.
    return Token.asNumber(Op.add(Fn.parseint(Fn.substr(this.keyId, 0, 7), 16), 1));
  }

  /**
   * When the next period begins, whose first apply rotates the secret: a UTC second, unknown only to
   * the plan that makes the application. Undefined for a secret that is rotated by hand.
   */
  public get rotatesOn(): string | undefined {
    return this.nextRotation?.();
  }

  /**
   * `a` or `b`: the slot that `value` is of. Known to the program where it is rotated by hand; else
   * unknown to the plan that makes the application.
   */
  public get activeSlot(): string {
    return this.active.toString();
  }

  /**
   * All that can be told of the secret without telling it, as one map of texts: for an output, for the
   * tags of a Key Vault secret, for an alert. Its keys are `active_slot`, `expires_on`, `rotates_on` (not
   * for a secret that is rotated by hand), and of each slot `slot_a_key_id` and `slot_a_expires_on`.
   */
  public get lifecycleReport(): Record<string, string> {
    const { activeSlot, expiresOn, rotatesOn, slotA, slotB } = this;
    return {
      active_slot: activeSlot,
      expires_on: expiresOn,
      ...(rotatesOn === undefined ? {} : { rotates_on: rotatesOn }),
      slot_a_key_id: slotA.keyId,
      slot_a_expires_on: slotA.expiresOn,
      ...(slotB && { slot_b_key_id: slotB.keyId, slot_b_expires_on: slotB.expiresOn }),
    };
  }

  /** The azuread provider of the application's tenant; undefined is the stack's own. */
  public get azureadProvider(): TerraformProvider | undefined {
    return this.application.provider;
  }

  private ofActiveSlot(attribute: (slot: ClientSecretSlot) => string): string {
    const { active, slotA, slotB = slotA } = this;
    if (typeof active === "string") {
      return attribute(active === "a" ? slotA : slotB);
    }
    const aIsActive = Op.eq(active.asString, "a");
    return Token.asString(conditional(aIsActive, attribute(slotA), attribute(slotB)));
  }

  private wait(seconds?: number): TimeSleep | undefined {
    if (seconds === undefined) {
      return undefined;
    }
    const a = this.slotA.keyId;
    const b = this.slotB?.keyId;
    const propagation = new TimeSleep(this, "propagation", b === undefined ? { a } : { a, b });
    propagation.lastAtLeast(seconds);
    return propagation;
  }

  private password(
    slot: string,
    { keepers, endDate, ignoreChanges, precondition }: SlotSchedule,
  ): ApplicationPasswordA {
    return new ApplicationPasswordA(this, slot, {
      provider: this.application.provider,
      applicationId: this.application.id,
      displayName: `${this.node.id}-${slot}`,
      endDate,
      rotateWhenChanged: keepers,
      lifecycle: {
        // Consumers in this stack get the new value before the old one is deleted, also when both
        // slots are replaced at once.
        createBeforeDestroy: true,
        // The name has the id of this construct in it: another one is no reason to replace a secret.
        ignoreChanges: ["display_name", ...ignoreChanges],
        precondition: precondition && [precondition],
      },
    });
  }
}

/** What is said of an argument that is no client secret. */
export function noClientSecret(given: unknown): string {
  return `${shown(given)} is not a client secret; give what web.addClientSecret("docker") returns.`;
}
