import eslintConfigPrettier from "eslint-config-prettier";
import importSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

const providerRoots = {
  regex: "^@cdktf/provider-[a-z]+$",
  message: "Import by deep path (…/lib/role-assignment): the root index costs seconds and 400 MB.",
};
const cdktfInternals = {
  regex: "^cdktf/lib",
  message: "Only the public entry of cdktf: its internals differ in the maintained fork.",
};

// The sandbox is a package of its own, which knows nothing of the library: nothing is imported from above sandbox/.
const sandbox = ["sandbox/*", "sandbox/*/*"].map((folder, position) => ({
  files: [`${folder}/*.{ts,mts}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          providerRoots,
          cdktfInternals,
          {
            regex: `^(\\.\\./){${position + 2}}|^cdktf-acr-auth(/|$)`,
            message: "sandbox/ is a package of its own: it imports nothing from outside sandbox/.",
          },
        ],
      },
    ],
  },
}));

// From afar to near: Node, cdktf and its bindings, other packages, other folders, this one.
const importOrder = [
  ["^node:", "^constructs$", "^cdktf$", "^@cdktf/", "^@?\\w", "^\\u0000", "^\\.\\.", "^\\."],
];

export default tseslint.config(
  { ignores: ["**/*.js", "**/*.cjs", "**/*.mjs", "cdktf.out", "**/dist", ".scratch", "coverage"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "simple-import-sort": importSort },
    rules: {
      "simple-import-sort/imports": ["error", { groups: importOrder }],
      "simple-import-sort/exports": "error",
      "no-restricted-imports": ["error", { patterns: [providerRoots, cdktfInternals] }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // cdktf constructs register themselves: `new X(this, …)` without a variable is the normal form.
      "no-new": "off",
      // jsii has no functions beside classes.
      "@typescript-eslint/no-extraneous-class": ["error", { allowStaticOnly: true }],
      // jsii wants an overriding method to have all parameters, also those that it does not look at.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // constructs' own interface IConstruct stands for what its constructor takes as a Construct.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  ...sandbox,
  {
    // Matchers are declared in the runners' own interfaces, as those have them.
    files: ["sandbox/lib/jest.ts", "sandbox/lib/vitest.mts"],
    rules: {
      "@typescript-eslint/no-namespace": "off",
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-explicit-any": "off",
    },
  },
  eslintConfigPrettier,
);
