import { AS_THE_WORK, growth } from "../support/growth";
import { problems } from "../support/stack";
import { complaint, stackOf, withPrincipals } from "./reading";

// A megabyte of YAML, be it made to do harm, takes seconds: the time grows as the file does.

function many(count: number, write: (index: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(separator);
}

function web(entries: string): string {
  return withPrincipals(`  web:\n    displayName: web\n${entries}`);
}

test.each<[string, number, (count: number) => string]>([
  ["equal keys", 1000, (count) => many(count, () => "a: 1")],
  ["aliases", 1000, (count) => many(count, () => "- *a")],
  ["keys of no meaning", 1000, (count) => many(count, (n) => `a${n}: 1`)],
  ["keys of no meaning in a principal", 1000, (count) => web(many(count, (n) => `    a${n}: 1`))],
  [
    "keys of no meaning in a grant",
    1000,
    (count) =>
      web(
        `    grants: [{ registry: shop, access: pull, ${many(count, (n) => `a${n}: 1`, ", ")} }]`,
      ),
  ],
  ["tags", 4000, (count) => web(`    tags: [${many(count, (n) => `t${n}`, ", ")}]`)],
  ["equal tags", 1000, (count) => web(`    tags: [${many(count, () => "t", ", ")}]`)],
  [
    "tenants",
    50,
    (count) =>
      withPrincipals(
        many(count, (n) => `  p${n}: { displayName: p${n}, applicationTenantId: ${n} }`),
      ),
  ],
  [
    "registries without a name",
    400,
    (count) => `registries:\n${many(count, (n) => `  r${n}: {}`)}\nprincipals: {}`,
  ],
  [
    "grants on registries that are not declared",
    25,
    (count) => `registries:
${many(count, (n) => `  r${n}: { name: contosoShop${n}, resourceGroup: rg }`)}
principals:
  web:
    displayName: web
    grants: [${many(count, (n) => `{ registry: q${n}, access: pull }`, ", ")}]`,
  ],
  ["old keys", 500, (count) => web(`    renamedFrom: [${many(count, (n) => `a${n}`, ", ")}]`)],
  ["digits", 5000, (count) => web(`    notes: "${"1".repeat(count)}"`)],
  [
    "stars",
    5000,
    (count) =>
      web(
        `    grants: [{ registry: shop, access: pull, repositories: ["a${"*".repeat(count)}\\n"] }]`,
      ),
  ],
  ["marks of keys", 5000, (count) => web(`    notes: '${'"kty":<RSAKeyValue>'.repeat(count)}'`)],
])("%s are read in a time that grows as their number does", (_, count, write) => {
  expect(growth(count, (size) => complaint(write(size)))).toBeLessThan(AS_THE_WORK);
});

test.each<[string, number, (count: number) => string]>([
  [
    "repositories of one grant",
    400,
    (count) =>
      `[{ registry: shop, access: pull, repositories: [${many(count, (n) => `a${n}, b${n}/*`, ", ")}] }]`,
  ],
  [
    "grants of repositories",
    300,
    (count) =>
      `[${many(count, (n) => `{ registry: shop, access: push, repositories: [a${n}] }`, ", ")}]`,
  ],
  [
    "grants of everything",
    125,
    (count) => `[${many(count, () => "{ registry: shop, access: [list, delete] }", ", ")}]`,
  ],
])("%s are synthesized in a time that grows as their number does", (_, count, write) => {
  const time = growth(count, (size) => {
    const stack = stackOf(web(`    grants: ${write(size)}`));
    problems(stack);
    stack.toTerraform();
  });
  expect(time).toBeLessThan(AS_THE_WORK);
});

test("of more repositories than a call can take, one error tells what is too much", () => {
  const repositories = many(130_000, () => "a", ",");
  const grants = `[{ registry: shop, access: pull, repositories: [${repositories}, b] }]`;
  const stack = stackOf(web(`    grants: ${grants}`));
  expect(problems(stack)).toEqual([]);
});
