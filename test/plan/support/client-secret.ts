import { createHash } from "node:crypto";
import { TerraformOutput, TerraformStack } from "cdktf";
import { AcrServicePrincipal, ClientSecretProps } from "cdktf-acr-auth";
import { DAY, utcSecond } from "../../../lib/core/instant";
import type { Deployment } from "./deployment";
import type { Program } from "./program";

const START = Date.parse("2026-12-01T00:00:00Z");

/** The instant so many days after the first apply. */
export const day = (days: number): string => utcSecond(START + days * DAY);

/** Periods begin at the start and every 90 days after it: at the start, slot a is the active one. */
export const EVERY_90_DAYS: ClientSecretProps = { rotationDays: 90, graceDays: 0, anchor: day(0) };

// The slots of the secret, as plans have them.
export const A = "azuread_application_password.web_client_secret_docker_a";
export const B = "azuread_application_password.web_client_secret_docker_b";
/** What remembers its schedule. */
export const SCHEDULE = "terraform_data.web_client_secret_docker_schedule";

/** A service principal with a secret, which is delivered by outputs. */
export function web(props: ClientSecretProps = EVERY_90_DAYS): Program {
  return (stack: TerraformStack) => {
    const principal = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const secret = principal.addClientSecret("docker", props);
    new TerraformOutput(stack, "password", { value: secret.value, sensitive: true });
    new TerraformOutput(stack, "expires_on", { value: secret.expiresOn });
    new TerraformOutput(stack, "active_slot", { value: secret.activeSlot });
    new TerraformOutput(stack, "rotates_on", { value: secret.rotatesOn ?? "by hand" });
  };
}

export interface Password {
  readonly displayName: string;
  readonly endDate: string;
  readonly secretSha256: string;
}

/** The passwords that the application has in the cloud. */
export async function passwords(deployment: Deployment): Promise<Password[]> {
  const [tenant] = Object.values((await deployment.cloud()).tenants);
  const application = tenant?.applications.find(({ displayName }) => displayName === "contoso-web");
  return (application?.passwords ?? []) as unknown as Password[];
}

/** The one of them that consumers were given by the last apply. */
export async function delivered(deployment: Deployment): Promise<Password | undefined> {
  const { password } = deployment.outputs();
  const hash = createHash("sha256").update(String(password)).digest("hex");
  return (await passwords(deployment)).find(({ secretSha256 }) => secretSha256 === hash);
}
