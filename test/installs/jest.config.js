// Apart from `npm test`: these install from the registry, 300 MB a time.

/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config"),
  rootDir: "../..",
  testMatch: ["<rootDir>/test/installs/*.install.ts"],
  testTimeout: 600_000,
};
