import {
  App,
  AzurermBackend,
  CloudBackend,
  Fn,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformHclModule,
  TerraformStack,
} from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { DataAzurermKeyVault } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault";
import { DataAzurermKeyVaultCertificate } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault-certificate";
import { DataAzurermResourceGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-resource-group";
import { DataAzurermRoleDefinition } from "@cdktf/provider-azurerm/lib/data-azurerm-role-definition";
import { DataAzurermSubscription } from "@cdktf/provider-azurerm/lib/data-azurerm-subscription";
import { DataAzurermUserAssignedIdentity } from "@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity";
import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import {
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  DeployerRights,
  FederatedIdentity,
  KeyVaultDelivery,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { registryIn, teamIn } from "../grant/granting";
import { newStack } from "../support/stack";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const REGISTRY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";

function rightsOf(
  program: (stack: TerraformStack) => void,
  context: Record<string, unknown> = {},
): DeployerRights {
  const stack = new TerraformStack(new App({ context }), "test");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", {
    features: [{}],
    resourceProviderRegistrations: "none",
  });
  program(stack);
  return DeployerRights.of(stack);
}

/** The permissions, and for a second tenant its provider. */
function permissions({ graphPermissions }: DeployerRights): string[] {
  return graphPermissions.map(({ permission, provider }) =>
    provider === "azuread" ? permission : `${permission} in ${provider}`,
  );
}

function roles({ azureRoles }: DeployerRights): string[] {
  return azureRoles.map(({ role, scope }) => `${role} on ${scope}`);
}

