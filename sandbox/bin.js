#!/usr/bin/env node
// In its repository the sandbox runs from TypeScript, which takes no build.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "lib", "bin.ts"))) {
  require("tsx/cjs");
  require("./lib/bin.ts");
} else {
  require("./dist/bin.js");
}
