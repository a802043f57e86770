import { TerraformOutput, TerraformStack } from "cdktf";
import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  DockerConfig,
  KeyVaultDelivery,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";
import { B, day, EVERY_90_DAYS } from "./support/client-secret";

const TENANT_ID = "00000000-0000-4000-8000-00000000000b";
const VAULT_URL = "https://kv-pull.vault.azure.net/";

/** Delivers a client secret to a vault of the stack, where an identity may read it. */
const delivering =
  (content: "pair" | "json" | "dockerConfig", writeOnly = false) =>
  (stack: TerraformStack): void => {
    const group = new ResourceGroup(stack, "group", { name: "rg-shop", location: "westeurope" });
    const place = { resourceGroupName: group.name, location: group.location };
    const vault = new KeyVault(stack, "kv", {
      ...place,
      name: "kv-pull",
      skuName: "standard",
      tenantId: TENANT_ID,
      rbacAuthorizationEnabled: true,
    });
    const identity = new UserAssignedIdentity(stack, "identity", { ...place, name: "shop" });
    const reader = AcrPrincipal.fromObjectId(stack, "reader", {
      objectId: identity.principalId,
      principalType: PrincipalType.SERVICE_PRINCIPAL,
    });
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });
    registry.grantPull(reader);
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const secret = web.addClientSecret("docker", EVERY_90_DAYS);
    const delivery = new KeyVaultDelivery(stack, "delivery", {
      keyVaultId: vault.id,
      name: "pull",
      writeOnly,
      ...(content === "dockerConfig"
        ? { dockerConfig: DockerConfig.of(secret, registry) }
        : { clientSecret: secret, json: content === "json" }),
    });
    delivery.grantRead(reader);
    new TerraformOutput(stack, "username", { value: secret.username });
    new TerraformOutput(stack, "password", { value: secret.value, sensitive: true });
    new TerraformOutput(stack, "expires_on", { value: secret.expiresOn });
  };

describeWithTerraform("a key vault", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const deploy = async (...what: Parameters<typeof delivering>): Promise<void> => {
    deployment = await Deployment.start(delivering(...what), { now: day(0) });
    await deployment.apply();
  };
  /** What the vault has now, by the names of the secrets. */
  const inVault = async (): Promise<Record<string, string>> => {
    const all = Object.entries(await deployment.sandbox.delivered());
    return Object.fromEntries(
      all.map(([place, value]) => [place.replace(`${VAULT_URL}secrets/`, ""), value]),
    );
  };

  test("has the active slot and when that ends, and gets the next one in place", async () => {
    await deploy("pair");
    const before = await inVault();
    const { username, password } = deployment.outputs();
    expect(before).toEqual({ "pull-usr": username, "pull-pwd": password });
    expect(await deployment.plan()).toHaveNoChanges();

    await deployment.moveTo(day(90));
    const { changes } = await deployment.plan();
    expect(changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual([
      expect.stringMatching(new RegExp(`^replace ${B}`)),
      expect.stringMatching(/^update azurerm_key_vault_secret\.delivery_password_/),
      expect.stringMatching(/^update azurerm_key_vault_secret\.delivery_username_/),
    ]);
    await deployment.apply();
    const after = deployment.outputs();
    expect(after.password).not.toBe(password);
    expect(await inVault()).toEqual({ "pull-usr": username, "pull-pwd": after.password });
    for (const { attributes } of deployment.known("azurerm_key_vault_secret")) {
      expect(attributes).toMatchObject({
        expiration_date: after.expires_on,
        tags: { "client-id": username, slot: "b" },
      });
    }
    expect(await deployment.plan()).toHaveNoChanges();

    const log = (await deployment.sandbox.log()).map(
      ({ operation, type }) => `${operation} ${type ?? ""}`,
    );
    const isDelivered = log.lastIndexOf("update azurerm_key_vault_secret");
    expect(isDelivered).toBeGreaterThan(0);
    expect(isDelivered).toBeLessThan(log.indexOf("delete azuread_application_password"));
  });

  test("has JSON of user name and password, or the docker config", async () => {
    await deploy("json");
    const { username, password } = deployment.outputs();
    expect(JSON.parse((await inVault()).pull ?? "")).toEqual({ username, password });

    deployment.program = delivering("dockerConfig");
    await deployment.apply();
    const { auths } = JSON.parse((await inVault()).pull ?? "") as { auths: object };
    expect(auths).toEqual({
      "contososhop.azurecr.io": expect.objectContaining({ username, password }) as unknown,
    });
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("has what is only written, of which the state keeps no second copy", async () => {
    await deploy("json", true);
    const inState = (): string =>
      JSON.stringify(
        deployment.known("azurerm_key_vault_secret").map(({ attributes }) => attributes),
      );
    for (const days of [90, 180]) {
      const { username, password } = deployment.outputs();
      expect(JSON.parse((await inVault()).pull ?? "")).toEqual({ username, password });
      expect(inState()).not.toContain(String(password));
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.moveTo(day(days));
      await deployment.apply();
      expect(deployment.outputs().password).not.toBe(password);
    }

    deployment.program = delivering("json");
    await deployment.apply();
    expect(inState()).toContain(String(deployment.outputs().password));
  });

  test("is read by whom it is granted to, who pulls as before", async () => {
    await deploy("pair");
    const { sandbox } = deployment;
    const { roleAssignments } = Object.values((await deployment.cloud()).subscriptions)[0] ?? {};
    const scopes = (roleAssignments ?? [])
      .filter(({ role }) => role === "Key Vault Secrets User")
      .map(({ scope }) => scope.split("/vaults/")[1])
      .sort();
    expect(scopes).toEqual(["kv-pull/secrets/pull-pwd", "kv-pull/secrets/pull-usr"]);
    const principal = String(
      deployment.known("azurerm_user_assigned_identity")[0]?.attributes.principal_id,
    );
    const shop = { principal, registry: "contosoShop", repository: "team-a/app" };
    expect(sandbox).toLetIn({ ...shop, access: "pull" });
    expect(sandbox).not.toLetIn({ ...shop, access: "push" });
  });
});
