import fc from "fast-check";
import { chunkRangeOf, rangeOf } from "../../lib/https/registry/range";
import { covers, formatScope, parseScopes, type Scope } from "../../lib/https/registry/scope";
import { NotModelled } from "../../lib/not-modelled";
import { checkReference, isRepository } from "../../lib/registry/names";
import { RegistryError } from "../../lib/registry/registry-error";

const component = fc.stringMatching(/^[a-z0-9]{1,8}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
const repository = fc
  .array(component, { minLength: 1, maxLength: 5 })
  .map((components) => components.join("/"));
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.record({
    type: fc.constant("repository" as const),
    name: repository,
    actions: fc.uniqueArray(fc.constantFrom("pull", "push", "delete", "metadata_read", "*"), {
      minLength: 1,
    }),
  }),
  fc.constant<Scope>({ type: "registry", name: "catalog", actions: ["*"] }),
);

test("a scope is read as it is written, in whichever texts it comes", () => {
  fc.assert(
    fc.property(fc.array(scope), fc.boolean(), (scopes, isOneText) => {
      const texts = scopes.map(formatScope);
      expect(parseScopes(isOneText ? [texts.join(" ")] : texts)).toEqual(scopes);
      expect(scopes.every((one) => covers(scopes, one))).toBe(true);
    }),
  );
});

test("any text is scopes, or refused in a sentence", () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z()-]*:[a-z/.]*:[a-z*,]*$/));
  fc.assert(
    fc.property(text, (any) => {
      try {
        for (const one of parseScopes([any])) {
          expect(one.type === "registry" || isRepository(one.name)).toBe(true);
          expect(one.actions.length).toBeGreaterThan(0);
        }
      } catch (error) {
        expect(error instanceof RegistryError || error instanceof NotModelled).toBe(true);
      }
    }),
  );
});

test("what is a name of a repository can be a path, and stays within its own", () => {
  fc.assert(
    fc.property(fc.oneof(repository, fc.string(), fc.webPath()), (name) => {
      const path = new URL(`https://contososhop.azurecr.io/v2/${name}/tags/list`).pathname;
      expect(!isRepository(name) || path === `/v2/${name}/tags/list`).toBe(true);
    }),
  );
});

test("what is a reference of a manifest can be a segment of a path", () => {
  const reference = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[\w.-]{1,130}$/),
    fc.stringMatching(/^sha256:[\da-f]{63,65}$/),
  );
  fc.assert(
    fc.property(reference, (text) => {
      try {
        const path = new URL(`https://contososhop.azurecr.io/v2/a/${checkReference(text)}`)
          .pathname;
        expect(path).toBe(`/v2/a/${text}`);
      } catch (error) {
        expect(error).toBeInstanceOf(RegistryError);
      }
    }),
  );
});

test("a range is within what there is", () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(200), fc.nat(200)).map(([first, last]) => `bytes=${first}-${last}`),
    fc.nat(200).map((first) => `bytes=${first}-`),
    fc.nat(200).map((count) => `bytes=-${count}`),
  );
  fc.assert(
    fc.property(header, fc.nat(100), (text, size) => {
      const range = rangeOf(text, size);
      if (typeof range === "object") {
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(size);
      }
    }),
  );
});

test("the range of a chunk is two numbers or none", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string(), (first, last, rest) => {
      expect(chunkRangeOf(`${first}-${last}`)).toEqual({ first, last });
      const isDigits = /^\d*$/.test(rest);
      expect(chunkRangeOf(`${first}-${last}${rest}`) !== undefined).toBe(isDigits);
    }),
  );
});
