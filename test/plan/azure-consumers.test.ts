import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { ContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { LinuxFunctionApp } from "@cdktf/provider-azurerm/lib/linux-function-app";
import { LinuxWebApp } from "@cdktf/provider-azurerm/lib/linux-web-app";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, RegistryLogin } from "cdktf-acr-auth";
import type { FailRule } from "cdktf-acr-auth-sandbox";
import { RegistryClient } from "../../sandbox/test/registry/client";
import { type Login, LOGIN_SERVER } from "../../sandbox/test/registry/wire";
import { Deployment, describeWithTerraform } from "./support";
import { B, day, EVERY_90_DAYS } from "./support/client-secret";

type By = "secret" | "identity";
type Consume = (stack: TerraformStack, login: RegistryLogin, place: Place) => void;

interface Place {
  readonly resourceGroupName: string;
  readonly location: string;
}

/** What runs an image of the registry, and logs in there. */
const consuming =
  (consume: Consume, by: By) =>
  (stack: TerraformStack): void => {
    const group = new ResourceGroup(stack, "group", { name: "rg-shop", location: "westeurope" });
    const place = { resourceGroupName: group.name, location: group.location };
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    if (by === "identity") {
      const identity = new UserAssignedIdentity(stack, "identity", { ...place, name: "shop" });
      consume(stack, RegistryLogin.byIdentity(identity, registry), place);
      return;
    }
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    const secret = web.addClientSecret("docker", EVERY_90_DAYS);
    consume(stack, RegistryLogin.bySecret(secret, registry), place);
  };

const containerGroup: Consume = (stack, login, place) =>
  new ContainerGroup(stack, "worker", {
    ...place,
    name: "worker",
    osType: "Linux",
    ipAddressType: "None",
    container: [{ name: "app", image: `${LOGIN_SERVER}/team-a/app:1.0`, cpu: 0.5, memory: 1 }],
    ...login.containerGroup(),
  });

const containerApp: Consume = (stack, login, place) =>
  new ContainerApp(stack, "api", {
    name: "api",
    resourceGroupName: place.resourceGroupName,
    containerAppEnvironmentId: new ContainerAppEnvironment(stack, "apps", {
      ...place,
      name: "apps",
    }).id,
    revisionMode: "Single",
    template: {
      container: [
        { name: "app", image: `${LOGIN_SERVER}/team-a/app:1.0`, cpu: 0.5, memory: "1Gi" },
      ],
    },
    ...login.containerApp(),
  });

const planFor = (stack: TerraformStack, place: Place): string =>
  new ServicePlan(stack, "plan", { ...place, name: "apps", osType: "Linux", skuName: "B1" }).id;

const linuxWebApp: Consume = (stack, login, place) =>
  new LinuxWebApp(stack, "site", {
    ...place,
    name: "contoso-site",
    servicePlanId: planFor(stack, place),
    ...login.linuxWebApp("team-a/app:1.0"),
  });

const linuxFunctionApp: Consume = (stack, login, place) =>
  new LinuxFunctionApp(stack, "jobs", {
    ...place,
    name: "contoso-jobs",
    servicePlanId: planFor(stack, place),
    storageAccountName: "contosojobs",
    storageUsesManagedIdentity: true,
    ...login.linuxFunctionApp("team-a/jobs", "1.0"),
  });

interface Consumer {
  readonly what: string;
  readonly consume: Consume;
  readonly address: string;
  readonly action: "replace" | "update";
  /** Where it has them. */
  readonly username: string;
  readonly password: string;
}

const CONSUMERS: readonly [Consumer, ...Consumer[]] = [
  {
    what: "a container group",
    consume: containerGroup,
    address: "azurerm_container_group.worker",
    action: "replace",
    username: `containerGroups/worker/imageRegistryCredentials/${LOGIN_SERVER}/username`,
    password: `containerGroups/worker/imageRegistryCredentials/${LOGIN_SERVER}/password`,
  },
  {
    what: "a container app",
    consume: containerApp,
    address: "azurerm_container_app.api",
    action: "update",
    username: `containerApps/api/registries/${LOGIN_SERVER}/username`,
    password: `containerApps/api/registries/${LOGIN_SERVER}/password`,
  },
  {
    what: "a web app",
    consume: linuxWebApp,
    address: "azurerm_linux_web_app.site",
    action: "update",
    username: "sites/contoso-site/config/appSettings/DOCKER_REGISTRY_SERVER_USERNAME",
    password: "sites/contoso-site/config/appSettings/DOCKER_REGISTRY_SERVER_PASSWORD",
  },
  {
    what: "a function app",
    consume: linuxFunctionApp,
    address: "azurerm_linux_function_app.jobs",
    action: "update",
    username: "sites/contoso-jobs/config/appSettings/DOCKER_REGISTRY_SERVER_USERNAME",
    password: "sites/contoso-jobs/config/appSettings/DOCKER_REGISTRY_SERVER_PASSWORD",
  },
];

