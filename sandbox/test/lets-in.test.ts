import { createCertificate } from "../lib/certificate";
import { snapshotOf } from "../lib/cloud/state";
import { decide, type Entry } from "../lib/lets-in";
import type { SeedInput } from "../lib/seed";
import { InProcess, NOW, REGISTRY_ID, SUBSCRIPTION, TENANT } from "./in-process";

const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
const CONTENT = "Microsoft.ContainerRegistry/registries/repositories/content";
const SUBSCRIPTION_ID = `/subscriptions/${SUBSCRIPTION}`;
const GROUP_ID = `${SUBSCRIPTION_ID}/resourceGroups/rg-registry`;
const TEAM = "9409f000-0000-4000-8000-000000000001";

type Mode = "legacy" | "abac";

/** A registry, and what a test puts in its way. */
class Shop {
  readonly sandbox: InProcess;

  constructor(permissionsMode: Mode = "abac", seed: Partial<SeedInput> = {}) {
    this.sandbox = new InProcess({
      seed: {
        registries: [{ resourceGroup: "rg-registry", name: "contosoShop", permissionsMode }],
        groups: [{ objectId: TEAM, displayName: "team" }],
        ...seed,
      },
    });
  }

  /** An application with a service principal, and with a secret unless it is told to have none. */
  principal(displayName = "web", endDate: string | null = "2027-06-01T00:00:00Z") {
    const application = this.sandbox.create("azuread_application", { display_name: displayName });
    const [clientId, applicationId] = [application.client_id, application.id] as [string, string];
    const { object_id: objectId } = this.sandbox.create("azuread_service_principal", {
      client_id: clientId,
    });
    if (endDate !== null) {
      this.sandbox.create("azuread_application_password", {
        application_id: applicationId,
        end_date: endDate,
      });
    }
    return { applicationId, clientId, objectId: objectId as string };
  }

  assign(principalId: string, role: string, scope = REGISTRY_ID, condition: string | null = null) {
    this.sandbox.create("azurerm_role_assignment", {
      scope,
      role_definition_name: role,
      principal_id: principalId,
      condition,
      condition_version: condition === null ? null : "2.0",
    });
  }

  decide(entry: Partial<Entry> = {}) {
    const all = { principal: "web", registry: "contosoShop", access: "pull" as const, ...entry };
    return decide(snapshotOf(this.sandbox.cloud), all);
  }
}

/** What each role is for, in each mode: the capabilities that Microsoft's directory of the roles tells. */
const CAPABILITIES: [string, Record<Mode, Entry["access"][]>][] = [
  ["AcrPull", { legacy: ["pull", "metadata-read", "list"], abac: [] }],
  ["AcrPush", { legacy: ["pull", "push", "metadata-read", "list", "sign"], abac: [] }],
  ["AcrDelete", { legacy: ["delete"], abac: [] }],
  ["AcrQuarantineReader", { legacy: ["quarantine-read"], abac: ["quarantine-read"] }],
  [
    "AcrQuarantineWriter",
    {
      legacy: ["quarantine-read", "quarantine-write"],
      abac: ["quarantine-read", "quarantine-write"],
    },
  ],
  ["Container Registry Repository Reader", { legacy: [], abac: ["pull", "metadata-read"] }],
  [
    "Container Registry Repository Writer",
    { legacy: [], abac: ["pull", "push", "metadata-read", "sign"] },
  ],
  [
    "Container Registry Repository Contributor",
    { legacy: [], abac: ["pull", "push", "delete", "metadata-read", "sign"] },
  ],
  ["Container Registry Repository Catalog Lister", { legacy: [], abac: ["list"] }],
  [
    "Container Registry Data Importer and Data Reader",
    {
      legacy: ["pull", "metadata-read", "list", "import"],
      abac: ["pull", "metadata-read", "list", "import"],
    },
  ],
  ["Reader", { legacy: ["pull", "metadata-read", "list", "quarantine-read"], abac: [] }],
];
const ACCESSES: Entry["access"][] = [
  "pull",
  "push",
  "delete",
  "metadata-read",
  "list",
  "import",
  "sign",
  "content-trust",
  "quarantine-read",
  "quarantine-write",
];

