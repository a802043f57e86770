import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What this package's package.json says of it. */
export function ownPackage(): { version: string; homepage: string } {
  const file = join(__dirname, "..", "..", "package.json");
  return JSON.parse(readFileSync(file, "utf8")) as { version: string; homepage: string };
}
