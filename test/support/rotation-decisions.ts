import { TerraformOutput } from "cdktf";
import { AcrServicePrincipal, ClientSecretProps } from "cdktf-acr-auth";
import { newStack, render } from "./stack";
import { evaluateAt } from "./terraform-functions";

/** What is decided for one slot: it is replaced when its keepers change. */
export interface SlotDecision {
  readonly keepers: { readonly period: number; readonly generation: string };
  readonly endDate: string;
}

/** What is decided for a client secret at one instant. */
export interface Decision {
  readonly a: SlotDecision;
  readonly b: SlotDecision;
  /** The slot whose value is delivered. */
  readonly value: "a" | "b";
  readonly activeSlot: "a" | "b";
  readonly expiresOn: string;
  readonly rotatesOn: string;
}

/** What real Terraform makes of the synthesized expressions, at each of the instants. */
export function decisionsAt(
  props: ClientSecretProps,
  instants: string[],
): Record<string, Decision> {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  const { value, activeSlot, expiresOn, rotatesOn } = web.addClientSecret("docker", props);
  const decision = { value, activeSlot, expiresOn, rotatesOn };
  new TerraformOutput(stack, "public", { value: decision, sensitive: true });
  const { locals = {}, output, resource } = render(stack);

  // The secrets themselves are not made here: a local of the slot's name stands for each.
  let text = JSON.stringify((output?.public as { value: unknown }).value);
  const slots: Record<string, unknown> = {};
  for (const [address, password] of Object.entries(resource?.azuread_application_password ?? {})) {
    const slot = String(password.display_name).slice(-1);
    const keepers = password.rotate_when_changed;
    slots[slot] = { keepers, end_date: password.end_date, value: slot };
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
  return { keepers: `\${local.${slot}.keepers}`, endDate: `\${local.${slot}.end_date}` };
}
