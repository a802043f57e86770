import { accessDrawing } from "./access-drawing";
import { withKeys } from "./access-file-reference";
import { withLeftovers } from "./broken-off-parts";
import { withHelp } from "./command-line-parts";
import { withTables } from "./grants-tables";
import { withPeers, withVersions } from "./install-parts";
import { withCommands, withRights } from "./permissions-parts";
import { reviewDrawing } from "./review-drawing";
import { withFindings } from "./review-parts";
import { rotationDrawing } from "./rotation-drawing";
import { withSample } from "./sandbox-sample";

/** Each file that is generated, or holds parts that are, and what it becomes. */
export const GENERATED: Record<string, (before: string) => string> = {
  "docs/access.svg": accessDrawing,
  "docs/access-file.md": withKeys,
  "docs/broken-off-applies.md": withLeftovers,
  "docs/command-line.md": withHelp,
  "docs/grants.md": withTables,
  "docs/install.md": (page) => withPeers(withVersions(page)),
  "docs/permissions.md": (page) => withCommands(withRights(page)),
  "docs/review.md": withFindings,
  "docs/review.svg": reviewDrawing,
  "docs/rotation.svg": rotationDrawing,
  "docs/sandbox.md": withSample,
};
