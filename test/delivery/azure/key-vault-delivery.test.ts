import { App, TerraformStack, TerraformVariable } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecret,
  DockerConfig,
  IAcrPrincipal,
  KeyVaultDelivery,
  KeyVaultDeliveryProps,
  PrincipalType,
} from "cdktf-acr-auth";
import { describeWithTerraform } from "../../../sandbox/test/with-terraform";
import { evaluated } from "../../support/evaluated";
import { newStack, problems, render, resources, warnings } from "../../support/stack";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop`;
const VAULT_ID = `${GROUP}/providers/Microsoft.KeyVault/vaults/contoso-shop`;
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000009";

function secretIn(stack: TerraformStack, id = "web"): ClientSecret {
  const web = new AcrServicePrincipal(stack, id, { displayName: `contoso-${id}` });
  return web.addClientSecret("docker");
}

function configIn(stack: TerraformStack): DockerConfig {
  const registryId = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
  const loginServer = "contososhop.azurecr.io";
  const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId, loginServer });
  return DockerConfig.of(secretIn(stack), registry);
}

function readerIn(stack: TerraformStack, id = "reader"): IAcrPrincipal {
  const principalType = PrincipalType.SERVICE_PRINCIPAL;
  return AcrPrincipal.fromObjectId(stack, id, { objectId: OBJECT_ID, principalType });
}

function pair(
  stack: TerraformStack,
  props: Partial<KeyVaultDeliveryProps> = {},
  id = "delivery",
): KeyVaultDelivery {
  const isGiven = "dockerConfig" in props || "clientSecret" in props;
  const clientSecret = isGiven ? undefined : secretIn(stack, `of-${id}`);
  const given = { keyVaultId: VAULT_ID, name: "shop-pull", clientSecret, ...props };
  return new KeyVaultDelivery(stack, id, given);
}

function secrets(props?: Partial<KeyVaultDeliveryProps>): Record<string, unknown>[] {
  const stack = newStack();
  pair(stack, props);
  return resources(stack, "azurerm_key_vault_secret");
}

function told(props: Partial<KeyVaultDeliveryProps>, stack = newStack()): string[] {
  pair(stack, props);
  return problems(stack);
}

function stackWith(
  azurerm: Partial<AzurermProviderConfig>,
  azuread: { environment?: string } = {},
): TerraformStack {
  const stack = new TerraformStack(new App(), "test");
  new AzureadProvider(stack, "azuread", azuread);
  new AzurermProvider(stack, "azurerm", { features: [{}], ...azurerm });
  return stack;
}

describe("a client secret", () => {
  test("is what a reviewer has seen", () => {
    const stack = newStack();
    pair(stack, { tags: { team: "shop" } }).grantRead(readerIn(stack));
    const { azurerm_key_vault_secret, azurerm_role_assignment } = render(stack).resource ?? {};
    expect({ azurerm_key_vault_secret, azurerm_role_assignment }).toMatchSnapshot();
  });

  test("is two secrets, named as in Microsoft's tutorial, which expire together", () => {
    const [password, username] = secrets();
    expect(username).toMatchObject({
      name: "shop-pull-usr",
      value: "${azuread_application.of-delivery_application_13E5555F.client_id}",
      content_type: "text/plain",
    });
    expect(password).toMatchObject({ name: "shop-pull-pwd", content_type: "text/plain" });
    expect(password?.value).toMatch(
      /^\$\{\(local\.\S+ == "a"\) \? sensitive\(.*\.value\) : sensitive\(/,
    );
    expect(password?.expiration_date).toMatch(/\.end_date/);
    expect(username?.expiration_date).toBe(password?.expiration_date);
  });

  test("is tagged with the client id and the active slot, beside the tags that are given", () => {
    for (const { tags } of secrets({ tags: { team: "shop" } })) {
      expect(tags).toEqual({
        team: "shop",
        "client-id": expect.stringMatching(/client_id\}$/) as unknown,
        slot: expect.stringMatching(/^\$\{local\.\S+\}$/) as unknown,
      });
    }
  });

  test("is one secret with json", () => {
    expect(secrets({ json: true })).toEqual([
      expect.objectContaining({
        name: "shop-pull",
        content_type: "application/json",
        value: expect.stringMatching(/^\$\{sensitive\(jsonencode\(/) as unknown,
      }),
    ]);
  });

  test("is moved when its construct is renamed", () => {
    const stack = newStack();
    pair(stack, { renamedFrom: ["vault"], json: true });
    expect(render(stack).moved).toEqual([
      {
        from: "azurerm_key_vault_secret.vault_json_5857DD6C",
        to: "azurerm_key_vault_secret.delivery_json_644FDEE6",
      },
    ]);
  });

  test("goes to a vault that the program makes, which is made first", () => {
    const stack = newStack();
    const vault = new KeyVault(stack, "vault", {
      name: "contoso-shop",
      resourceGroupName: "rg-shop",
      location: "westeurope",
      skuName: "standard",
      tenantId: OBJECT_ID,
    });
    pair(stack, { keyVaultId: vault.id, json: true });
    expect(resources(stack, "azurerm_key_vault_secret")[0]).toMatchObject({
      key_vault_id: "${azurerm_key_vault.vault.id}",
    });
  });

  test("names its vault as azurerm spells ids, however it is given", () => {
    const keyVaultId = VAULT_ID.replace("resourceGroups", "resourcegroups").replace("KeyV", "keyv");
    expect(secrets({ keyVaultId })[0]).toMatchObject({ key_vault_id: VAULT_ID });
  });

  test("takes tokens for the name and for tags", () => {
    const stack = newStack();
    const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
    pair(stack, { name: text, tags: { team: text } });
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azurerm_key_vault_secret").map(({ name }) => name)).toEqual([
      "${var.text}-pwd",
      "${var.text}-usr",
    ]);
  });
});

describe("a docker config", () => {
  test("is one secret that expires with the client secret in it", () => {
    const stack = newStack();
    pair(stack, { dockerConfig: configIn(stack) });
    expect(resources(stack, "azurerm_key_vault_secret")).toEqual([
      expect.objectContaining({
        name: "shop-pull",
        content_type: "application/json",
        expiration_date: expect.stringMatching(/end_date/) as unknown,
        value: expect.stringMatching(/^\$\{sensitive\(jsonencode\(\{"auths" = /) as unknown,
      }),
    ]);
  });
});

describeWithTerraform("evaluated by real Terraform", () => {
  test("JSON has user name and password, whatever characters are in them", () => {
    const stack = newStack();
    const web = AcrServicePrincipal.fromAttributes(stack, "web", {
      clientId: OBJECT_ID,
      objectId: OBJECT_ID,
      applicationResourceId: `/applications/${OBJECT_ID}`,
      manageCredentials: true,
    });
    const clientSecret = web.addClientSecret("docker");
    const [secret] = pair(stack, { clientSecret, json: true }).secrets;
    const value = evaluated(stack, secret?.valueInput, {
      azuread_application_password: [
        { value: 's~3"cret', rotate_when_changed: { period: "4" } },
        { value: "of the other slot", rotate_when_changed: { period: "3" } },
      ],
    });
    expect(JSON.parse(value as string)).toEqual({ username: OBJECT_ID, password: 's~3"cret' });
  });
});

describe("a value that is only written", () => {
  test("is in no argument that Terraform keeps, and is sent again when its revision changes", () => {
    const [password, username] = secrets({ writeOnly: true });
    expect(password).toMatchObject({
      value_wo: expect.stringContaining("sensitive(") as unknown,
      value_wo_version: expect.stringMatching(/^\$\{\(parseint\(substr\(.*key_id/) as unknown,
    });
    expect(password).not.toHaveProperty("value");
    expect(username).toHaveProperty("value");
  });

  test("requires the Terraform that can do that", () => {
    const stack = newStack();
    pair(stack, { writeOnly: true });
    expect(render(stack).terraform).toMatchObject({ required_version: ">= 1.11" });
  });
});

describe("a reader", () => {
  test("is let in to these secrets alone, in all their versions", () => {
    const stack = newStack();
    pair(stack).grantRead(readerIn(stack));
    const assignments = resources(stack, "azurerm_role_assignment");
    expect(assignments.map(({ scope }) => scope)).toEqual([
      "${azurerm_key_vault_secret.delivery_password_E7B8BDCF.resource_versionless_id}",
      "${azurerm_key_vault_secret.delivery_username_B274876C.resource_versionless_id}",
    ]);
    for (const assignment of assignments) {
      expect(assignment).toMatchObject({
        principal_id: OBJECT_ID,
        principal_type: "ServicePrincipal",
        role_definition_id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`,
      });
    }
  });

  test("is let in once, however often that is asked for", () => {
    const stack = newStack();
    const [delivery, reader] = [pair(stack), readerIn(stack)];
    delivery.grantRead(reader);
    delivery.grantRead(reader);
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azurerm_role_assignment")).toHaveLength(2);
  });

  test("may be waited for by what reads", () => {
    const stack = newStack();
    const { roleAssignments, dependables } = pair(stack).grantRead(readerIn(stack));
    expect(roleAssignments).toHaveLength(2);
    expect(dependables).toEqual(roleAssignments);
  });

  test("of two deliveries is let in to the secrets of each", () => {
    const stack = newStack();
    const reader = readerIn(stack);
    pair(stack).grantRead(reader);
    pair(stack, { name: "other" }, "other").grantRead(reader);
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azurerm_role_assignment")).toHaveLength(4);
  });

  test("is reported in place of let in, where the deployer assigns no roles", () => {
    const stack = newStack({ "acr-auth:role-assignments": "report" });
    pair(stack).grantRead(readerIn(stack));
    const { locals, resource } = render(stack);
    expect(resource).not.toHaveProperty("azurerm_role_assignment");
    expect(locals?.acr_auth_role_assignments).toEqual([
      expect.objectContaining({ scope: expect.stringContaining("_username_") as unknown }),
      expect.objectContaining({ scope: expect.stringContaining("_password_") as unknown }),
    ]);
  });

  test("stays let in when the delivery is renamed", () => {
    const stack = newStack();
    const delivery = pair(stack, { json: true, renamedFrom: ["vault"] });
    delivery.grantRead(readerIn(stack));
    expect(render(stack).moved).toEqual(
      expect.arrayContaining([
        {
          from: expect.stringContaining("path-vault_json") as unknown,
          to: expect.stringContaining("path-delivery_json") as unknown,
        },
      ]),
    );
  });

  test("that is the same principal by two references is refused", () => {
    const stack = newStack();
    const delivery = pair(stack);
    delivery.grantRead(readerIn(stack));
    delivery.grantRead(readerIn(stack, "again"));
    expect(problems(stack)).toEqual([
      expect.stringMatching(/^\[test\/again\/grant\/path-delivery_username\/.* is assigned by/),
      expect.stringMatching(/^\[test\/again\/grant\/path-delivery_password\/.* is assigned by/),
    ]);
  });

  test("that is no principal is refused", () => {
    const stack = newStack();
    pair(stack).grantRead(OBJECT_ID as never);
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        `[test/delivery] grantRead: principal: "${OBJECT_ID}" is not a principal; give`,
      ),
    ]);
  });
});

