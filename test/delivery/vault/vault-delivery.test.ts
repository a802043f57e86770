import { TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Mount } from "@cdktf/provider-vault/lib/mount";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { VaultDelivery, VaultDeliveryProps } from "cdktf-acr-auth/delivery/vault";
import { describeWithTerraform } from "../../../sandbox/test/with-terraform";
import { evaluated } from "../../support/evaluated";
import { newStack, problems, render, resources } from "../../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";

function stackWithVault(): TerraformStack {
  const stack = newStack();
  new VaultProvider(stack, "vault");
  return stack;
}

function propsIn(stack: TerraformStack): VaultDeliveryProps {
  const web = AcrServicePrincipal.fromAttributes(stack, "web", {
    clientId: CLIENT_ID,
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    applicationResourceId: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
    manageCredentials: true,
  });
  const registry = AcrRegistry.fromAttributes(stack, "registry", {
    registryId:
      "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop",
    // Of no cloud, as the tests are of several.
    loginServer: "registry.contoso.example",
  });
  const clientSecret = web.addClientSecret("vault");
  return { clientSecret, registry, mount: "secret", name: "shop/registry" };
}

function delivering(given: Partial<VaultDeliveryProps>): TerraformStack {
  const stack = stackWithVault();
  new VaultDelivery(stack, "vault-secret", { ...propsIn(stack), ...given });
  return stack;
}

const secretIn = (stack: TerraformStack): Record<string, unknown> =>
  resources(stack, "vault_kv_secret_v2")[0] ?? {};

describe("the secret in Vault", () => {
  test("is what a reviewer has seen", () => {
    expect(secretIn(delivering({}))).toMatchSnapshot();
  });

  test("is kept in no argument that Terraform keeps where that is asked for, and never read back", () => {
    const stack = delivering({ writeOnly: true });
    expect(secretIn(stack)).toMatchObject({
      data_json_wo: expect.stringContaining("sensitive(jsonencode(") as string,
      data_json_wo_version: expect.stringContaining("key_id") as string,
      disable_read: true,
    });
    expect(secretIn(stack)).not.toHaveProperty("data_json");
    expect(render(stack).terraform).toMatchObject({ required_version: ">= 1.11" });
  });

  test("waits for a mount of the program", () => {
    const stack = stackWithVault();
    const { path } = new Mount(stack, "kv", { path: "kv", type: "kv-v2" });
    new VaultDelivery(stack, "vault-secret", { ...propsIn(stack), mount: path });
    expect(problems(stack)).toEqual([]);
    expect(secretIn(stack)).toMatchObject({ mount: "${vault_mount.kv.path}" });
  });

  test("is moved when its construct is renamed", () => {
    expect(render(delivering({ renamedFrom: ["kv"] })).moved).toHaveLength(1);
  });
});

describeWithTerraform("evaluated by real Terraform", () => {
  test("it has the active slot, for the registry, as JSON", () => {
    const stack = delivering({});
    const json = evaluated(stack, secretIn(stack).data_json, {
      azuread_application_password: [
        { value: "of the slot a", rotate_when_changed: { period: "4" } },
        { value: 'of "b"', rotate_when_changed: { period: "5" } },
      ],
    });
    expect(JSON.parse(json as string)).toEqual({
      username: CLIENT_ID,
      password: 'of "b"',
      server: "registry.contoso.example",
    });
  });
});

describe("what Vault would refuse, or what would be in two places, is told at synth", () => {
  test.each<[string, Partial<VaultDeliveryProps>, string]>([
    [
      "a name that begins with a slash",
      { name: "/shop" },
      'name: "/shop" is no path in Vault; use letters, digits, "-", "_", "." and "~", with "/" between and not at either end',
    ],
    ["a name with a blank", { name: "shop registry" }, 'name: "shop registry" is no path in Vault'],
    ["a mount that is empty", { mount: "" }, 'mount: "" is no path in Vault'],
  ])("%s", (_, props, message) => {
    expect(problems(delivering(props))).toEqual([
      expect.stringContaining(`[test/vault-secret] ${message}`),
    ]);
  });

  test("a registry of another cloud", () => {
    const stack = delivering({});
    for (const [id, environment] of Object.entries({ azuread: "public", azurerm: "china" })) {
      (stack.node.findChild(id) as AzurermProvider).environment = environment;
    }
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        "[test/vault-secret] registry: the azuread provider of the client secret is in the cloud public",
      ),
    ]);
  });

  test("two deliveries to one place, but not to two", () => {
    const stack = stackWithVault();
    const props = propsIn(stack);
    const provider = new VaultProvider(stack, "eu", { alias: "eu" });
    new VaultDelivery(stack, "one", props);
    new VaultDelivery(stack, "two", { ...props, name: "jobs/registry" });
    new VaultDelivery(stack, "three", { ...props, mount: "kv" });
    new VaultDelivery(stack, "four", { ...props, provider });
    expect(problems(stack)).toEqual([]);
    new VaultDelivery(stack, "five", props);
    expect(problems(stack)).toEqual([
      '[test/five] name: "shop/registry" in the mount "secret" is where test/one delivers, too; give one of them another name',
    ]);
  });
});
