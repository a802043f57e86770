import { compare } from "./comparison";
import type { Json } from "./json";
import { Names } from "./names";
import { report } from "./report";

const WEB = "azuread_application.web";
const step = (attributes: Json): Record<string, Json> => ({
  "1 apply": { state: { [WEB]: { attributes } } },
});
const same = { notes: "", tags: null, owners: ["one", "other"], web: [{ urls: [] }] };

describe("two recordings", () => {
  test("that are alike have no difference, and each value is counted", () => {
    expect(compare(step(same), step(same))).toEqual({ compared: 5, differences: [] });
  });

  test.each<[string, Json, readonly string[], Json | undefined, Json | undefined]>([
    ["a text that only one has", { ...same, notes: null }, ["notes"], "", null],
    ["an attribute that only one has", { ...same, id: "1" }, ["id"], undefined, "1"],
    ["a list of another length", { ...same, owners: ["one"] }, ["owners"], same.owners, ["one"]],
    ["an element of a list", { ...same, owners: ["one", "two"] }, ["owners", "1"], "other", "two"],
    ["an attribute in a block", { ...same, web: [{ urls: null }] }, ["web", "0", "urls"], [], null],
    ["a flag in place of a text", { ...same, notes: false }, ["notes"], "", false],
  ])("differ by %s", (_, attributes, path, ours, real) => {
    const { differences } = compare(step(same), step(attributes));
    expect(differences).toEqual([
      { step: "1 apply", path: ["state", WEB, "attributes", ...path], ours, real },
    ]);
  });

  test("differ by a step that only one has", () => {
    const { differences } = compare(step(same), { ...step(same), "2 plan": { code: 1 } });
    expect(differences).toEqual([{ step: "2 plan", path: [], ours: undefined, real: { code: 1 } }]);
  });
});

describe("what is drawn in a run", () => {
  const [one, other] = [
    "6395111d-b906-438c-8945-4d55aa81ee21",
    "44d1303b-21a5-416d-8c12-f9f064fdaa5a",
  ];
  const ROLE = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
  const MADE_UP = "5b5c0000-0000-4000-8000-000000000001";

  test("has the name of the place where it was met first, wherever it is", () => {
    const names = new Names();
    const object_id = "‹state.web.object_id›";
    expect(names.at("state", { web: { object_id: one } })).toEqual({ web: { object_id } });
    expect(names.at("plan", { id: `/applications/${one}` })).toEqual({
      id: `/applications/${object_id}`,
    });
    expect(names.known(`called ${one.replaceAll("-", "")}`)).toBe(
      `called ${object_id} without dashes`,
    );
    expect(names.known(one.toUpperCase())).toBe(`${object_id} in capitals`);
  });

  test("has another name than what was met at that place before", () => {
    const names = new Names();
    expect(names.at("key_id", one)).toBe("‹key_id›");
    expect(names.at("key_id", other)).toBe("‹key_id 2›");
    expect(names.at("key_id", one)).toBe("‹key_id›");
  });

  test("has no name of its own where it comes in no order", () => {
    expect(new Names().known([one, other])).toEqual(["‹another›", "‹another›"]);
  });

  test("may be a secret", () => {
    const secret = "sandbox~._-0123456789abcdef0123456789abc";
    expect(new Names().at("value", `user:${secret}`)).toBe("user:‹value›");
  });

  test("does not decide the order of a list", () => {
    const names = new Names();
    names.at("a", other);
    names.at("b", one);
    expect(names.at("list", [one, other])).toEqual(["‹a›", "‹b›"]);
  });

  test("is neither the id of a role nor one that a seed has made up", () => {
    expect(new Names().at("role", `${ROLE} in ${MADE_UP}`)).toBe(`${ROLE} in ${MADE_UP}`);
  });
});

describe("the report of a run", () => {
  const versions = { azuread: "3.7.0", azurerm: "4.55.0" };
  const played = (attributes: Json) => ({
    ...compare(step(same), step(attributes)),
    scenario: "a principal",
    versions,
    steps: 1,
    seconds: 0.4,
    brokeOff: undefined,
  });
  const reason = "nobody reads them";

  test("is good where nothing differs", () => {
    const { text, isGood } = report([played(same)], []);
    expect(isGood).toBe(true);
    expect(text).toMatch(/^a principal +3\.7\.0\/4\.55\.0 +1 +5 +0 +0 +0$/m);
  });

  test("tells each kind of difference once, with both values", () => {
    const { text, isGood } = report(
      [played({ ...same, notes: "x" }), played({ ...same, notes: "y" })],
      [],
    );
    expect(isGood).toBe(false);
    expect(text).toContain(
      `state/azuread_application/attributes/notes, 2 times, first in "a principal" (3.7.0/4.55.0), 1 apply`,
    );
    expect(text).toContain(`sandbox: ""\n  real:    "x"`);
  });

  test("is not good where both broke off at the same step", () => {
    const { text, isGood } = report([{ ...played(same), brokeOff: "The apply ended with 1" }], []);
    expect(isGood).toBe(false);
    expect(text).toContain('Broke off:\n"a principal" (3.7.0/4.55.0): The apply ended with 1');
  });

  test("counts a difference that is accepted, and is good", () => {
    const accepted = [{ where: "state/azuread_*/attributes/notes", reason }];
    const { text, isGood } = report([played({ ...same, notes: "x" })], accepted);
    expect(isGood).toBe(true);
    expect(text).toMatch(/^a principal .* 0 +1 +0$/m);
  });

  test("accepts no more than what is named", () => {
    const accepted = [{ where: "state/azuread_application/attributes/note", reason }];
    expect(report([played({ ...same, notes: "x" })], accepted).isGood).toBe(false);
  });

  test("is not good where an accepted difference is no longer met", () => {
    const { text, isGood } = report([played(same)], [{ where: "state/*/notes", reason }]);
    expect(isGood).toBe(false);
    expect(text).toContain(
      "Accepted differences that were not met:\nstate/*/notes: nobody reads them",
    );
  });

  test("of some of the scenarios is good where an accepted difference is not met", () => {
    expect(report([played(same)], [{ where: "state/*/notes", reason }], false).isGood).toBe(true);
  });
});
