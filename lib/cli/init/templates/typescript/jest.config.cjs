/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/*.test.ts"],
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  // The tests run the real Terraform, which takes a second a command.
  testTimeout: 60_000,
};
