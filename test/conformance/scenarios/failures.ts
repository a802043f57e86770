import type { Request } from "cdktf-acr-auth-sandbox";
import { everything } from "../../plan/support/everything";
import { LEFTOVERS } from "../../support/broken-off";
import type { Scenario } from "../run";

const CHANGES = new Set(
  LEFTOVERS.flatMap(({ failures }) => failures.map(({ request }) => request)),
);

/** What a plan reads of what an apply has made. */
const READS: readonly Request[] = [
  "GET /applications/{id}",
  "GET /applications/{id}/owners",
  "GET /servicePrincipals/{id}",
  "GET /servicePrincipals/{id}/owners",
  "GET /applications/{id}/federatedIdentityCredentials/{id}",
  "GET /registries/{name}",
  "GET /roleAssignments/{name}",
  "GET /roleDefinitions/{id}",
  "GET /providers",
];

export const throttled: Scenario = {
  name: "an apply of which each request is one too many, once",
  async play(run) {
    for (const call of CHANGES) {
      await run.sandbox.fail({ call, nth: 1, how: "429" });
    }
    await run.apply(everything());
  },
};

export const unread: Scenario = {
  name: "plans by somebody who may not read one thing or the other",
  async play(run) {
    await run.apply(everything());
    for (const call of READS) {
      await run.sandbox.fail({ call, nth: 1, how: "403" });
      await run.plan(everything());
    }
  },
};

/** Of two slots, which are made at once, it is drawn which one's request is the first, and fails. */
const ONE_SLOT = { expiresOn: { a: "2027-05-01T00:00:00Z" } };

/**
 * An apply at each failure of docs/broken-off-applies.md, and the next one. What is left, and the way out, is what the
 * page says with the sandbox's providers, by test/plan/failure.test.ts; so it is with the real ones.
 */
export const BROKEN_OFF: readonly Scenario[] = LEFTOVERS.flatMap(
  ({ failures }) => failures,
).flatMap(({ request, nth, how }) =>
  how.map((each) => ({
    name: `${request}, time ${nth}, fails by ${each}`,
    async play(run) {
      const program = everything(
        request.endsWith("/addPassword") ? { clientSecret: ONE_SLOT } : undefined,
      );
      await run.sandbox.fail({ call: request, nth, how: each });
      await run.tryToApply(program);
      await run.tryToApply(program);
    },
  })),
);
