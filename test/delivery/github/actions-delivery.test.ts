import { TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { GitHubActionsDelivery, GitHubActionsDeliveryProps } from "cdktf-acr-auth/delivery/github";
import * as fc from "fast-check";
import { evaluated } from "../../support/evaluated";
import { loginIn, resourcesOf } from "../../support/pipeline-login";
import { newStack, problems, render, Resources } from "../../support/stack";

function stackWithGitHub(): TerraformStack {
  const stack = newStack();
  new GithubProvider(stack, "github", { owner: "contoso" });
  return stack;
}

const propsIn = (stack: TerraformStack): GitHubActionsDeliveryProps => ({
  ...loginIn(stack),
  repository: "shop",
});

function delivering(given: Partial<GitHubActionsDeliveryProps>): TerraformStack {
  const stack = stackWithGitHub();
  new GitHubActionsDelivery(stack, "actions", { ...propsIn(stack), ...given });
  return stack;
}

const ofGitHub = (stack: TerraformStack): Resources => resourcesOf(stack, "github");

/** The types of resources, and the names that workflows read. */
const namesIn = (stack: TerraformStack): string[] =>
  Object.entries(ofGitHub(stack))
    .flatMap(([type, byAddress]) =>
      Object.values(byAddress).map(
        (config) => `${type} ${String(config.secret_name ?? config.variable_name)}`,
      ),
    )
    .sort();

describe("what workflows log in by", () => {
  test("is what a reviewer has seen", () => {
    expect(ofGitHub(delivering({}))).toMatchSnapshot();
  });

  test("is delivered to the jobs of an environment alone, which is made first", () => {
    const stack = stackWithGitHub();
    const { environment } = new RepositoryEnvironment(stack, "production", {
      repository: "shop",
      environment: "production",
    });
    new GitHubActionsDelivery(stack, "actions", { ...propsIn(stack), environment });
    expect(problems(stack)).toEqual([]);
    expect(ofGitHub(stack)).toMatchSnapshot();
  });

  test("has no secret in it where a federated credential lets the workflow in", () => {
    expect(namesIn(delivering({ clientSecret: undefined }))).toEqual([
      "github_actions_variable ACR_CLIENT_ID",
      "github_actions_variable ACR_LOGIN_SERVER",
      "github_actions_variable ACR_TENANT_ID",
    ]);
  });

  test("has names that begin as they are told to", () => {
    expect(namesIn(delivering({ prefix: "SHOP_2", environment: "production" }))).toEqual([
      "github_actions_environment_secret SHOP_2_CLIENT_SECRET",
      "github_actions_environment_variable SHOP_2_CLIENT_ID",
      "github_actions_environment_variable SHOP_2_LOGIN_SERVER",
      "github_actions_environment_variable SHOP_2_TENANT_ID",
    ]);
  });

  test("is the value of the active slot", () => {
    const stack = stackWithGitHub();
    const servicePrincipal = AcrServicePrincipal.fromAttributes(stack, "web", {
      clientId: "6f3f7e4e-0000-4000-8000-000000000001",
      objectId: "6f3f7e4e-0000-4000-8000-000000000002",
      applicationResourceId: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
      manageCredentials: true,
    });
    const clientSecret = servicePrincipal.addClientSecret("github");
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg",
    });
    const props = { servicePrincipal, clientSecret, registry };
    new GitHubActionsDelivery(stack, "actions", { ...props, repository: "shop" });
    const [secret] = Object.values(ofGitHub(stack).github_actions_secret ?? {});
    const passwords = [
      { value: "of the slot a", rotate_when_changed: { period: "4" } },
      { value: "of the slot b", rotate_when_changed: { period: "5" } },
    ];
    expect(
      evaluated(stack, secret?.plaintext_value, { azuread_application_password: passwords }),
    ).toBe("of the slot b");
  });

  test("leaves it to the provider what to do when somebody else changes the secret", () => {
    const [secret] = Object.values(ofGitHub(delivering({})).github_actions_secret ?? {});
    expect(secret).not.toHaveProperty("destroy_on_drift");
  });

  test("is moved when its construct is renamed", () => {
    const { moved } = render(delivering({ renamedFrom: ["build"] }));
    expect(moved).toContainEqual({
      from: expect.stringMatching(/^github_actions_secret\.build_client_secret_/) as string,
      to: expect.stringMatching(/^github_actions_secret\.actions_client_secret_/) as string,
    });
    expect(moved).toHaveLength(4);
  });

  test("is delivered to the owner of the provider that is named", () => {
    const stack = stackWithGitHub();
    const provider = new GithubProvider(stack, "partner", { alias: "partner", owner: "partner" });
    new GitHubActionsDelivery(stack, "actions", { ...propsIn(stack), provider });
    const providers = Object.values(ofGitHub(stack))
      .flatMap((byAddress) => Object.values(byAddress))
      .map((config) => config.provider);
    expect(new Set(providers)).toEqual(new Set(["github.partner"]));
  });
});

