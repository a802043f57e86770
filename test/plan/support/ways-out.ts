import type { TerraformResult } from "cdktf-acr-auth-sandbox";
import { COMMANDS, filledIn, Kind, KINDS, WayOut } from "../../support/broken-off";
import type { Deployment } from "./deployment";
import { Changes, everything } from "./everything";

/** The applications in the cloud. */
export async function applications(deployment: Deployment) {
  const [tenant] = Object.values((await deployment.cloud()).tenants);
  return tenant?.applications ?? [];
}

/** The address of the one that was being made. */
export function addressOf(deployment: Deployment, kind: Kind): string {
  return deployment.known(KINDS[kind])[0]?.address ?? "";
}

/** What Terraform says where it can't do something. */
export async function errorOf(result: Promise<TerraformResult>): Promise<string> {
  const { code, stderr } = await result;
  expect(code).toBe(1);
  return oneLine(stderr);
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

async function adopt(deployment: Deployment, changes: Changes): Promise<void> {
  deployment.program = everything(changes);
  await deployment.apply();
  deployment.program = everything();
}

/** Runs a command of the page. */
export function az(
  deployment: Deployment,
  command: string,
  variables: Record<string, string | undefined>,
): Promise<void> {
  return deployment.sandbox.az(filledIn(command, variables));
}

export function terraform(
  deployment: Deployment,
  command: string,
  variables: Record<string, string>,
): Promise<string> {
  return deployment.terraform(...filledIn(command, variables).split(" ").slice(1));
}

/** Deletes the credentials of Entra that Terraform does not know. */
async function deleteUnknown(
  deployment: Deployment,
  command: string,
  inEntra: string[],
  known: unknown[],
): Promise<void> {
  const CLIENT_ID = deployment.outputs().username as string;
  for (const KEY_ID of inEntra.filter((keyId) => !known.includes(keyId))) {
    await az(deployment, command, { CLIENT_ID, KEY_ID });
  }
}

/** As docs/broken-off-applies.md has them. */
export const WAYS: Record<WayOut, (deployment: Deployment, error: string) => Promise<unknown>> = {
  "nothing to do": () => Promise.resolve(),
  "apply again": (deployment) => deployment.apply(),
  untaint: async (deployment) => {
    await terraform(deployment, COMMANDS.untaint, {
      ADDRESS: addressOf(deployment, "application"),
    });
    await deployment.apply();
  },
  "adopt the application": (deployment, error) =>
    adopt(deployment, { adopt: { application: /\(ID: "([^"]+)"\)/.exec(error)?.[1] ?? "" } }),
  "adopt the federated credential": async (deployment) => {
    const [application] = await applications(deployment);
    await adopt(deployment, { adoptCredential: application?.federatedCredentials[0]?.id });
  },
  "adopt the role assignment": (deployment, error) =>
    adopt(deployment, {
      adoptAssignment: /existing role assignment is ([0-9a-f]+)/.exec(error)?.[1],
    }),
  "delete the other application": async (deployment) => {
    // An update finds it, and says which it is.
    deployment.program = everything({ notes: "Of the shop" });
    const error = await errorOf(deployment.tryToApply());
    await az(deployment, COMMANDS.deleteApplication, { ID: /\(ID: "([^"]+)"\)/.exec(error)?.[1] });
    deployment.program = everything();
    await deployment.apply();
  },
  "delete the client secret": async (deployment) => {
    await deployment.apply();
    const [application] = await applications(deployment);
    await deleteUnknown(
      deployment,
      COMMANDS.deletePassword,
      application?.passwords.map(({ keyId }) => keyId) ?? [],
      Object.values(deployment.outputs().report as Record<string, string>),
    );
  },
  "delete the certificate": async (deployment) => {
    await deployment.apply();
    const [application] = await applications(deployment);
    await deleteUnknown(
      deployment,
      COMMANDS.deleteCertificate,
      application?.certificates.map(({ keyId }) => keyId) ?? [],
      deployment.known(KINDS.certificate).map(({ attributes }) => attributes.key_id),
    );
  },
};
