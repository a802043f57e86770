import { deliveredIn } from "../../lib/cloud/delivered";
import type { Values } from "../../lib/schema/values";
import { InProcess } from "../in-process";

const NAMESPACE = "kubernetes_namespace_v1";
const ACCOUNT = "kubernetes_service_account_v1";
const SECRET = "kubernetes_secret_v1";
const PLACE = "https://shop.example/api/v1/namespaces/shop/secrets/acr/token";

const namespace: Values = { metadata: [{ name: "shop" }] };

function secretOf(given: Values, metadata: Values = {}): Values {
  return { metadata: [{ name: "acr", namespace: "shop", ...metadata }], ...given };
}

function withNamespace(): InProcess {
  const sandbox = new InProcess().with({ config: { host: "https://shop.example" } });
  sandbox.create(NAMESPACE, namespace);
  return sandbox;
}

const delivered = ({ cloud }: InProcess): string | undefined => deliveredIn(cloud)[PLACE];

test("a secret is in its namespace, of the type Opaque, and planned the same then", () => {
  const sandbox = withNamespace();
  const given = secretOf({ data: { token: "first" } });
  const state = sandbox.create(SECRET, given);
  expect(state).toMatchObject({ id: "shop/acr", type: "Opaque", data: { token: "first" } });
  expect(delivered(sandbox)).toBe("first");
  expect(sandbox.read(SECRET, state)).toEqual(state);
});

test("data and labels change in place; a name, a namespace and a type replace it", () => {
  const sandbox = withNamespace();
  const state = sandbox.create(SECRET, secretOf({ data: { token: "first" } }));
  const labelled = secretOf({ data: { token: "second" } }, { labels: { team: "shop" } });
  expect(sandbox.plan(SECRET, state, labelled).requiresReplace).toEqual([]);
  sandbox.update(SECRET, state, labelled);
  expect(delivered(sandbox)).toBe("second");
  const data = { token: "first" };
  for (const [other, reason] of [
    [secretOf({ data }, { name: "other" }), "metadata"],
    [secretOf({ data }, { namespace: "other" }), "metadata"],
    [secretOf({ data, type: "other" }), "type"],
  ] as const) {
    expect(sandbox.plan(SECRET, state, other).requiresReplace).toEqual([reason]);
  }
});

test("write-only data are written when the revision changes, and are in no state", () => {
  const sandbox = withNamespace();
  const first = secretOf({ data_wo: { token: "first" }, data_wo_revision: 1 });
  const state = sandbox.create(SECRET, first);
  expect(delivered(sandbox)).toBe("first");
  expect([state.data, state.data_wo]).toEqual([null, null]);
  const next = secretOf({ data_wo: { token: "second" }, data_wo_revision: 2 });
  const changed = sandbox.update(SECRET, state, next);
  expect(delivered(sandbox)).toBe("second");
  expect([changed.data, changed.data_wo]).toEqual([null, null]);
});

test("a revision of write-only data is 1 or more, and given beside them", () => {
  const plan = (given: Values) => () => withNamespace().planNew(SECRET, secretOf(given));
  expect(plan({ data_wo: { token: "a" }, data_wo_revision: 0 })).toThrow(
    "expected data_wo_revision to be at least (1), got 0",
  );
  expect(plan({ data_wo_revision: 1 })).toThrow(
    '"data_wo_revision": all of `data_wo,data_wo_revision` must be specified',
  );
});

test("data that become write-only leave their copy in the state, until the secret is replaced", () => {
  const sandbox = withNamespace();
  const state = sandbox.create(SECRET, secretOf({ data: { token: "first" } }));
  const given = secretOf({ data_wo: { token: "second" }, data_wo_revision: 1 });
  const changed = sandbox.update(SECRET, state, given);
  expect(delivered(sandbox)).toBe("second");
  expect(changed.data).toEqual({ token: "first" });
  expect(
    sandbox.create(SECRET, { ...given, metadata: [{ name: "b", namespace: "shop" }] }).data,
  ).toBeNull();
});

test("the API refuses a namespace that is not there, a second secret, and a docker config that is none", () => {
  const sandbox = withNamespace();
  const create = (given: Values, metadata?: Values) => () =>
    sandbox.create(SECRET, secretOf(given, metadata));
  expect(create({ data: {} }, { namespace: "jobs" })).toThrow('namespaces "jobs" not found');
  sandbox.create(SECRET, secretOf({ data: { token: "a" } }));
  expect(create({ data: {} })).toThrow('secrets "acr" already exists');
  const type = "kubernetes.io/dockerconfigjson";
  expect(create({ type, data: { ".dockerconfigjson": "{" } }, { name: "pull" })).toThrow(
    'Secret "pull" is invalid: data[.dockerconfigjson]: Invalid value',
  );
});

test("a namespace that is deleted takes its secrets with it", () => {
  const sandbox = withNamespace();
  const state = sandbox.create(SECRET, secretOf({ data: { token: "a" } }));
  sandbox.delete(NAMESPACE, { id: "shop" });
  expect(sandbox.read(SECRET, state)).toBeNull();
  expect(delivered(sandbox)).toBeUndefined();
});

test("a service account has the pull secrets that it is given, and changes them in place", () => {
  const sandbox = withNamespace();
  const account = (...names: string[]): Values => ({
    metadata: [{ name: "web", namespace: "shop" }],
    image_pull_secret: names.map((name) => ({ name })),
  });
  const state = sandbox.create(ACCOUNT, account("acr"));
  expect(state).toMatchObject({ id: "shop/web", image_pull_secret: [{ name: "acr" }] });
  const { planned, requiresReplace } = sandbox.plan(ACCOUNT, state, account());
  expect(requiresReplace).toEqual([]);
  expect(planned.image_pull_secret).toEqual([]);
  expect(sandbox.update(ACCOUNT, state, account()).image_pull_secret).toEqual([]);
});

test("a namespace has the service account default from the beginning", () => {
  const metadata = [{ name: "default", namespace: "shop" }];
  expect(() => withNamespace().create(ACCOUNT, { metadata })).toThrow(
    'serviceaccounts "default" already exists',
  );
});

test("what is not modelled is refused", () => {
  const sandbox = withNamespace();
  const create = (given: Values) => () => sandbox.create(SECRET, given);
  expect(create(secretOf({ immutable: true }))).toThrow("does not model `immutable`");
  expect(create({ metadata: [{ name: "acr" }] })).toThrow("without `metadata.namespace`");
});