describe("what GitHub would refuse, or what would be in two places, is told at synth", () => {
  const told = (given: Partial<GitHubActionsDeliveryProps>): string[] =>
    problems(delivering(given));

  test.each<[string, Partial<GitHubActionsDeliveryProps>, string]>([
    [
      "a repository with its owner",
      { repository: "contoso/shop" },
      'repository: "contoso/shop" is no name of a repository; write it without its owner, who is that of the github provider, in 1 to 100 letters, digits, "-", "_" and "."',
    ],
    ["a repository that is a path", { repository: ".." }, 'repository: ".." is no name'],
    [
      "an environment with a colon",
      { environment: "eu:production" },
      'environment: "eu:production" is no name that the github provider finds an environment by; use 1 to 255 characters without ":", and no blank at either end',
    ],
    ["an environment that is empty", { environment: "" }, 'environment: "" is no name'],
    [
      "a prefix in small letters",
      { prefix: "acr" },
      'prefix: "acr" begins no name that GitHub takes as it is; use capitals, digits and "_", no digit at the beginning, and nothing that begins with GITHUB_',
    ],
    ["a prefix of GitHub's own", { prefix: "GITHUB" }, 'prefix: "GITHUB" begins no name'],
    ["a prefix that begins with a digit", { prefix: "2ND" }, 'prefix: "2ND" begins no name'],
  ])("%s", (_, props, message) => {
    expect(told(props)).toEqual([expect.stringContaining(`[test/actions] ${message}`)]);
  });

  test("a secret of another service principal", () => {
    const stack = stackWithGitHub();
    const other = new AcrServicePrincipal(stack, "other", { displayName: "other" });
    const clientSecret = other.addClientSecret("docker");
    new GitHubActionsDelivery(stack, "actions", { ...propsIn(stack), clientSecret });
    expect(problems(stack)).toEqual([
      "[test/actions] clientSecret: is of test/other, and the servicePrincipal is test/build; give one that this one has",
    ]);
  });

  test("a registry of another cloud", () => {
    const stack = stackWithGitHub();
    const props = propsIn(stack);
    const environments = { azuread: "public", azurerm: "china" };
    for (const [id, environment] of Object.entries(environments)) {
      (stack.node.findChild(id) as AzurermProvider).environment = environment;
    }
    new GitHubActionsDelivery(stack, "actions", props);
    expect(problems(stack)).toEqual([
      "[test/actions] registry: the azuread provider of the service principal is in the cloud public and the azurerm provider of the registry in china; nothing reaches from one cloud into another, write the same environment for both",
    ]);
  });

  test("two deliveries to one place, in whatever letters", () => {
    const stack = stackWithGitHub();
    const props = propsIn(stack);
    new GitHubActionsDelivery(stack, "one", props);
    new GitHubActionsDelivery(stack, "two", { ...props, repository: "Shop" });
    expect(problems(stack)).toEqual([
      '[test/two] prefix: "ACR" in the repository "Shop" is where test/one delivers, too; give one of them another prefix',
    ]);
  });

  test("but not two to two owners, repositories or environments, or with two prefixes", () => {
    const stack = stackWithGitHub();
    const props = propsIn(stack);
    const provider = new GithubProvider(stack, "partner", { alias: "partner", owner: "partner" });
    new GitHubActionsDelivery(stack, "one", props);
    new GitHubActionsDelivery(stack, "two", { ...props, provider });
    new GitHubActionsDelivery(stack, "three", { ...props, repository: "jobs" });
    new GitHubActionsDelivery(stack, "four", { ...props, environment: "production" });
    new GitHubActionsDelivery(stack, "five", { ...props, prefix: "SHOP" });
    expect(problems(stack)).toEqual([]);
  });

  test("any prefix that does not make a name of GitHub's, by their definition", () => {
    const letters = fc.constantFrom(...Array.from("AGHITUB_z09-"));
    const prefixes = fc.oneof(
      fc.string({ unit: letters }),
      fc.string({ unit: letters }).map((rest) => `GITHUB${rest}`),
    );
    fc.assert(
      fc.property(prefixes, (prefix) => {
        const isName =
          prefix !== "" &&
          Array.from(prefix).every((letter) =>
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789".includes(letter),
          ) &&
          !"0123456789".includes(prefix.charAt(0)) &&
          !`${prefix}_CLIENT_ID`.startsWith("GITHUB_");
        expect([prefix, told({ prefix }).length]).toEqual([prefix, isName ? 0 : 1]);
      }),
      { numRuns: 40 },
    );
  });
});