describe.each(CAPABILITIES)("%s", (role, capabilities) => {
  test.each<Mode>(["legacy", "abac"])("lets in on a registry in %s mode as documented", (mode) => {
    const shop = new Shop(mode);
    shop.assign(shop.principal().objectId, role);
    const allowed = ACCESSES.filter((access) => shop.decide({ access }).isLetIn);
    expect([...allowed].sort()).toEqual([...capabilities[mode]].sort());
  });
});

test("several roles together give what takes all of them", () => {
  const shop = new Shop("legacy");
  const { objectId } = shop.principal();
  shop.assign(objectId, "AcrImageSigner");
  expect(shop.decide({ access: "content-trust" }).isLetIn).toBe(false);
  shop.assign(objectId, "AcrPush");
  expect(shop.decide({ access: "content-trust" })).toEqual({
    isLetIn: true,
    reasons: [
      `Its role "AcrPush" on ${REGISTRY_ID} permits it.`,
      `Its role "AcrImageSigner" on ${REGISTRY_ID} permits it.`,
    ],
  });
});

test("nobody signs with Docker Content Trust in abac mode", () => {
  const shop = new Shop("abac");
  shop.assign(shop.principal().objectId, "AcrImageSigner");
  expect(shop.decide({ access: "content-trust" }).reasons).toEqual([
    "A registry in abac mode has no content-trust, whatever the role.",
  ]);
});

test.each([
  ["the registry", REGISTRY_ID, true],
  ["the registry, in other letter case", REGISTRY_ID.toUpperCase(), true],
  ["its resource group", GROUP_ID, true],
  ["its subscription", SUBSCRIPTION_ID, true],
  [
    "another resource group, of a name that begins alike",
    `${SUBSCRIPTION_ID}/resourceGroups/rg`,
    false,
  ],
])("a role on %s is inherited as Azure does it", (_, scope, isLetIn) => {
  const shop = new Shop();
  shop.sandbox.create("azurerm_resource_group", { name: "rg", location: "westeurope" });
  shop.assign(shop.principal().objectId, "Container Registry Repository Reader", scope);
  expect(shop.decide().isLetIn).toBe(isLetIn);
});

describe("a condition", () => {
  const only = (comparison: string): string =>
    `(!(ActionMatches{'${CONTENT}/read'}) OR ${comparison})`;

  test.each<[string, string, boolean]>([
    [`${NAME} StringEquals 'team-a/app'`, "team-a/app", true],
    [`${NAME} StringEquals 'team-a/app'`, "Team-a/app", false],
    [`${NAME} StringEqualsIgnoreCase 'Team-A/app'`, "team-a/app", true],
    [`${NAME} StringNotEquals 'team-a/app'`, "team-a/app", false],
    [`${NAME} StringNotEquals 'team-a/app'`, "team-b/app", true],
    [`${NAME} StringStartsWith 'team-a/'`, "team-a/app", true],
    [`${NAME} StringStartsWith 'team-a/'`, "team-ab/app", false],
    [`${NAME} StringNotStartsWithIgnoreCase 'TEAM-a/'`, "team-a/app", false],
    [`${NAME} StringLike 'team-*/api'`, "team-a/api", true],
    [`${NAME} StringLike 'team-?/api'`, "team-ab/api", false],
    [`${NAME} StringLike 'team.a/api'`, "team-a/api", false],
    [`${NAME} StringNotLike 'team-*'`, "team-a/api", false],
    [`${NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {'a', 'B'}`, "b", true],
    [`${NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {'a', 'B'}`, "c", false],
    [`(${NAME} StringEquals 'a' OR ${NAME} StringEquals 'b')`, "b", true],
    [`(${NAME} StringStartsWith 'a' AND ${NAME} StringLike '*b')`, "ab", true],
    [`(${NAME} StringStartsWith 'a' AND ${NAME} StringLike '*b')`, "ac", false],
    [`!(${NAME} StringEquals 'a')`, "a", false],
  ])("%s, asked for %s: %s", (comparison, repository, isLetIn) => {
    const shop = new Shop();
    const { objectId } = shop.principal();
    shop.assign(objectId, "Container Registry Repository Reader", REGISTRY_ID, only(comparison));
    expect(shop.decide({ repository }).isLetIn).toBe(isLetIn);
  });

  test("leaves the actions that it does not name as they are", () => {
    const shop = new Shop();
    const { objectId } = shop.principal();
    const condition = only(`${NAME} StringEquals 'app'`);
    shop.assign(objectId, "Container Registry Repository Contributor", REGISTRY_ID, condition);
    expect(shop.decide({ access: "delete", repository: "other" }).isLetIn).toBe(true);
    expect(shop.decide({ access: "push", repository: "other" }).isLetIn).toBe(false);
  });

  test("that limits to repositories does not give all of them", () => {
    const shop = new Shop();
    const { objectId } = shop.principal();
    const condition = only(`${NAME} StringEquals 'app'`);
    shop.assign(objectId, "Container Registry Repository Reader", REGISTRY_ID, condition);
    expect(shop.decide().reasons).toEqual([
      'The condition of its role "Container Registry Repository Reader" limits it to repositories, and none is asked for.',
    ]);
    expect(shop.decide({ repository: "other" }).reasons).toEqual([
      'The condition of its role "Container Registry Repository Reader" excludes the repository "other".',
    ]);
  });
});

