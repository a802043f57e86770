import { DEFAULT_POLICY } from "../../lib/review/policy";
import { type PlannedChange, planOf, reviewOf } from "./plans";

const NOW = new Date("2026-12-01T00:00:00Z");
const APPLICATION = "/applications/6f3f7e4e-0000-4000-8000-0000000000aa";
const PASSWORD = "azuread_application_password.web";
const FEDERATED = "azuread_application_federated_identity_credential.web";
const GITHUB = "https://token.actions.githubusercontent.com";

function kept(address: string, values: object): PlannedChange {
  return { address, actions: ["no-op"], before: values, after: values };
}

function password(from: string, to: string, more: object = {}): object {
  return {
    application_id: APPLICATION,
    display_name: "web",
    start_date: from,
    end_date: to,
    ...more,
  };
}

/** One that ends in half a year, and is valid for less. */
const FINE = password("2026-11-01T00:00:00Z", "2027-04-20T00:00:00Z");

function replaced(address: string, values = FINE): PlannedChange {
  return { address, actions: ["create", "delete"], before: values, after: values };
}

function trusting(subject: string, more: object = {}): PlannedChange {
  const values = { application_id: APPLICATION, display_name: "web", issuer: GITHUB, subject };
  return { address: FEDERATED, actions: ["create"], after: { ...values, ...more } };
}

/** What is found, as `id address`. */
function found(changes: readonly PlannedChange[], more: object = {}, days?: number): string[] {
  const limits = { ...DEFAULT_POLICY.limits, ...(days && { secretLifetimeDays: days }) };
  return reviewOf(planOf(changes, more), { ...DEFAULT_POLICY, limits }, NOW).findings.map(
    ({ id, address }) => `${id} ${address}`,
  );
}

/** A resource of the configuration that takes the value of the password. */
function readBy(type: string): object {
  const expressions = { value: { references: [`${PASSWORD}.value`, PASSWORD] } };
  return {
    configuration: {
      root_module: { resources: [{ mode: "managed", type, name: "web", expressions }] },
    },
  };
}

describe("a finding is", () => {
  test.each<[string, string, PlannedChange[], object?]>([
    ["the only secret, replaced", `acr-auth:one-slot ${PASSWORD}`, [replaced(PASSWORD)]],
    [
      "a secret that nothing has replaced, after its end",
      `acr-auth:expired-credential ${PASSWORD}`,
      [kept(PASSWORD, password("2026-06-01T00:00:00Z", "2026-11-30T00:00:00Z"))],
    ],
    [
      "a secret within a month of its end",
      `acr-auth:expiring-credential ${PASSWORD}`,
      [kept(PASSWORD, password("2026-07-01T00:00:00Z", "2026-12-20T00:00:00Z"))],
    ],
    [
      "a secret of two years",
      `acr-auth:long-lived-secret ${PASSWORD}`,
      [kept(PASSWORD, password("2026-11-01T00:00:00Z", "2028-11-01T00:00:00Z"))],
    ],
    [
      "a new secret whose end only the apply will tell",
      `acr-auth:unknown-end ${PASSWORD}`,
      [
        {
          address: PASSWORD,
          actions: ["create"],
          after: { application_id: APPLICATION },
          unknown: { end_date: true, start_date: true },
        },
      ],
    ],
    [
      "a secret that goes to GitHub Actions",
      `acr-auth:secret-for-federation ${PASSWORD}`,
      [kept(PASSWORD, FINE)],
      readBy("github_actions_secret"),
    ],
    [
      "workflows of pull requests that are let in",
      `acr-auth:pull-request-subject ${FEDERATED}`,
      [trusting("repo:contoso@1/shop@2:pull_request")],
    ],
    [
      "an expression of which many subjects are",
      `acr-auth:wildcard-subject azuread_application_flexible_federated_identity_credential.web`,
      [
        {
          address: "azuread_application_flexible_federated_identity_credential.web",
          actions: ["create"],
          after: {
            application_id: APPLICATION,
            issuer: GITHUB,
            claims_matching_expression: "claims['sub'] matches 'repo:contoso/*'",
          },
        },
      ],
    ],
    [
      "a repository by names that change hands",
      `acr-auth:mutable-subject ${FEDERATED}`,
      [trusting("repo:contoso/shop:environment:production")],
    ],
  ])("%s", (...[, expected, changes, more]) => {
    expect(found(changes, more)).toContain(expected);
  });

  test("both slots, replaced at once: told of the first", () => {
    const slots = ["a", "b"].map((name) => {
      const values = {
        ...FINE,
        display_name: `web-${name}`,
        rotate_when_changed: { generation: "0", period: "4" },
      };
      return {
        ...replaced(
          `azuread_application_password.web_client_secret_docker_${name}_A021C4F4`,
          values,
        ),
        after: { ...values, rotate_when_changed: { generation: "1", period: "4" } },
      };
    });
    expect(found(slots)).toEqual([
      "acr-auth:both-slots-replaced azuread_application_password.web_client_secret_docker_a_A021C4F4",
    ]);
  });
});

test.each<[string, PlannedChange[], object?]>([
  ["a secret of half a year that is kept", [kept(PASSWORD, FINE)]],
  ["a secret that goes to a cluster", [kept(PASSWORD, FINE)], readBy("kubernetes_secret_v1")],
  [
    "an environment of a repository with immutable numbers",
    [trusting("repo:contoso@1/shop@2:environment:production")],
  ],
  [
    "the service account of a cluster",
    [trusting("system:serviceaccount:web:web", { issuer: "https://oidc.example" })],
  ],
  [
    "a federated credential that the plan removes",
    [
      {
        address: FEDERATED,
        actions: ["delete"],
        before: { application_id: APPLICATION, issuer: GITHUB, subject: "repo:c/s:pull_request" },
      },
    ],
  ],
])("nothing is found in %s", (...[, changes, more]) => {
  expect(found(changes, more)).toEqual([]);
});

test("a policy sets how long a secret may be valid", () => {
  expect([90, 180].map((days) => found([kept(PASSWORD, FINE)], {}, days))).toEqual([
    [`acr-auth:long-lived-secret ${PASSWORD}`],
    [],
  ]);
});

test("a policy sets how long before its end a credential is near it", () => {
  const values = password("2026-11-01T00:00:00Z", "2027-01-20T00:00:00Z");
  const ids = [30, 60].map((expiryNoticeDays) => {
    const limits = { ...DEFAULT_POLICY.limits, expiryNoticeDays };
    const { findings } = reviewOf(
      planOf([kept(PASSWORD, values)]),
      { ...DEFAULT_POLICY, limits },
      NOW,
    );
    return findings.map(({ id }) => id);
  });
  expect(ids).toEqual([[], ["acr-auth:expiring-credential"]]);
});
