import { TerraformStack, Testing } from "cdktf";
import * as fc from "fast-check";
import { publicCalls } from "../support/public-calls";
import { newStack, problems } from "../support/stack";
import { MARKS, mistakesInArgument } from "./mistakes";
import { TRIES, tryOf } from "./tries";

// Every public constructor, factory and method is called with what tsc would refuse, as a program in plain
// JavaScript may do. What there is, the compiler tells, so that a new call or property can't be forgotten.

const CALLS = publicCalls();

/** Without these nothing can go on: what is none of them is an error at once. */
const NEEDED_AT_ONCE = [
  "application",
  "servicePrincipal",
  "containerRegistry",
  "secret",
  "registry",
  "stack",
  "roleAssignments",
  "dependables",
];

/** The properties of these exclude each other: one that is wrong is also one too many. */
const OF_ONE_FORM = [
  "FederatedIdentity.azureDevOps",
  "FederatedIdentity.github",
  "FederatedIdentity.gitlab",
  "ServicePrincipalBase#addCertificate",
  "new Certificate",
];

test("every public call is tried", () => {
  expect(Object.keys(TRIES).sort()).toEqual(CALLS.map(({ name }) => name).sort());
});

describe.each(CALLS)("$name", ({ name, parameters }) => {
  const { right, run } = tryOf(name);
  // Ids are tried where they are ruled.
  const tried = parameters.filter((parameter) => !["scope", "id"].includes(parameter.name));

  test("has nothing to say of arguments that are right", () => {
    const stack = newStack();
    run(stack, right(stack) as never[]);
    expect(problems(stack)).toEqual([]);
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });

  test.each(tried.map((parameter, index) => [parameter.name, parameter, index] as const))(
    "refuses what can't be its %s",
    (_, parameter, index) => {
      const mistakes = mistakesInArgument(parameter, right(newStack())[index]);
      fc.assert(
        fc.property(mistakes, ({ value, keys }) => {
          const stack = newStack();
          const given = right(stack).with(index, value) as never[];
          if (NEEDED_AT_ONCE.includes(parameter.name)) {
            expectError(() => run(stack, given));
          } else {
            run(stack, given);
            expectTold(stack, keys, OF_ONE_FORM.includes(name));
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});

function expectError(run: () => unknown): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect((thrown as Error | undefined)?.constructor).toBe(Error);
  expect((thrown as Error).message).toMatch(/; (give|add it|registry\.grantPull)/);
}

/** Each mistake is told once, nothing else is, and nothing of what is wrong would be rendered. */
function expectTold(stack: TerraformStack, keys: string[], mayTellMore: boolean): void {
  const told = problems(stack);
  for (const key of keys) {
    const about = told.filter((line) => line.includes(` ${key}: `));
    expect([key, about]).toEqual([key, [expect.any(String)]]);
  }
  expect(told.length > keys.length && !mayTellMore ? told : []).toEqual([]);
  expect(Testing.synth(stack)).not.toMatch(MARKS);
}
