import { TerraformStack } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  Access,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  GrantOptions,
  IAcrRegistry,
  IAcrServicePrincipal,
  PermissionsMode,
  ProviderVersionConstraints,
  ProviderVersions,
  RegistryResourceOptions,
  Repositories,
} from "cdktf-acr-auth";
import type { SandboxOptions } from "cdktf-acr-auth-sandbox";
import { BUILT_IN_ROLES } from "../../lib/role/roles";
import { Deployment, describeWithTerraform, Program } from "./support";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;

function shop(
  permissionsMode: PermissionsMode,
  grants: (registry: IAcrRegistry, web: IAcrServicePrincipal) => void,
): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode,
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    web.addClientSecret("docker");
    grants(registry, web);
  };
}

const pull = (registry: IAcrRegistry, web: IAcrServicePrincipal): void => {
  registry.grantPull(web);
};
const PINNED = { azuread: "3.7.0", azurerm: "4.55.0" };
const NEWEST = ProviderVersions.NEWEST_TESTED;

const seed = (permissionsMode: "legacy" | "abac"): SandboxOptions => ({
  seed: {
    subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
    tenantId: "7e4a0000-0000-4000-8000-000000000001",
    registries: [{ resourceGroup: "rg-registry", name: "contosoShop", permissionsMode }],
  },
});

const READER =
  "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader";
const WRITER =
  "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryWriter";