describe("what Key Vault would refuse, or what would be in two places, is told at synth", () => {
  test.each<[string, Partial<KeyVaultDeliveryProps>, string]>([
    [
      "a name with a dot",
      { name: "shop.pull" },
      'name: "shop.pull" is no name in Key Vault; use 1',
    ],
    ["an empty name", { name: "" }, 'name: "" is no name in Key Vault'],
    [
      "a name that is too long with its ending",
      { name: "a".repeat(124) },
      'name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is no name in Key Vault; use 1 to 123 letters, digits and "-", to which -usr and -pwd are added',
    ],
    [
      "the address of a vault in place of its id",
      { keyVaultId: "https://contoso-shop.vault.azure.net/" },
      'keyVaultId: "https://contoso-shop.vault.azure.net/" is not the resource id of a key vault; it reads /subscriptions/…',
    ],
    [
      "the id of something else",
      { keyVaultId: `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoShop` },
      "keyVaultId: ",
    ],
    [
      "the name of a vault that none can have",
      { keyVaultId: VAULT_ID.replace("contoso-shop", "contoso--shop") },
      "keyVaultId: ",
    ],
    [
      "a tag that the delivery has",
      { tags: { Slot: "a" } },
      "tags.Slot: is what the delivery itself tells of the secret; choose another name",
    ],
    [
      "a tag with too much in it",
      { tags: { team: "a b ".repeat(65) } },
      "tags.team: has 260 characters; Key Vault allows 256, shorten it",
    ],
    ["a tag without a name", { tags: { "": "a" } }, 'tags."": is no name of a tag; write 1 to 512'],
    ["a tag that Terraform would evaluate", { tags: { "${a}": "a" } }, 'tags."${a}": is no name'],
    [
      "too many tags",
      { tags: Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`t${index}`, "a"])) },
      "tags: has 14 tags; Key Vault allows 15, of which client-id and slot are there already: leave out 1",
    ],
    [
      "what is no client secret",
      { clientSecret: "s3cret" as never },
      'clientSecret: "s3cret" is not a client secret; give',
    ],
    ["what is no docker config", { dockerConfig: {} as never }, "dockerConfig: a map is not a"],
    ["nothing to deliver", { dockerConfig: undefined }, "clientSecret: is missing; give it, or"],
  ])("%s", (_, props, message) => {
    expect(told(props)).toEqual([expect.stringContaining(`[test/delivery] ${message}`)]);
  });

  test("names as long as Key Vault has them are taken", () => {
    expect(told({ name: "a".repeat(123) })).toEqual([]);
    expect(told({ name: "a".repeat(127), json: true })).toEqual([]);
  });

  test("two things to deliver, or json of what is JSON", () => {
    const stack = newStack();
    const dockerConfig = configIn(stack);
    const clientSecret = secretIn(stack, "other");
    pair(stack, { dockerConfig, clientSecret }, "one");
    pair(stack, { dockerConfig, json: true, name: "b" }, "two");
    expect(problems(stack)).toEqual([
      "[test/one] dockerConfig: stands beside clientSecret; leave one of them out",
      "[test/two] json: is of clientSecret, and a docker config is JSON; leave it out",
    ]);
  });

  test("two deliveries to one name, in whatever letters and by whatever provider", () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, "b", { alias: "b", features: [{}] });
    pair(stack, {}, "one");
    pair(stack, { name: "SHOP-pull-pwd", json: true, provider }, "two");
    expect(problems(stack)).toEqual([
      '[test/two] name: "SHOP-pull-pwd" in this key vault is where test/one delivers, too; give one of them another name',
    ]);
  });

  test("but not one name in two vaults, nor a pair and what begins so", () => {
    const stack = newStack();
    pair(stack, {}, "one");
    pair(stack, { keyVaultId: `${VAULT_ID}2` }, "two");
    pair(stack, { json: true }, "three");
    expect(problems(stack)).toEqual([]);
  });

  test("a vault of another cloud than the client secret", () => {
    const stack = stackWith({ environment: "china" }, { environment: "public" });
    expect(told({}, stack)).toEqual([
      "[test/delivery] keyVaultId: the azuread provider of the client secret is in the cloud public and the azurerm provider of the key vault in china; nothing reaches from one cloud into another, write the same environment for both",
    ]);
  });

  test("a vault of another subscription than its provider's, which would be forgotten", () => {
    const subscriptionId = SUBSCRIPTION.replace("a", "b");
    expect(told({}, stackWith({ subscriptionId }))).toEqual([
      `[test/delivery] keyVaultId: is in the subscription "${SUBSCRIPTION}" and its azurerm provider is for "${subscriptionId}"; azurerm forgets secrets of vaults elsewhere, give it a provider with this very subscriptionId`,
    ]);
    expect(told({}, stackWith({ subscriptionId: SUBSCRIPTION.toUpperCase() }))).toEqual([]);
  });
});

describe("a name that was deleted before", () => {
  const warned = (azurerm: Partial<AzurermProviderConfig>): string[] => {
    const stack = stackWith(azurerm);
    pair(stack);
    render(stack);
    return warnings(stack);
  };

  test("is warned of where the azurerm provider does not recover it", () => {
    const warning = expect.stringMatching(
      /^The azurerm provider has recover_soft_deleted_secrets = false: .*acr-auth:soft-deleted-secrets/,
    ) as unknown;
    const keyVault = [{ recoverSoftDeletedSecrets: false }];
    expect(warned({ features: [{ keyVault }] })).toEqual([warning]);
  });

  test("is recovered by default, and where that is said", () => {
    expect(warned({})).toEqual([]);
    const keyVault = [{ recoverSoftDeletedSecrets: true, purgeSoftDeletedSecretsOnDestroy: false }];
    expect(warned({ features: [{ keyVault }] })).toEqual([]);
  });
});
