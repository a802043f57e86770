import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, RegistryLogin } from "cdktf-acr-auth";
import { LOGIN_SERVER } from "../../sandbox/test/registry/wire";
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

const CONSUMERS = [
  {
    what: "a container group",
    consume: containerGroup,
    address: "azurerm_container_group.worker",
    place: `containerGroups/worker/imageRegistryCredentials/${LOGIN_SERVER}/password`,
    action: "replace",
    calls: ["delete azurerm_container_group", "create azurerm_container_group"],
  },
] as const;

describeWithTerraform("a login to a registry", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const deploy = async (consume: Consume, by: By): Promise<void> => {
    deployment = await Deployment.start(consuming(consume, by), { now: day(0) });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  };
  const password = async (place: string): Promise<string | undefined> => {
    const all = Object.entries(await deployment.sandbox.delivered());
    return all.find(([at]) => at.endsWith(place))?.[1];
  };

  test.each(CONSUMERS)("of $what by a secret has each rotation", async (consumer) => {
    await deploy(consumer.consume, "secret");
    const before = await password(consumer.place);
    expect(before).toMatch(/./);

    await deployment.moveTo(day(90));
    const { changes } = await deployment.plan();
    expect(changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual(
      [expect.stringMatching(`^replace ${B}`), `${consumer.action} ${consumer.address}`].sort(),
    );
    const calls = (await deployment.sandbox.log()).length;
    await deployment.apply();
    const after = await password(consumer.place);
    expect(after).toMatch(/./);
    expect(after).not.toBe(before);

    const changed = (await deployment.sandbox.log())
      .slice(calls)
      .map(({ operation, type = "" }) => `${operation} ${type}`);
    const consumed = changed.filter((call) => (consumer.calls as readonly string[]).includes(call));
    expect(consumed).toEqual(consumer.calls);
    expect(changed.indexOf(consumer.calls.at(-1) ?? "")).toBeLessThan(
      changed.indexOf("delete azuread_application_password"),
    );
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test.each(CONSUMERS)("of $what by an identity holds no secret", async (consumer) => {
    await deploy(consumer.consume, "identity");
    expect(await deployment.sandbox.delivered()).toEqual({});
    await deployment.destroy();
    const [subscription] = Object.values((await deployment.cloud()).subscriptions);
    expect(subscription).toMatchObject({ workloads: [] });
  });
});
