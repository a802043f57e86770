import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

// Writes API.md, the public surface of the package, so that a change of it is a line in a diff; with
// --check, fails where API.md is another.

const TARGET = "API.md";
const CACHE = resolve(".scratch/api");
const ENTRY = `${CACHE}/types/entries.d.ts`;

rmSync(CACHE, { recursive: true, force: true });
execFileSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", `${CACHE}/types`],
  { stdio: "inherit" },
);
// Both entries in one report, since they have types in common.
writeFileSync(
  ENTRY,
  'export * from "./index";\nexport * as accessFile from "./access-file/index";\n',
);

const current = `# The public surface

\`cdktf-acr-auth\` exports what is here, and \`cdktf-acr-auth/access-file\` what is in the namespace
\`accessFile\`. \`npm run api\` writes this file.

${report()}`;
if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, current);
} else if (readFileSync(TARGET, "utf8").replaceAll("\r\n", "\n") !== current) {
  console.error(
    `The public surface is not what ${TARGET} tells. If that is meant, write it anew: npm run api`,
  );
  process.exitCode = 1;
}

function report() {
  const unreported = { default: { logLevel: "none" } };
  const { succeeded } = Extractor.invoke(
    ExtractorConfig.prepare({
      configObject: {
        projectFolder: process.cwd(),
        mainEntryPointFilePath: ENTRY,
        compiler: {
          overrideTsconfig: {
            extends: resolve("tsconfig.json"),
            compilerOptions: { types: ["node"] },
            files: [ENTRY],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: "report",
          reportFolder: CACHE,
          reportTempFolder: `${CACHE}/temp`,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        newlineKind: "lf",
        messages: {
          compilerMessageReporting: { default: { logLevel: "error" } },
          // A type that users reach and can't name.
          extractorMessageReporting: {
            ...unreported,
            "ae-forgotten-export": { logLevel: "error" },
          },
          tsdocMessageReporting: unreported,
        },
      },
      configObjectFullPath: resolve("api-extractor.json"),
      packageJsonFullPath: resolve("package.json"),
    }),
    {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = message.logLevel !== "error";
      },
    },
  );
  if (!succeeded) {
    console.error("The public surface can't be told before that is mended.");
    process.exit(1);
  }
  const [code] = /^```ts$.*^```$/ms.exec(readFileSync(`${CACHE}/report.api.md`, "utf8"));
  // What has no docstring here has that of the interface which it implements.
  return `${code}\n`.replace(/^ *\/\/ (\(undocumented\)|\(No @packageDocumentation.*)\n/gm, "");
}
