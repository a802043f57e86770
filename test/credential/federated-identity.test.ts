import { TerraformVariable } from "cdktf";
import {
  AcrServicePrincipal,
  AzureDevOpsServiceConnection,
  FederatedIdentity,
  GitHubWorkflow,
  GitLabJob,
  KubernetesServiceAccount,
  TerraformCloudRun,
  TerraformRunPhase,
  TokenIdentity,
} from "cdktf-acr-auth";
import * as fc from "fast-check";
import { newStack, problems } from "../support/stack";

/** What a service principal reports that takes the identity. */
function told(identity: FederatedIdentity): string[] {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  web.addFederatedCredential("token", identity);
  return problems(stack);
}

const ORGANIZATION_ID = "0ca3ddd9-f0b0-4635-a98c-5866526961b6";
const token = (): string => new TerraformVariable(newStack(), "value", {}).stringValue;

describe("GitHub", () => {
  const repository = "contoso/shop";

  test.each<[string, Omit<GitHubWorkflow, "repository">, string]>([
    ["a deployment environment", { environment: "production" }, "environment:production"],
    ["an environment with a colon", { environment: "eu:west" }, "environment:eu%3Awest"],
    ["a branch", { branch: "release/1.0" }, "ref:refs/heads/release/1.0"],
    ["a tag", { tag: "v1.0" }, "ref:refs/tags/v1.0"],
    ["pull requests", { pullRequest: true }, "pull_request"],
  ])("the subject for %s is that of its token", (_, narrowing, subject) => {
    const identity = FederatedIdentity.github({ repository, ...narrowing });
    expect(identity).toMatchObject({
      issuer: "https://token.actions.githubusercontent.com",
      subject: `repo:contoso/shop:${subject}`,
    });
  });

  test("the subject has the numbers of owner and repository where GitHub sends them", () => {
    const ids = { repositoryOwnerId: "123456", repositoryId: "456789" };
    expect(FederatedIdentity.github({ repository, ...ids, branch: "main" }).subject).toBe(
      "repo:contoso@123456/shop@456789:ref:refs/heads/main",
    );
  });

  test("a managed user may own the repository", () => {
    const { subject } = FederatedIdentity.github({ repository: "mona_contoso/x", tag: "v1" });
    expect(subject).toBe("repo:mona_contoso/x:ref:refs/tags/v1");
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
      "one number of the two",
      { repository, repositoryId: "7", branch: "main" },
      "repositoryId: goes with the other of repositoryOwnerId and repositoryId; give both",
    ],
    [
      "a name in place of the number",
      { repository, repositoryId: "7", repositoryOwnerId: "contoso", branch: "main" },
      'repositoryOwnerId: "contoso" is not the number that GitHub gave it; write its digits',
    ],
    [
      "no narrowing",
      { repository },
      "repository: none of environment, branch, tag and pullRequest is given; GitHub sends one",
    ],
    [
      "pullRequest: false alone",
      { repository, pullRequest: false },
      "repository: none of environment",
    ],
    [
      "two narrowings",
      { repository, branch: "main", tag: "v1" },
      "tag: branch and tag of environment, branch, tag and pullRequest is given",
    ],
    [
      "a wildcard",
      { repository, branch: "release/*" },
      'branch: "release/*" has a wildcard; Entra compares letter by letter',
    ],
    [
      "a full ref",
      { repository, branch: "refs/heads/main" },
      'branch: "refs/heads/main" must be the short name',
    ],
    [
      "a branch that git allows no one to make",
      { repository, branch: "a..b" },
      'branch: "a..b" is a name that git allows no branch; write it as git does',
    ],
    ["a tag with a space", { repository, tag: "v 1" }, 'tag: "v 1" is a name that git allows no'],
    ["an empty environment", { repository, environment: "" }, "environment: has 0 characters"],
    [
      "an environment with a blank at its end",
      { repository, environment: "prod " },
      'environment: "prod " begins or ends with white space, which Entra keeps; trim',
    ],
    [
      "an audience with a wildcard",
      { repository, tag: "v1", audience: "api://*" },
      'audience: "api://*" has a wildcard',
    ],
    [
      "a token",
      { repository, branch: token() },
      "branch: is a token, a value that only Terraform knows; give literal text, or the finished claims by FederatedIdentity.of",
    ],
  ])("%s is refused", (_, workflow, message) => {
    expect(told(FederatedIdentity.github(workflow))).toEqual([
      expect.stringContaining(`FederatedIdentity.github: ${message}`),
    ]);
  });
});

