import { AnswerLost, AzureError } from "./azure-error";

/** The requests that change something in Azure, as its documentation heads them. */
export const REQUESTS = [
  "POST /applications",
  "PATCH /applications/{id}",
  "DELETE /applications/{id}",
  "POST /applications/{id}/owners/$ref",
  "DELETE /applications/{id}/owners/{id}/$ref",
  "POST /applications/{id}/addPassword",
  "POST /applications/{id}/removePassword",
  "POST /applications/{id}/federatedIdentityCredentials",
  "PATCH /applications/{id}/federatedIdentityCredentials/{id}",
  "DELETE /applications/{id}/federatedIdentityCredentials/{id}",
  "POST /servicePrincipals",
  "PATCH /servicePrincipals/{id}",
  "DELETE /servicePrincipals/{id}",
  "POST /servicePrincipals/{id}/owners/$ref",
  "DELETE /servicePrincipals/{id}/owners/{id}/$ref",
  "PUT /roleAssignments/{name}",
  "DELETE /roleAssignments/{name}",
] as const;

export type Request = (typeof REQUESTS)[number];

/**
 * How a request fails: it is refused with the status 403; it takes effect and its answer is lost; it takes effect and
 * is answered with the status 500.
 */
export type RequestFailure = "403" | "lost" | "500";

export interface AnsweredRequest {
  request: Request;
  /** The status of an error, or what a test asked for. */
  outcome: "ok" | "lost" | `${AzureError["status"]}`;
}

/** Answers the requests that change something, or fails them as a test wants it, and keeps a log. */
export class Requests {
  readonly log: AnsweredRequest[] = [];

  constructor(private readonly takeFailure: (request: Request) => RequestFailure | undefined) {}

  answer<Answer>(request: Request, effect: () => Answer): Answer {
    try {
      const answer = this.answerOrFail(request, effect);
      this.log.push({ request, outcome: "ok" });
      return answer;
    } catch (error) {
      if (error instanceof AzureError) {
        this.log.push({ request, outcome: `${error.status}` });
      } else if (error instanceof AnswerLost) {
        this.log.push({ request, outcome: "lost" });
      }
      throw error;
    }
  }

  private answerOrFail<Answer>(request: Request, effect: () => Answer): Answer {
    switch (this.takeFailure(request)) {
      case undefined:
        return effect();
      case "403":
        throw new AzureError(
          403,
          "Authorization_RequestDenied",
          "Insufficient privileges to complete the operation.",
        );
      case "lost":
        effect();
        throw new AnswerLost();
      case "500":
        effect();
        throw new AzureError(500, "Service_InternalServerError", "Encountered an internal error.");
    }
  }
}
