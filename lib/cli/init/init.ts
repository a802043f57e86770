import { Folder } from "./folder";
import { completeManifest } from "./manifest";
import { type Kind, manifestNeeds, projectFiles } from "./project";
import { report } from "./report";

/**
 * Writes a project into a folder, and returns what to tell about it. Either all is written or nothing. No
 * file that is there already changes, but for a package.json that gets what it lacks.
 *
 * @throws a plain Error that says why nothing was written
 */
export function init(path: string, kind: Kind): string {
  const folder = new Folder(path);
  const manifest = completeManifest(folder, manifestNeeds(kind));
  const files = projectFiles(kind, manifest.isModule);
  const kept = files.filter(({ name, or = [] }) => [name, ...or].some((it) => folder.has(it)));
  const written = [...(manifest.made ?? []), ...files.filter((file) => !kept.includes(file))];
  const told = report({ folder, kind, manifest, written, kept });
  folder.write(written, manifest.changed);
  return told;
}