describeWithTerraform("a grant", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  /** The roles in the cloud, and what the registry honours of them in its mode. */
  const roles = async (): Promise<Record<string, readonly string[] | undefined>> => {
    const [subscription] = Object.values((await deployment.cloud()).subscriptions);
    return Object.fromEntries(
      (subscription?.roleAssignments ?? []).map(({ role, permits }) => [role, permits]),
    );
  };

  test.each([
    [LEGACY, "legacy"],
    [ABAC, "abac"],
    [MIGRATING, "legacy"],
    [MIGRATING, "abac"],
  ] as const)(
    "of every access in %s mode takes effect on a registry that is %s, is stable and leaves nothing behind",
    async (mode, real) => {
      deployment = await Deployment.start(
        shop(mode, (registry, web) => {
          for (const access of Object.values(Access)) {
            // The one access that abac mode has no role for.
            if (access !== Access.CONTENT_TRUST || mode !== ABAC) {
              registry.grant(web, access);
            }
          }
        }),
        seed(real),
      );
      await deployment.apply();
      const honoured = Object.values(await roles())
        .flat()
        .join();
      for (const verb of real === "legacy"
        ? ["pull", "push", "delete", "sign", "importImage", "quarantine"]
        : ["read", "write", "delete", "catalog", "quarantinedArtifacts"]) {
        expect(honoured).toContain(verb);
      }
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.destroy();
      expect(await roles()).toEqual({});
    },
  );

  test("that is removed deletes one role assignment and touches no credential", async () => {
    deployment = await Deployment.start(
      shop(ABAC, (registry, web) => {
        registry.grantPull(web);
        registry.grantPush(web);
      }),
    );
    await deployment.apply();
    deployment.program = shop(ABAC, pull);
    expect(await deployment.plan()).toDeleteOnly([WRITER]);
  });

  test("stays as it is when an unrelated resource comes before it", async () => {
    deployment = await Deployment.start(shop(ABAC, pull));
    await deployment.apply();
    deployment.program = (stack) => {
      new ResourceGroup(stack, "another", { name: "rg-another", location: "westeurope" });
      new AcrServicePrincipal(stack, "another-app", { displayName: "contoso-another" });
      shop(ABAC, pull)(stack);
    };
    const { changes } = await deployment.plan();
    expect(changes.filter(({ action }) => action !== "create")).toEqual([]);
    expect(changes.filter(({ address }) => address.includes("web_"))).toEqual([]);
  });

  const pullFrom =
    (versions: ProviderVersionConstraints, options: GrantOptions): Program =>
    (stack) => {
      ProviderVersions.use(stack, versions);
      shop(ABAC, (registry, web) => {
        registry.grantPull(web, options);
      })(stack);
    };
  const ofRepositories = (...names: string[]): GrantOptions => ({
    repositories: Repositories.named(...names),
  });

  test.each([
    ["before azurerm 5.2 replaces", PINNED, "toReplaceOnly"],
    ["from azurerm 5.2 on changes", NEWEST, "toUpdateOnly"],
  ] as const)(
    "whose repositories change %s its role assignment and nothing else, without a 409",
    async (_, versions, matcher) => {
      deployment = await Deployment.start(pullFrom(versions, ofRepositories("app")));
      await deployment.apply();
      deployment.program = pullFrom(versions, ofRepositories("app", "base"));
      expect(await deployment.plan())[matcher]([READER]);
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
      deployment.program = pullFrom(versions, {});
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
    },
  );

  test("that was made by older providers is found unchanged by newer ones, and the other way round", async () => {
    deployment = await Deployment.start(pullFrom(PINNED, ofRepositories("app")));
    await deployment.apply();
    for (const versions of [NEWEST, PINNED]) {
      deployment.program = pullFrom(versions, ofRepositories("app"));
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.apply();
    }
  });

  test("never meets a role assignment that exists already, however grants are rearranged", async () => {
    const only = (name: string): GrantOptions => ({ repositories: Repositories.named(name) });
    const programs: Program[] = [
      shop(ABAC, (registry, web) => {
        registry.grantPull(web, only("app"));
        registry.grantPush(web, only("app"));
      }),
      shop(ABAC, (registry, web) => {
        registry.grantPush(web, only("base"));
        registry.grantPull(web, only("base"));
        registry.grantPull(web, only("app"));
      }),
      shop(ABAC, (registry, web) => {
        registry.grantPull(web);
        registry.grantRole(web, AcrRole.REPOSITORY_WRITER, only("base"));
        registry.grant(web, Access.SIGN, only("app"));
      }),
      shop(ABAC, (registry, web) => {
        registry.grantRole(web, AcrRole.named("container registry repository reader"));
        registry.grantPull(web, only("app"));
      }),
    ];
    deployment = await Deployment.start(shop(ABAC, pull), seed("abac"));
    for (const program of programs) {
      deployment.program = program;
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("of every role that a registry honours can be applied, and is stable", async () => {
    deployment = await Deployment.start(
      shop(ABAC, (registry, web) => {
        for (const role of BUILT_IN_ROLES) {
          if (role.permissionsModes.includes(ABAC)) {
            registry.grantRole(web, role);
          }
        }
      }),
      seed("abac"),
    );
    await deployment.apply();
    expect(Object.keys(await roles())).toHaveLength(18);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is there before what depends on it is made", async () => {
    deployment = await Deployment.start((stack) => {
      const registry = AcrRegistry.fromName(stack, "registry", {
        registryName: "contosoShop",
        resourceGroupName: "rg-registry",
        permissionsMode: MIGRATING,
      });
      const consumer = new ResourceGroup(stack, "a", { name: "rg-web", location: "westeurope" });
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
      consumer.node.addDependency(registry.grantPull(web));
    }, seed("legacy"));
    await deployment.apply();
    const created = (await deployment.sandbox.log())
      .filter(({ provider, operation }) => provider === "azurerm" && operation === "create")
      .map(({ type }) => type);
    expect(created).toEqual([
      "azurerm_role_assignment",
      "azurerm_role_assignment",
      "azurerm_resource_group",
    ]);
  });

  test("that takes time to propagate keeps its consumer waiting, once", async () => {
    deployment = await Deployment.start((stack) => {
      const registry = AcrRegistry.fromName(stack, "registry", {
        registryName: "contosoShop",
        resourceGroupName: "rg-registry",
      });
      const consumer = new ResourceGroup(stack, "a", { name: "rg-web", location: "westeurope" });
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
      consumer.node.addDependency(registry.grantPull(web, { propagationSeconds: 60 }));
    }, seed("legacy"));
    await deployment.apply();
    const created = (await deployment.sandbox.log())
      .filter(({ provider, operation }) => provider !== "azuread" && operation === "create")
      .map(({ type }) => type);
    expect(created).toEqual(["azurerm_role_assignment", "time_sleep", "azurerm_resource_group"]);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("that takes time to propagate takes it anew where its repositories change in place", async () => {
    const from = (name: string): Program =>
      pullFrom(NEWEST, { ...ofRepositories(name), propagationSeconds: 60 });
    deployment = await Deployment.start(from("app"));
    await deployment.apply();
    deployment.program = from("base");
    expect((await deployment.plan()).changes).toMatchObject([
      { type: "azurerm_role_assignment", action: "update" },
      { type: "time_sleep", action: "replace" },
    ]);
  });

  test("on all registries of a resource group is stable, whatever letters its id is written in", async () => {
    deployment = await Deployment.start((stack) => {
      const registries = AcrRegistries.inResourceGroup(stack, "all", {
        resourceGroupId:
          "/subscriptions/5b5c0000-0000-4000-8000-000000000001/resourcegroups/rg-registry",
      });
      registries.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" }));
    }, seed("legacy"));
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  const onOwnRegistry =
    (versions: ProviderVersionConstraints, options?: RegistryResourceOptions): Program =>
    (stack) => {
      ProviderVersions.use(stack, versions);
      const resource = new ContainerRegistry(stack, "acr", {
        name: "contosoBase",
        resourceGroupName: "rg-registry",
        location: "westeurope",
        sku: "Standard",
      });
      const registry = AcrRegistry.fromResource(stack, "registry", resource, options);
      const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
      web.addClientSecret("docker");
      registry.grantPull(web);
    };

  test("on a registry that the same program makes is planned and applied in one go", async () => {
    deployment = await Deployment.start(onOwnRegistry(PINNED));
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
  });

  test("takes effect at once on a registry that the same program makes in abac mode", async () => {
    const abac = { permissionsMode: ABAC, roleAssignmentMode: ABAC };
    deployment = await Deployment.start(onOwnRegistry(NEWEST, abac));
    await deployment.apply();
    expect(deployment.sandbox).toLetIn({
      principal: "contoso-web",
      registry: "contosoBase",
      access: "pull",
    });
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
  });

  test("on a registry that is given by its id is stable, whatever letters the id is written in", async () => {
    deployment = await Deployment.start((stack) => {
      const registry = AcrRegistry.fromAttributes(stack, "registry", {
        registryId:
          "/subscriptions/5b5c0000-0000-4000-8000-000000000001/resourcegroups/rg-registry/providers/microsoft.containerregistry/registries/contosoShop",
        permissionsMode: ABAC,
      });
      registry.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" }));
    });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });
});