describe("GitLab", () => {
  const projectPath = "contoso/platform/shop";

  test.each<[GitLabJob, string, string]>([
    [{ projectPath, branch: "main" }, "https://gitlab.com", "ref_type:branch:ref:main"],
    [{ projectPath, tag: "v1.0" }, "https://gitlab.com", "ref_type:tag:ref:v1.0"],
    [
      { projectPath, branch: "a/b", issuer: "https://git.contoso.com" },
      "https://git.contoso.com",
      "ref_type:branch:ref:a/b",
    ],
  ])("%j has the claims of its token", (job, issuer, ref) => {
    const subject = `project_path:contoso/platform/shop:${ref}`;
    expect(FederatedIdentity.gitlab(job)).toMatchObject({ issuer, subject });
  });

  test.each<[string, GitLabJob, string]>([
    ["a project without its group", { projectPath: "shop", tag: "v1" }, 'projectPath: "shop" is'],
    [
      "all projects of a group",
      { projectPath: "contoso/*", branch: "main" },
      'projectPath: "contoso/*" is not the path of a GitLab project; write it with its groups',
    ],
    ["no ref", { projectPath }, "projectPath: none of branch and tag is given; GitLab sends one"],
    [
      "two refs",
      { projectPath, branch: "main", tag: "v1" },
      "tag: branch and tag of branch and tag is given",
    ],
    [
      "an instance with a slash",
      { projectPath, tag: "v1", issuer: "https://gitlab.com/" },
      'issuer: "https://gitlab.com/" ends with a slash, which is not sent; remove it',
    ],
    [
      "an instance without https",
      { projectPath, tag: "v1", issuer: "gitlab.com" },
      'issuer: "gitlab.com" must begin with https://',
    ],
  ])("%s is refused", (_, job, message) => {
    expect(told(FederatedIdentity.gitlab(job))).toEqual([
      expect.stringContaining(`FederatedIdentity.gitlab: ${message}`),
    ]);
  });
});

describe("Azure DevOps", () => {
  const organizationId = ORGANIZATION_ID;
  const names = { organization: "contoso", project: "Web Shop", serviceConnection: "acr push" };
  const ids = {
    tenantId: "ff882432-09b0-437b-bd22-ca13c0037ded",
    serviceConnectionId: "64171687-7a59-4fce-b2c8-823278dcf176",
  };

  test("a service connection by its names has the token of Azure DevOps", () => {
    expect(FederatedIdentity.azureDevOps({ organizationId, ...names })).toMatchObject({
      issuer: `https://vstoken.dev.azure.com/${organizationId}`,
      subject: "sc://contoso/Web Shop/acr push",
      audience: "api://AzureADTokenExchange",
    });
  });

  test("a service connection by its ids has the token that Entra issued for it in public", () => {
    // The claims of a token that others have published, to hold the encoding of the ids against.
    expect(FederatedIdentity.azureDevOps({ organizationId, ...ids })).toMatchObject({
      issuer: "https://login.microsoftonline.com/ff882432-09b0-437b-bd22-ca13c0037ded/v2.0",
      subject:
        "/eid1/c/pub/t/MiSI_7AJe0O9IsoTwAN97Q/a/rISbSSETf0KqFyZ8ppdXmA/sc/0ca3ddd9-f0b0-4635-a98c-5866526961b6/64171687-7a59-4fce-b2c8-823278dcf176",
    });
  });

  test("ids may be in capitals, which no token has", () => {
    const capitals = {
      organizationId: organizationId.toUpperCase(),
      tenantId: ids.tenantId.toUpperCase(),
      serviceConnectionId: ids.serviceConnectionId.toUpperCase(),
    };
    expect(FederatedIdentity.azureDevOps(capitals)).toEqual(
      FederatedIdentity.azureDevOps({ organizationId, ...ids }),
    );
  });

  test.each<[string, AzureDevOpsServiceConnection, string]>([
    [
      "the name of the organization as its id",
      { organizationId: "contoso", ...names },
      'organizationId: "contoso" is not a UUID; give its id, not its name',
    ],
    [
      "neither ids nor names",
      { organizationId },
      "organizationId: needs tenantId and serviceConnectionId beside it, or else organization, project, serviceConnection",
    ],
    ["some of the names", { organizationId, organization: "contoso" }, "organizationId: needs"],
    ["ids and names", { organizationId, ...ids, ...names }, "organizationId: needs tenantId and"],
    [
      "the name of the service connection as its id",
      { organizationId, ...ids, serviceConnectionId: "acr" },
      'serviceConnectionId: "acr" is not a UUID',
    ],
    [
      "all projects",
      { organizationId, ...names, project: "*" },
      'project: "*" has a wildcard; Entra compares letter by letter',
    ],
    [
      "a path as a name",
      { organizationId, ...names, serviceConnection: "Web Shop/acr" },
      'serviceConnection: "Web Shop/acr" has a slash, which separates names here',
    ],
    ["a token", { organizationId: token(), ...names }, "organizationId: is a token, a value that"],
  ])("%s is refused", (_, connection, message) => {
    expect(told(FederatedIdentity.azureDevOps(connection))).toEqual([
      expect.stringContaining(`FederatedIdentity.azureDevOps: ${message}`),
    ]);
  });
});

