import type { AccessFileFinding } from "../../access-file";

/** What a check has found. Its JSON is what `--format json` prints. */
export interface Report {
  readonly files: readonly string[];
  readonly mistakes: number;
  readonly warnings: number;
  readonly findings: readonly AccessFileFinding[];
}
