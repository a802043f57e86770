/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/sandbox/test/**/*.test.ts"],
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  moduleNameMapper: {
    "^cdktf-acr-auth$": "<rootDir>/lib/index.ts",
    "^cdktf-acr-auth/access-file$": "<rootDir>/lib/access-file/index.ts",
    "^cdktf-acr-auth/policy$": "<rootDir>/lib/policy/index.ts",
    "^cdktf-acr-auth/delivery/(.*)$": "<rootDir>/lib/delivery/$1/index.ts",
    "^cdktf-acr-auth-sandbox$": "<rootDir>/sandbox/lib/index.ts",
    "^cdktf-acr-auth-sandbox/jest$": "<rootDir>/sandbox/lib/jest.ts",
    "^tsx/cjs$": "<rootDir>/test/support/typescript.cjs",
    "^archiver$": "<rootDir>/test/support/archiver.ts",
  },
  setupFiles: ["<rootDir>/test/support/short-creation-stacks.ts"],
  // Real Terraform takes a second a command on a busy machine, and a life cycle is a dozen of them.
  testTimeout: 60_000,
  maxWorkers: "100%",
  // A worker that has run dozens of suites holds nothing open, but on a busy machine takes longer than the usual half
  // second to give its memory back, and would be reported as one that hangs.
  workerGracefulExitTimeout: 10_000,
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist", "<rootDir>/.scratch"],
};