describe("Kubernetes", () => {
  const issuer = "https://westeurope.oic.prod-aks.azure.com/7e4a/5b5c/";
  const account = { issuer, namespace: "shop", serviceAccount: "web" };

  test("a service account has the claims of its projected token", () => {
    expect(FederatedIdentity.kubernetes(account)).toMatchObject({
      issuer,
      subject: "system:serviceaccount:shop:web",
    });
  });

  test("an issuer that only Terraform knows is that of a cluster in the same stack", () => {
    const known = token();
    expect(FederatedIdentity.kubernetes({ ...account, issuer: known }).issuer).toBe(known);
  });

  test.each<[string, Partial<KubernetesServiceAccount>, string]>([
    ["every namespace", { namespace: "*" }, 'namespace: "*" is no name in Kubernetes; use 1 to 63'],
    ["capitals", { serviceAccount: "Web" }, 'serviceAccount: "Web" is no name in Kubernetes'],
    ["a long namespace", { namespace: "x".repeat(64) }, "namespace: "],
    [
      "both names in one",
      { serviceAccount: "shop:web" },
      'serviceAccount: "shop:web" is no name in Kubernetes; use 1 to 253 lower-case letters',
    ],
    ["plain http", { issuer: "http://x" }, 'issuer: "http://x" must begin with https://'],
  ])("%s is refused", (_, changed, message) => {
    expect(told(FederatedIdentity.kubernetes({ ...account, ...changed }))).toEqual([
      expect.stringContaining(`FederatedIdentity.kubernetes: ${message}`),
    ]);
  });
});

describe("HCP Terraform", () => {
  const run = {
    organization: "contoso",
    project: "Default Project",
    workspace: "shop-prod",
    runPhase: TerraformRunPhase.APPLY,
  };

  test("a run has the claims of its workload identity token", () => {
    expect(FederatedIdentity.terraformCloud(run)).toMatchObject({
      issuer: "https://app.terraform.io",
      subject: "organization:contoso:project:Default Project:workspace:shop-prod:run_phase:apply",
    });
  });

  test("a Terraform Enterprise is its own issuer", () => {
    const issuer = "https://tfe.contoso.com";
    expect(FederatedIdentity.terraformCloud({ ...run, issuer }).issuer).toBe(issuer);
  });

  test.each<[string, Partial<TerraformCloudRun>, string]>([
    [
      "every workspace",
      { workspace: "*" },
      'workspace: "*" is no name of a Terraform workspace; use letters, digits, "-" and "_"',
    ],
    ["a part of a subject", { project: "a:workspace:b" }, 'project: "a:workspace:b" is no name'],
    ["a blank workspace", { workspace: "my shop" }, 'workspace: "my shop" is no name'],
    ["an empty organization", { organization: "" }, 'organization: "" is no name of a Terraform'],
    ["a slash", { issuer: "https://app.terraform.io/" }, "issuer: "],
  ])("%s is refused", (_, changed, message) => {
    expect(told(FederatedIdentity.terraformCloud({ ...run, ...changed }))).toEqual([
      expect.stringContaining(`FederatedIdentity.terraformCloud: ${message}`),
    ]);
  });
});

describe("any issuer", () => {
  test("a token is trusted by its claims", () => {
    const claims = {
      issuer: "https://oidc.example.com",
      subject: "job:7",
      audience: FederatedIdentity.US_GOVERNMENT_AUDIENCE,
    };
    expect(FederatedIdentity.of(claims)).toMatchObject(claims);
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
  ])("%s is refused", (_, given, message) => {
    expect(told(FederatedIdentity.of(given))).toEqual([
      expect.stringContaining(`FederatedIdentity.of: ${message}`),
    ]);
  });
});

test("what is wrong with an identity is told with the path of who takes it", () => {
  expect(told(FederatedIdentity.github({ repository: "shop", branch: "main" }))).toEqual([
    expect.stringMatching(
      /^\[test\/web\/federated_credential\/token\] identity: FederatedIdentity\.github: repository: "shop" is not/,
    ),
  ]);
});

