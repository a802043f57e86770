import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  AcrServicePrincipal,
  type AcrServicePrincipalProps,
  type CertificateProps,
  ClientSecretOutputs,
  type ClientSecretProps,
  FederatedIdentity,
} from "cdktf-acr-auth";
import { certificateValid } from "../../credential/certificates";
import type { Program } from "../../plan/support/program";
import type { Scenario } from "../run";
import { AUDIT } from "../seed";

const { pem, der } = certificateValid("2026-11-01T00:00:00Z", "2027-10-01T00:00:00Z");
const byKey = { der: der.toString("base64"), endDate: "2027-03-01T00:00:00Z" };

interface Credentials {
  readonly props: Partial<AcrServicePrincipalProps>;
  readonly secret?: ClientSecretProps;
  readonly certificates: Record<string, CertificateProps>;
  readonly identities: Record<string, FederatedIdentity>;
}

// Without it, the id of the application decides when a secret rotates.
const anchor = "2026-11-01T00:00:00Z";

/** Three principals, since azuread adds to an application one credential after the other. */
function principals({ props, secret, certificates, identities }: Credentials): Program {
  return (stack: TerraformStack) => {
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", ...props });
    const rotating = web.addClientSecret("docker", { anchor, ...secret });
    new ClientSecretOutputs(stack, "docker", rotating);
    new TerraformOutput(stack, "report", { value: rotating.lifecycleReport });
    web.addClientSecret("by-hand", { expiresOn: { a: "2027-06-01T00:00:00Z" } });

    const desk = new AcrServicePrincipal(stack, "desk", { displayName: "contoso-desk" });
    desk.addClientSecret("slow", { anchor, propagationSeconds: 1 });
    for (const [id, certificate] of Object.entries(certificates)) {
      desk.addCertificate(id, certificate);
    }

    const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
    for (const [id, identity] of Object.entries(identities)) {
      build.addFederatedCredential(id, identity);
    }
  };
}

const first = principals({
  props: {
    description: "The shop",
    notes: "Ask the shop's team",
    tags: ["shop", "web"],
    owners: [AUDIT.servicePrincipal],
    serviceManagementReference: "SHOP-1",
  },
  certificates: { pem: { pem }, byKey },
  identities: {
    github: FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    cluster: FederatedIdentity.kubernetes({
      issuer: "https://oidc.contoso.com/cluster",
      namespace: "shop",
      serviceAccount: "web",
    }),
    other: FederatedIdentity.of({ issuer: "https://ci.contoso.com", subject: "shop" }),
  },
});

const changed = principals({
  props: {
    displayName: "contoso-store",
    notes: "Ask the store's team",
    tags: ["store"],
    accountEnabled: false,
    signInAudience: "AzureADMultipleOrgs",
  },
  secret: { slotGeneration: { a: 1 } },
  certificates: { pem: { pem } },
  identities: {
    github: FederatedIdentity.github({ repository: "contoso/store", environment: "test" }),
    other: FederatedIdentity.of({ issuer: "https://ci.contoso.com", subject: "shop" }),
  },
});

export const credentials: Scenario = {
  name: "credentials of every kind, rotated, changed and taken away",
  async play(run) {
    await run.apply(first);
    await run.sandbox.travel({ days: 61 });
    await run.apply(first);
    await run.apply(changed);
    await run.destroy(changed);
  },
};
