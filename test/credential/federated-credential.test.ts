import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { newStack, problems, resources, TerraformJson } from "../support/stack";
import { shown } from "../../lib/rules/shown";

const RESOURCE = "azuread_application_federated_identity_credential";

const branch = (name: string): FederatedIdentity =>
  FederatedIdentity.github({ repository: "contoso/shop", branch: name });

function withBuild(): { stack: ReturnType<typeof newStack>; build: AcrServicePrincipal } {
  const stack = newStack();
  return { stack, build: new AcrServicePrincipal(stack, "build", { displayName: "build" }) };
}

test("is what Entra compares with a token", () => {
  const { stack, build } = withBuild();
  build.addFederatedCredential("github", branch("main"));
  expect(resources(stack, RESOURCE)).toEqual([
    {
      application_id: expect.stringMatching(
        /^\$\{azuread_application\.build_application_\w+\.id\}$/,
      ) as string,
      audiences: ["api://AzureADTokenExchange"],
      display_name: "github",
      issuer: "https://token.actions.githubusercontent.com",
      lifecycle: { ignore_changes: ["display_name"] },
      subject: "repo:contoso/shop:ref:refs/heads/main",
    },
  ]);
});

describe("the audience that is accepted", () => {
  const audience = (environment?: string, identity = branch("main")): unknown => {
    const stack = new TerraformStack(new App(), "test");
    const build = new AcrServicePrincipal(stack, "build", { displayName: "build" });
    build.addFederatedCredential("github", identity);
    // The provider may be declared last.
    new AzureadProvider(stack, "azuread", { environment });
    return resources(stack, RESOURCE)[0]?.audiences;
  };

  test.each([
    [undefined, "api://AzureADTokenExchange"],
    ["public", "api://AzureADTokenExchange"],
    ["global", "api://AzureADTokenExchange"],
    ["usgovernment", "api://AzureADTokenExchangeUSGov"],
    ["usgovernmentl4", "api://AzureADTokenExchangeUSGov"],
    ["dod", "api://AzureADTokenExchangeUSGov"],
    ["china", "api://AzureADTokenExchangeChina"],
  ])("is that of the azuread provider's cloud: %s", (environment, expected) => {
    expect(audience(environment)).toEqual([expected]);
  });

  test("is that of the azurerm provider's cloud where the azuread provider says nothing", () => {
    const stack = new TerraformStack(new App(), "test");
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", { features: [{}], environment: "china" });
    new AcrServicePrincipal(stack, "build", { displayName: "build" }).addFederatedCredential(
      "github",
      branch("main"),
    );
    expect(resources(stack, RESOURCE)).toMatchObject([
      { audiences: ["api://AzureADTokenExchangeChina"] },
    ]);
  });

  test("is the given one in any cloud", () => {
    const given = FederatedIdentity.github({
      repository: "contoso/shop",
      branch: "main",
      audience: "api://own",
    });
    expect(audience("china", given)).toEqual(["api://own"]);
  });

  test("is what Azure DevOps asks for, which is the same in every cloud", () => {
    const connection = FederatedIdentity.azureDevOps({
      organizationId: "0ca3ddd9-f0b0-4635-a98c-5866526961b6",
      organization: "contoso",
      project: "shop",
      serviceConnection: "acr",
    });
    expect(audience("usgovernment", connection)).toEqual(["api://AzureADTokenExchange"]);
  });

  test("is that of the application's own provider in a stack with several", () => {
    const stack = newStack();
    const provider = new AzureadProvider(stack, "china", { alias: "china", environment: "china" });
    new AcrServicePrincipal(stack, "build", {
      displayName: "build",
      provider,
    }).addFederatedCredential("github", branch("main"));
    expect(resources(stack, RESOURCE)).toMatchObject([
      { audiences: ["api://AzureADTokenExchangeChina"] },
    ]);
  });
});

test("a secret and a federated credential of one principal may share a name", () => {
  const { stack, build } = withBuild();
  build.addClientSecret("github");
  build.addFederatedCredential("github", branch("main"));
  expect(problems(stack)).toEqual([]);
});

