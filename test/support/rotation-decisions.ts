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

/**
 * What real Terraform makes of the synthesized expressions, at each of the instants, for the secret
 * of an application with this resource id.
 */
export function decisionsAt(
  props: ClientSecretProps,
  instants: string[],
  applicationId = "/applications/0000000a-0000-4000-8000-000000000000",
): Record<string, Decision> {
  const stack = newStack();
  const web = AcrServicePrincipal.fromAttributes(stack, "web", {
    clientId: "6f3f7e4e-0000-4000-8000-000000000001",
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    applicationResourceId: applicationId,
    manageCredentials: true,
  });
  const { value, activeSlot, expiresOn, rotatesOn } = web.addClientSecret("docker", props);
  const decision = { value, activeSlot, expiresOn, rotatesOn };
  new TerraformOutput(stack, "public", { value: decision, sensitive: true });
  const { locals = {}, output, resource } = render(stack);

  // The secrets themselves are not made here: a local of the slot's name stands for each.
  let text = JSON.stringify({ locals, shown: (output?.public as { value: unknown }).value });
  const slots: Record<string, unknown> = {};
  for (const [address, password] of Object.entries(resource?.azuread_application_password ?? {})) {
    const slot = String(password.display_name).slice(-1);
    slots[slot] = { ...password, value: slot };
    text = text.replaceAll(`azuread_application_password.${address}`, `local.${slot}`);
  }
  const expressions = JSON.parse(text) as Record<"locals" | "shown", Record<string, unknown>>;
  return evaluateAt(
    instants,
    { ...expressions.locals, ...slots },
    { ...expressions.shown, a: slotOutput("a"), b: slotOutput("b") },
  );
}

function slotOutput(slot: string): Record<string, string> {
  return {
    keepers: `\${local.${slot}.rotate_when_changed}`,
    endDate: `\${local.${slot}.end_date}`,
  };
}
