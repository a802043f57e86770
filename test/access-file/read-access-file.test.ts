import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { ROOT } from "../support/program";
import { complaint, mistakes } from "./reading";

const UUID = "6f3f7e4e-0000-4000-8000-000000000001";
const REGISTRY_ID = `/subscriptions/${UUID}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

test("a right file has no mistake", () => {
  const text = readFileSync(join(ROOT, "access.yaml"), "utf8");
  expect(complaint(text)).toBe("");
});

test.each([
  ["an empty file", ""],
  ["a file of comments", "# registries: {}\n"],
  ["a null", "~\n"],
])("%s is refused with what an access file is", (_, text) => {
  expect(complaint(text)).toBe(
    "access.yaml:1:1 is empty; an access file declares registries and principals\n\n1 mistake in access.yaml",
  );
});

test.each([
  ["a list", "- registries\n", "the file: a list is not a map"],
  ["a sentence", "hello\n", 'the file: "hello" is not a map'],
])("%s is refused", (_, text, message) => {
  expect(mistakes(text)).toEqual([expect.stringContaining(message)]);
});

test("all mistakes are listed at once, each with line, column and path, in the order of the file", () => {
  const text = `registries:
  shop: { name: contoso-shop, resourceGroup: rg-registry }
principals:
  web:
    displayName: contoso-web
    grants:
      - { registry: shopp, access: pul }
      - { registry: shop, access: pull, repositories: ["team-a/*"] }
    clientSecrets:
      docker: { rotationDays: sixty, graceDays: -1 }
  build:
    displayname: contoso-build
    tags: [a b]
    notes: 7
extra: 1
`;
  expect(complaint(text).split("\n")).toEqual([
    expect.stringMatching(/^access.yaml:2:11 registries.shop.name: "contoso-shop" is not the name/),
    'access.yaml:7:11 principals.web.grants[0].registry: "shopp" is not declared under registries; did you mean "shop"?',
    'access.yaml:7:28 principals.web.grants[0].access: "pul" is not one of pull, push, delete, list, import, sign, content-trust, quarantine-read, quarantine-write; did you mean "pull"?',
    expect.stringMatching(/^access.yaml:8:41 principals.web.grants\[1\].repositories: .*legacy/),
    'access.yaml:10:17 principals.web.clientSecrets.docker.rotationDays: "sixty" is not a number; write digits without quotes',
    "access.yaml:10:38 principals.web.clientSecrets.docker.graceDays: -1 is not a whole number of days; write 0 or more",
    expect.stringMatching(/^access.yaml:11:3 principals.build: has no displayName/),
    'access.yaml:12:5 principals.build.displayname: is not a key that is known here; did you mean "displayName"?',
    expect.stringMatching(/^access.yaml:13:12 principals.build.tags\[0\]: "a b" must have/),
    "access.yaml:14:5 principals.build.notes: 7 is not text; write text in quotes",
    "access.yaml:15:1 extra: is not a key that is known here; the keys are azure, backend, roleAssignments, kubernetes, github, registries, principals",
    "",
    "11 mistakes in access.yaml",
  ]);
});

test("a value with line breaks and escape sequences stays one line that colours nothing", () => {
  const [message] = mistakes(`registries: { shop: { name: "a\\nb\\e[31m", resourceGroup: rg } }
principals: { web: { displayName: web } }`);
  expect(message).toContain('registries.shop.name: "a\\u000ab\\u001b[31m" is not');
});

test("whatever keys an entry has, it is read or refused with a place", () => {
  const registry = fc.record(
    {
      name: fc.constant("contosoShop"),
      resourceGroup: fc.constant("rg-registry"),
      id: fc.constant(REGISTRY_ID),
      loginServer: fc.constant("contososhop.azurecr.io"),
    },
    { requiredKeys: [] },
  );
  const principal = fc.record(
    {
      displayName: fc.constant("contoso-web"),
      clientId: fc.constant(UUID),
      objectId: fc.constant(UUID),
      principalType: fc.constant("Group"),
      notes: fc.constant("x"),
      clientSecrets: fc.constant({ docker: {} }),
      federatedCredentials: fc.constantFrom(
        { any: {} },
        { any: { of: { issuer: "https://x", subject: "y" } } },
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(registry, principal, (shop, web) => {
      const text = stringify({ registries: { shop }, principals: { web } });
      expect(complaint(text)).toMatch(/^$|^access\.yaml:\d+:\d+ \S/);
    }),
    { numRuns: 100 },
  );
});

test("whatever is put in the place of a value of the example, it is read or refused with a place", () => {
  const example = parse(readFileSync(join(ROOT, "access.yaml"), "utf8")) as object;
  fc.assert(
    fc.property(fc.constantFrom(...placesIn(example)), fc.json(), (path, json) => {
      const text = stringify(replaced(example, path, JSON.parse(json)));
      expect(complaint(text)).toMatch(/^$|^access\.yaml:\d+:\d+ \S/);
    }),
    { numRuns: 100 },
  );
});

function placesIn(value: unknown): string[][] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        [key],
        ...placesIn(inner).map((path) => [key, ...path]),
      ])
    : [];
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  const entries = Object.entries(value as Record<string, unknown>).map(
    ([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner] as const,
  );
  return Array.isArray(value)
    ? entries.map(([, inner]) => inner)
    : Object.fromEntries<unknown>(entries);
}
