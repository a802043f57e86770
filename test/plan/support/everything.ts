import { TerraformOutput, TerraformStack } from "cdktf";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  ClientSecretProps,
  FederatedIdentity,
  PermissionsMode,
} from "cdktf-acr-auth";
import type { CloudState } from "cdktf-acr-auth-sandbox";
import { certificateValid } from "../../credential/certificates";
import type { Program } from "./program";

const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");

/** What differs from the program that is applied first. */
export interface Changes extends Partial<AcrServicePrincipalProps> {
  readonly clientSecret?: ClientSecretProps;
  readonly adoptCredential?: string;
  readonly adoptAssignment?: string;
}

/** One of everything that an apply makes. */
export function everything({
  clientSecret = { anchor: "2026-11-01T00:00:00Z" },
  adoptCredential,
  adoptAssignment,
  ...props
}: Changes = {}): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", ...props });
    const secret = web.addClientSecret("docker", clientSecret);
    web.addCertificate("y2026", { pem });
    web.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
      { adopt: adoptCredential },
    );
    registry.grantPull(web, { adopt: adoptAssignment });
    new TerraformOutput(stack, "username", { value: secret.username });
    new TerraformOutput(stack, "report", { value: secret.lifecycleReport });
  };
}

/** What exists, without what the cloud draws or counts itself, in an order of its own. */
export function shape(state: CloudState): unknown {
  const drawn = ["secretSha256", "startDate", "endDate", "keyId", "hint"];
  const text = JSON.stringify(state, (key, value: unknown) => {
    if (drawn.includes(key)) {
      return undefined;
    }
    return Array.isArray(value)
      ? [...(value as unknown[])].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
      : value;
  });
  const ids = new Map<string, string>();
  const anonymous = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    ids.set(id, ids.get(id) ?? `id ${ids.size}`);
    return String(ids.get(id));
  });
  return JSON.parse(anonymous);
}

function nameOf(element: unknown): string {
  const { displayName, role } = Object(element) as { displayName?: string; role?: string };
  return displayName ?? role ?? JSON.stringify(element);
}