describe("signing in", () => {
  const reader = (endDate: string | null) => {
    const shop = new Shop();
    const principal = shop.principal("web", endDate);
    shop.assign(principal.objectId, "Container Registry Repository Reader");
    return { shop, ...principal };
  };

  test("takes a credential", () => {
    expect(reader(null).shop.decide().reasons).toEqual([
      "It has no credential: no client secret, certificate or federated credential.",
    ]);
  });

  test("ends in the instant in which the last client secret does", () => {
    const { shop } = reader("2027-06-01T00:00:00Z");
    shop.sandbox.cloud.environment.setNow("2027-05-31T23:59:59Z");
    expect(shop.decide().isLetIn).toBe(true);
    shop.sandbox.cloud.environment.setNow("2027-06-01T00:00:00Z");
    expect(shop.decide().reasons).toEqual([
      "Its client secret expired on 2027-06-01T00:00:00Z, and it is 2027-06-01T00:00:00Z.",
    ]);
  });

  test("waits for a client secret that begins later", () => {
    const { shop, applicationId } = reader(null);
    shop.sandbox.create("azuread_application_password", {
      application_id: applicationId,
      start_date: "2027-02-01T00:00:00Z",
      end_date: "2027-06-01T00:00:00Z",
    });
    expect(shop.decide().reasons).toEqual([
      `Its client secret is valid from 2027-02-01T00:00:00Z only, and it is ${NOW}.`,
    ]);
  });

  test("is possible by a certificate", () => {
    const { shop, applicationId } = reader(null);
    shop.sandbox.cloud.environment.setNow(new Date().toISOString());
    shop.sandbox.create("azuread_application_certificate", {
      application_id: applicationId,
      type: "AsymmetricX509Cert",
      value: createCertificate("localhost").pem,
    });
    expect(shop.decide().isLetIn).toBe(true);
    shop.sandbox.cloud.environment.setNow("2040-01-01T00:00:00Z");
    expect(shop.decide().reasons).toEqual([
      expect.stringMatching(/^Its certificate expired on .*, and it is 2040-01-01T00:00:00Z\.$/),
    ]);
  });

  test("is possible by a federated credential, whatever the time", () => {
    const { shop, applicationId } = reader(null);
    shop.sandbox.create("azuread_application_federated_identity_credential", {
      application_id: applicationId,
      display_name: "github",
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:contoso/shop:ref:refs/heads/main",
      audiences: ["api://AzureADTokenExchange"],
    });
    shop.sandbox.cloud.environment.setNow("2040-01-01T00:00:00Z");
    expect(shop.decide().isLetIn).toBe(true);
  });

  test("is not possible with a disabled account", () => {
    const { shop, objectId } = reader("2027-06-01T00:00:00Z");
    shop.sandbox.cloud.directory(TENANT).servicePrincipalToChange(objectId).accountEnabled = false;
    expect(shop.decide().reasons).toEqual(["The account of the service principal is disabled."]);
  });

  test("is not possible for an application without a service principal, which no role is assigned to either", () => {
    const shop = new Shop();
    shop.sandbox.create("azuread_application", { display_name: "web" });
    expect(shop.decide().reasons).toEqual([
      "The application has no service principal, which is what signs in and has roles.",
      "It has no role assignment on the registry contosoShop, its resource group or its subscription.",
    ]);
  });

  test("takes no credential of a managed identity, a group, who runs Terraform, or an application from elsewhere", () => {
    const shop = new Shop("abac", {
      servicePrincipals: [
        {
          clientId: "6f3f7e4e-0000-4000-8000-000000000001",
          objectId: "6f3f7e4e-0000-4000-8000-000000000002",
          displayName: "audit",
        },
      ],
    });
    const identity = shop.sandbox.create("azurerm_user_assigned_identity", {
      name: "id-shop",
      resource_group_name: "rg-registry",
      location: "westeurope",
    });
    const caller = "0ca11e00-0000-4000-8000-000000000001";
    for (const id of [
      identity.principal_id as string,
      TEAM,
      caller,
      "6f3f7e4e-0000-4000-8000-000000000002",
    ]) {
      shop.assign(id, "Container Registry Repository Reader");
    }
    for (const principal of ["id-shop", "team", caller, "audit"]) {
      expect(shop.decide({ principal })).toMatchObject({ isLetIn: true });
    }
  });
});

