import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "rolldown";

// Compiles lib/ to dist/, which is what users install. Types file by file; JavaScript in a few files,
// since Node takes longer to find and open a hundred files than to run them.

const {
  name: PACKAGE,
  dependencies,
  peerDependencies,
} = JSON.parse(readFileSync("package.json", "utf8"));

/** What users have beside the package; whatever else a file needs, also by what the compiler makes of it, is no build. */
const BESIDE = Object.keys({ ...dependencies, ...peerDependencies });

const TEMPLATES = "cli/init/templates";

// A folder in lib/delivery with an index is for the provider package of its name: an entry that needs that one
// installed.
const deliveries = readdirSync("lib/delivery").filter((name) =>
  existsSync(`lib/delivery/${name}/index.ts`),
);
const peers = Object.fromEntries(
  deliveries.map((name) => [`delivery/${name}/index`, `@cdktf/provider-${name}`]),
);
const entries = [
  "index",
  "access-file/index",
  "policy/index",
  ...Object.keys(peers),
  // Each where its source lies: a command must load its own alone, and finds its files by that.
  ...readdirSync("lib/cli", { recursive: true, encoding: "utf8" })
    .map((file) => `cli/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && !file.startsWith(TEMPLATES))
    .map((file) => file.replace(/\.ts$/, "")),
];

const CONSTRUCTS = new RegExp(
  `lib.(?!access-file|cli|deployer|policy|review|yaml|delivery.(${deliveries.join("|")})\\W|index)`,
);

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});
await build({
  input: Object.fromEntries(entries.map((entry) => [entry, `lib/${entry}.ts`])),
  platform: "node",
  external: (id) =>
    id.startsWith("node:") || BESIDE.some((name) => id === name || id.startsWith(`${name}/`)),
  // One letter beyond Latin-1 would make V8 keep the whole file in two bytes a letter.
  plugins: [{ name: "ascii", generateBundle: inAscii }],
  output: {
    dir: "dist",
    format: "cjs",
    esModule: true,
    comments: false,
    intro: ({ name }) => (name in peers ? requirePeer(name) : ""),
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name].js",
    codeSplitting: {
      groups: [
        // All that a command needs of the library before it knows what to do, or at all: cdktf takes a while to load.
        {
          name: "plain",
          test: /lib.(core.(inert|printed-json|unicode-pattern)|role.(permissions-mode|role-definitions))\./,
        },
        { name: "constructs", test: CONSTRUCTS },
      ],
    },
  },
});
cpSync(`lib/${TEMPLATES}`, `dist/${TEMPLATES}`, { recursive: true });
chmodSync("dist/cli/index.js", 0o755);

// Without a stack, which would tell of files that the user has never seen.
function requirePeer(entry) {
  const peer = peers[entry];
  const [major] = /\d+/.exec(peerDependencies[peer]);
  const message = `${PACKAGE}/${entry.replace(/\/index$/, "")} needs ${peer}, which is not installed; run npm install ${peer}@${major}`;
  return `
try {
  require.resolve("${peer}/package.json");
} catch {
  const error = new Error("${message}");
  error.stack = "Error: ${message}";
  throw error;
}`;
}

function inAscii(_options, bundle) {
  for (const chunk of Object.values(bundle)) {
    chunk.code = chunk.code.replace(
      /[\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }
}
