import type { Values } from "../../lib/schema/values";
import { InProcess, NOW } from "../in-process";

const PASSWORD = "azuread_application_password";

function withApplication(options: ConstructorParameters<typeof InProcess>[0] = {}) {
  const sandbox = new InProcess(options);
  const { id = null } = sandbox.create("azuread_application", { display_name: "web" });
  return {
    sandbox,
    create: (given: Values) => sandbox.create(PASSWORD, { application_id: id, ...given }),
    id,
  };
}

test("a password has 40 characters of Azure's alphabet, with a ~, and is not taken for a real one", () => {
  const { value } = withApplication().create({});
  expect(value).toMatch(/^[\w.~-]{40}$/);
  expect(value).toContain("~");
  expect(value).not.toMatch(/\dQ~/);
});

test("two passwords differ", () => {
  const { create } = withApplication();
  expect(create({}).value).not.toBe(create({}).value);
});

test("a read does not tell the value again, and keeps the one in the state", () => {
  const { sandbox, create } = withApplication();
  const state = create({});
  expect(sandbox.read(PASSWORD, { ...state, value: "kept" })?.value).toBe("kept");
});

test("without an end date a password lasts two years, to a fraction of a second", () => {
  expect(withApplication().create({}).end_date).toBe("2029-01-01T00:00:00.0004567Z");
});

test("end_date_relative is accepted and has no effect, as in the provider", () => {
  expect(withApplication().create({ end_date_relative: "240h" }).end_date).toBe(
    "2029-01-01T00:00:00.0004567Z",
  );
});

test("a UTC end date in whole seconds comes back as it was given", () => {
  const { sandbox, create, id } = withApplication();
  const given = { application_id: id, end_date: "2027-06-01T00:00:00Z" };
  expect(sandbox.plan(PASSWORD, create(given), given).requiresReplace).toEqual([]);
});

test.each(["2027-06-01T00:00:00.000Z", "2027-06-01T02:00:00+02:00"])(
  "the end date %s comes back in another form and replaces the password with every plan",
  (end_date) => {
    const { sandbox, create, id } = withApplication();
    const state = create({ end_date });
    expect(state.end_date).toBe("2027-06-01T00:00:00Z");
    expect(sandbox.plan(PASSWORD, state, { application_id: id, end_date }).requiresReplace).toEqual(
      ["end_date"],
    );
  },
);

test("an end date that has passed is refused", () => {
  expect(() => withApplication().create({ end_date: NOW })).toThrow("KeyCredentialsInvalidEndDate");
});

test("a start date that has passed is refused", () => {
  const create = () => withApplication().create({ start_date: "2026-12-31T23:59:59Z" });
  expect(create).toThrow("KeyCredentialsInvalidStartDate");
});

test("an end date beyond the tenant's app management policy is refused, and so is the default of two years", () => {
  const { create } = withApplication({
    seed: { appManagementPolicy: { passwordLifetimeDays: 180 } },
  });
  expect(create({ end_date: "2027-06-30T00:00:00Z" }).end_date).toBe("2027-06-30T00:00:00Z");
  for (const given of [{ end_date: "2027-07-01T00:00:00Z" }, {}] as Values[]) {
    expect(() => create(given)).toThrow("CredentialInvalidLifetimeAsPerAppPolicy");
  }
});

test.each<Values>([
  { display_name: "other" },
  { end_date: "2028-01-01T00:00:00Z" },
  { start_date: "2028-01-01T00:00:00Z" },
  { rotate_when_changed: { period: "2" } },
  { end_date_relative: "1h" },
])("changing %o replaces the password", (changed) => {
  const { sandbox, create, id } = withApplication();
  const plan = sandbox.plan(PASSWORD, create({}), { application_id: id, ...changed });
  expect(plan.requiresReplace).toEqual(Object.keys(changed));
});

test("end_date and end_date_relative exclude each other", () => {
  const create = () =>
    withApplication().create({ end_date: "2028-01-01T00:00:00Z", end_date_relative: "1h" });
  expect(create).toThrow("Conflicting configuration arguments");
});

test("the client id of an application is not taken for its resource id", () => {
  const create = () =>
    withApplication().create({ application_id: "6f3f7e4e-0000-4000-8000-000000000001" });
  expect(create).toThrow("parsing the Application ID: the number of segments didn't match");
});

test("a password of an application that is not there is told", () => {
  const application_id = "/applications/nope";
  const create = () => withApplication().create({ application_id });
  expect(create).toThrow(/^Application \(Application: "nope"\) was not found$/);
});

test("a date is sent to the second, and comes back so", () => {
  const { create } = withApplication();
  expect(create({ end_date: "2027-06-01T00:00:00.999Z" }).end_date).toBe("2027-06-01T00:00:00Z");
});

test("the state of an older version of the schema is upgraded", () => {
  expect(new InProcess().upgrade(PASSWORD, 0, { id: "application/key" }).id).toBe(
    "application/password/key",
  );
});

test("a password that somebody removed is gone with the next read", () => {
  const { sandbox, create } = withApplication();
  const state = create({});
  sandbox.delete(PASSWORD, state);
  expect(sandbox.read(PASSWORD, state)).toBeNull();
  expect(() => {
    sandbox.delete(PASSWORD, state);
  }).toThrow("Removing password credential");
});

test("a password cannot be imported", () => {
  const { sandbox, create } = withApplication();
  const { id } = create({});
  expect(() => sandbox.import(PASSWORD, id as string)).toThrow("doesn't support import");
});
