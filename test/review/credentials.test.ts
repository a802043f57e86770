import { asMarkdown, asText, type Review } from "../../lib/review";
import { credentialLines, credentialSummary } from "../../lib/review/report/credential-words";
import { assignment, changeOf, type PlannedChange, planOf, reviewOf, textOf, WEB } from "./plans";

const NOW = new Date("2026-12-01T00:00:00Z");
const APPLICATION = "/applications/6f3f7e4e-0000-4000-8000-0000000000aa";
const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000003";
const GITHUB = "https://token.actions.githubusercontent.com";

/** What is there and stays: an application, its service principal, and a role of that. */
const WEB_IS_THERE: PlannedChange[] = [
  kept("azuread_application.web", {
    id: APPLICATION,
    client_id: CLIENT_ID,
    display_name: "contoso-web",
  }),
  kept("azuread_service_principal.web", {
    id: `/servicePrincipals/${WEB}`,
    object_id: WEB,
    client_id: CLIENT_ID,
    display_name: "contoso-web",
  }),
  kept("azurerm_role_assignment.web", assignment()),
];

function kept(address: string, values: object): PlannedChange {
  return { address, actions: ["no-op"], before: values, after: values };
}

/** A slot as this library makes it. */
function slot(name: string, period: number, more: object = {}): object {
  const begun = Date.parse("2026-11-01T00:00:00Z") + (period - 17) * 60 * 86_400_000;
  return {
    application_id: APPLICATION,
    display_name: name,
    start_date: new Date(begun).toISOString(),
    end_date: new Date(begun + 150 * 86_400_000).toISOString(),
    rotate_when_changed: { generation: "0", period: String(period) },
    value: "planted-0123456789",
    ...more,
  };
}

function replaced(address: string, before: object, after: object): PlannedChange {
  return {
    address,
    actions: ["create", "delete"],
    before,
    after: { ...after, start_date: undefined, value: undefined },
    unknown: { start_date: true, value: true, key_id: true },
    sensitive: { value: true },
  };
}

const A = "azuread_application_password.a";
const B = "azuread_application_password.b";

/** Resources of the configuration, by what their arguments refer to. */
function configured(references: Record<string, Record<string, string[]>>): object {
  const resources = Object.entries(references).map(([address, byArgument]) => {
    const [type, name] = address.split(".");
    const expressions = Object.fromEntries(
      Object.entries(byArgument).map(([argument, of]) => [argument, { references: of }]),
    );
    return { mode: "managed", type, name, expressions };
  });
  return { configuration: { root_module: { resources } } };
}

function reviewed(changes: readonly PlannedChange[], more: object = {}): Review {
  return reviewOf(planOf([...WEB_IS_THERE, ...changes], more), undefined, NOW);
}

function summaryOf(changes: readonly PlannedChange[], more: object = {}): string | undefined {
  return credentialSummary(reviewed(changes, more).credentials, (text) => text);
}

function linesOf(changes: readonly PlannedChange[], more: object = {}): string[] {
  const lines = credentialLines(reviewed(changes, more).credentials, (text) => text);
  return lines.map(({ sign, words }) => `${sign} ${words}`);
}

