import { App, Fn, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrServicePrincipal, FederatedIdentity, IAcrServicePrincipal } from "cdktf-acr-auth";
import { shown } from "../../lib/core/shown";
import { newStack, problems, render, resources, TerraformJson } from "../support/stack";

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

describe("those of two references to one application", () => {
  const CLIENT_ID = "6f3f7e4e-0000-4000-8000-00000000000c";
  const OBJECT_ID = "6f3f7e4e-0000-4000-8000-00000000000b";
  const APPLICATION = "/applications/6f3f7e4e-0000-4000-8000-00000000000a";
  type Reference = (stack: TerraformStack, id: string) => IAcrServicePrincipal;
  const manageCredentials = true;
  const byClientId: Reference = (stack, id) =>
    AcrServicePrincipal.fromClientId(stack, id, CLIENT_ID, { manageCredentials });
  const byObjectId: Reference = (stack, id) =>
    AcrServicePrincipal.fromObjectId(stack, id, OBJECT_ID, { manageCredentials });
  const byApplication: Reference = (stack, id) =>
    AcrServicePrincipal.fromResourceId(stack, id, APPLICATION, { manageCredentials });
  const byAll: Reference = (stack, id) =>
    AcrServicePrincipal.fromAttributes(stack, id, {
      clientId: CLIENT_ID.toUpperCase(),
      objectId: OBJECT_ID.toUpperCase(),
      applicationResourceId: APPLICATION.toUpperCase().replace("/APPLICATIONS", "/applications"),
      manageCredentials,
    });
  const own: Reference = (stack, id) =>
    new AcrServicePrincipal(stack, id, { displayName: "build" });
  const byIdsOfOwn: Reference = (stack, id) => {
    const { application, servicePrincipal } = stack.node.findChild("one") as AcrServicePrincipal;
    return AcrServicePrincipal.fromAttributes(stack, id, {
      clientId: application.clientId,
      objectId: servicePrincipal.objectId,
      applicationResourceId: `/applications/${application.objectId}`,
      manageCredentials,
    });
  };

  const pairs: [string, Reference, Reference][] = [
    ["client id", byClientId, byClientId],
    ["client id and all ids", byClientId, byAll],
    ["object id and all ids", byObjectId, byAll],
    ["resource id", byApplication, byApplication],
    ["resource id and all ids", byApplication, byAll],
    ["the construct and its ids", own, byIdsOfOwn],
  ];

  test.each(pairs)("have one token once: by %s", (_, one, two) => {
    const stack = newStack();
    one(stack, "one").addFederatedCredential("github", branch("main"));
    two(stack, "two").addFederatedCredential("github-2", branch("main"));
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /^\[test\/two\/federated_credential\/github-2\] subject: .* is that of test\/one\/federated_credential\/github too; Entra allows it once for an application, remove one$/,
      ),
    ]);
  });

  test.each(pairs)("have one name once, in any letters: by %s", (_, one, two) => {
    const stack = newStack();
    one(stack, "one").addFederatedCredential("github", branch("main"));
    two(stack, "two").addFederatedCredential("GitHub", branch("next"));
    expect(problems(stack)).toEqual([
      '[test/two/federated_credential/GitHub] id: "GitHub" is the name of test/one/federated_credential/github too; Entra allows it once for an application, choose another',
    ]);
  });

  test.each(pairs)("count together: by %s", (_, one, two) => {
    const stack = newStack();
    const [first, second] = [one(stack, "one"), two(stack, "two")];
    for (let count = 0; count < 20; count += 1) {
      (count % 2 === 0 ? first : second).addFederatedCredential(
        `github-${count}`,
        branch(`b-${count}`),
      );
    }
    expect(problems(stack)).toEqual([]);
    second.addFederatedCredential("github-20", branch("b-20"));
    expect(problems(stack)).toEqual([
      expect.stringContaining('"github-20" is one more than the 20 federated credentials'),
    ]);
  });

  test.each(pairs)("wait for one another: by %s", (_, one, two) => {
    const stack = newStack();
    one(stack, "one").addFederatedCredential("github", branch("main"));
    two(stack, "two").addFederatedCredential("github-2", branch("next"));
    const second = resources(stack, RESOURCE).find(({ display_name: name }) => name === "github-2");
    expect(second?.depends_on).toEqual([
      expect.stringMatching(/^azuread_application_federated_identity_credential\.one_.*_github_/),
    ]);
  });

  test("are one application's too where a third reference knows both ids", () => {
    const stack = newStack();
    byClientId(stack, "one").addFederatedCredential("github", branch("main"));
    byApplication(stack, "two").addFederatedCredential("github-2", branch("main"));
    expect(problems(stack)).toEqual([]);
    byAll(stack, "three");
    expect(problems(stack)).toHaveLength(1);
  });

  test("may have tokens that differ in a letter's case, which Entra tells apart", () => {
    const stack = newStack();
    byClientId(stack, "one").addFederatedCredential("github", branch("main"));
    byClientId(stack, "two").addFederatedCredential("github-2", branch("Main"));
    expect(problems(stack)).toEqual([]);
  });
});

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
    }).addFederatedCredential(`github-${stack.node.id}`, branch("main"));
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

