import { reviewJson } from "../../lib/review/report/json-schema";
import {
  assignment,
  ATTACKS,
  changeOf,
  jsonOf,
  type PlannedChange,
  planOf,
  planWith,
  SHOP,
  SUBSCRIPTION,
  textOf,
  verdictOf,
  WEB,
} from "./plans";

const ADDRESS = "azurerm_role_assignment.web";
const TEAM_A = conditionFor("StringStartsWithIgnoreCase 'team-a/'");
const WRITE_A = TEAM_A.replace(
  "((",
  "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/write'}) AND ",
);
const CREATE: PlannedChange = { address: ADDRESS, actions: ["create"], after: assignment() };

function conditionFor(comparison: string): string {
  const repositories = "Microsoft.ContainerRegistry/registries/repositories";
  return `((!(ActionMatches{'${repositories}/content/read'}) AND !(ActionMatches{'${repositories}/metadata/read'})) OR (@Request[${repositories}:name] ${comparison}))`;
}

function update(before: object, after: object, unknown: object = {}): PlannedChange {
  return {
    address: ADDRESS,
    actions: ["update"],
    before: assignment(before),
    after: assignment(after),
    unknown,
  };
}

/** A registry of the program, whose mode so is known. */
function registry(mode: string): PlannedChange {
  const values = { id: SHOP, name: "contosoShop", role_assignment_mode: mode };
  return {
    address: "azurerm_container_registry.shop",
    actions: ["no-op"],
    before: values,
    after: values,
  };
}

