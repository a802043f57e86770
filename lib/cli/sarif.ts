import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation, Log, Message, ReportingDescriptor, Result } from "sarif";
import { inert } from "../core/inert";
import { printed } from "../core/printed-json";
import { ownPackage } from "./own-package";

/** SARIF 2.1.0 with what GitHub's code scanning asks for. */
export function sarif(rules: ReportingDescriptor[], results: Result[]): string {
  const { version, homepage } = ownPackage();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "acr-auth", version, informationUri: homepage, rules } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return printed(log);
}

/** A text, in which what looks like a link is none. */
export function messageOf(text: string): Message {
  return { text: inert(text).replaceAll("](", "] (") };
}

/** A file, as code scanning takes it: from the root of the repository. */
export function artifactOf(file: string): ArtifactLocation {
  const path = relative(sourceRoot(), resolve(file));
  const uri =
    isAbsolute(path) || path.startsWith(`..${sep}`)
      ? pathToFileURL(file).href
      : path.split(sep).map(encodeURIComponent).join("/");
  return { uri };
}

function sourceRoot(): string {
  const working = process.cwd();
  for (let folder = working; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return working;
    }
  }
}
