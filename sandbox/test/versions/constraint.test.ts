import { compareVersions, letsIn } from "../../lib/versions/constraint";

// What Terraform 1.11.4 installed from a mirror with these versions.
const VERSIONS = ["3.117.0", "4.0.0", "4.55.0", "4.81.0", "5.1.1", "5.2.0", "5.2.1", "6.0.0"];

test.each([
  ["5.2.0", "5.2.0"],
  ["= 5.2.0", "5.2.0"],
  ["=5.2", "5.2.0"],
  ["05.2.0", "5.2.0"],
  ["~> 4", "4.81.0"],
  ["~> 4.0", "4.81.0"],
  ["~> 4.55", "4.81.0"],
  ["~> 4.55.0", "4.55.0"],
  ["~>4.55", "4.81.0"],
  [">= 4.81,<5", "4.81.0"],
  ["!= 6.0.0", "5.2.1"],
  ["!= 6.0.0, != 5.2.1", "5.2.0"],
  ["> 5.2.0", "6.0.0"],
  ["<= 5.2", "5.2.0"],
  ["< 5.2.0, >= 4", "5.1.1"],
])("of several versions, %s lets in %s at most, as in Terraform", (constraint, newest) => {
  const fitting = VERSIONS.filter((version) => letsIn(constraint, version));
  expect(fitting.sort(compareVersions).at(-1)).toBe(newest);
});

test.each(["5", "~> 6, < 5", "> 5.2.0, < 5.2.1", "~> 5.3"])(
  "%s lets in none of them",
  (constraint) => {
    expect(VERSIONS.filter((version) => letsIn(constraint, version))).toEqual([]);
  },
);

test.each(["", "v5.2.0", "5.2.0.0", "5.2.x", "5.2.0,", ">= 4 < 6", "^5", "=> 5", "5.2.0-beta1"])(
  "%j, which is no constraint of released versions, lets in none",
  (constraint) => {
    expect(VERSIONS.filter((version) => letsIn(constraint, version))).toEqual([]);
  },
);

test("versions are compared by their numbers", () => {
  expect(["5.10.0", "5.9.1", "4.81.0", "5.9.0"].sort(compareVersions)).toEqual([
    "4.81.0",
    "5.9.0",
    "5.9.1",
    "5.10.0",
  ]);
});
