import type { Finding } from "../../lib/review/findings/finding";
import { DEFAULT_POLICY } from "../../lib/review/policy";
import {
  assignment,
  type PlannedChange,
  planOf,
  reviewOf,
  SHOP,
  SUBSCRIPTION,
  textOf,
  WEB,
} from "./plans";

const ADDRESS = "azurerm_role_assignment.web";
const REGISTRY = "azurerm_container_registry.shop";
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const OTHER = "6f3f7e4e-0000-4000-8000-00000000000f";
const TEAM_A = conditionOn("StringStartsWithIgnoreCase 'team-a/'");

function conditionOn(comparison: string): string {
  const repositories = "Microsoft.ContainerRegistry/registries/repositories";
  return `((!(ActionMatches{'${repositories}/content/read'}) AND !(ActionMatches{'${repositories}/content/write'})) OR (@Request[${repositories}:name] ${comparison}))`;
}

function kept(address: string, values: object): PlannedChange {
  return { address, actions: ["no-op"], before: values, after: values };
}

function created(values: object, more: Partial<PlannedChange> = {}): PlannedChange {
  return { address: ADDRESS, actions: ["create"], after: assignment(values), ...more };
}

function registry(values: object, more: Partial<PlannedChange> = {}): PlannedChange {
  return { ...kept(REGISTRY, { id: SHOP, name: "contosoShop", ...values }), ...more };
}

function findingsOf(...changes: PlannedChange[]): readonly Finding[] {
  return reviewOf(planOf(changes)).findings;
}

/** What is found, as `id address`. */
function found(...changes: PlannedChange[]): string[] {
  return findingsOf(...changes).map(({ id, address }) => `${id} ${address}`);
}

const READER = { role_definition_name: "Container Registry Repository Reader" };
const WRITER = { role_definition_name: "Container Registry Repository Writer" };
const ABAC = registry({ role_assignment_mode: "AbacRepositoryPermissions" });

describe("a finding is", () => {
  test.each<[string, string, PlannedChange[]]>([
    [
      "a role that leads to all others, for an application",
      `acr-auth:far-reaching-role ${ADDRESS}`,
      [created({ role_definition_name: "Contributor", principal_type: "ServicePrincipal" })],
    ],
    [
      "one whose kind of principal is not told",
      `acr-auth:far-reaching-role ${ADDRESS}`,
      [created({ role_definition_name: "Owner" })],
    ],
    [
      "a role by which passwords of the admin user are read",
      `acr-auth:far-reaching-role ${ADDRESS}`,
      [
        created({
          role_definition_name:
            "Container Registry Configuration Reader and Data Access Configuration Reader",
        }),
      ],
    ],
    [
      "push for whom only pulled",
      `acr-auth:gains-push ${ADDRESS}`,
      [
        {
          address: ADDRESS,
          actions: ["update"],
          before: assignment(READER),
          after: assignment(WRITER),
        },
      ],
    ],
    [
      "a role on a resource group",
      `acr-auth:many-registries ${ADDRESS}`,
      [kept(ADDRESS, assignment({ scope: GROUP, role_definition_name: "AcrPull" }))],
    ],
    [
      "push everywhere, where others are limited to some repositories",
      `acr-auth:registry-wide-push ${ADDRESS}`,
      [
        created(WRITER),
        kept(
          "azurerm_role_assignment.team",
          assignment({ ...WRITER, condition: TEAM_A, principal_id: OTHER }),
        ),
      ],
    ],
    [
      "a condition that can't be read",
      `acr-auth:unreadable-condition ${ADDRESS}`,
      [created({ condition: "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00Z'" })],
    ],
    [
      "a role that the mode of the registry passes over",
      `acr-auth:ignored-role ${ADDRESS}`,
      [ABAC, created({ role_definition_name: "AcrPull" })],
    ],
    [
      "a principal that nobody knows before the apply",
      `acr-auth:unknown-access ${ADDRESS}`,
      [created({ principal_id: undefined }, { unknown: { principal_id: true } })],
    ],
    [
      "a role that nobody knows",
      `acr-auth:unknown-access ${ADDRESS}`,
      [created({ role_definition_name: "Contoso Registry Operator" })],
    ],
    [
      "an admin user, also one that was enabled before",
      `acr-auth:admin-user ${REGISTRY}`,
      [registry({ admin_enabled: true })],
    ],
    [
      "an admin user that only the apply will tell of",
      `acr-auth:admin-user ${REGISTRY}`,
      [registry({}, { actions: ["update"], unknown: { admin_enabled: true } })],
    ],
    [
      "anonymous pull",
      `acr-auth:anonymous-pull ${REGISTRY}`,
      [registry({ anonymous_pull_enabled: true })],
    ],
    [
      "a token of a registry",
      "acr-auth:registry-token azurerm_container_registry_token.ci",
      [
        kept("azurerm_container_registry_token.ci", {
          name: "ci",
          container_registry_name: "contosoShop",
          enabled: true,
        }),
      ],
    ],
    [
      "a new member of a group",
      "acr-auth:way-in-not-read azuread_group.pushers",
      [
        {
          address: "azuread_group.pushers",
          actions: ["update"],
          before: { members: [WEB] },
          after: { members: [WEB, OTHER] },
        },
      ],
    ],
    [
      "a role by azapi",
      "acr-auth:way-in-not-read azapi_resource.role",
      [
        {
          address: "azapi_resource.role",
          actions: ["create"],
          after: { type: "Microsoft.Authorization/roleAssignments@2022-04-01" },
        },
      ],
    ],
    [
      "a condition that changes by a deletion and a creation",
      `acr-auth:gap ${ADDRESS}`,
      [
        {
          address: ADDRESS,
          actions: ["delete", "create"],
          before: assignment({ ...READER, condition: TEAM_A }),
          after: assignment({ ...READER, condition: TEAM_A.replace("team-a", "team-b") }),
        },
      ],
    ],
  ])("%s", (_, expected, changes) => {
    expect(found(...changes)).toContain(expected);
  });
});

