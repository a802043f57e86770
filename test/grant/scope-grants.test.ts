import { Access, AcrRole, PermissionsMode, Repositories } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { newStack, problems, render, resources } from "../support/stack";
import {
  Asked,
  below,
  conditions,
  granted,
  only,
  registryIn,
  roleNames,
  teamIn,
  warningIds,
  warningsAtSynth,
} from "./granting";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;
const { PULL, PUSH, DELETE, LIST, IMPORT, QUARANTINE_READ } = Access;

describe("grants", () => {
  test("of one role, principal and registry are one role assignment, however many there are", () => {
    expect(
      roleNames(granted(LEGACY, [{ access: PULL }, { access: LIST }, { access: PULL }])),
    ).toEqual(["AcrPull"]);
  });

  test("on two registries are two role assignments", () => {
    const stack = newStack();
    const team = teamIn(stack);
    registryIn(stack, LEGACY, "shop").grantPull(team);
    registryIn(stack, LEGACY, "base", "contosoBase").grantPull(team);
    expect(roleNames(stack)).toEqual(["AcrPull", "AcrPull"]);
  });

  test("in any order, and any number of them, give the same JSON", () => {
    const repositories = fc.constantFrom("a", "b/c", "b/d", "b/", "b/c/").map((path) => ({
      repositories: path.endsWith("/") ? Repositories.withPrefix(path) : Repositories.named(path),
    }));
    const whole = fc.constantFrom(
      ...[LIST, IMPORT, QUARANTINE_READ].map((access) => ({ access })),
      ...[AcrRole.OWNER, AcrRole.named("Image Auditor")].map((role) => ({ role })),
    );
    const limitable = fc.constantFrom(
      ...[PULL, PUSH, DELETE, Access.SIGN].map((access) => ({ access })),
      { role: AcrRole.REPOSITORY_WRITER },
    );
    const ask: fc.Arbitrary<Asked> = fc.oneof(
      whole,
      limitable,
      fc.tuple(limitable, repositories).map(([what, options]) => ({ ...what, options })),
    );
    fc.assert(
      fc.property(
        fc
          .array(ask, { maxLength: 6 })
          .chain((asks) =>
            fc.tuple(
              fc.constant(asks),
              fc.shuffledSubarray([...asks, ...asks], { minLength: 2 * asks.length }),
              fc.constantFrom(ABAC, MIGRATING),
            ),
          ),
        ([asks, shuffled, mode]) => {
          const [one, other] = [granted(mode, asks), granted(mode, shuffled)];
          expect(render(other)).toEqual(render(one));
          expect(new Set(warningIds(other))).toEqual(new Set(warningIds(one)));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("repositories", () => {
  test("of several grants of one role are one condition", () => {
    const stack = granted(ABAC, [
      { access: PULL, options: only("team-b/app") },
      { access: PULL, options: below("team-a/") },
      { access: PULL, options: only("team-a/web", "base") },
    ]);
    expect(conditions(stack)).toEqual([
      expect.stringMatching(
        /StringEqualsIgnoreCase 'base' OR \S+ StringEqualsIgnoreCase 'team-b\/app' OR \S+ StringStartsWithIgnoreCase 'team-a\/'\)\)$/,
      ),
    ]);
  });

  test.each([
    ["first", [{ access: PULL }, { access: PULL, options: only("app") }]],
    ["last", [{ access: PULL, options: only("app") }, { access: PULL }]],
  ])("beside a grant without them, which comes %s, have no effect and warn", (_, asks) => {
    const stack = granted(ABAC, asks);
    expect(conditions(stack)).toEqual([undefined]);
    expect(warningsAtSynth(stack)).toEqual([
      expect.stringMatching(/the wider one wins.*acr-auth:wider-grant/),
    ]);
  });

  test.each([
    ["push", { access: PUSH }, "Repository Writer"],
    ["delete", { access: DELETE }, "Repository Contributor"],
    ["import", { access: IMPORT }, "Data Importer and Data Reader"],
    ["a role", { role: AcrRole.REPOSITORY_WRITER }, "Repository Writer"],
  ])("of pull beside %s without them have no effect and warn", (_, wide, role) => {
    const stack = granted(ABAC, [{ access: PULL, options: only("app") }, wide]);
    expect(warningsAtSynth(stack)).toContainEqual(
      expect.stringMatching(
        `^Container Registry ${role} is granted without repositories and lets the principal do all that Container Registry Repository Reader does, .*acr-auth:wider-grant`,
      ),
    );
  });

  test("of push beside pull without them are what push is limited to", () => {
    const stack = granted(ABAC, [{ access: PUSH, options: only("app") }, { access: PULL }]);
    expect(warningIds(stack)).toEqual([]);
    expect(conditions(stack).sort()).toEqual([expect.stringContaining("'app'"), undefined]);
  });

  test("on a registry that is migrating limit the new role only, and a warning says so", () => {
    const stack = granted(MIGRATING, [{ access: PULL, options: only("app") }]);
    expect(conditions(stack)).toEqual([undefined, expect.stringContaining("'app'")]);
    expect(warningIds(stack)).toEqual(["migrating-reaches-all"]);
  });

  test.each([
    [
      "a legacy registry",
      LEGACY,
      PULL,
      "a registry in legacy mode can't limit a role to repositories; switch the registry and permissionsMode to abac, or keep what the principal may reach in a registry of its own",
    ],
    ["list", ABAC, LIST, "list is for the whole registry: Azure ignores a condition on the role"],
    ["import", MIGRATING, IMPORT, "import is for the whole registry"],
    ["quarantine-read", ABAC, QUARANTINE_READ, "quarantine-read is for the whole registry"],
  ])("for %s are refused", (_, mode, access, message) => {
    const options = only("app");
    expect(
      problems(
        granted(mode, [
          { access, options },
          { access, options },
        ]),
      ),
    ).toEqual([
      expect.stringContaining(
        `[test/team/grant/registry-rg-registry-contososhop] repositories: ${message}`,
      ),
    ]);
  });
});

test("a role that was limited and no longer is has no rest of its condition", () => {
  const [assignment] = resources(
    granted(ABAC, [{ access: PULL, options: only("app") }, { access: PULL }]),
    "azurerm_role_assignment",
  );
  expect(Object.keys(assignment ?? {})).not.toContain("condition_version");
});
