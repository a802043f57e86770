import { deliveredIn } from "../../lib/cloud/delivered";
import type { Values } from "../../lib/schema/values";
import { InProcess, NOW } from "../in-process";

const SECRET = "github_actions_secret";
const ENVIRONMENT_SECRET = "github_actions_environment_secret";
const VARIABLE = "github_actions_variable";
const ENVIRONMENT_VARIABLE = "github_actions_environment_variable";

const REPOSITORY = "https://api.github.com/repos/contoso/shop";
const environment = "production";

const secret = (plaintext_value: string, more: Values = {}): Values => ({
  repository: "shop",
  secret_name: "ACR_CLIENT_SECRET",
  plaintext_value,
  ...more,
});

const variable = (value: string, more: Values = {}): Values => ({
  repository: "shop",
  variable_name: "ACR_CLIENT_ID",
  value,
  ...more,
});

const ofContoso = (): InProcess => new InProcess().with({ config: { owner: "contoso" } });

const delivered = ({ cloud }: InProcess): unknown => deliveredIn(cloud);

/** A second later: GitHub tells a change by its time. */
function later(sandbox: InProcess): void {
  sandbox.cloud.environment.setNow(new Date(Date.parse(NOW) + 1000).toISOString());
}

test.each([
  [SECRET, secret("a"), "shop:ACR_CLIENT_SECRET", "actions/secrets/ACR_CLIENT_SECRET"],
  [
    ENVIRONMENT_SECRET,
    secret("a", { environment }),
    "shop:production:ACR_CLIENT_SECRET",
    "environments/production/secrets/ACR_CLIENT_SECRET",
  ],
  [VARIABLE, variable("a"), "shop:ACR_CLIENT_ID", "actions/variables/ACR_CLIENT_ID"],
  [
    ENVIRONMENT_VARIABLE,
    variable("a", { environment }),
    "shop:production:ACR_CLIENT_ID",
    "environments/production/variables/ACR_CLIENT_ID",
  ],
])(
  "a %s is at its place, in the state in clear, and gone when it is deleted",
  (type, given, id, at) => {
    const sandbox = ofContoso();
    const state = sandbox.create(type, given);
    const date = "2027-01-01 00:00:00 +0000 UTC";
    expect(state).toMatchObject({ ...given, id, created_at: date, updated_at: date });
    expect(sandbox.read(type, state)).toEqual(state);
    expect(delivered(sandbox)).toEqual({ [`${REPOSITORY}/${at}`]: "a" });
    sandbox.delete(type, state);
    expect(delivered(sandbox)).toEqual({});
  },
);

test.each([
  [SECRET, {}],
  [ENVIRONMENT_SECRET, { environment }],
])("another value replaces a %s, which has no update", (type, where) => {
  const sandbox = ofContoso();
  const state = sandbox.create(type, secret("a", where));
  const { requiresReplace } = sandbox.plan(type, state, secret("b", where));
  expect(requiresReplace).toEqual(["plaintext_value"]);
});

test.each([
  [VARIABLE, {}],
  [ENVIRONMENT_VARIABLE, { environment }],
])("another value of a %s changes it in place, another name replaces it", (type, where) => {
  const sandbox = ofContoso();
  const state = sandbox.create(type, variable("a", where));
  expect(sandbox.plan(type, state, variable("b", where)).requiresReplace).toEqual([]);
  later(sandbox);
  expect(sandbox.update(type, state, variable("b", where))).toMatchObject({
    value: "b",
    created_at: "2027-01-01 00:00:00 +0000 UTC",
    updated_at: "2027-01-01 00:00:01 +0000 UTC",
  });
  const renamed = variable("a", { ...where, variable_name: "OTHER" });
  expect(sandbox.plan(type, state, renamed).requiresReplace).toEqual(["variable_name"]);
});

test("a secret that is there is overwritten, and who has it in a state finds it gone, or without its value", () => {
  const sandbox = ofContoso();
  const where = { environment };
  const ofRepository = sandbox.create(SECRET, secret("a"));
  const ofEnvironment = sandbox.create(ENVIRONMENT_SECRET, secret("a", where));
  later(sandbox);
  sandbox.create(SECRET, secret("b"));
  sandbox.create(ENVIRONMENT_SECRET, secret("b", where));
  expect(sandbox.read(SECRET, ofRepository)).toBeNull();
  expect(sandbox.read(ENVIRONMENT_SECRET, ofEnvironment)).toMatchObject({ plaintext_value: "" });
});

test("a variable that is there is refused in a repository, in whatever case, and taken over in an environment", () => {
  const sandbox = ofContoso();
  sandbox.create(VARIABLE, variable("a"));
  expect(() => sandbox.create(VARIABLE, variable("b", { repository: "Shop" }))).toThrow(
    "POST https://api.github.com/repos/contoso/Shop/actions/variables: 409 Already exists - Variable already exists []",
  );
  const first = sandbox.create(ENVIRONMENT_VARIABLE, variable("a", { environment }));
  sandbox.create(ENVIRONMENT_VARIABLE, variable("b", { environment }));
  expect(sandbox.read(ENVIRONMENT_VARIABLE, first)).toMatchObject({ value: "b" });
});

test("a variable whose repository changes is looked for in the other one, where it is not", () => {
  const sandbox = ofContoso();
  const state = sandbox.create(VARIABLE, variable("a"));
  expect(() => sandbox.update(VARIABLE, state, variable("a", { repository: "store" }))).toThrow(
    "PATCH https://api.github.com/repos/contoso/store/actions/variables/ACR_CLIENT_ID: 404 Not Found []",
  );
});

test("each instance of GitHub is one by its base_url", () => {
  const sandbox = new InProcess();
  for (const base_url of ["https://one.example/api/v3", "https://two.example/api/v3/"]) {
    sandbox.with({ config: { owner: "contoso", base_url } }).create(VARIABLE, variable(base_url));
  }
  expect(delivered(sandbox)).toEqual({
    "https://one.example/api/v3/repos/contoso/shop/actions/variables/ACR_CLIENT_ID":
      "https://one.example/api/v3",
    "https://two.example/api/v3/repos/contoso/shop/actions/variables/ACR_CLIENT_ID":
      "https://two.example/api/v3/",
  });
});

test("a state of the time before destroy_on_drift has its default", () => {
  const state = { ...ofContoso().create(SECRET, secret("a")), destroy_on_drift: null };
  expect(ofContoso().upgrade(SECRET, 0, state)).toMatchObject({ destroy_on_drift: true });
});

test.each([
  ["2ND", "secret names can only contain alphanumeric characters or underscores"],
  ["github_token", "secret names must not start with the GITHUB_ prefix"],
])("the name %s is refused", (name, message) => {
  expect(() => ofContoso().planNew(SECRET, secret("a", { secret_name: name }))).toThrow(message);
  expect(() => ofContoso().planNew(VARIABLE, variable("a", { variable_name: name }))).toThrow(
    message,
  );
});

test("what is not modelled is refused", () => {
  const create = (given: Values) => () => ofContoso().create(SECRET, given);
  expect(create(secret("a", { encrypted_value: "YQ==", plaintext_value: null }))).toThrow(
    "does not model `encrypted_value`",
  );
  expect(create(secret("a", { destroy_on_drift: false }))).toThrow(
    'expected "destroy_on_drift" to be true, the only value that the sandbox models',
  );
  expect(() => new InProcess().create(SECRET, secret("a"))).toThrow(
    "does not model a github provider without `owner`",
  );
});