describe("the line after the first", () => {
  test.each<[string, PlannedChange[], string | undefined]>([
    [
      "a rotation of the idle slot",
      [kept(A, slot("docker-a", 16)), replaced(B, slot("docker-b", 15), slot("docker-b", 17))],
      "Credentials: 1 rotated, so that what consumers have stays valid.",
    ],
    [
      "both slots replaced at once",
      [
        replaced(A, slot("docker-a", 16), slot("docker-a", 18)),
        replaced(B, slot("docker-b", 15), slot("docker-b", 17)),
      ],
      "Credentials: BOTH SLOTS REPLACED AT ONCE, docker-a of contoso-web and docker-b of contoso-web, so that what consumers have is refused.",
    ],
    [
      "the slot replaced that consumers have",
      [
        replaced(A, slot("docker-a", 16), slot("docker-a", 16)),
        kept(B, slot("docker-b", 15, { end_date: "2027-04-01T00:00:00Z" })),
      ],
      "Credentials: docker-a of contoso-web replaced, the slot that consumers have, so that it is refused.",
    ],
    [
      "a secret without a second slot that is replaced",
      [replaced(A, slot("ci", 1, { rotate_when_changed: null }), slot("ci", 17))],
      "Credentials: 1 replaced, so that what consumers have is refused.",
    ],
    [
      "two secrets of one principal, each with a slot that rotates",
      [
        kept(A, slot("docker-a", 16)),
        replaced(B, slot("docker-b", 15), slot("docker-b", 17)),
        kept("azuread_application_password.ci_a", slot("ci-a", 16)),
        replaced("azuread_application_password.ci_b", slot("ci-b", 15), slot("ci-b", 17)),
      ],
      "Credentials: 2 rotated, so that what consumers have stays valid.",
    ],
    [
      "a secret that has expired, and one that soon will",
      [
        kept(A, slot("old", 1, { end_date: "2026-11-30T00:00:00Z" })),
        kept(B, slot("older", 1, { end_date: "2026-12-30T00:00:00Z" })),
      ],
      "Credentials: 1 expired; 1 ending within 30 days.",
    ],
    [
      "an idle slot that has expired",
      [kept(A, slot("docker-a", 16)), kept(B, slot("docker-b", 11))],
      undefined,
    ],
    [
      "a new secret of which only the apply will tell the end",
      [
        {
          address: A,
          actions: ["create"],
          after: { application_id: APPLICATION, display_name: "ci" },
          unknown: { end_date: true, start_date: true, value: true },
        },
      ],
      "Credentials: 1 with an end that the plan does not tell; 1 new.",
    ],
    ["secrets that stay as they are", [kept(A, slot("docker-a", 16))], undefined],
  ])("of a plan with %s says so", (_, changes, summary) => {
    expect(summaryOf(changes)).toBe(summary);
  });

  test("takes for slots of one secret what one argument takes, whatever their names are", () => {
    const reader = {
      "azurerm_key_vault_secret.web": { value: [`${A}.value`, A, `${B}.value`, B] },
    };
    const byHand = { rotate_when_changed: null };
    expect(
      summaryOf(
        [
          kept(A, slot("blue", 16, byHand)),
          replaced(B, slot("green", 15, byHand), slot("green", 17)),
          { address: "azurerm_key_vault_secret.web", actions: ["update"] },
        ],
        configured(reader),
      ),
    ).toBe("Credentials: 1 rotated, so that what consumers have stays valid.");
  });

  test("is read before any access is, in a comment on a pull request, too", () => {
    const told = reviewed([
      replaced(A, slot("docker-a", 16), slot("docker-a", 18)),
      replaced(B, slot("docker-b", 15), slot("docker-b", 17)),
    ]);
    const [text, markdown] = [asText, asMarkdown].map((as) =>
      as([{ file: "plan.json", review: told }]),
    );
    expect(text).toMatch(
      /^NO CHANGE OF ACCESS by this plan\.\nCredentials: BOTH SLOTS REPLACED AT ONCE, docker-a of/,
    );
    expect(markdown).toMatch(
      /\*\*NO CHANGE OF ACCESS by this plan\.\*\*<br>Credentials: BOTH SLOTS REPLACED AT ONCE, `docker-a` of/,
    );
  });
});

