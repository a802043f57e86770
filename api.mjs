import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import ts from "typescript";

// Writes API.md, the public surface of both packages, so that a change of it is a line in a diff; with
// --check, fails where API.md is another.

const TARGET = "API.md";
const CACHE = resolve(".scratch/api");

rmSync(CACHE, { recursive: true, force: true });
const deliveries = readdirSync("lib/delivery").filter((name) =>
  existsSync(`lib/delivery/${name}/index.ts`),
);
writeTypes(
  "lib/index.ts",
  "lib/access-file/index.ts",
  "lib/policy/index.ts",
  ...deliveries.map((name) => `lib/delivery/${name}/index.ts`),
  "sandbox/lib/index.ts",
);
const library = configOf(
  ".",
  "error",
  // All entries in one report, since they have types in common.
  [
    'export * from "./index";',
    'export * as accessFile from "./access-file/index";',
    'export * as policy from "./policy/index";',
    ...deliveries.map((name) => `export * as ${name} from "./delivery/${name}/index";`),
    "",
  ].join("\n"),
);
// Those of its types that have no name are inferred from its tables.
const sandbox = configOf("sandbox", "none", 'export * from "./index";\n');
const compilerState = CompilerState.create(library, {
  additionalEntryPoints: [sandbox.mainEntryPointFilePath],
});
const current = `# The public surface

\`npm run api\` writes this file.

## cdktf-acr-auth

What the package exports, and in the namespace \`accessFile\` what \`cdktf-acr-auth/access-file\` exports, in
\`policy\` what \`cdktf-acr-auth/policy\` exports, in ${deliveries.map((name) => `\`${name}\` what \`cdktf-acr-auth/delivery/${name}\` exports`).join(", in ")}.

${reportOf(library)}
## cdktf-acr-auth-sandbox

${reportOf(sandbox)}`;
if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, current);
} else if (readFileSync(TARGET, "utf8").replaceAll("\r\n", "\n") !== current) {
  console.error(
    `The public surface is not what ${TARGET} tells. If that is meant, write it anew: npm run api`,
  );
  process.exitCode = 1;
}

/** Writes the types of all that the entries consist of; whether they are right, `tsc` tells. */
function writeTypes(...files) {
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    {
      extends: "./tsconfig.build.json",
      compilerOptions: { rootDir: ".", outDir: CACHE, noCheck: true, noEmitOnError: false },
      files,
    },
    ts.sys,
    process.cwd(),
  );
  ts.createProgram(fileNames, options).emit();
}

/** @param unnamed what it is that users reach a type and can't name it */
function configOf(folder, unnamed, exports) {
  const cache = resolve(CACHE, folder);
  const entry = `${cache}/lib/entries.d.ts`;
  writeFileSync(entry, exports);
  const unreported = { default: { logLevel: "none" } };
  return ExtractorConfig.prepare({
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
  });
}

function reportOf(config) {
  const { succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== "error";
    },
  });
  if (!succeeded) {
    console.error("The public surface can't be told before that is mended.");
    process.exit(1);
  }
  const [code] = /^```ts$.*^```$/ms.exec(readFileSync(config.reportFilePath, "utf8"));
  // What has no docstring here has that of the interface which it implements.
  return `${code}\n`.replace(/^ *\/\/ (\(undocumented\)|\(No @packageDocumentation.*)\n/gm, "");
}