describe("a principal", () => {
  test("is named by its display name, client id or object id, or that of its application, in any letter case", () => {
    const shop = new Shop();
    const { clientId, objectId, applicationId } = shop.principal();
    shop.assign(objectId, "Container Registry Repository Reader");
    const application = applicationId.replace("/applications/", "");
    for (const principal of ["Web", clientId, objectId.toUpperCase(), application]) {
      expect(shop.decide({ principal }).isLetIn).toBe(true);
    }
  });

  test("that is not there is refused, with those that are", () => {
    const shop = new Shop();
    shop.principal();
    expect(() => shop.decide({ principal: "wbe" })).toThrow(
      'principal: "wbe" is no display name, client id or object id in the sandbox; it has "web", "team".',
    );
  });

  test("whose display name another one has is asked for by id", () => {
    const shop = new Shop("abac", { groups: [{ objectId: TEAM, displayName: "web" }] });
    const { objectId } = shop.principal();
    expect(() => shop.decide()).toThrow(
      `principal: "web" is the display name of 2, the service principal ${objectId}, the group ${TEAM}; write the id of the one that you mean.`,
    );
    expect(shop.decide({ principal: objectId }).isLetIn).toBe(false);
  });
});

test.each<[string, Partial<Record<keyof Entry, unknown>>, string]>([
  [
    "another registry",
    { registry: "contoso" },
    'registry: there is no registry "contoso" in the sandbox; it has "contosoShop".',
  ],
  ["no registry", { registry: undefined }, "registry: there is no registry undefined"],
  [
    "another access",
    { access: "read" },
    'access: "read" is no access; write one of pull, push, delete, list',
  ],
  [
    "an access that every object has",
    { access: "constructor" },
    'access: "constructor" is no access',
  ],
  ["no principal", { principal: undefined }, "principal: undefined is no display name"],
  ["an empty principal", { principal: "" }, 'principal: "" is no display name'],
  ["an empty repository", { repository: "" }, 'repository: "" is no name of a repository'],
  [
    "a repository to list all of them",
    { access: "list", repository: "app" },
    'repository: list is an access to a registry as a whole; leave "app" out.',
  ],
])("%s is refused", (_, entry, message) => {
  const shop = new Shop();
  shop.principal();
  expect(() => shop.decide(entry as Partial<Entry>)).toThrow(message);
});

test("what a role permits that is not known here is not guessed, unless another role gives it", () => {
  const shop = new Shop();
  const { objectId } = shop.principal();
  shop.assign(objectId, "Contributor");
  expect(() => shop.decide()).toThrow(
    'The sandbox does not model what the role "Contributor" permits',
  );
  shop.assign(objectId, "Container Registry Repository Reader");
  expect(shop.decide().isLetIn).toBe(true);
});
