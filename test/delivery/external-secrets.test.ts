import { TerraformOutput, TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ExternalSecretsPullSecret,
  ExternalSecretsPullSecretProps,
} from "cdktf-acr-auth";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { evaluated } from "../support/evaluated";
import { newStack, problems, render, resources } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const TENANT_ID = "00000000-0000-4000-8000-00000000000b";

function propsIn(stack: TerraformStack): ExternalSecretsPullSecretProps {
  const servicePrincipal = AcrServicePrincipal.fromAttributes(stack, "web", {
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
  const issuer = "https://oidc.contoso.com/";
  const where = { issuer, namespace: "shop", serviceAccount: "pull", name: "registry" };
  return { servicePrincipal, registry, ...where };
}

function delivering(given: Partial<ExternalSecretsPullSecretProps> = {}): TerraformStack {
  const stack = newStack();
  new ExternalSecretsPullSecret(stack, "shop-pull", { ...propsIn(stack), ...given });
  return stack;
}

function setEnvironment(stack: TerraformStack, provider: string, environment: string): void {
  (stack.node.findChild(provider) as AzurermProvider).environment = environment;
}

const CREDENTIAL = "azuread_application_federated_identity_credential";

test("the service principal lets in the service account, by the audience that External Secrets asks for", () => {
  expect(resources(delivering(), CREDENTIAL)).toMatchObject([
    {
      application_id: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
      audiences: ["api://AzureADTokenExchange"],
      display_name: "shop-pull",
      issuer: "https://oidc.contoso.com/",
      subject: "system:serviceaccount:shop:pull",
    },
  ]);
});

test("the stack has no client secret", () => {
  expect(resources(delivering(), "azuread_application_password")).toEqual([]);
});

describeWithTerraform("the manifest, evaluated by real Terraform", () => {
  function manifestIn(environment?: string): { items: unknown[] } {
    const stack = newStack();
    for (const provider of environment === undefined ? [] : ["azuread", "azurerm"]) {
      setEnvironment(stack, provider, environment ?? "");
    }
    const { manifest } = new ExternalSecretsPullSecret(stack, "shop-pull", propsIn(stack));
    const json = evaluated(stack, manifest, {
      "data.azuread_client_config": [{ tenant_id: TENANT_ID }],
    });
    return JSON.parse(json as string) as { items: unknown[] };
  }

  test("is what a reviewer has seen", () => {
    expect(manifestIn()).toMatchSnapshot();
  });

  test.each([
    ["public", "PublicCloud"],
    ["usgovernment", "USGovernmentCloud"],
    ["china", "ChinaCloud"],
  ])("names the cloud %s as External Secrets does", (environment, environmentType) => {
    expect(manifestIn(environment).items[1]).toMatchObject({ spec: { environmentType } });
  });
});

test("the manifest is not sensitive, since it has no secret in it", () => {
  const stack = newStack();
  const { manifest } = new ExternalSecretsPullSecret(stack, "shop-pull", propsIn(stack));
  new TerraformOutput(stack, "manifest", { value: manifest });
  expect(render(stack).output?.manifest).toEqual({
    value: expect.not.stringContaining("sensitive(") as string,
  });
});

describe("what Kubernetes or Entra would refuse is told at synth", () => {
  const ofCredential =
    "[test/web/federated_credential/shop-pull] identity: FederatedIdentity.kubernetes:";

  test.each<[string, Partial<ExternalSecretsPullSecretProps>, string]>([
    ["a name with capitals", { name: "Registry" }, '[test/shop-pull] name: "Registry" is no name'],
    ["a namespace with a dot", { namespace: "shop.eu" }, `${ofCredential} namespace: "shop.eu"`],
    ["an issuer without TLS", { issuer: "http://oidc" }, `${ofCredential} issuer: "http://oidc"`],
    [
      "a service account of two words",
      { serviceAccount: "a b" },
      `${ofCredential} serviceAccount:`,
    ],
  ])("%s", (_, props, message) => {
    expect(problems(delivering(props))).toEqual([expect.stringContaining(message)]);
  });

  test("a registry of another cloud", () => {
    const stack = delivering();
    setEnvironment(stack, "azuread", "public");
    setEnvironment(stack, "azurerm", "china");
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        "[test/shop-pull] registry: the azuread provider of the service principal is in the cloud public",
      ),
    ]);
  });

  test("two pull secrets in one place", () => {
    const stack = newStack();
    const props = propsIn(stack);
    new ExternalSecretsPullSecret(stack, "one", props);
    new ExternalSecretsPullSecret(stack, "two", { ...props, serviceAccount: "other" });
    expect(problems(stack)).toEqual([
      '[test/two] name: "registry" in the namespace "shop" is where test/one delivers, too; give one of them another name',
    ]);
  });
});
