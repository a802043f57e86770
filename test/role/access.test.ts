import { Access, AcrRole, PermissionsMode, PrincipalType } from "cdktf-acr-auth";
import {
  granted,
  only,
  registryIn,
  roleNames,
  teamIn,
  warningIds,
  warningsAtSynth,
} from "../grant/granting";
import { newStack, problems, resources } from "../support/stack";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;
const { PULL, PUSH, DELETE, LIST, IMPORT, SIGN, CONTENT_TRUST, QUARANTINE_READ, QUARANTINE_WRITE } =
  Access;

const ROLES: [Access, legacy: string[], abac: string[], migrating: string[]][] = [
  [PULL, ["AcrPull"], ["Repository Reader"], ["AcrPull", "Repository Reader"]],
  [PUSH, ["AcrPush"], ["Repository Writer"], ["AcrPush", "Repository Writer"]],
  [DELETE, ["AcrDelete"], ["Repository Contributor"], ["AcrDelete", "Repository Contributor"]],
  [LIST, ["AcrPull"], ["Repository Catalog Lister"], ["AcrPull", "Repository Catalog Lister"]],
  [
    IMPORT,
    ["Data Importer and Data Reader"],
    ["Data Importer and Data Reader"],
    ["Data Importer and Data Reader"],
  ],
  [SIGN, ["AcrPush"], ["Repository Writer"], ["AcrPush", "Repository Writer"]],
  [
    CONTENT_TRUST,
    ["AcrImageSigner", "AcrPush"],
    [],
    ["AcrImageSigner", "AcrPush", "Repository Writer"],
  ],
  [QUARANTINE_READ, ["AcrQuarantineReader"], ["AcrQuarantineReader"], ["AcrQuarantineReader"]],
  [QUARANTINE_WRITE, ["AcrQuarantineWriter"], ["AcrQuarantineWriter"], ["AcrQuarantineWriter"]],
];

test("the table below has every access", () => {
  expect(ROLES.map(([access]) => access)).toEqual(Object.values(Access));
});

describe.each(Object.values(PrincipalType))("granted to a %s", (principalType) => {
  test.each(
    ROLES.flatMap(([access, legacy, abac, migrating]) => [
      { access, mode: LEGACY, roles: legacy },
      { access, mode: ABAC, roles: abac },
      { access, mode: MIGRATING, roles: migrating },
    ]).filter(({ roles }) => roles.length > 0),
  )("$access on a registry in $mode mode is given by $roles", ({ access, mode, roles }) => {
    const stack = newStack();
    registryIn(stack, mode).grant(teamIn(stack, "team", principalType), access);
    expect(roleNames(stack)).toEqual(roles);
    for (const assignment of resources(stack, "azurerm_role_assignment")) {
      expect(assignment.principal_type).toBe(principalType);
    }
  });
});

test("grantPull, grantPush and grantDelete are short for the access of their names", () => {
  const stack = newStack();
  const registry = registryIn(stack, LEGACY);
  const team = teamIn(stack);
  registry.grantPull(team);
  registry.grantPush(team);
  registry.grantDelete(team);
  expect(roleNames(stack)).toEqual(["AcrDelete", "AcrPull", "AcrPush"]);
});

test("content trust in abac mode is refused, with what to do instead", () => {
  expect(problems(granted(ABAC, [{ access: CONTENT_TRUST }, { access: CONTENT_TRUST }]))).toEqual([
    "[test/team/grant/registry-rg-registry-contososhop] access: content-trust: a registry in abac mode has no Docker Content Trust; grant sign, sign images with Notation, and let those who pull verify that",
  ]);
});

test("an access that TypeScript would refuse is refused at synth too", () => {
  const access = JSON.parse('"pul"') as Access;
  expect(problems(granted(ABAC, [{ access, options: only("app") }]))).toEqual([
    expect.stringContaining('access: "pul" is not one of pull, push, delete, list, import'),
  ]);
});

test("a permissions mode that TypeScript would refuse is one mistake, whatever is granted", () => {
  const mode = JSON.parse('"rbac-abac"') as PermissionsMode;
  const role = AcrRole.ACR_PULL;
  expect(problems(granted(mode, [{ access: PULL, options: only("app") }, { role }]))).toEqual([
    expect.stringContaining('[test/registry] permissionsMode: "rbac-abac" is not one of'),
  ]);
});

describe("what was not asked for", () => {
  test.each([
    [DELETE, LEGACY, []],
    [DELETE, ABAC, ["delete-pushes"]],
    [DELETE, MIGRATING, ["delete-pushes"]],
    [LIST, LEGACY, ["list-pulls"]],
    [LIST, ABAC, []],
    [LIST, MIGRATING, ["list-pulls"]],
    [IMPORT, LEGACY, ["import-pulls"]],
    [IMPORT, ABAC, ["import-pulls"]],
    [CONTENT_TRUST, LEGACY, []],
    [CONTENT_TRUST, MIGRATING, ["content-trust-ends"]],
    [PULL, LEGACY, []],
    [SIGN, ABAC, []],
  ])("%s on a registry in %s mode warns of %j", (access, mode, expected) => {
    expect(warningIds(granted(mode, [{ access }, { access }]))).toEqual(expected);
  });

  test("is said in full, with the role that gives it", () => {
    expect(warningsAtSynth(granted(ABAC, [{ access: DELETE }]))).toEqual([
      expect.stringMatching(
        /^In abac mode no role deletes alone: Container Registry Repository Contributor, which is assigned for it, lets the principal push and pull too\. \[acr-auth:delete-pushes/,
      ),
    ]);
  });

  test.each([
    ["first", [PUSH, DELETE]],
    ["last", [DELETE, PUSH]],
  ])("is no warning where another grant asks for it %s", (_, accesses) => {
    expect(
      warningIds(
        granted(
          ABAC,
          accesses.map((access) => ({ access })),
        ),
      ),
    ).toEqual([]);
    const options = only("app");
    expect(
      warningIds(
        granted(
          ABAC,
          accesses.map((access) => ({ access, options })),
        ),
      ),
    ).toEqual([]);
  });

  test("is a warning all the same where it was asked for on other repositories", () => {
    const asked = [{ access: DELETE }, { access: PUSH, options: only("app") }];
    expect(warningIds(granted(ABAC, asked))).toContain("delete-pushes");
  });

  test("is no warning for list and import beside pull or push", () => {
    expect(warningIds(granted(LEGACY, [{ access: LIST }, { access: PULL }]))).toEqual([]);
    expect(warningIds(granted(LEGACY, [{ access: PUSH }, { access: IMPORT }]))).toEqual([]);
  });
});
