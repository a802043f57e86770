import { checkCondition } from "../../lib/cloud/condition";

const READ = "ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}";
const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";

test.each([
  `((!(${READ})) OR (${NAME} StringEqualsIgnoreCase 'team/app'))`,
  `((!(${READ}) AND !(${READ})) OR (${NAME} StringStartsWithIgnoreCase 'backend/'))`,
  `(\n  (\n    !(${READ})\n  )\n  OR\n  (\n    ${NAME} StringEquals 'a' OR ${NAME} StringEquals 'b' OR ${NAME} StringEquals 'c'\n  )\n)`,
  `!(${READ}) || ${NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {'a', 'b'}`,
  `NOT (${READ}) OR ${NAME} StringLikeIgnoreCase 'team-*/api'`,
])("%s is a condition", (condition) => {
  expect(() => {
    checkCondition(condition, "2.0");
  }).not.toThrow();
});

test.each([
  [
    "an unclosed parenthesis",
    `(!(${READ}) OR (${NAME} StringEquals 'a')`,
    "needs a closing parenthesis at its end",
  ],
  ["a parenthesis too many", `!(${READ}))`, "')' is not expected"],
  [
    "AND and OR side by side",
    `!(${READ}) AND !(${READ}) OR ${NAME} StringEquals 'a'`,
    "mixes AND and OR",
  ],
  [
    "an attribute of the resource",
    `${NAME.replace("Request", "Resource")} StringEquals 'a'`,
    "is no attribute",
  ],
  [
    "an operator that does not exist",
    `${NAME} StringContains 'a'`,
    "'StringContains 'a'' is not understood",
  ],
  ["a value in double quotes", `${NAME} StringEquals "a"`, "is not understood"],
  ["a set for an operator that takes one value", `${NAME} StringEquals {'a'}`, "takes one value"],
  ["no value", `${NAME} StringEquals`, "needs a value in single quotes at its end"],
  ["nothing", "", "needs ActionMatches{'…'} or @Request[…] at its end"],
  ["a quote within a value", `${NAME} StringEquals 'a' OR 'b'`, "in place of ''b''"],
])("a condition with %s is refused", (_, condition, because) => {
  expect(() => {
    checkCondition(condition, "2.0");
  }).toThrow(because);
});

test("a condition of more than 8 KB is refused", () => {
  const long = Array.from({ length: 200 }, (_, n) => `${NAME} StringEquals 'repository-${n}'`).join(
    " OR ",
  );
  expect(() => {
    checkCondition(long, "2.0");
  }).toThrow("more than 8192 bytes");
});
