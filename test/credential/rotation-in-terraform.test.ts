import * as fc from "fast-check";
import { TerraformOutput } from "cdktf";
import { AcrServicePrincipal, ClientSecretProps } from "cdktf-acr-auth";
import { DAY, utcSecond } from "../../lib/rules/instant";
import { newStack, render } from "../support/stack";
import { evaluateAt } from "../support/terraform-functions";
import { describeWithTerraform } from "../support/with-terraform";

interface Slot {
  readonly period: number;
  readonly endDate: string;
}

/** What is decided for a client secret at one instant. */
interface Decision {
  readonly a: Slot;
  readonly b: Slot;
  readonly active: "a" | "b";
  readonly expiresOn: string;
}

/** From the definition: the slots take turns, and each holds for two periods and the grace. */
function model(now: number, anchor: number, days: number, grace: number): Decision {
  const period = Math.floor((now - anchor) / (days * DAY));
  const madeIn = (made: number): Slot => ({
    period: made,
    endDate: utcSecond(anchor + (made + 2) * days * DAY + grace * DAY),
  });
  const [current, previous] = [madeIn(period), madeIn(period - 1)];
  return Math.abs(period % 2) === 0
    ? { a: current, b: previous, active: "a", expiresOn: current.endDate }
    : { a: previous, b: current, active: "b", expiresOn: current.endDate };
}

/** What real Terraform makes of the synthesized expressions, at each of the instants. */
function decide(props: ClientSecretProps, instants: string[]): Record<string, Decision> {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  const { value, expiresOn } = web.addClientSecret("docker", props);
  new TerraformOutput(stack, "public", { value: { active: value, expiresOn }, sensitive: true });
  const { locals = {}, output, resource } = render(stack);

  // The secrets themselves are not made here: a local of the slot's name stands for each.
  let text = JSON.stringify((output?.public as { value: unknown }).value);
  const slots: Record<string, unknown> = {};
  for (const [address, password] of Object.entries(resource?.azuread_application_password ?? {})) {
    const slot = String(password.display_name).slice(-1);
    const { period } = password.rotate_when_changed as { period: string };
    slots[slot] = { period, end_date: password.end_date, value: slot };
    text = text.replaceAll(`azuread_application_password.${address}`, `local.${slot}`);
  }
  const shown = JSON.parse(text) as Record<string, unknown>;
  return evaluateAt(
    instants,
    { ...locals, ...slots },
    { ...shown, a: slotOutput("a"), b: slotOutput("b") },
  );
}

function slotOutput(slot: string): Record<string, string> {
  return { period: `\${local.${slot}.period}`, endDate: `\${local.${slot}.end_date}` };
}

describeWithTerraform("evaluated by real Terraform", () => {
  const second = fc.integer({
    min: Date.parse("2000-01-01T00:00:00Z") / 1000,
    max: Date.parse("2199-12-31T23:59:59Z") / 1000,
  });
  const arbitrary = fc.record({
    anchor: second,
    days: fc.integer({ min: 1, max: 300 }),
    grace: fc.integer({ min: 0, max: 130 }),
  });

  test("the slots, their end dates and the active one are those of the model, over two centuries", () => {
    for (const { anchor, days, grace } of fc.sample(arbitrary, 6)) {
      const boundaries = [-2, -1, 0, 1, 2, 3].flatMap((n) =>
        [-1, 0, 1].map((offset) => anchor + n * days * 86_400 + offset),
      );
      const instants = [...fc.sample(second, 60), ...boundaries].map((s) => s * 1000);
      const decisions = decide(
        { rotationDays: days, graceDays: grace, anchor: utcSecond(anchor * 1000) },
        instants.map(utcSecond),
      );
      for (const now of instants) {
        expect({ now: utcSecond(now), ...decisions[utcSecond(now)] }).toEqual({
          now: utcSecond(now),
          ...model(now, anchor * 1000, days, grace),
        });
      }
    }
  });

  test("a time before 1970, with which OpenTofu 1.6 validates, is no error", () => {
    const [decision] = Object.values(decide({}, ["0001-01-01T00:00:00Z"]));
    expect(decision?.expiresOn).toMatch(/^19\d\d-/);
  });

  test("from one period to the next exactly one slot changes, and it is the one that becomes active", () => {
    const anchor = Date.parse("2024-01-01T00:00:00Z");
    const starts = Array.from({ length: 40 }, (_, n) => utcSecond(anchor + n * 60 * DAY));
    const decisions = decide({ rotationDays: 60, anchor: utcSecond(anchor) }, starts);
    const inOrder = starts.map((start) => decisions[start]);
    for (const [index, after] of inOrder.slice(1).entries()) {
      const before = inOrder[index];
      if (before === undefined || after === undefined) {
        throw new Error("Terraform did not answer for every instant");
      }
      expect(before.active).not.toBe(after.active);
      expect(before[before.active]).toEqual(after[before.active]);
      expect(before[after.active]).not.toEqual(after[after.active]);
    }
  });
});