describe("what reads a secret", () => {
  const old = slot("ci", 1, { rotate_when_changed: null });
  const rotation = replaced(A, old, slot("ci", 17));
  const KEY_VAULT = "azurerm_key_vault_secret.web";
  const reading = configured({ [KEY_VAULT]: { value: [`${A}.value`, A] } });

  test("is told, also where it does by way of a block, a module or an output", () => {
    const root = {
      resources: [
        {
          mode: "managed",
          type: "azurerm_container_group",
          name: "web",
          expressions: {
            image_registry_credential: [{ password: { references: [`${A}.value`, A] } }],
          },
        },
      ],
      module_calls: {
        deliver: {
          expressions: { secret: { references: [`${A}.value`, A] } },
          module: {
            resources: [
              {
                mode: "managed",
                type: "kubernetes_secret_v1",
                name: "pull",
                expressions: { data: { references: ["var.secret"] } },
              },
            ],
          },
        },
      },
      outputs: { password: { sensitive: true, expression: { references: [`${A}.value`, A] } } },
    };
    const [change] = reviewed([rotation], { configuration: { root_module: root } }).credentials;
    expect([...(change?.readers ?? [])].sort()).toEqual([
      "azurerm_container_group.web",
      "module.deliver.kubernetes_secret_v1.pull",
      "output.password",
    ]);
  });

  test("is nothing that reads its end or its id only", () => {
    const dates = configured({ [KEY_VAULT]: { expiration_date: [`${A}.end_date`, A] } });
    expect(reviewed([rotation], dates).credentials[0]?.readers).toEqual([]);
  });

  test("and is left with the value that is refused then, is told before all else", () => {
    const changes = [rotation, kept(KEY_VAULT, {})];
    expect(summaryOf(changes, reading)).toMatch(
      /^Credentials: azurerm_key_vault_secret\.web LEFT WITH ci of contoso-web, which is refused then;/,
    );
    expect(linesOf(changes, reading)).toEqual([
      "! client secret ci of contoso-web: replaced; until 2027-03-31, 120 days in all; what consumers have is refused from the apply on; azurerm_key_vault_secret.web keeps a value that is refused then; read by azurerm_key_vault_secret.web",
    ]);
  });

  test("and is changed by the same apply is no reason to worry", () => {
    const changes = [rotation, { address: KEY_VAULT, actions: ["update"] }];
    expect(summaryOf(changes, reading)).not.toContain("LEFT WITH");
  });

  test("is that with the same key, of several", () => {
    const keyed = (address: string, key: string): string => `${address}["${key}"]`;
    const changes = [
      replaced(keyed(A, "one"), old, slot("ci", 17)),
      { address: keyed(KEY_VAULT, "one"), actions: ["update"] },
      kept(keyed(KEY_VAULT, "two"), {}),
    ];
    const each = configured({ [KEY_VAULT]: { value: [A, "each.key"] } });
    expect(summaryOf(changes, each)).not.toContain("LEFT WITH");
  });

  test.each([
    ["is left as it is", ["no-op"], true],
    ["is changed", ["update"], false],
    ["is removed, too", ["delete"], false],
  ])("and goes on when the secret is removed, is told where it %s", (_, actions, isTold) => {
    const each = configured({ [KEY_VAULT]: { value: [A, "each.key"] } });
    const reader = `${KEY_VAULT}["two"]`;
    const changes = [
      { address: `${A}["two"]`, actions: ["delete"], before: old },
      { address: reader, actions },
      kept(`${KEY_VAULT}["one"]`, {}),
    ];
    expect(summaryOf(changes, each)).toBe(
      isTold
        ? `Credentials: ${reader} LEFT WITH ci of contoso-web, which is refused then; 1 removed.`
        : "Credentials: 1 removed.",
    );
  });
});

