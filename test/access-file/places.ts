const UUID = "6f3f7e4e-0000-4000-8000-000000000001";
const OTHER = "6f3f7e4e-0000-4000-8000-000000000002";

/** An access file without a mistake that has every key there is, with a certificate and the path of one. */
export function accessFileOf(pem: string, file: string): unknown {
  return {
    azure: { subscriptionId: UUID, tenantId: UUID, environment: "public" },
    backend: {
      resourceGroup: "rg",
      storageAccount: "contosostate",
      container: "state",
      key: "a.tfstate",
    },
    roleAssignments: "assign",
    kubernetes: { configPath: "kubeconfig", configContext: "shop" },
    github: { owner: "contoso", baseUrl: "https://github.contoso.com/" },
    registries: {
      shop: { name: "contosoShop", resourceGroup: "rg-registry", permissionsMode: "abac" },
      known: {
        id: `/subscriptions/${UUID}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/known`,
        loginServer: "known.azurecr.io",
      },
      group: { resourceGroupId: `/subscriptions/${UUID}/resourceGroups/rg` },
      all: { subscriptionId: UUID },
    },
    principals: {
      web: {
        displayName: "contoso-web",
        description: "The shop",
        owners: [UUID],
        tags: ["team-a"],
        notes: "none",
        signInAudience: "AzureADMyOrg",
        serviceManagementReference: "42",
        adopt: {
          application: `/applications/${UUID}`,
          servicePrincipal: `/servicePrincipals/${UUID.replace(/1$/, "4")}`,
        },
        clientSecrets: {
          docker: {
            rotationDays: 60,
            anchor: "2027-01-31T00:00:00Z",
            slotGeneration: { a: 1 },
            deliver: {
              dockerConfig: true,
              keyVault: {
                name: "contoso-shop",
                resourceGroup: "rg-shop",
                subscriptionId: OTHER,
                secret: "pull",
                content: "json",
              },
              kubernetes: { name: "acr", namespaces: ["shop"], labels: { team: "a" } },
              github: {
                repository: "shop",
                environment: "prod",
                prefix: "SHOP",
                registry: "known",
              },
              registries: ["shop", "known"],
            },
          },
          hand: { expiresOn: { a: "2027-01-31T00:00:00Z", b: "2027-02-28T00:00:00Z" } },
        },
        certificates: {
          laptop: { pem, endDate: "2027-01-31T00:00:00Z" },
          file: { file },
        },
        federatedCredentials: {
          github: {
            github: { repository: "contoso/shop", environment: "production", audience: "a" },
          },
          gitlab: {
            gitlab: { projectPath: "contoso/shop", branch: "main", issuer: "https://a.b" },
          },
          devops: {
            azureDevOps: { organizationId: UUID, tenantId: UUID, serviceConnectionId: UUID },
          },
          pod: { kubernetes: { issuer: "https://a.b/", namespace: "a", serviceAccount: "b" } },
          run: {
            terraformCloud: { organization: "a", project: "b", workspace: "c", runPhase: "plan" },
          },
          other: { of: { issuer: "https://a.b", subject: "c", audience: "d" } },
        },
        grants: [
          { registry: "shop", access: "push", repositories: ["team-a/*", "team-b/app"] },
          { registry: "known", access: ["pull", "list"] },
          {
            registry: "group",
            role: "AcrPull",
            adopt: `/subscriptions/${UUID}/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/${UUID.replace(/1$/, "5")}`,
          },
        ],
      },
      module: {
        displayName: "module",
        adopt: { module: "module.web", source: "kumarvna/service-principal/azuread" },
      },
      partner: {
        clientId: UUID,
        objectId: UUID,
        applicationResourceId: `/applications/${UUID}`,
        applicationTenantId: OTHER,
        manageCredentials: true,
      },
      audit: { resourceId: `/servicePrincipals/${UUID.replace(/1$/, "3")}` },
      people: { objectId: OTHER, principalType: "Group" },
    },
  };
}

/** Puts another text in the place of one text or one key. */
export type Plant = (file: unknown, planted: string) => unknown;

/** All places of an access file: each text in it, and each key. */
export function placesIn(value: unknown): Plant[] {
  if (typeof value !== "object" || value === null) {
    return [(_, planted) => planted];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const below: Plant[] = placesIn(inner).map(
      (plant) => (file, planted) => with_(file, key, key, plant((file as never)[key], planted)),
    );
    const renamed: Plant = (file, planted) => with_(file, key, planted, inner);
    return Array.isArray(value) ? below : [...below, renamed];
  });
}

function with_(file: unknown, key: string, newKey: string, inner: unknown): unknown {
  const entries = Object.entries(file as object).map(([other, kept]) =>
    other === key ? [newKey, inner] : [other, kept as unknown],
  );
  return Array.isArray(file)
    ? entries.map(([, kept]) => kept)
    : (Object.fromEntries(entries) as unknown);
}