interface Broken {
  readonly failure: FailRule;
  readonly leaves: "old" | "none" | "new";
}

/** Where a rotation breaks off, and the next apply ends it. */
const BROKEN: readonly Broken[] = [
  { failure: { call: "DELETE /containerGroups/{name}", nth: 1, how: "403" }, leaves: "old" },
  { failure: { call: "DELETE /containerGroups/{name}", nth: 1, how: "lost" }, leaves: "none" },
  { failure: { call: "PUT /containerGroups/{name}", nth: 1, how: "403" }, leaves: "none" },
  {
    failure: { call: "POST /applications/{id}/removePassword", nth: 1, how: "403" },
    leaves: "new",
  },
];

/** Made, and in no state. */
const LOST: Broken = {
  failure: { call: "PUT /containerGroups/{name}", nth: 1, how: "lost" },
  leaves: "new",
};

const OPERATIONS = { replace: ["delete", "create"], update: ["update"] };

describeWithTerraform("a login to a registry", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const loginOf = async ({ username, password }: Consumer): Promise<Login> => {
    const all = Object.entries(await deployment.sandbox.delivered());
    const at = (end: string): string => all.find(([place]) => place.endsWith(end))?.[1] ?? "";
    return { user: at(username), password: at(password) };
  };
  const statusOf = async (login: Login): Promise<number> =>
    (await new RegistryClient(deployment.sandbox).logIn(login)).status;

  test.each(CONSUMERS)(
    "of $what by a secret has each rotation, and by an identity it holds none",
    async (consumer) => {
      const { consume, address, action } = consumer;
      deployment = await Deployment.start(consuming(consume, "secret"), { now: day(0) });
      await deployment.apply();
      expect(await deployment.plan()).toHaveNoChanges();
      const before = await loginOf(consumer);
      expect(await statusOf(before)).toBe(200);

      await deployment.moveTo(day(90));
      const { changes } = await deployment.plan();
      expect(changes.map((change) => `${change.action} ${change.address}`).sort()).toEqual(
        [expect.stringMatching(`^replace ${B}`), `${action} ${address}`].sort(),
      );
      const calls = (await deployment.sandbox.log()).length;
      await deployment.apply();
      const after = await loginOf(consumer);
      expect(after.password).not.toBe(before.password);
      expect(await statusOf(after)).toBe(200);

      const changed = (await deployment.sandbox.log())
        .slice(calls)
        .filter(({ operation }) => ["create", "update", "delete"].includes(operation));
      const ofConsumer = changed.filter(({ type = "" }) => address.startsWith(`${type}.`));
      expect(ofConsumer.map(({ operation }) => operation)).toEqual(OPERATIONS[action]);
      expect(changed.at(-1)).toMatchObject({
        operation: "delete",
        type: "azuread_application_password",
      });
      expect(await deployment.plan()).toHaveNoChanges();

      deployment.program = consuming(consume, "identity");
      expect((await deployment.plan()).changes).toContainEqual(
        expect.objectContaining({ action, address }),
      );
      await deployment.apply();
      expect(await deployment.sandbox.delivered()).toEqual({});
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.destroy();
      const [subscription] = Object.values((await deployment.cloud()).subscriptions);
      expect(subscription).toMatchObject({ workloads: [] });
    },
  );

  test("of a container group, however its replacement breaks off, is never one that the registry refuses", async () => {
    const [group] = CONSUMERS;
    deployment = await Deployment.start(consuming(containerGroup, "secret"), { now: day(0) });
    await deployment.apply();
    const rotateInVain = async (rotation: number, { failure, leaves }: Broken): Promise<void> => {
      const before = await loginOf(group);
      await deployment.moveTo(day(90 * rotation));
      await deployment.sandbox.fail(failure);
      await deployment.tryToApply();
      const left = await loginOf(group);
      const kind = { [before.password]: "old", "": "none" }[left.password] ?? "new";
      expect(kind).toBe(leaves);
      expect(await statusOf(left)).toBe(leaves === "none" ? 401 : 200);
    };

    for (const [position, broken] of BROKEN.entries()) {
      await rotateInVain(position + 1, broken);
      await deployment.apply();
      expect(await statusOf(await loginOf(group))).toBe(200);
      expect(await deployment.plan()).toHaveNoChanges();
    }
    await rotateInVain(BROKEN.length + 1, LOST);
    const { stdout, stderr } = await deployment.tryToApply();
    expect(stdout + stderr).toContain("needs to be imported into the State");
    expect(await statusOf(await loginOf(group))).toBe(200);
  });
});