describe("nothing is found in", () => {
  test.each<[string, PlannedChange[]]>([
    ["pull on one registry", [ABAC, created(READER)]],
    ["a principal that could push before", [ABAC, kept(ADDRESS, assignment(WRITER))]],
    [
      "push for a group of people who only pulled",
      [
        ABAC,
        {
          address: ADDRESS,
          actions: ["update"],
          before: assignment({ ...READER, principal_type: "Group" }),
          after: assignment({ ...WRITER, principal_type: "Group" }),
        },
      ],
    ],
    [
      "Owner for a group of people",
      [created({ role_definition_name: "Owner", principal_type: "Group" })],
    ],
    [
      "a role on a resource group that is not of registries",
      [
        created({
          scope: `${GROUP}/providers/Microsoft.KeyVault/vaults/kv`,
          role_definition_name: "Key Vault Secrets User",
        }),
      ],
    ],
    [
      "each who is limited to its own repositories",
      [
        ABAC,
        created({ ...WRITER, condition: TEAM_A }),
        kept(
          "azurerm_role_assignment.team",
          assignment({
            ...WRITER,
            condition: TEAM_A.replace("team-a", "team-b"),
            principal_id: OTHER,
          }),
        ),
      ],
    ],
    ["an admin user that the plan disables", [registry({ admin_enabled: false })]],
    [
      "a registry that the plan destroys",
      [{ address: REGISTRY, actions: ["delete"], before: { id: SHOP, admin_enabled: true } }],
    ],
    [
      "a disabled token",
      [kept("azurerm_container_registry_token.ci", { name: "ci", enabled: false })],
    ],
    [
      "a member that a group loses",
      [
        {
          address: "azuread_group.pushers",
          actions: ["update"],
          before: { members: [WEB, OTHER] },
          after: { members: [WEB] },
        },
      ],
    ],
    [
      "what azapi makes of another service",
      [
        {
          address: "azapi_resource.vault",
          actions: ["create"],
          after: { type: "Microsoft.KeyVault/vaults@2023-07-01" },
        },
      ],
    ],
    [
      "a replacement while a wider role stays",
      [
        ABAC,
        {
          address: ADDRESS,
          actions: ["delete", "create"],
          before: assignment({ ...READER, condition: TEAM_A }),
          after: assignment({ ...READER, condition: TEAM_A }),
        },
        kept("azurerm_role_assignment.all", assignment(READER)),
      ],
    ],
  ])("%s", (_, changes) => {
    expect(found(...changes)).toEqual([]);
  });
});

test("what is most urgent comes first", () => {
  const severities = findingsOf(
    created({ role_definition_name: "AcrPush", scope: GROUP }),
    registry({ admin_enabled: true }),
  ).map(({ severity }) => severity);
  expect(severities).toEqual(["high", "medium"]);
});

