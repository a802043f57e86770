import { spawnSync } from "node:child_process";

// Go, in which skopeo is written, trusts the sandbox by SSL_CERT_FILE on Linux only.
const isInstalled = process.platform === "linux" && spawnSync("skopeo", ["--version"]).status === 0;

/** `test`, on a machine that has skopeo; elsewhere such tests are reported as skipped. */
export const testWithSkopeo = isInstalled ? test : test.skip;
