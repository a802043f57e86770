import { createRequire } from "node:module";

// One measurement, in a process of its own: requires the modules that are named and prints time and
// memory; with --list, prints the provider modules that the library requires.
const load = createRequire(__filename);
const [, , ...modules] = process.argv;
if (modules[0] === "--list") {
  load("cdktf-acr-auth");
  const loaded = Object.keys(load.cache).filter((file) => file.includes("/@cdktf/provider-"));
  console.log(loaded.join("\n"));
} else {
  const start = performance.now();
  for (const module of modules) {
    load(module);
  }
  const milliseconds = performance.now() - start;
  console.log(JSON.stringify({ milliseconds, rss: process.memoryUsage().rss / 2 ** 20 }));
}
