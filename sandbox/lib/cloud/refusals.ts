import type { AzureError } from "./azure-error";

/**
 * How a request fails: it is refused with the status 403; it is one too many, and refused with the status 429; it
 * takes effect and its answer is lost; it takes effect and is answered with the status 500.
 */
export const REQUEST_FAILURES = ["403", "429", "lost", "500"] as const;

export type RequestFailure = (typeof REQUEST_FAILURES)[number];

/** What a service says where a test makes a request fail. */
export type Refusals = Readonly<Record<Exclude<RequestFailure, "lost">, AzureError>>;