describe("the first line", () => {
  test.each<[string, PlannedChange[], string]>([
    ["a role that is added", [CREATE], "BROADER by this plan: 1 principal gains access."],
    [
      "a role that is removed",
      [{ address: ADDRESS, actions: ["delete"], before: assignment() }],
      "NARROWER by this plan: 1 principal loses access.",
    ],
    [
      "a condition that is removed",
      [update({ condition: TEAM_A }, {})],
      "BROADER by this plan: 1 principal gains access.",
    ],
    [
      "a condition that is added",
      [update({}, { condition: TEAM_A })],
      "NARROWER by this plan: 1 principal loses access.",
    ],
    [
      "a condition for another team",
      [update({ condition: TEAM_A }, { condition: TEAM_A.replace("team-a", "team-b") })],
      "BROADER AND NARROWER by this plan: 1 principal gains access, 1 principal loses access.",
    ],
    [
      "a condition that names reading alone, on a role that writes",
      [
        update(
          { role_definition_name: "Container Registry Repository Writer", condition: WRITE_A },
          { role_definition_name: "Container Registry Repository Writer", condition: TEAM_A },
        ),
      ],
      "BROADER by this plan: 1 principal gains access.",
    ],
    [
      "a condition that is written otherwise and means the same",
      [
        update(
          { condition: TEAM_A },
          {
            condition: TEAM_A.replace(
              "StartsWithIgnoreCase 'team-a/'",
              "LikeIgnoreCase 'team-a/*'",
            ),
          },
        ),
      ],
      "NO CHANGE OF ACCESS by this plan.",
    ],
    [
      "a scope that moves up to the resource group",
      [update({}, { scope: `${SUBSCRIPTION}/resourceGroups/rg` })],
      "BROADER by this plan: 1 principal gains access.",
    ],
    [
      "a second role that adds nothing to a wider one",
      [
        {
          address: "azurerm_role_assignment.wide",
          actions: ["no-op"],
          before: assignment({ scope: SUBSCRIPTION }),
          after: assignment({ scope: SUBSCRIPTION }),
        },
        CREATE,
      ],
      "NO CHANGE OF ACCESS by this plan.",
    ],
    [
      "another principal under the same name",
      [update({}, { principal_id: "6f3f7e4e-0000-4000-8000-00000000000f" })],
      "BROADER AND NARROWER by this plan: 1 principal gains access, 1 principal loses access.",
    ],
    [
      "what Terraform only forgets",
      [{ address: ADDRESS, actions: ["forget"], before: assignment() }],
      "NO CHANGE OF ACCESS by this plan.",
    ],
    [
      "a role on a key vault",
      [
        {
          ...CREATE,
          after: assignment({
            scope: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`,
            role_definition_name: "Key Vault Secrets User",
          }),
        },
      ],
      "NO CHANGE OF ACCESS by this plan.",
    ],
    [
      "a role that the registry's mode passes over",
      [registry("LegacyRegistryPermissions"), CREATE],
      "NO CHANGE OF ACCESS by this plan.",
    ],
    [
      "a registry that goes from legacy to abac mode",
      [
        {
          ...registry("AbacRepositoryPermissions"),
          actions: ["update"],
          before: {
            id: SHOP,
            name: "contosoShop",
            role_assignment_mode: "LegacyRegistryPermissions",
          },
        },
        {
          ...CREATE,
          actions: ["no-op"],
          before: assignment({ role_definition_name: "AcrPull" }),
          after: assignment({ role_definition_name: "AcrPull" }),
        },
      ],
      "NARROWER by this plan: 1 principal loses access.",
    ],
    ["nothing", [], "NO CHANGE OF ACCESS by this plan."],
  ])("of a plan with %s says so", (_, changes, verdict) => {
    expect(verdictOf(planOf(changes))).toBe(verdict);
  });

  test.each<[string, object]>([
    ["broke off", planOf([], { errored: true })],
    ["leaves something for another plan", planOf([], { complete: false })],
    [
      "has drift",
      planOf([], {
        resource_drift: [
          changeOf({
            address: ADDRESS,
            actions: ["update"],
            before: assignment({ condition: TEAM_A }),
            after: assignment(),
          }),
        ],
      }),
    ],
  ])("of a plan that %s is never NO CHANGE", (_, plan) => {
    expect(verdictOf(plan)).toBe("BROADER by this plan: 1 thing can't be told from the plan.");
  });

  test("does not take for drift that a provider reads null as empty", () => {
    const drift = changeOf({
      address: "azuread_application.web",
      actions: ["update"],
      before: { notes: null },
      after: { notes: "" },
    });
    expect(verdictOf(planOf([], { resource_drift: [drift] }))).toBe(
      "NO CHANGE OF ACCESS by this plan.",
    );
  });
});

describe("what a plan does not know yet", () => {
  const made: PlannedChange = {
    address: "azuread_service_principal.web",
    actions: ["create"],
    after: {},
    unknown: { object_id: true, display_name: true },
  };
  const application: PlannedChange = {
    address: "azuread_application.web",
    actions: ["create"],
    after: { display_name: "contoso-web" },
  };
  const unknown: PlannedChange = {
    ...CREATE,
    after: assignment({ principal_id: undefined }),
    unknown: { principal_id: true },
  };
  const configured = (root: object): object => ({ configuration: { root_module: root } });
  const resource = (address: string, expressions: object): object => {
    const [type, name] = address.split(".");
    return { mode: "managed", type, name, expressions };
  };
  const ofApplication = resource("azuread_service_principal.web", {
    client_id: { references: ["azuread_application.web.client_id", "azuread_application.web"] },
  });

  test("is traced by its references, to the name of the application", () => {
    const assigned = resource(ADDRESS, {
      principal_id: {
        references: ["azuread_service_principal.web.object_id", "azuread_service_principal.web"],
      },
    });
    expect(
      textOf(
        planOf([application, made, unknown], configured({ resources: [ofApplication, assigned] })),
      ),
    ).toMatch(/^BROADER by this plan: 1 principal gains access\.\n\ncontoso-web on contosoShop,/);
  });

  test("is told from what has its name now", () => {
    const old = { object_id: WEB, display_name: "contoso-web" };
    const change: PlannedChange = {
      ...made,
      actions: ["delete", "create"],
      before: old,
    };
    const assigned = resource(ADDRESS, {
      principal_id: { references: ["azuread_service_principal.web.object_id"] },
    });
    const replaced: PlannedChange = {
      ...unknown,
      actions: ["delete", "create"],
      before: assignment(),
    };
    const text = textOf(
      planOf([application, change, replaced], configured({ resources: [ofApplication, assigned] })),
    );
    expect(text).toContain("\n\ncontoso-web on contosoShop,");
    expect(text).toContain("\n\ncontoso-web (new) on contosoShop,");
  });

  test("is guessed by the same key, which is told as a guess and counts as broader", () => {
    const keyed = (change: PlannedChange, key: string): PlannedChange => ({
      ...change,
      address: `${change.address}["${key}"]`,
      ...(change === application ? { after: { display_name: `contoso-${key}` } } : {}),
    });
    const changes = [application, made, unknown].flatMap((change) => [
      keyed(change, "web"),
      keyed(change, "cron"),
    ]);
    const resources = [
      resource("azuread_service_principal.web", {
        client_id: { references: ["azuread_application.web", "each.key"] },
      }),
      resource(ADDRESS, {
        principal_id: { references: ["azuread_service_principal.web", "each.key"] },
      }),
    ];
    const text = textOf(planOf(changes, configured({ resources })));
    expect(text).toMatch(/^BROADER by this plan: .* 2 things can't be told from the plan\./);
    expect(text).toContain(
      `Who gets the role of ${ADDRESS}["cron"] is not known before the apply (likely contoso-cron).`,
    );
  });

  test("is traced through variables and outputs of modules", () => {
    const root = {
      module_calls: {
        access: {
          expressions: { principal: { references: ["module.who.object_id", "module.who"] } },
          module: {
            resources: [resource(ADDRESS, { principal_id: { references: ["var.principal"] } })],
          },
        },
        who: {
          module: {
            outputs: {
              object_id: {
                expression: {
                  references: [
                    "azuread_service_principal.web.object_id",
                    "azuread_service_principal.web",
                  ],
                },
              },
            },
            resources: [ofApplication],
          },
        },
      },
    };
    const changes = [
      { ...application, address: "module.who.azuread_application.web" },
      { ...made, address: "module.who.azuread_service_principal.web" },
      { ...unknown, address: 'module.access["a.b"].azurerm_role_assignment.web' },
    ];
    expect(textOf(planOf(changes, configured(root)))).toContain("\n\ncontoso-web on contosoShop,");
  });

  test.each([
    ["a local", ["local.principal"]],
    ["each", ["each.value.principal", "each.value"]],
    [
      "two things",
      ["azuread_service_principal.web.object_id", "azuread_service_principal.other.object_id"],
    ],
    [
      "another id of the same",
      ["azuread_service_principal.web.client_id", "azuread_service_principal.web"],
    ],
    ["nothing", []],
  ])("counts as broader, and is said, where it is %s", (_, references) => {
    const assigned = resource(ADDRESS, { principal_id: { references } });
    const text = textOf(
      planOf([application, made, unknown], configured({ resources: [ofApplication, assigned] })),
    );
    expect(text).toMatch(
      /^BROADER by this plan: 1 principal gains access, 1 thing can't be told from the plan\./,
    );
    expect(text).toContain(`  ! Who gets the role of ${ADDRESS} is `);
  });

  test("may be the role, which is any then", () => {
    const change = {
      ...CREATE,
      after: assignment({ role_definition_name: undefined }),
      unknown: { role_definition_name: true, role_definition_id: true },
    };
    const text = textOf(planOf([change]));
    expect(text).toMatch(/\+ escalate +nothing → everything/);
    expect(text).toContain("can't be told from the plan");
  });

  test("may be the condition, which is none then", () => {
    expect(
      textOf(
        planOf([
          registry("AbacRepositoryPermissions"),
          { ...CREATE, unknown: { condition: true } },
        ]),
      ),
    ).toContain("+ pull  nothing → everything");
  });

  test("may be the scope, which is said", () => {
    const change = { ...CREATE, after: assignment({ scope: undefined }), unknown: { scope: true } };
    expect(textOf(planOf([change]))).toContain(
      `! What the role of ${ADDRESS} is on is not known before the apply.`,
    );
  });
});

describe("a scope that the plan does not know yet", () => {
  const change: PlannedChange = {
    ...CREATE,
    after: assignment({ scope: undefined }),
    unknown: { scope: true },
  };
  const verdictWith = (reference: string, changes: PlannedChange[] = []): string => {
    const [type, name] = ADDRESS.split(".");
    const expressions = { scope: { references: [`${reference}.id`, reference] } };
    const resources = [{ mode: "managed", type, name, expressions }];
    return verdictOf(
      planOf([...changes, change], { configuration: { root_module: { resources } } }),
    );
  };
  const made = (address: string): PlannedChange => ({
    address,
    actions: ["create"],
    after: { name: "contoso" },
    unknown: { id: true },
  });

  test.each([
    ["one of several registries", "azurerm_container_registry.shop", '["a"]', '["b"]'],
    ["one of several resource groups", "azurerm_resource_group.shop", "[0]", "[1]"],
  ])("counts as broader where it is %s", (_, address, first, second) => {
    const changes = [made(`${address}${first}`), made(`${address}${second}`)];
    expect(verdictWith(`${address}${first}`, changes)).toMatch(/^BROADER .* 1 thing can't be told/);
  });

  test.each([
    "azurerm_subscription.shop",
    "data.azurerm_subscription.current",
    "azurerm_management_group.shop",
    "data.azurerm_resource_group.shop",
    "terraform_data.shop",
  ])("counts as broader where it is %s", (reference) => {
    expect(verdictWith(reference)).toMatch(/^BROADER .* 1 thing can't be told/);
  });

  test("is no registry's where it is a resource of another kind", () => {
    expect(verdictWith("azurerm_key_vault.shop")).toBe("NO CHANGE OF ACCESS by this plan.");
  });
});

test("a permissions mode that only the apply will tell is any", () => {
  const shop: PlannedChange = {
    ...registry("LegacyRegistryPermissions"),
    actions: ["update"],
    after: { id: SHOP, name: "contosoShop" },
    unknown: { role_assignment_mode: true },
  };
  expect(verdictOf(planOf([shop, CREATE]))).toBe("BROADER by this plan: 1 principal gains access.");
});

test("a role by an id that is not Azure's is not taken for the built-in one of its name", () => {
  const id =
    "/providers/Microsoft.Authorization/roleDefinitions/6f3f7e4e-0000-4000-8000-0000000000bb";
  const after = assignment({ role_definition_name: "AcrDelete", role_definition_id: id });
  expect(textOf(planOf([{ ...CREATE, after }]))).toMatch(/\+ escalate +nothing → everything/);
});

describe("a role of the program's own", () => {
  const GUID = "6f3f7e4e-0000-4000-8000-0000000000aa";
  const definition = (permissions: object[]): PlannedChange => {
    const values = {
      name: "image-mover",
      role_definition_resource_id: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${GUID}`,
      permissions,
    };
    return {
      address: "azurerm_role_definition.mover",
      actions: ["no-op"],
      before: values,
      after: values,
    };
  };
  const assigned = {
    ...CREATE,
    after: assignment({
      role_definition_name: "",
      role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${GUID}`,
    }),
  };

  test("is taken for what its definition lets do", () => {
    const text = textOf(
      planOf([
        registry("AbacRepositoryPermissions"),
        definition([
          {
            data_actions: ["Microsoft.ContainerRegistry/registries/repositories/content/*"],
            not_data_actions: ["*/delete"],
          },
        ]),
        assigned,
      ]),
    );
    expect(text).toContain("+ push  nothing → everything");
    expect(text).not.toContain("delete");
    expect(text).toContain("by the role image-mover");
  });

  test("is any role where the plan has no definition of it", () => {
    expect(verdictOf(planOf([assigned]))).toContain("1 thing can't be told from the plan");
  });
});

test("a condition that asks for something else is shown as it stands, and limits nothing", () => {
  const condition =
    "@Request[Microsoft.Authorization/roleAssignments:PrincipalId] ForAnyOfAnyValues:GuidEquals {a}";
  const text = textOf(planOf([{ ...CREATE, after: assignment({ condition }) }]));
  expect(text).toContain("+ pull  nothing → everything");
  expect(text).toContain(`under the condition ${condition}`);
});

test("a role that the registry passes over is said to be without effect", () => {
  const changes = [
    registry("AbacRepositoryPermissions"),
    CREATE,
    {
      ...CREATE,
      address: "azurerm_role_assignment.old",
      after: assignment({ role_definition_name: "AcrPush" }),
    },
  ];
  expect(textOf(planOf(changes))).toContain("by the role AcrPush (without effect in this mode)");
});

test("no name of a plan is obeyed by a terminal", () => {
  const name = "web\u001b[2J\u202e\nNO CHANGE OF ACCESS";
  const known = { object_id: WEB, display_name: name };
  const plan = planOf([
    { address: "azuread_service_principal.web", actions: ["no-op"], before: known, after: known },
    CREATE,
  ]);
  for (const text of [textOf(plan), jsonOf(plan)]) {
    expect(text).not.toMatch(/[\u001b\u202e]|\nNO CHANGE/);
    expect(text).toContain("\\u001b[2J");
  }
});

test.each([...ATTACKS.map(planWith), planOf([CREATE, registry("AbacRepositoryPermissions")])])(
  "the JSON is what its schema says: %#",
  (plan) => {
    const json: unknown = JSON.parse(jsonOf(plan));
    // What the schema does not know would not be in what is parsed.
    expect(reviewJson.parse(json)).toEqual(json);
  },
);

describe("what is no plan", () => {
  test.each<[string, object | unknown[], string]>([
    [
      "a state",
      { format_version: "1.0", terraform_version: "1.11.4", values: {} },
      "is a state, and changes nothing",
    ],
    ["something else", { a: 1 }, "is no plan"],
    ["a list", [], "is no plan"],
    ["a plan of another format", { ...planOf([]), format_version: "2.0" }, 'has the format "2.0"'],
  ])("%s is refused in a sentence", (_, document, message) => {
    expect(() => reviewed(document)).toThrow(message);
  });

  test.each([
    [{ resource_changes: 1 }],
    [
      {
        resource_changes: [
          1,
          null,
          [],
          { change: 5 },
          { type: "azurerm_role_assignment", address: "a", change: { after: { scope: {} } } },
        ],
      },
    ],
    [{ configuration: [] }],
    [{ prior_state: { values: null } }],
  ])("anything anywhere in one breaks nothing: %j", (more) => {
    expect(() => textOf(planOf([CREATE], more))).not.toThrow();
  });
});

function reviewed(document: unknown): string {
  return verdictOf(document as object);
}