describe("a federated credential", () => {
  const github = (subject: string): object => ({
    application_id: APPLICATION,
    display_name: "github",
    issuer: GITHUB,
    subject,
    audiences: ["api://AzureADTokenExchange"],
  });
  const ADDRESS = "azuread_application_federated_identity_credential.github";
  const SHOP = "repo:contoso/shop:environment:production";

  test.each<[string, PlannedChange, string, string[]]>([
    [
      "a new one",
      { address: ADDRESS, actions: ["create"], after: github(SHOP) },
      "BROADER by this plan: 1 new way to log in.",
      [
        `+ federated credential github of contoso-web: new; lets in ${SHOP} by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
    [
      "one for another subject",
      {
        address: ADDRESS,
        actions: ["update"],
        before: github(SHOP),
        after: github("repo:contoso/shop:pull_request"),
      },
      "BROADER AND NARROWER by this plan: 1 new way to log in, 1 way to log in ends.",
      [
        `~ federated credential github of contoso-web: changed; lets in repo:contoso/shop:pull_request by tokens of ${GITHUB} for api://AzureADTokenExchange; no more ${SHOP} by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
    [
      "one of which only the description changes",
      { address: ADDRESS, actions: ["update"], before: github(SHOP), after: github(SHOP) },
      "NO CHANGE OF ACCESS by this plan.",
      [
        `~ federated credential github of contoso-web: changed; lets in ${SHOP} by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
    [
      "one whose subject only the apply will tell",
      {
        address: ADDRESS,
        actions: ["update"],
        before: github(SHOP),
        after: { ...github(SHOP), subject: undefined },
        unknown: { subject: true },
      },
      "BROADER AND NARROWER by this plan: 1 new way to log in, 1 way to log in ends.",
      [
        `~ federated credential github of contoso-web: changed; lets in a subject that the plan does not tell by tokens of ${GITHUB} for api://AzureADTokenExchange; no more ${SHOP} by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
    [
      "one that is removed",
      { address: ADDRESS, actions: ["delete"], before: github(SHOP) },
      "NARROWER by this plan: 1 way to log in ends.",
      [
        `- federated credential github of contoso-web: removed; no more ${SHOP} by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
    [
      "one with an expression in place of a subject",
      {
        address: "azuread_application_flexible_federated_identity_credential.github",
        actions: ["create"],
        after: {
          application_id: APPLICATION,
          display_name: "github",
          issuer: GITHUB,
          claims_matching_expression: "claims['sub'] matches 'repo:contoso/*'",
          audience: "api://AzureADTokenExchange",
        },
      },
      "BROADER by this plan: 1 new way to log in.",
      [
        `+ federated credential github of contoso-web: new; lets in whoever claims['sub'] matches 'repo:contoso/*' is true of by tokens of ${GITHUB} for api://AzureADTokenExchange`,
      ],
    ],
  ])("is told whose tokens it takes: %s", (_, change, verdict, lines) => {
    expect(textOf(planOf([...WEB_IS_THERE, change])).split("\n")[0]).toBe(verdict);
    expect(linesOf([change])).toEqual(lines);
  });

  test.each(["parent_id", "user_assigned_identity_id"])(
    "of an identity lets in as that identity, by %s",
    (argument) => {
      const id =
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web";
      const changes = [
        kept("azurerm_user_assigned_identity.web", { id, name: "id-web", principal_id: WEB }),
        {
          address: "azurerm_federated_identity_credential.aks",
          actions: ["create"],
          after: {
            [argument]: id,
            name: "aks",
            issuer: "https://aks",
            subject: "system:serviceaccount:shop:web",
            audience: ["api://AzureADTokenExchange"],
          },
        },
      ];
      expect(reviewed(changes).credentials).toMatchObject([
        { kind: "federated credential", principal: { key: WEB, name: "id-web" }, isGained: true },
      ]);
    },
  );
});

describe("whose a credential is", () => {
  test("is the service principal of its application, also where the apply makes both", () => {
    const changes: PlannedChange[] = [
      {
        address: "azuread_application.new",
        actions: ["create"],
        after: { display_name: "contoso-new" },
        unknown: { id: true, client_id: true },
      },
      {
        address: "azuread_service_principal.new",
        actions: ["create"],
        after: {},
        unknown: { id: true, object_id: true, client_id: true },
      },
      {
        address: A,
        actions: ["create"],
        after: { display_name: "docker-a", end_date: "2027-05-30T00:00:00Z" },
        unknown: { application_id: true, value: true },
      },
      {
        address: "azurerm_role_assignment.new",
        actions: ["create"],
        after: assignment({ principal_id: undefined }),
        unknown: { principal_id: true },
      },
    ];
    const of = (source: string, attribute: string): string[] => [`${source}.${attribute}`, source];
    const { credentials, accesses } = reviewed(
      changes,
      configured({
        [A]: { application_id: of("azuread_application.new", "id") },
        "azuread_service_principal.new": { client_id: of("azuread_application.new", "client_id") },
        "azurerm_role_assignment.new": {
          principal_id: of("azuread_service_principal.new", "object_id"),
        },
      }),
    );
    expect(credentials[0]).toMatchObject({
      principal: { name: "contoso-new", isTraced: true },
      after: { lifetimeDays: 180 },
    });
    expect(accesses.map(({ principal }) => principal.key)).toContain(credentials[0]?.principal.key);
  });

  test.each([
    ["azuread_service_principal_password.web", "service_principal_id", `/servicePrincipals/${WEB}`],
    [
      "azuread_service_principal_certificate.w",
      "service_principal_id",
      `/servicePrincipals/${WEB}`,
    ],
    ["azuread_application_certificate.web", "application_id", APPLICATION],
  ])("is told of %s, too", (address, argument, id) => {
    const change = { address, actions: ["create"], after: { [argument]: id } };
    expect(reviewed([change]).credentials).toMatchObject([
      { principal: { key: WEB, name: "contoso-web" } },
    ]);
  });

  test("is another one where the application is replaced, and so a new way in", () => {
    const change = replaced(A, slot("docker-a", 16), {
      ...slot("docker-a", 16),
      application_id: "/applications/other",
    });
    expect(reviewed([change])).toMatchObject({ isBroader: true, isNarrower: true });
  });
});

test("what an apply that broke off has left of a secret is no slot of it", () => {
  const left = { address: B, actions: ["delete"], before: slot("docker-b", 15) };
  const plan = planOf([
    ...WEB_IS_THERE,
    kept(A, slot("docker-a", 16)),
    kept(B, slot("docker-b", 17)),
  ]);
  const { resource_changes: changes } = plan as { resource_changes: object[] };
  const deposed = { ...changeOf(left), deposed: "0badf00d" };
  const told = reviewOf({ ...plan, resource_changes: [...changes, deposed] }, undefined, NOW);
  expect(told.isNarrower).toBe(false);
  expect(credentialLines(told.credentials, (text) => text)).toEqual([
    { sign: "-", words: "client secret docker-b (deposed) of contoso-web: removed" },
  ]);
});

test("an end that the program calls sensitive is not told", () => {
  const change = { ...kept(A, slot("docker-a", 16)), sensitive: { end_date: true, value: true } };
  expect(linesOf([change])).toEqual([
    "~ client secret docker-a of contoso-web: as before; its end is not told by the plan",
  ]);
});