describe("one that exists and is adopted", () => {
  const OBJECT_ID = "aeb00000-0000-4000-8000-00000000000a";
  const ID = "6f3f7e4e-0000-4000-8000-000000000005";
  const TO =
    /^azuread_application_federated_identity_credential\.build_federated_credential_github_\w+$/;

  const adopting = (adopt: string): TerraformStack => {
    const { stack, build } = withBuild();
    build.addFederatedCredential("github", branch("main"), { adopt });
    return stack;
  };
  const managed = (applicationResourceId: string, adopt: string): TerraformStack => {
    const stack = newStack();
    AcrServicePrincipal.fromAttributes(stack, "build", {
      clientId: OBJECT_ID,
      objectId: ID,
      applicationResourceId,
      manageCredentials: true,
    }).addFederatedCredential("github", branch("main"), { adopt });
    return stack;
  };

  test("is imported by the id that azuread takes", () => {
    const id = `${OBJECT_ID}/federatedIdentityCredential/${ID}`;
    for (const adopt of [id, id.toUpperCase()]) {
      expect(render(adopting(adopt)).import).toEqual([
        { to: expect.stringMatching(TO) as string, id },
      ]);
    }
  });

  test("is imported by its own id alone, which az tells: Terraform or the program knows the application", () => {
    const [imported] = render(adopting(ID)).import ?? [];
    expect(imported).toMatchObject({
      id: expect.stringMatching(
        new RegExp(
          `^\\$\\{element\\(split\\("/", azuread_application\\.build_application_\\w+\\.id\\), 2\\)\\}/federatedIdentityCredential/${ID}$`,
        ),
      ) as string,
    });
    expect(render(managed(`/applications/${OBJECT_ID}`, ID)).import).toMatchObject([
      { id: `${OBJECT_ID}/federatedIdentityCredential/${ID}` },
    ]);
  });

  test("is moved from its address in the state", () => {
    const from = 'azuread_application_federated_identity_credential.this["github"]';
    expect(render(adopting(from)).moved).toEqual([
      { from, to: expect.stringMatching(TO) as string },
    ]);
  });

  test.each(["github", `/applications/${OBJECT_ID}/federatedIdentityCredentials/${ID}`])(
    "is refused where it is named %s",
    (adopt) => {
      expect(problems(adopting(adopt))).toEqual([
        `[test/build/federated_credential/github] adopt: ${shown(adopt)} is no azuread_application_federated_identity_credential to adopt; write its id in Azure, <object id of the application>/federatedIdentityCredential/<id> or the id alone, or its address in this stack's state, as in module.web.azuread_application_federated_identity_credential.main`,
      ]);
    },
  );

  test("is refused where only Terraform knows its id", () => {
    expect(problems(adopting(Fn.join("/", ["x", "federatedIdentityCredential"])))).toEqual([
      "[test/build/federated_credential/github] adopt: is a token; Terraform adopts only what is literal text",
    ]);
  });

  test("is refused where it is of another application", () => {
    const other = `${ID}/federatedIdentityCredential/${ID}`;
    expect(problems(managed(`/applications/${OBJECT_ID}`, other))).toEqual([
      `[test/build/federated_credential/github] adopt: ${shown(other)} is of another application than this one, which is "/applications/${OBJECT_ID}"; add the federated credential to the principal that has it`,
    ]);
  });

  test("is adopted once", () => {
    const { stack, build } = withBuild();
    build.addFederatedCredential("github", branch("main"), { adopt: ID });
    build.addFederatedCredential("deploy", branch("release"), { adopt: ID.toUpperCase() });
    expect(problems(stack)).toEqual([
      `[test/build/federated_credential/deploy/Resource] adopt: "${ID.toUpperCase()}" is adopted by test/build/federated_credential/github/Resource too; it is one thing, leave one out`,
    ]);
  });
});