test("each says what, why, by which source, and how it ends", () => {
  const [finding] = findingsOf(registry({ admin_enabled: true }));
  expect(finding).toEqual({
    id: "acr-auth:admin-user",
    severity: "high",
    address: REGISTRY,
    what: "The admin user of contosoShop is enabled.",
    why: expect.stringMatching(/^[A-Z].*\.$/) as string,
    source: expect.stringMatching(/^https:\/\/learn\.microsoft\.com\//) as string,
    fix: expect.stringMatching(/^Set admin_enabled to false/) as string,
    relatedRules: ["CKV_AZURE_137", "Azure.ACR.AdminUser", "MCSB IM-1"],
  });
});

test("a text tells them below the accesses, with the ids that scanners know", () => {
  expect(textOf(planOf([registry({ admin_enabled: true })]))).toContain(
    [
      "Findings: 1 high.",
      `  HIGH   ${REGISTRY}  [acr-auth:admin-user, CKV_AZURE_137, Azure.ACR.AdminUser, MCSB IM-1]`,
      "         The admin user of contosoShop is enabled. Its two passwords",
    ].join("\n"),
  );
});

describe("a policy", () => {
  const NOW = new Date("2027-01-31T23:00:00Z");
  const plan = planOf([registry({ admin_enabled: true })]);
  const acknowledgement = {
    finding: "acr-auth:admin-user",
    address: REGISTRY,
    reason: "the old build server can't do otherwise",
    by: "Jo",
    until: "2027-01-31",
  };

  test("makes a finding more or less urgent", () => {
    const severities = new Map([["acr-auth:admin-user", "low"] as const]);
    const { findings } = reviewOf(plan, { ...DEFAULT_POLICY, severities });
    expect(findings.map(({ severity }) => severity)).toEqual(["low"]);
  });

  test("switches a rule off", () => {
    const severities = new Map([["acr-auth:admin-user", "off"] as const]);
    expect(reviewOf(plan, { ...DEFAULT_POLICY, severities }).findings).toEqual([]);
  });

  test("acknowledges a finding up to the last minute of a day", () => {
    const policy = { ...DEFAULT_POLICY, acknowledgements: [acknowledgement] };
    const [finding] = reviewOf(plan, policy, NOW).findings;
    const { reason, by, until } = acknowledgement;
    expect(finding?.acknowledged).toEqual({ reason, by, until, isOver: false });
    expect(textOf(plan, policy, NOW)).toContain(
      "Acknowledged by Jo until 2027-01-31: the old build server can't do otherwise",
    );
    expect(textOf(plan, policy, NOW)).toContain("Findings: 1 acknowledged.");
  });

  test("whose acknowledgement is over lets the finding count again, and says so", () => {
    const policy = { ...DEFAULT_POLICY, acknowledgements: [acknowledgement] };
    const text = textOf(plan, policy, new Date("2027-02-01T00:00:00Z"));
    expect(text).toContain("Findings: 1 high.");
    expect(text).toContain("until 2027-01-31, which is over");
  });

  test("acknowledges nothing at another address, and of another rule", () => {
    const acknowledgements = [
      { ...acknowledgement, address: `${REGISTRY}2` },
      { ...acknowledgement, finding: "acr-auth:anonymous-pull" },
    ];
    const [finding] = reviewOf(plan, { ...DEFAULT_POLICY, acknowledgements }, NOW).findings;
    expect(finding?.acknowledged).toBeUndefined();
  });

  test("names principals that the plan knows by their ids alone", () => {
    const names = new Map([[WEB, "contoso-web"]]);
    const { accesses } = reviewOf(planOf([created(READER)]), { ...DEFAULT_POLICY, names });
    expect(accesses.map(({ principal }) => principal.name)).toEqual(
      expect.arrayContaining(["contoso-web"]),
    );
  });

  test("tells the mode of a registry where the plan does not", () => {
    const permissionsModes = new Map([[SHOP.toLowerCase(), "legacy" as const]]);
    const { accesses, findings } = reviewOf(planOf([created(READER)]), {
      ...DEFAULT_POLICY,
      permissionsModes,
    });
    expect(accesses.map(({ ifMode }) => ifMode)).toEqual([undefined]);
    expect(findings.map(({ id }) => id)).toEqual(["acr-auth:ignored-role"]);
  });

  test("does not tell the mode of a registry where the plan does", () => {
    const permissionsModes = new Map([[SHOP.toLowerCase(), "legacy" as const]]);
    const { findings } = reviewOf(planOf([ABAC, created(READER)]), {
      ...DEFAULT_POLICY,
      permissionsModes,
    });
    expect(findings).toEqual([]);
  });
});

test.each([
  ["a role", WRITER],
  ["a scope", { ...READER, scope: GROUP }],
])(
  "%s that changes by a deletion and a creation can be made before the old one goes",
  (_, after) => {
    const { findings } = reviewOf(
      planOf([
        {
          address: ADDRESS,
          actions: ["delete", "create"],
          before: assignment(READER),
          after: assignment(after),
        },
      ]),
    );
    expect(findings.find(({ id }) => id === "acr-auth:gap")?.fix).toMatch(
      /^Set create_before_destroy/,
    );
  },
);
