/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  // .ts first: a compiled lib/*.js left over from packing must never be what the tests run.
  moduleFileExtensions: ["ts", "js", "json", "node"],
  moduleNameMapper: { "^cdktf-acr-auth$": "<rootDir>/lib/index.ts" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.scratch"],
  setupFilesAfterEnv: ["<rootDir>/test/setup.ts"],
};