test.each(["gh", "git hub", "-github", "x".repeat(121)])(
  "a federated credential can't be named %j, by Entra's rule",
  (id) => {
    const { stack, build } = withBuild();
    build.addFederatedCredential(id, branch("main"));
    expect(problems(stack)).toEqual([
      expect.stringContaining(`${shown(id)} can't name a federated credential`),
    ]);
  },
);

test("one in another stack is not waited for, but counts", () => {
  const app = new App();
  const [one, other] = ["one", "other"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzureadProvider(stack, "azuread");
    return stack;
  }) as [TerraformStack, TerraformStack];
  const application = new Application(one, "app", { displayName: "app", owners: ["x"] });
  for (const stack of [one, other]) {
    AcrServicePrincipal.fromApplication(stack, "build", application, {
      servicePrincipal: new ServicePrincipal(stack, "sp", { clientId: application.clientId }),
    }).addFederatedCredential("github", branch("main"));
  }
  expect(problems(other)).toEqual([
    expect.stringContaining('subject: "repo:contoso/shop:ref:refs/heads/main" of the same issuer'),
  ]);
  const [credential] = Object.values(
    (JSON.parse(Testing.synth(other)) as TerraformJson).resource?.[RESOURCE] ?? {},
  );
  expect(credential).not.toHaveProperty("depends_on");
});

test("each waits for the one before it, since Entra refuses to write two at a time", () => {
  const { stack, build } = withBuild();
  for (const name of ["main", "next", "old"]) {
    build.addFederatedCredential(`github-${name}`, branch(name));
  }
  new AcrServicePrincipal(stack, "web", { displayName: "web" }).addFederatedCredential(
    "github",
    branch("main"),
  );
  const dependencies = resources(stack, RESOURCE).map(({ display_name: name, depends_on: on }) => [
    name,
    ...((on ?? []) as string[]).map((address) => address.replace(/_[0-9A-F]{8}$/, "")),
  ]);
  const address = `${RESOURCE}.build_federated_credential_github`;
  expect(dependencies).toEqual([
    ["github-main"],
    ["github-next", `${address}-main`],
    ["github-old", `${address}-next`],
    ["github"],
  ]);
});

test("there are 20 for an application, and the 21st is refused", () => {
  const { stack, build } = withBuild();
  const add = (n: number): void => {
    build.addFederatedCredential(`github-${n}`, branch(`release-${n}`));
  };
  for (let n = 1; n <= 20; n += 1) {
    add(n);
  }
  expect(problems(stack)).toEqual([]);
  add(21);
  add(22);
  expect(problems(stack)).toEqual([
    '[test/build/federated_credential/github-21] id: "github-21" is one more than the 20 federated credentials that Entra allows an application; use another service principal for some',
  ]);
});

test("an issuer and a subject are trusted once by an application", () => {
  const { stack, build } = withBuild();
  build.addFederatedCredential("github", branch("main"));
  build.addFederatedCredential("again", branch("main"));
  expect(problems(stack)).toEqual([
    '[test/build/federated_credential/again] subject: "repo:contoso/shop:ref:refs/heads/main" of the same issuer is that of test/build/federated_credential/github too; Entra allows it once for an application, remove one',
  ]);
});

test("one subject of two issuers, or of two applications, is no repetition", () => {
  const { stack, build } = withBuild();
  const issuers = ["one", "other"].map((id) => new TerraformVariable(stack, id, {}).stringValue);
  for (const [index, issuer] of issuers.entries()) {
    build.addFederatedCredential(
      `aks-${index}`,
      FederatedIdentity.kubernetes({ issuer, namespace: "shop", serviceAccount: "web" }),
    );
  }
  build.addFederatedCredential("github", branch("main"));
  new AcrServicePrincipal(stack, "web", { displayName: "web" }).addFederatedCredential(
    "github",
    branch("main"),
  );
  expect(problems(stack)).toEqual([]);
});
