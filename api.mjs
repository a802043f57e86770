import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

// Writes API.md, the public surface of both packages, so that a change of it is a line in a diff; with
// --check, fails where API.md is another.

const TARGET = "API.md";
const CACHE = resolve(".scratch/api");

rmSync(CACHE, { recursive: true, force: true });
const current = `# The public surface

\`npm run api\` writes this file.

## cdktf-acr-auth

What the package exports, and in the namespace \`accessFile\` what \`cdktf-acr-auth/access-file\` exports.

${report(
  ".",
  "error",
  // Both entries in one report, since they have types in common.
  'export * from "./index";\nexport * as accessFile from "./access-file/index";\n',
)}
## cdktf-acr-auth-sandbox

${report("sandbox", "none", 'export * from "./index";\n')}`;
if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, current);
} else if (readFileSync(TARGET, "utf8").replaceAll("\r\n", "\n") !== current) {
  console.error(
    `The public surface is not what ${TARGET} tells. If that is meant, write it anew: npm run api`,
  );
  process.exitCode = 1;
}

/** @param unnamed what it is that users reach a type and can't name it: those of the sandbox are inferred from its tables */
function report(folder, unnamed, exports) {
  const cache = resolve(CACHE, folder);
  const entry = `${cache}/types/entries.d.ts`;
  execFileSync(
    process.execPath,
    [
      "node_modules/typescript/bin/tsc",
      ...[
        "-p",
        `${folder}/tsconfig.build.json`,
        "--emitDeclarationOnly",
        "--outDir",
        `${cache}/types`,
      ],
    ],
    { stdio: "inherit" },
  );
  writeFileSync(entry, exports);
  const unreported = { default: { logLevel: "none" } };
  const { succeeded } = Extractor.invoke(
    ExtractorConfig.prepare({
      configObject: {
        projectFolder: process.cwd(),
        mainEntryPointFilePath: entry,
        compiler: {
          overrideTsconfig: {
            extends: resolve("tsconfig.json"),
            compilerOptions: { types: ["node"] },
            files: [entry],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: "report",
          reportFolder: cache,
          reportTempFolder: `${cache}/temp`,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        newlineKind: "lf",
        messages: {
          compilerMessageReporting: { default: { logLevel: "error" } },
          extractorMessageReporting: {
            ...unreported,
            "ae-forgotten-export": { logLevel: unnamed },
          },
          tsdocMessageReporting: unreported,
        },
      },
      configObjectFullPath: resolve("api-extractor.json"),
      packageJsonFullPath: resolve(folder, "package.json"),
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
  const [code] = /^```ts$.*^```$/ms.exec(readFileSync(`${cache}/report.api.md`, "utf8"));
  // What has no docstring here has that of the interface which it implements.
  return `${code}\n`.replace(/^ *\/\/ (\(undocumented\)|\(No @packageDocumentation.*)\n/gm, "");
}
