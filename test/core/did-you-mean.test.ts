import { didYouMean } from "../../lib/core/did-you-mean";

test.each([
  ["pul", "pull"],
  ["PUSH", "push"],
  ["lsit", "list"],
])("%s suggests %s", (word, meant) => {
  expect(didYouMean(word, ["pull", "push", "delete", "list"])).toBe(`; did you mean "${meant}"?`);
});

test.each(["", "write", "everything"])("%p suggests nothing", (word) => {
  expect(didYouMean(word, ["pull", "push", "delete", "list"])).toBe("");
});

test("of several, the nearest is suggested, and the first of those that are equally near", () => {
  expect(didYouMean("reposit", ["deposit", "repositories", "Reposit", "reposito"])).toBe(
    '; did you mean "Reposit"?',
  );
  expect(didYouMean("ab", ["ax", "ay"])).toBe('; did you mean "ax"?');
});
