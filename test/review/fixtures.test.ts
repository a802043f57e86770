import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { FIXTURES, plansOf, reviewFileOf, reviewText } from "./fixtures/fixtures";
import { PLACEHOLDER } from "./fixtures/shortened";

// What the review says of programs that this library did not write; `npm run fixtures` writes it anew.

describe.each(FIXTURES)("the review of %s", (fixture) => {
  test.each(plansOf(fixture).map((plan) => [basename(plan), plan]))(
    "says of %s, which real Terraform has made, what people have read and found right",
    (_, plan) => {
      expect(reviewText(readFileSync(plan))).toBe(readFileSync(reviewFileOf(plan), "utf8"));
    },
  );
});

test("no plan that is kept here has a secret in it", () => {
  const secrets = FIXTURES.flatMap(plansOf).flatMap((plan) => {
    const found: unknown[] = [];
    JSON.parse(readFileSync(plan, "utf8"), (key, value: unknown) => {
      if (
        /^(value|client_secret|admin_password)$/.test(key) &&
        typeof value === "string" &&
        value !== ""
      ) {
        found.push(value);
      }
      return value;
    });
    return found;
  });
  expect(new Set(secrets)).toEqual(new Set([PLACEHOLDER]));
});
