import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RegistryAccess, Sandbox } from "../lib";

const README = readFileSync(join(__dirname, "..", "README.md"), "utf8");

test("the README's test is the one that runs here", () => {
  const [, sample] = /^```ts\n(.*?)^```$/ms.exec(README) ?? [];
  expect(sample).toBe(readFileSync(join(__dirname, "readme", "shop-access.test.ts"), "utf8"));
});

test("the README names every method of a sandbox", () => {
  const methods = Object.getOwnPropertyNames(Sandbox.prototype).filter(
    (name) => !["constructor", "succeed"].includes(name),
  );
  expect(methods.filter((name) => !README.includes(`\`${name}`))).toEqual([]);
});

test("the README names every access", () => {
  const accesses: Record<RegistryAccess, true> = {
    pull: true,
    push: true,
    "metadata-read": true,
    delete: true,
    list: true,
    import: true,
    sign: true,
    "content-trust": true,
    "quarantine-read": true,
    "quarantine-write": true,
  };
  expect(Object.keys(accesses).filter((access) => !README.includes(`\`${access}\``))).toEqual([]);
});