test("what is wrong with an identity is told once by each app that uses it, and by none that does not", () => {
  const identity = FederatedIdentity.github({ repository: "shop", branch: "main" });
  const stack = newStack();
  for (const id of ["web", "build"]) {
    const principal = new AcrServicePrincipal(stack, id, { displayName: id });
    principal.addFederatedCredential("token", identity);
  }
  expect(problems(stack)).toHaveLength(1);
  expect(problems(stack)).toHaveLength(1);
  expect(told(identity)).toHaveLength(1);
});

test("all that is wrong with an identity is told in one synth, wrong types and broken rules", () => {
  const workflow = { repository: "shop", environment: 5, tags: "v1" } as unknown as GitHubWorkflow;
  expect(told(FederatedIdentity.github(workflow))).toEqual([
    expect.stringContaining('tags: is not known here; did you mean "tag"?'),
    expect.stringContaining("environment: 5 is not text; give text"),
    expect.stringContaining('repository: "shop" is not the owner'),
  ]);
});

test("a phase that HCP Terraform does not have is refused", () => {
  const run = { organization: "contoso", project: "p", workspace: "w", runPhase: "aply" };
  expect(told(FederatedIdentity.terraformCloud(run as unknown as TerraformCloudRun))).toEqual([
    expect.stringContaining('runPhase: "aply" is not one of plan, apply; did you mean "apply"?'),
  ]);
});

test("an identity can't be changed any more", () => {
  const identity = FederatedIdentity.of({ issuer: "https://id.contoso.com", subject: "web" });
  expect(() => Object.assign(identity, { subject: "anybody" })).toThrow(TypeError);
});

test("the clouds have the audiences that Microsoft documents", () => {
  expect([
    FederatedIdentity.PUBLIC_AUDIENCE,
    FederatedIdentity.US_GOVERNMENT_AUDIENCE,
    FederatedIdentity.CHINA_AUDIENCE,
  ]).toEqual([
    "api://AzureADTokenExchange",
    "api://AzureADTokenExchangeUSGov",
    "api://AzureADTokenExchangeChina",
  ]);
});

// Two workflows that differ must never be trusted by one subject: what is made of one input must
// give that input back.
describe("a subject tells apart what it is made of", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
  const name = fc.oneof(word, fc.string());
  const ref = fc.stringMatching(/^[a-z0-9]([a-z0-9./-]{0,12}[a-z0-9])?$/);

  /** Text that the rules pass; the others are refused, which is as good. */
  const subjectOf = (make: () => FederatedIdentity): string | undefined => {
    try {
      return make().subject;
    } catch {
      return undefined;
    }
  };

  test.each([
    [
      "of GitHub",
      fc
        .tuple(word, word, fc.constantFrom("environment", "branch", "tag"), ref)
        .map(([owner, name, key, value]) => ({ repository: `${owner}/${name}`, [key]: value })),
      (props: unknown) => FederatedIdentity.github(props as GitHubWorkflow),
    ],
    [
      "of GitLab",
      fc
        .tuple(
          fc.array(word, { minLength: 2, maxLength: 4 }),
          fc.constantFrom("branch", "tag"),
          ref,
        )
        .map(([path, key, value]) => ({ projectPath: path.join("/"), [key]: value })),
      (props: unknown) => FederatedIdentity.gitlab(props as GitLabJob),
    ],
    [
      "of Azure DevOps",
      fc.record({
        organizationId: fc.constant(ORGANIZATION_ID),
        organization: name,
        project: name,
        serviceConnection: name,
      }),
      (props: unknown) => FederatedIdentity.azureDevOps(props as AzureDevOpsServiceConnection),
    ],
    [
      "of a service connection by its ids",
      fc.record({
        organizationId: fc.uuid(),
        tenantId: fc.uuid(),
        serviceConnectionId: fc.uuid(),
      }),
      (props: unknown) => FederatedIdentity.azureDevOps(props as AzureDevOpsServiceConnection),
    ],
    [
      "of Kubernetes",
      fc.record({
        issuer: fc.constant("https://x"),
        namespace: name,
        serviceAccount: name,
      }),
      (props: unknown) => FederatedIdentity.kubernetes(props as KubernetesServiceAccount),
    ],
    [
      "of HCP Terraform",
      fc.record({
        organization: name,
        project: name,
        workspace: name,
        runPhase: fc.constantFrom("plan", "apply"),
      }),
      (props: unknown) => FederatedIdentity.terraformCloud(props as TerraformCloudRun),
    ],
  ] as const)("%s", (_, inputs, make) => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(inputs as fc.Arbitrary<unknown>, (input) => {
        const subject = subjectOf(() => make(input));
        if (subject !== undefined) {
          const text = JSON.stringify(input);
          expect(seen.get(subject) ?? text).toBe(text);
          seen.set(subject, text);
          expect(subject).not.toMatch(/[*?]/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
