import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { byHand } from "./by-hand";
import { withLibrary } from "./with-library";

// One measurement, in a process of its own: builds and synthesizes, and prints the milliseconds.
const [, , variant, count] = process.argv;
const outdir = mkdtempSync(join(tmpdir(), "acr-auth-bench-"));
const build = variant === "library" ? withLibrary : byHand;
const start = performance.now();
const app = new App({ outdir });
build(app, Number(count));
app.synth();
const synthesized = performance.now();
rmSync(outdir, { recursive: true });
console.log(
  JSON.stringify({
    total: synthesized - start,
    rss: process.memoryUsage().rss / 2 ** 20,
  }),
);
