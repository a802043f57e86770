import { oncePer } from "../../lib/core/once-per";

const NAMES = {};
const NUMBERS = {};

test("what is made for an owner is made once", () => {
  const owner = {};
  const make = jest.fn(() => new Set());
  expect(oncePer(owner, NAMES, make)).toBe(oncePer(owner, NAMES, make));
  expect(make).toHaveBeenCalledTimes(1);
});

test("another owner has its own", () => {
  expect(oncePer({}, NAMES, () => new Set())).not.toBe(oncePer({}, NAMES, () => new Set()));
});

test("an owner has one for each key", () => {
  const owner = {};
  const names = oncePer(owner, NAMES, () => new Set());
  expect(oncePer(owner, NUMBERS, () => new Set())).not.toBe(names);
});

test("what is undefined is made once too", () => {
  const owner = {};
  const make = jest.fn();
  oncePer(owner, NAMES, make);
  oncePer(owner, NAMES, make);
  expect(make).toHaveBeenCalledTimes(1);
});

test("what fails is tried again when it is asked for again", () => {
  const owner = {};
  const fail = (): never => {
    throw new Error("not yet");
  };
  expect(() => oncePer(owner, NAMES, fail)).toThrow("not yet");
  expect(oncePer(owner, NAMES, () => "now")).toBe("now");
});
