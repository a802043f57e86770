import { TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Project } from "@cdktf/provider-gitlab/lib/project";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { GitLabDelivery, GitLabDeliveryProps } from "cdktf-acr-auth/delivery/gitlab";
import { loginIn, resourcesOf } from "../../support/pipeline-login";
import { newStack, problems, render } from "../../support/stack";

function stackWithGitLab(): TerraformStack {
  const stack = newStack();
  new GitlabProvider(stack, "gitlab");
  return stack;
}

function delivering(given: Partial<GitLabDeliveryProps>): TerraformStack {
  const stack = stackWithGitLab();
  new GitLabDelivery(stack, "ci", { ...loginIn(stack), project: "contoso/shop", ...given });
  return stack;
}

const variablesIn = (stack: TerraformStack): Record<string, unknown>[] =>
  Object.values(resourcesOf(stack, "gitlab")).flatMap((byAddress) => Object.values(byAddress));

describe("what jobs log in by", () => {
  test("is what a reviewer has seen", () => {
    expect(resourcesOf(delivering({}), "gitlab")).toMatchSnapshot();
  });

  test("is masked and hidden where it is the secret, and expanded by nobody", () => {
    const secret = variablesIn(delivering({})).find(({ key }) => key === "ACR_CLIENT_SECRET");
    expect(secret).toMatchObject({ masked: true, hidden: true, protected: true, raw: true });
  });

  test("has no secret in it where a federated credential lets the job in", () => {
    const keys = variablesIn(delivering({ clientSecret: undefined })).map(({ key }) => key);
    expect(keys.sort()).toEqual(["ACR_CLIENT_ID", "ACR_LOGIN_SERVER", "ACR_TENANT_ID"]);
  });

  test("is for all projects of a group, for some environments, on any branch, as it is told to", () => {
    const stack = delivering({
      project: undefined,
      group: "contoso",
      environmentScope: "review/*",
      protected: false,
      prefix: "SHOP",
    });
    const variables = Object.values(resourcesOf(stack, "gitlab").gitlab_group_variable ?? {});
    expect(variables).toHaveLength(4);
    for (const variable of variables) {
      expect(variable).toMatchObject({
        group: "contoso",
        environment_scope: "review/*",
        protected: false,
        key: expect.stringMatching(/^SHOP_/) as string,
      });
    }
  });

  test("waits for a project of the program", () => {
    const stack = stackWithGitLab();
    const project = new Project(stack, "shop", { name: "shop" });
    new GitLabDelivery(stack, "ci", { ...loginIn(stack), project: project.id });
    expect(problems(stack)).toEqual([]);
    const [variable] = Object.values(resourcesOf(stack, "gitlab").gitlab_project_variable ?? {});
    expect(variable).toMatchObject({ project: "${gitlab_project.shop.id}" });
  });

  test("is moved when its construct is renamed", () => {
    const { moved } = render(delivering({ renamedFrom: ["jobs"] }));
    expect(moved).toContainEqual({
      from: expect.stringMatching(/^gitlab_project_variable\.jobs_client_secret_/) as string,
      to: expect.stringMatching(/^gitlab_project_variable\.ci_client_secret_/) as string,
    });
    expect(moved).toHaveLength(4);
  });

  test("is on the instance of the provider that is named", () => {
    const stack = stackWithGitLab();
    const provider = new GitlabProvider(stack, "own", { alias: "own" });
    new GitLabDelivery(stack, "ci", { ...loginIn(stack), project: "contoso/shop", provider });
    expect(new Set(variablesIn(stack).map((each) => each.provider))).toEqual(
      new Set(["gitlab.own"]),
    );
  });
});

describe("what GitLab would refuse, or what would be in two places, is told at synth", () => {
  const told = (given: Partial<GitLabDeliveryProps>): string[] => problems(delivering(given));

  test.each<[string, Partial<GitLabDeliveryProps>, string]>([
    [
      "neither a project nor a group",
      { project: undefined },
      "project: is missing, and group, too; give one of the two",
    ],
    ["both", { group: "contoso" }, "group: goes not with project; give one of the two"],
    [
      "a project without its group",
      { project: "shop" },
      'project: "shop" is no project of GitLab; write the path with its group, as in contoso/shop, or the number',
    ],
    [
      "a group by its address",
      { project: undefined, group: "https://gitlab.com/contoso" },
      'group: "https://gitlab.com/contoso" is no group of GitLab; write the path, as in contoso, or the number',
    ],
    [
      "a scope with a pattern in the middle",
      { environmentScope: "review/*/eu" },
      'environmentScope: "review/*/eu" is no scope of environments; use 1 to 255 letters',
    ],
    ["an empty scope", { environmentScope: "" }, 'environmentScope: "" is no scope'],
    [
      "a prefix with a dash",
      { prefix: "ACR-2" },
      'prefix: "ACR-2" begins no variable of a job; use up to 200 letters, digits and "_", and no digit at the beginning',
    ],
  ])("%s", (_, props, message) => {
    expect(told(props)).toEqual([expect.stringContaining(`[test/ci] ${message}`)]);
  });

  test("a registry of another cloud", () => {
    const stack = delivering({});
    for (const [id, environment] of Object.entries({ azuread: "public", azurerm: "china" })) {
      (stack.node.findChild(id) as AzurermProvider).environment = environment;
    }
    expect(problems(stack)).toEqual([
      expect.stringContaining("[test/ci] registry: the azuread provider of the service principal"),
    ]);
  });

  test("two deliveries to one place", () => {
    const stack = stackWithGitLab();
    const props = { ...loginIn(stack), project: "contoso/shop" };
    new GitLabDelivery(stack, "one", props);
    new GitLabDelivery(stack, "two", { ...props, environmentScope: "*" });
    expect(problems(stack)).toEqual([
      '[test/two] prefix: "ACR" for "*" in the project "contoso/shop" is where test/one delivers, too; give one of them another prefix',
    ]);
  });

  test("but not two to two projects, groups or environments, or with two prefixes", () => {
    const stack = stackWithGitLab();
    const props = { ...loginIn(stack), project: "contoso/shop" };
    new GitLabDelivery(stack, "one", props);
    new GitLabDelivery(stack, "two", { ...props, project: "contoso/jobs" });
    new GitLabDelivery(stack, "three", { ...props, project: undefined, group: "contoso/shop" });
    new GitLabDelivery(stack, "four", { ...props, environmentScope: "production" });
    new GitLabDelivery(stack, "five", { ...props, prefix: "SHOP" });
    expect(problems(stack)).toEqual([]);
  });
});
