/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  // .ts first: a compiled lib/*.js left over from packing must never be what the tests run.
  moduleFileExtensions: ["ts", "js", "json", "node"],
  moduleNameMapper: { "^cdktf-acr-auth$": "<rootDir>/lib/index.ts" },
  // Real Terraform takes a second a command on a busy machine, and a life cycle is a dozen of them.
  testTimeout: 60_000,
  maxWorkers: "100%",
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.scratch"],
};
