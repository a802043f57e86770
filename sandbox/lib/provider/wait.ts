import { RequestError } from "./api-client";

/**
 * What a look at an object found: what is waited for, not yet, or nothing at all, which is borne a number of times
 * only.
 */
export type Look = "done" | "pending" | "nothing";

/**
 * Looks until what is waited for is found five times in a row, as every waiting of the providers for Azure's
 * consistency does: terraform-plugin-sdk, helper/retry/state.go. No time passes here, the looks are counted.
 */
export function waitFor(look: () => Look): void {
  let inARow = 0;
  let nothing = 0;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const found = look();
    inARow = found === "done" ? inARow + 1 : 0;
    nothing = found === "nothing" ? nothing + 1 : 0;
    if (inARow === 5) {
      return;
    }
    if (nothing > 20) {
      throw new WaitError("couldn't find resource (21 retries)");
    }
  }
  throw new WaitError("timeout while waiting for state to become 'Done' (last state: 'Waiting')");
}

/** internal/helpers/consistency/consistency.go of azuread. */
export function waitForDeletion(isThere: () => boolean): void {
  waitFor(() => {
    try {
      return isThere() ? "pending" : "done";
    } catch (error) {
      throw error instanceof RequestError
        ? new WaitError(`retrieving resource: ${error.message}`)
        : error;
    }
  });
}

/** What was waited for did not come. */
export class WaitError extends Error {}

/** As many as go into ten minutes. */
const MOST_LOOKS = 120;