describe("Microsoft Graph:", () => {
  test("service principals with all kinds of credentials need Application.ReadWrite.OwnedBy alone", () => {
    const rights = rightsOf((stack) => {
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
      web.addClientSecret("docker");
      web.addFederatedCredential(
        "github",
        FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
      );
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.OwnedBy"]);
    expect(rights.graphPermissions[0]?.because).toEqual([
      "azuread_application test/web/application",
      "azuread_service_principal test/web/service_principal",
      "azuread_application_password test/web/client_secret/docker/a",
      "azuread_application_password test/web/client_secret/docker/b",
      "azuread_application_federated_identity_credential test/web/federated_credential/github/Resource",
    ]);
  });

  test("a service principal that the deployer does not own needs Application.ReadWrite.All", () => {
    const rights = rightsOf((stack) => {
      new AcrServicePrincipal(stack, "web", { displayName: "web" });
      new AcrServicePrincipal(stack, "other", { displayName: "other", deployerIsOwner: false });
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.All"]);
    expect(rights.graphPermissions[0]?.because).toEqual([
      "azuread_application test/other/application",
      "azuread_service_principal test/other/service_principal",
      "azuread_application test/web/application (Application.ReadWrite.OwnedBy would do)",
      "azuread_service_principal test/web/service_principal (Application.ReadWrite.OwnedBy would do)",
    ]);
  });

  test("an application of the program's own is known by its owners", () => {
    const owned = rightsOf((stack) => {
      const { objectId } = new DataAzureadClientConfig(stack, "me", {});
      new Application(stack, "app", { displayName: "app", owners: [objectId] });
    });
    expect(permissions(owned)).toEqual(["Application.ReadWrite.OwnedBy"]);
    const ownedByNobody = rightsOf((stack) => {
      new Application(stack, "app", { displayName: "app" });
    });
    expect(permissions(ownedByNobody)).toEqual(["Application.ReadWrite.All"]);
  });

  test("what a program does to the owners later counts", () => {
    const rights = rightsOf((stack) => {
      const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
      web.application.owners = [CLIENT_ID];
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.All"]);
  });

  test("a credential of an application that somebody else owns needs Application.ReadWrite.All", () => {
    const rights = rightsOf((stack) => {
      new ApplicationPasswordA(stack, "secret", { applicationId: `/applications/${CLIENT_ID}` });
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.All"]);
  });

  test("a look-up needs Application.Read.All, and no more where a wider permission is there", () => {
    const audit = (stack: TerraformStack): void => {
      AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID);
    };
    expect(permissions(rightsOf(audit))).toEqual(["Application.Read.All"]);
    const withOwned = rightsOf((stack) => {
      audit(stack);
      new AcrServicePrincipal(stack, "web", { displayName: "web" });
    });
    expect(permissions(withOwned)).toEqual(["Application.ReadWrite.OwnedBy"]);
    expect(withOwned.graphPermissions[0]?.because.at(-1)).toBe(
      "data.azuread_service_principal test/audit/Resource (Application.Read.All would do)",
    );
  });

  test("a service principal of another tenant's application needs Application.ReadWrite.All there", () => {
    const rights = rightsOf((stack) => {
      const partner = new AzureadProvider(stack, "partner", {
        alias: "partner",
        tenantId: "7e4a0000-0000-4000-8000-000000000002",
      });
      new AcrServicePrincipal(stack, "web", {
        displayName: "web",
        servicePrincipalProvider: partner,
      });
    });
    expect(permissions(rights)).toEqual([
      "Application.ReadWrite.OwnedBy",
      "Application.ReadWrite.All in azuread.partner",
    ]);
    expect(rights.graphPermissions.map(({ tenantId }) => tenantId)).toEqual([
      undefined,
      "7e4a0000-0000-4000-8000-000000000002",
    ]);
  });

  test("the deployer of another tenant is no owner here", () => {
    const rights = rightsOf((stack) => {
      const partner = new AzureadProvider(stack, "partner", { alias: "partner" });
      const { objectId } = new DataAzureadClientConfig(stack, "me", { provider: partner });
      new Application(stack, "app", { displayName: "app", owners: [objectId] });
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.All"]);
  });

  test("references by ids, and who Terraform runs as, need nothing", () => {
    const rights = rightsOf((stack) => {
      new DataAzureadClientConfig(stack, "me", {});
      teamIn(stack);
    });
    expect(permissions(rights)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["one by one", [CLIENT_ID]],
    ["as a list that only Terraform knows", Fn.split(",", "a,b")],
  ])("owners beside the deployer are told, %s", (_, owners) => {
    const rights = rightsOf((stack) => {
      new AcrServicePrincipal(stack, "web", { displayName: "web", owners });
      new AcrServicePrincipal(stack, "own", { displayName: "own" });
    });
    expect(permissions(rights)).toEqual(["Application.ReadWrite.OwnedBy"]);
    expect(rights.sharedOwnership).toEqual([
      "azuread_application test/web/application",
      "azuread_service_principal test/web/service_principal",
    ]);
  });
});

describe("credentials on an application that the stack only refers to", () => {
  const github = FederatedIdentity.github({ repository: "contoso/shop", branch: "main" });

  test.each<[string, (stack: TerraformStack) => void, string]>([
    [
      "looked up",
      (stack) => {
        const options = { manageCredentials: true };
        const audit = AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID, options);
        audit.addClientSecret("docker");
        audit.addFederatedCredential("github", github);
      },
      "test/audit/client_secret/docker/a, test/audit/client_secret/docker/b, test/audit/federated_credential/github/Resource",
    ],
    [
      "given by its id",
      (stack) => {
        new ApplicationPasswordA(stack, "own", { applicationId: `/applications/${CLIENT_ID}` });
      },
      "test/own",
    ],
  ])("%s are noted to need less where the deployer owns it", (_, program, paths) => {
    const rights = rightsOf(program);
    expect(permissions(rights)).toEqual(["Application.ReadWrite.All"]);
    expect(rights.notes).toEqual([
      expect.stringMatching(
        new RegExp(`^${paths}: .*Application\\.ReadWrite\\.OwnedBy is enough.* owner`),
      ),
    ]);
  });

  test("are not those of an application that the stack makes", () => {
    const rights = rightsOf((stack) => {
      const web = new AcrServicePrincipal(stack, "web", {
        displayName: "web",
        deployerIsOwner: false,
      });
      web.addClientSecret("docker");
      new ApplicationPasswordA(stack, "own", {
        applicationId: `/applications/${web.application.objectId}`,
      });
    });
    expect(rights.notes).toEqual([]);
  });
});

test("an application that is imported has an owner before the deployer, which is noted", () => {
  const rights = rightsOf((stack) => {
    const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
    web.application.importFrom(`/applications/${CLIENT_ID}`);
  });
  expect(rights.notes).toEqual([
    expect.stringMatching(/^test\/web\/application: .*imported.*ReadWrite\.OwnedBy is not enough/),
  ]);
});

describe("Azure:", () => {
  test("role assignments need Role Based Access Control Administrator on the registry, which reads it too", () => {
    const rights = rightsOf((stack) => {
      registryIn(stack, PermissionsMode.ABAC).grantPull(teamIn(stack));
    });
    expect(roles(rights)).toEqual([
      "Role Based Access Control Administrator on the registry contosoShop in the resource group rg-registry",
    ]);
    expect(rights.azureRoles.at(-1)?.because).toEqual([
      "data.azurerm_container_registry test/registry/Resource",
      "azurerm_role_assignment test/team/grant/registry-rg-registry-contososhop/Container Registry Repository Reader/Resource",
    ]);
  });

  test("the condition allows the roles and the types of principals of the stack, and no other", () => {
    const rights = rightsOf((stack) => {
      const registry = registryIn(stack, PermissionsMode.LEGACY);
      registry.grantPush(teamIn(stack));
      registry.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "web" }));
    });
    const { assignableRoles, condition } = rights.azureRoles.at(-1) ?? {};
    expect(assignableRoles).toEqual(["AcrPull", "AcrPush"]);
    // Microsoft's template, with these roles and types in it.
    expect(condition).toBe(
      "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
        "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d, 8311e382-0749-4cb8-b61a-304f252e45ec} AND " +
        "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'ServicePrincipal'})) AND " +
        "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR " +
        "(@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d, 8311e382-0749-4cb8-b61a-304f252e45ec} AND " +
        "@Resource[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'ServicePrincipal'}))",
    );
  });

  test.each([undefined, "${var.type}"])(
    "a role assignment with the principal_type %p leaves the types out of the condition, which is noted",
    (principalType) => {
      const rights = rightsOf((stack) => {
        registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(stack));
        new RoleAssignment(stack, "own", {
          principalType,
          scope: REGISTRY_ID,
          principalId: CLIENT_ID,
          roleDefinitionName: "acrpush",
        });
      });
      const { condition, assignableRoles } = rights.azureRoles.at(-1) ?? {};
      expect(assignableRoles).toEqual(["AcrPush"]);
      expect(condition).toContain("GuidEquals {8311e382-0749-4cb8-b61a-304f252e45ec})");
      expect(condition).not.toContain("PrincipalType");
      expect(rights.notes).toContainEqual(
        expect.stringMatching(/^test\/own: does not say principal_type/),
      );
    },
  );

  test.each<[string, AcrRole, string]>([
    ["by its name", AcrRole.named("Image Auditor"), "{<role definition id of Image Auditor>}"],
    [
      "by its id",
      AcrRole.custom("11111111-2222-4333-8444-555555555555"),
      "{11111111-2222-4333-8444-555555555555}",
    ],
  ])("the condition has a role of one's own %s, or a place for its id", (_, role, expected) => {
    const rights = rightsOf((stack) => {
      registryIn(stack, PermissionsMode.LEGACY).grantRole(teamIn(stack), role);
    });
    expect(rights.azureRoles.at(-1)?.condition).toContain(expected);
  });

  test.each<[string, (stack: TerraformStack) => void, string]>([
    [
      "a registry given by its id",
      (stack) => {
        AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID }).grantPull(
          teamIn(stack),
        );
      },
      `the registry contosoShop in the resource group rg-registry of the subscription ${SUBSCRIPTION}`,
    ],
    [
      "all registries of a resource group",
      (stack) => {
        const resourceGroupId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`;
        AcrRegistries.inResourceGroup(stack, "all", { resourceGroupId }).grantPull(teamIn(stack));
      },
      `the resource group rg-registry of the subscription ${SUBSCRIPTION}`,
    ],
    [
      "all registries of a subscription",
      (stack) => {
        AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION }).grantPull(
          teamIn(stack),
        );
      },
      `the subscription ${SUBSCRIPTION}`,
    ],
    [
      "a registry that another azurerm provider looks up",
      (stack) => {
        const provider = new AzurermProvider(stack, "other", {
          alias: "other",
          features: [{}],
          subscriptionId: SUBSCRIPTION,
          resourceProviderRegistrations: "none",
        });
        AcrRegistry.fromName(stack, "registry", {
          registryName: "contosoShop",
          resourceGroupName: "rg-registry",
          provider,
        }).grantPull(teamIn(stack));
      },
      `the registry contosoShop in the resource group rg-registry of the subscription ${SUBSCRIPTION}`,
    ],
  ])("the scope for %s is readable", (_, program, scope) => {
    expect(roles(rightsOf(program))).toEqual([
      `Role Based Access Control Administrator on ${scope}`,
    ]);
  });

  test("a scope that only Terraform knows says so", () => {
    const rights = rightsOf((stack) => {
      new RoleAssignment(stack, "own", {
        scope: "${var.scope}",
        principalId: CLIENT_ID,
        roleDefinitionName: "AcrPull",
      });
    });
    expect(rights.azureRoles.at(-1)).toMatchObject({
      scope: "${var.scope}",
      shellScope: "'<resource id of ${var.scope}>'",
    });
  });

  test("what the stack makes has its rights where they can be given before the first deployment", () => {
    const inGroup = rightsOf((stack) => {
      const acr = new ContainerRegistry(stack, "acr", {
        name: "contosoNew",
        resourceGroupName: "rg-registry",
        location: "westeurope",
        sku: "Basic",
      });
      AcrRegistry.fromResource(stack, "registry", acr).grantPull(teamIn(stack));
      new UserAssignedIdentity(stack, "identity", {
        name: "web",
        resourceGroupName: "rg-web",
        location: "westeurope",
      });
    });
    expect(roles(inGroup).sort()).toEqual([
      "Container Registry Contributor and Data Access Configuration Administrator on the resource group rg-registry",
      "Managed Identity Contributor on the resource group rg-web",
      "Role Based Access Control Administrator on the resource group rg-registry",
    ]);
    const withGroup = rightsOf((stack) => {
      const group = new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
      const acr = new ContainerRegistry(stack, "acr", {
        name: "contosoNew",
        resourceGroupName: group.name,
        location: "westeurope",
        sku: "Basic",
      });
      AcrRegistry.fromResource(stack, "registry", acr).grantPull(teamIn(stack));
    });
    expect(roles(withGroup).sort()).toEqual([
      "Container Registry Contributor and Data Access Configuration Administrator on the subscription of the provider azurerm",
      "Contributor on the subscription of the provider azurerm",
      "Role Based Access Control Administrator on the subscription of the provider azurerm",
    ]);
  });

  test("a look-up needs Reader, and says what the admin user of a registry needs beyond that", () => {
    const rights = rightsOf((stack) => {
      registryIn(stack, PermissionsMode.LEGACY);
    });
    expect(roles(rights)).toEqual([
      "Reader on the registry contosoShop in the resource group rg-registry",
    ]);
    expect(rights.notes).toEqual([
      expect.stringMatching(/^test\/registry\/Resource: .*admin user/),
    ]);
  });

  test("a certificate in Key Vault needs Key Vault Reader on the vault", () => {
    const rights = rightsOf((stack) => {
      const vault = new DataAzurermKeyVault(stack, "vault", {
        name: "kv-shop",
        resourceGroupName: "rg-shop",
      });
      new DataAzurermKeyVaultCertificate(stack, "certificate", {
        name: "web",
        keyVaultId: vault.id,
      });
    });
    expect(roles(rights)).toEqual([
      "Key Vault Reader on the key vault kv-shop in the resource group rg-shop",
    ]);
  });

  test.each([
    ["none", "4.55.0", false],
    ["core", "4.55.0", true],
    [undefined, "4.55.0", true],
    ["core", "5.2.0", true],
    [undefined, "5.2.0", false],
  ])(
    "registering resource providers (%s, by azurerm %s) needs rights on the subscription: %p",
    (setting, version, expected) => {
      const stack = new TerraformStack(new App(), "test");
      new AzurermProvider(stack, "azurerm", {
        features: [{}],
        subscriptionId: SUBSCRIPTION,
        resourceProviderRegistrations: setting,
      });
      stack.addOverride("terraform.required_providers.azurerm.version", version);
      expect(roles(DeployerRights.of(stack))).toEqual(
        expected ? [`Contributor on the subscription ${SUBSCRIPTION}`] : [],
      );
    },
  );
});

describe("Reader on the subscription may be needed", () => {
  const LISTS = expect.stringMatching(
    /azurerm 4 .*ARM_PROVIDER_ENHANCED_VALIDATION=false/,
  ) as string;
  const READS = expect.stringMatching(/reads the definitions of their roles/) as string;

  function possible(
    program: (stack: TerraformStack) => void,
    version?: string,
    context?: Record<string, unknown>,
  ): string[][] {
    const { possibleAzureRoles } = rightsOf((stack) => {
      program(stack);
      if (version !== undefined) {
        stack.addOverride("terraform.required_providers.azurerm.version", version);
      }
    }, context);
    return possibleAzureRoles.map(({ role, scope, because }) => [
      `${role} on ${scope}`,
      ...because,
    ]);
  }

  const grants = (stack: TerraformStack): void => {
    registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(stack));
  };
  const looksUp = (stack: TerraformStack): void => {
    registryIn(stack, PermissionsMode.LEGACY);
  };
  const own = (scope: string, subscription?: string) => (stack: TerraformStack) => {
    new RoleAssignment(stack, "own", {
      scope,
      principalId: CLIENT_ID,
      principalType: "Group",
      ...(subscription === undefined
        ? { roleDefinitionName: "AcrPull" }
        : {
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${CLIENT_ID}`,
          }),
    });
  };
  const OF_PROVIDER = "Reader on the subscription of the provider azurerm";

  test("by azurerm 4, which lists the resource providers of the subscription", () => {
    expect(possible(looksUp)).toEqual([[OF_PROVIDER, LISTS]]);
  });

  test("for role assignments, whose roles azurerm reads there", () => {
    expect(possible(grants)).toEqual([[OF_PROVIDER, LISTS, READS]]);
  });

  test.each([
    ["5.2.0", false],
    ["5.3.0-beta1", true],
    [">= 5.0", false],
    ["~> 5.1, != 5.1.1", false],
    ["4.55.0", true],
    [">= 4.81.0, < 5.0.0", true],
    ["< 5.0.0", true],
    [">= 4.0", true],
  ])("for resource providers, by azurerm %s: %p", (version, lists) => {
    expect(possible(grants, version)).toEqual([[OF_PROVIDER, ...(lists ? [LISTS] : []), READS]]);
    expect(possible(looksUp, version)).toEqual(lists ? [[OF_PROVIDER, LISTS]] : []);
  });

  test("in the subscription that the roles are named in, where that is another one", () => {
    const other = "/subscriptions/00000000-0000-4000-8000-00000000000b";
    expect(possible(own(`${other}/resourceGroups/rg`, other))).toEqual([
      [OF_PROVIDER, LISTS],
      ["Reader on the subscription 00000000-0000-4000-8000-00000000000b", READS],
    ]);
  });

  test("but no roles are read where somebody else assigns them", () => {
    expect(possible(grants, undefined, { "acr-auth:role-assignments": "report" })).toEqual([
      [OF_PROVIDER, LISTS],
    ]);
  });

  test("and is there already where roles are assigned on the subscription, or the group is made", () => {
    expect(
      possible((stack) => {
        const { id } = new DataAzurermSubscription(stack, "current");
        own(id)(stack);
      }),
    ).toEqual([]);
    expect(
      possible((stack) => {
        new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
        grants(stack);
      }),
    ).toEqual([]);
  });

  test("not where nothing is in Azure", () => {
    expect(
      possible((stack) => {
        new AcrServicePrincipal(stack, "web", { displayName: "web" });
      }),
    ).toEqual([]);
  });
});

describe("the state", () => {
  const azurerm = {
    storageAccountName: "contosostate",
    containerName: "state",
    key: "access.tfstate",
  };
  test.each<[string, (stack: TerraformStack) => void, string[]]>([
    [
      "in a container, by Entra",
      (stack) => {
        new AzurermBackend(stack, {
          ...azurerm,
          resourceGroupName: "rg-state",
          useAzureadAuth: true,
        });
      },
      [
        "Storage Blob Data Contributor on the container state of the storage account contosostate in the resource group rg-state",
      ],
    ],
    [
      "in a container of another subscription",
      (stack) => {
        new AzurermBackend(stack, {
          ...azurerm,
          subscriptionId: SUBSCRIPTION,
          useAzureadAuth: true,
        });
      },
      [
        `Storage Blob Data Contributor on the container state of the storage account contosostate of the subscription ${SUBSCRIPTION}`,
      ],
    ],
    [
      "in a container, by the key of the account",
      (stack) => {
        new AzurermBackend(stack, azurerm);
      },
      ["Reader and Data Access on the storage account contosostate"],
    ],
    [
      "in a container, by a key that is given",
      (stack) => {
        new AzurermBackend(stack, { ...azurerm, accessKey: "k" });
      },
      [],
    ],
    [
      "in a file",
      (stack) => {
        new LocalBackend(stack, { path: "terraform.tfstate" });
      },
      [],
    ],
  ])("%s", (_, program, expected) => {
    const rights = rightsOf(program);
    expect(roles(rights)).toEqual(expected);
    expect(rights.unknown).toEqual([]);
  });
});

describe("the resource group", () => {
  const identity = { name: "id-web", location: "westeurope" };
  const credential = {
    name: "github",
    audience: ["api://AzureADTokenExchange"],
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
  };

  /** Roles of a federated credential, where it has its resource group from something else. */
  function credentialRoles(
    neighbour: (stack: TerraformStack) => {
      id: string;
      resourceGroupName: string;
    },
  ): string[] {
    const rights = rightsOf((stack) => {
      const { id: parentId, resourceGroupName } = neighbour(stack);
      new FederatedIdentityCredential(stack, "github", {
        ...credential,
        parentId,
        resourceGroupName,
      });
    });
    return roles(rights);
  }

  test("is that of the identity that it is taken from", () => {
    const expected = "Managed Identity Contributor on the resource group rg-web";
    const made = credentialRoles(
      (stack) =>
        new UserAssignedIdentity(stack, "id", { ...identity, resourceGroupName: "rg-web" }),
    );
    expect(made).toEqual([expected]);
    const lookedUp = credentialRoles(
      (stack) =>
        new DataAzurermUserAssignedIdentity(stack, "id", {
          name: "id-web",
          resourceGroupName: "rg-web",
        }),
    );
    expect(lookedUp).toContain(expected);
  });

  test("is found through several references", () => {
    expect(
      credentialRoles((stack) => {
        const group = new DataAzurermResourceGroup(stack, "group", { name: "rg-web" });
        const { resourceGroupName } = new DataAzurermContainerRegistry(stack, "registry", {
          name: "contosoShop",
          resourceGroupName: group.name,
        });
        return new UserAssignedIdentity(stack, "id", { ...identity, resourceGroupName });
      }),
    ).toEqual([
      "Reader on the resource group rg-web",
      "Reader on the registry contosoShop in the resource group rg-web",
      "Managed Identity Contributor on the resource group rg-web",
    ]);
  });

  test("that the stack makes has its rights on the subscription, whatever its name", () => {
    const made = credentialRoles((stack) => {
      const group = new ResourceGroup(stack, "group", {
        name: "${var.group}",
        location: "westeurope",
      });
      return new UserAssignedIdentity(stack, "id", { ...identity, resourceGroupName: group.name });
    });
    expect(made).toEqual([
      "Contributor on the subscription of the provider azurerm",
      "Managed Identity Contributor on the subscription of the provider azurerm",
    ]);
  });

  test("of a look-up that the stack makes, too", () => {
    const rights = rightsOf((stack) => {
      const group = new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
      AcrRegistry.fromName(stack, "registry", {
        registryName: "contosoNew",
        resourceGroupName: group.name,
      }).grantPull(teamIn(stack));
    });
    expect(roles(rights).sort()).toEqual([
      "Contributor on the subscription of the provider azurerm",
      "Role Based Access Control Administrator on the subscription of the provider azurerm",
    ]);
  });

  test("that only Terraform knows is one for each element", () => {
    const rights = rightsOf((stack) => {
      for (const id of ["one", "two"]) {
        new UserAssignedIdentity(stack, id, { ...identity, resourceGroupName: "${var.group}" });
      }
    });
    expect(rights.azureRoles).toMatchObject([
      { shellScope: "'<resource id of the resource group of test/one>'" },
      { shellScope: "'<resource id of the resource group of test/two>'" },
    ]);
  });
});

describe("Reader is left out where roles are assigned around it:", () => {
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-Registry`;

  /** The roles where roles are assigned at a scope, and a registry in rg-registry is looked up. */
  function rolesFor(scopeOf: (stack: TerraformStack) => string, subscriptionId?: string): string[] {
    const rights = rightsOf((stack) => {
      const provider = new AzurermProvider(stack, "registries", {
        alias: "registries",
        features: [{}],
        subscriptionId,
        resourceProviderRegistrations: "none",
      });
      new DataAzurermContainerRegistry(stack, "registry", {
        name: "contosoShop",
        resourceGroupName: "rg-registry",
        provider,
      });
      new RoleAssignment(stack, "own", {
        scope: scopeOf(stack),
        principalId: CLIENT_ID,
        principalType: "ServicePrincipal",
        roleDefinitionName: "AcrPull",
      });
    });
    return roles(rights).map((text) => text.replace(/ on .*/, ""));
  }

  const ADMINISTRATOR = "Role Based Access Control Administrator";

  test.each([
    ["the resource group", group],
    ["the subscription", `/subscriptions/${SUBSCRIPTION.toUpperCase()}`],
    ["the registry", REGISTRY_ID],
  ])("%s", (_, scope) => {
    expect(rolesFor(() => scope, SUBSCRIPTION)).toEqual([ADMINISTRATOR]);
  });

  test.each([
    ["a resource group whose name begins alike", group.slice(0, -1)],
    ["another subscription", "/subscriptions/00000000-0000-4000-8000-00000000000b"],
    ["something in the registry", `${REGISTRY_ID}/scopeMaps/all`],
  ])("not %s", (_, scope) => {
    expect(rolesFor(() => scope, SUBSCRIPTION)).toEqual(["Reader", ADMINISTRATOR]);
  });

  test("not where only the environment says which subscription it is", () => {
    expect(rolesFor(() => group)).toEqual(["Reader", ADMINISTRATOR]);
  });

  test("the subscription of the provider, whichever it is", () => {
    const looksUp = (stack: TerraformStack): string =>
      new DataAzurermSubscription(stack, "current", {
        provider: stack.node.findChild("registries") as AzurermProvider,
      }).id;
    expect(rolesFor(looksUp)).toEqual([ADMINISTRATOR]);
    const other = (stack: TerraformStack): string =>
      new DataAzurermSubscription(stack, "current").id;
    expect(rolesFor(other)).toEqual(["Reader", ADMINISTRATOR]);
  });

  test("the reason goes with the narrowest place, and says which place that is", () => {
    const rights = rightsOf((stack) => {
      const own = { principalId: CLIENT_ID, principalType: "ServicePrincipal" };
      new DataAzurermResourceGroup(stack, "group", { name: "rg-registry" });
      const registry = registryIn(stack, PermissionsMode.LEGACY);
      const { id: scope } = new DataAzurermSubscription(stack, "current");
      new RoleAssignment(stack, "all", { ...own, scope, roleDefinitionName: "AcrPush" });
      registry.grantPull(teamIn(stack));
    });
    expect(rights.azureRoles).toMatchObject([
      {
        scope: "the subscription of the provider azurerm",
        because: [
          "data.azurerm_resource_group test/group",
          "data.azurerm_subscription test/current",
          "azurerm_role_assignment test/all",
        ],
      },
      {
        scope: "the registry contosoShop in the resource group rg-registry",
        because: [
          "data.azurerm_container_registry test/registry/Resource",
          "azurerm_role_assignment test/team/grant/registry-rg-registry-contososhop/AcrPull/Resource",
        ],
      },
    ]);
  });
});

test("a role definition that is looked up by its name alone is one of the subscription", () => {
  const rights = rightsOf((stack) => {
    new DataAzurermRoleDefinition(stack, "role", { name: "AcrPull" });
  });
  expect(roles(rights)).toEqual(["Reader on the subscription of the provider azurerm"]);
});

test("the state in HCP Terraform is not known here", () => {
  const rights = rightsOf((stack) => {
    new CloudBackend(stack, {
      organization: "contoso",
      workspaces: new NamedCloudWorkspace("access"),
    });
  });
  expect(rights.unknown).toEqual(["backend cloud"]);
});

describe("what Terraform takes as a single block and as a list,", () => {
  const listed = (block: object, isList: boolean): unknown => (isList ? [block] : block);

  test.each([false, true])("the report takes, too (as a list: %p)", (isList) => {
    const stack = new TerraformStack(new App(), "test");
    stack.addOverride("//", { comment: "of no meaning to Terraform" });
    stack.addOverride("resource", {
      "//": "nor is this",
      azuread_application: { own: listed({ display_name: "own" }, isList) },
    });
    stack.addOverride("provider", {
      azurerm: listed({ features: {}, subscription_id: SUBSCRIPTION }, isList),
    });
    stack.addOverride(
      "import",
      listed({ to: "azuread_application.own", id: `/applications/${CLIENT_ID}` }, isList),
    );
    stack.addOverride("terraform.backend.azurerm", listed({ storage_account_name: "st" }, isList));
    stack.addOverride("module.web", listed({ source: "./web" }, isList));
    const rights = DeployerRights.of(stack);
    expect(roles(rights)).toEqual([
      `Contributor on the subscription ${SUBSCRIPTION}`,
      "Reader and Data Access on the storage account st",
    ]);
    expect(rights.unknown).toEqual(["module web"]);
    expect(rights.notes).toEqual([
      expect.stringMatching(/^azuread_application\.own: exists already and is imported/),
    ]);
  });
});

test("what the report knows nothing of, it names", () => {
  const rights = rightsOf((stack) => {
    new Group(stack, "group", { displayName: "team", securityEnabled: true });
    new TerraformHclModule(stack, "module", { source: "contoso/web/azurerm" });
    new S3Backend(stack, { bucket: "state", key: "access.tfstate" });
    stack.addOverride("resource.random_pet.name", { length: 2 });
    stack.addOverride("ephemeral.azurerm_key_vault_secret.password", { name: "password" });
  });
  expect(rights.unknown).toEqual([
    "ephemeral.azurerm_key_vault_secret ephemeral.azurerm_key_vault_secret.password",
    "azuread_group test/group",
    "random_pet random_pet.name",
    "module module",
    "backend s3",
  ]);
});

test("what is rendered is only looked at: a stack is the same after the report, and may go on", () => {
  const stack = newStack();
  registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(stack));
  const before = stack.node.findAll().length;
  DeployerRights.of(stack);
  expect(stack.node.findAll()).toHaveLength(before);
  new AzurermBackend(stack, { storageAccountName: "st", containerName: "c", key: "k" });
  expect(roles(DeployerRights.of(stack))).toContain(
    "Reader and Data Access on the storage account st",
  );
});

test("after the synth, a registry of another stack has a scope that is to be filled in", () => {
  const stack = newStack();
  const other = new TerraformStack(stack.node.root, "other");
  new AzurermProvider(other, "azurerm", { features: [{}], resourceProviderRegistrations: "none" });
  registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(other));
  // As app.synth() does, which only then tells the stacks apart.
  other.prepareStack();
  const rights = DeployerRights.of(other);
  expect(rights.azureRoles).toMatchObject([
    {
      role: "Role Based Access Control Administrator",
      shellScope: expect.stringMatching(
        /^'<resource id of .*terraform_remote_state.*>'$/,
      ) as unknown,
    },
  ]);
  expect(rights.unknown).toEqual([expect.stringMatching(/^data\.terraform_remote_state /)]);
});

describe("where role assignments are reported,", () => {
  const reporting = (): DeployerRights =>
    rightsOf(
      (stack) => {
        const registry = registryIn(stack, PermissionsMode.ABAC);
        registry.grantPull(teamIn(stack));
        const web = teamIn(stack, "web", PrincipalType.USER);
        registry.grantRole(web, AcrRole.REPOSITORY_WRITER);
      },
      { "acr-auth:role-assignments": "report" },
    );

  test("the deployer assigns none", () => {
    expect(roles(reporting())).toEqual([
      "Reader on the registry contosoShop in the resource group rg-registry",
    ]);
  });

  test("who runs the commands needs what the deployer needed otherwise", () => {
    expect(reporting().rolesOfWhoAssigns).toMatchObject([
      {
        role: "Role Based Access Control Administrator",
        scope: "the registry contosoShop in the resource group rg-registry",
        assignableRoles: [
          "Container Registry Repository Reader",
          "Container Registry Repository Writer",
        ],
        condition: expect.stringContaining("{'Group', 'User'}") as unknown,
        because: [
          "test/team: Container Registry Repository Reader on test/registry",
          "test/web: Container Registry Repository Writer on test/registry",
        ],
      },
    ]);
  });

  test("nobody else assigns where the stack does", () => {
    const rights = rightsOf((stack) => {
      registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(stack));
    });
    expect(rights.rolesOfWhoAssigns).toEqual([]);
  });
});

describe("a delivery to a key vault", () => {
  const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.KeyVault/vaults/contoso-shop`;

  function deliver(stack: TerraformStack, keyVaultId: string): KeyVaultDelivery {
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const clientSecret = web.addClientSecret("docker");
    return new KeyVaultDelivery(stack, "vault", { clientSecret, keyVaultId, name: "pull" });
  }

  test("takes the right to write secrets of the vault, and to let the reader read them and nothing else", () => {
    const rights = rightsOf((stack) => {
      deliver(stack, VAULT_ID).grantRead(teamIn(stack));
    });
    expect(rights.azureRoles).toMatchObject([
      {
        role: "Key Vault Secrets Officer",
        roleDefinitionId: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        shellScope: VAULT_ID,
        because: [
          "azurerm_key_vault_secret test/vault/username/Resource",
          "azurerm_key_vault_secret test/vault/password/Resource",
        ],
      },
      {
        role: "Role Based Access Control Administrator",
        scope: `the key vault contoso-shop in the resource group rg-shop of the subscription ${SUBSCRIPTION}`,
        assignableRoles: ["Key Vault Secrets User"],
        condition: expect.stringContaining(
          "RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {4633458b-17de-408a-b874-0445c86b69e6}",
        ) as unknown,
      },
    ]);
    expect(rights.unknown).toEqual([]);
    expect(rights.notes).toEqual([expect.stringContaining("with access policies it is Get, List")]);
  });

  test("takes them where the vault will be, if the stack makes it", () => {
    const rights = rightsOf((stack) => {
      const vault = new KeyVault(stack, "kv", {
        name: "contoso-shop",
        resourceGroupName: "rg-shop",
        location: "westeurope",
        skuName: "standard",
        tenantId: CLIENT_ID,
      });
      deliver(stack, vault.id).grantRead(teamIn(stack));
    });
    expect(roles(rights)).toEqual([
      "Key Vault Secrets Officer on the resource group rg-shop",
      "Role Based Access Control Administrator on the resource group rg-shop",
    ]);
  });

  test("takes the right to let the reader in from who assigns the roles, where they are reported", () => {
    const rights = rightsOf(
      (stack) => {
        deliver(stack, VAULT_ID).grantRead(teamIn(stack));
      },
      { "acr-auth:role-assignments": "report" },
    );
    expect(roles(rights)).toEqual([
      `Key Vault Secrets Officer on the key vault contoso-shop in the resource group rg-shop of the subscription ${SUBSCRIPTION}`,
    ]);
    expect(rights.rolesOfWhoAssigns).toMatchObject([
      { shellScope: VAULT_ID, assignableRoles: ["Key Vault Secrets User"] },
    ]);
  });
});
