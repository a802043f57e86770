import {
  AcrServicePrincipal,
  FederatedIdentity,
  GitHubWorkflow,
  TokenIdentity,
} from "cdktf-acr-auth";
import { newStack, problems, resources } from "../support/stack";

function credential(identity: FederatedIdentity, id = "github"): Record<string, unknown>[] {
  const stack = newStack();
  const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
  build.addFederatedCredential(id, identity);
  return resources(stack, "azuread_application_federated_identity_credential");
}

test.each<[string, Omit<GitHubWorkflow, "repository">, string]>([
  ["a deployment environment", { environment: "production" }, "environment:production"],
  ["an environment with a colon", { environment: "eu:production" }, "environment:eu%3Aproduction"],
  ["a branch", { branch: "release/1.0" }, "ref:refs/heads/release/1.0"],
  ["a tag", { tag: "v1.0" }, "ref:refs/tags/v1.0"],
  ["pull requests", { pullRequest: true }, "pull_request"],
])("GitHub's token for %s has the subject that is trusted", (_, narrowing, subject) => {
  const identity = FederatedIdentity.github({ repository: "contoso/shop", ...narrowing });
  expect(credential(identity)).toEqual([
    {
      application_id: expect.stringMatching(
        /^\$\{azuread_application\.build_application_\w+\.id\}$/,
      ) as string,
      audiences: ["api://AzureADTokenExchange"],
      display_name: "github",
      issuer: "https://token.actions.githubusercontent.com",
      subject: `repo:contoso/shop:${subject}`,
    },
  ]);
});

test("the token of any issuer is trusted by its claims", () => {
  const claims = { issuer: "https://oidc.example.com", subject: "job:7", audience: "api://custom" };
  expect(credential(FederatedIdentity.of(claims))).toMatchObject([
    { issuer: claims.issuer, subject: claims.subject, audiences: [claims.audience] },
  ]);
});

test("a secret and a federated credential of one principal may share a name", () => {
  const stack = newStack();
  const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
  build.addClientSecret("github");
  build.addFederatedCredential(
    "github",
    FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
  );
  expect(problems(stack)).toEqual([]);
});

test.each<[string, GitHubWorkflow, string]>([
  [
    "a URL as the repository",
    { repository: "https://github.com/contoso/shop", branch: "main" },
    'repository: "https://github.com/contoso/shop" is not the owner and the name',
  ],
  [
    "a repository without its owner",
    { repository: "shop", branch: "main" },
    'repository: "shop" is not the owner and the name of a GitHub repository; write it as in contoso/shop',
  ],
  [
    "every repository of an owner",
    { repository: "contoso/*", branch: "main" },
    'repository: "contoso/*" is not',
  ],
  [
    "no narrowing",
    { repository: "contoso/shop" },
    "repository: none of environment, branch, tag and pullRequest is given",
  ],
  [
    "pullRequest: false alone",
    { repository: "contoso/shop", pullRequest: false },
    "repository: none of environment",
  ],
  [
    "two narrowings",
    { repository: "contoso/shop", branch: "main", tag: "v1" },
    "tag: branch and tag of environment, branch, tag and pullRequest is given",
  ],
  [
    "a wildcard",
    { repository: "contoso/shop", branch: "release/*" },
    'branch: "release/*" has a wildcard; Entra compares letter by letter',
  ],
  [
    "a full ref",
    { repository: "contoso/shop", branch: "refs/heads/main" },
    'branch: "refs/heads/main" must be the short name',
  ],
  [
    "an empty environment",
    { repository: "contoso/shop", environment: "" },
    "environment: has 0 characters; give 1 to 600",
  ],
])("of GitHub, %s is refused", (_, workflow, message) => {
  expect(() => FederatedIdentity.github(workflow)).toThrow(`FederatedIdentity.github: ${message}`);
});

test.each<[string, TokenIdentity, string]>([
  [
    "an issuer without https",
    { issuer: "http://oidc.example.com", subject: "x" },
    'issuer: "http://oidc.example.com" must begin with https://',
  ],
  [
    "an empty subject",
    { issuer: "https://oidc.example.com", subject: "" },
    "subject: has 0 characters",
  ],
  [
    "a subject with a wildcard",
    { issuer: "https://oidc.example.com", subject: "job:*" },
    'subject: "job:*" has a wildcard',
  ],
  [
    "a subject of 601 characters",
    { issuer: "https://oidc.example.com", subject: "x".repeat(601) },
    "subject: has 601 characters; give 1 to 600",
  ],
])("of any issuer, %s is refused", (_, token, message) => {
  expect(() => FederatedIdentity.of(token)).toThrow(`FederatedIdentity.of: ${message}`);
});

test.each(["gh", "git hub", "-github", "x".repeat(121)])(
  "a federated credential can't be named %j, by Entra's rule",
  (id) => {
    const stack = newStack();
    const build = new AcrServicePrincipal(stack, "build", { displayName: "contoso-build" });
    build.addFederatedCredential(
      id,
      FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
    );
    expect(problems(stack)).toEqual([
      expect.stringContaining(`"${id}" can't name a federated credential`),
    ]);
  },
);
