import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const lib = (file) => fileURLToPath(new URL(`../../lib/${file}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  resolve: {
    alias: [
      { find: /^cdktf-acr-auth-sandbox$/, replacement: lib("index.ts") },
      { find: /^cdktf-acr-auth-sandbox\/vitest$/, replacement: lib("vitest.mts") },
    ],
  },
  test: { include: ["*.vitest.mts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
