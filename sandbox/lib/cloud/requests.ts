import { AnswerLost, AzureError } from "./azure-error";
import { GRAPH } from "./graph";
import { MANAGEMENT } from "./management";
import type { Refusals, RequestFailure } from "./refusals";
import { VAULT } from "./vault";

/** By name, as Azure's documentation heads them. */
export type Request = keyof typeof GRAPH | keyof typeof MANAGEMENT | keyof typeof VAULT;

export const REQUESTS = Object.keys({ ...GRAPH, ...MANAGEMENT, ...VAULT }) as readonly Request[];

export interface AnsweredRequest {
  request: Request;
  /** The status of an error, or what a test asked for. */
  outcome: "ok" | "lost" | `${AzureError["status"]}`;
}

/** What is secret is listed by a POST, and a name is checked by one. */
const READS = /^GET |^POST .*\/(?:list|check)\w*$/;

/** Answers requests, or fails them as a test wants it, and keeps a log of those that change something. */
export class Requests {
  readonly log: AnsweredRequest[] = [];

  constructor(private readonly takeFailure: (request: Request) => RequestFailure | undefined) {}

  answer<Answer>(request: Request, effect: () => Answer, refusals: Refusals): Answer {
    try {
      const answer = this.answerOrFail(request, effect, refusals);
      this.note(request, "ok");
      return answer;
    } catch (error) {
      if (error instanceof AzureError) {
        this.note(request, `${error.status}`);
      } else if (error instanceof AnswerLost) {
        this.note(request, "lost");
      }
      throw error;
    }
  }

  private answerOrFail<Answer>(request: Request, effect: () => Answer, refusals: Refusals): Answer {
    const failure = this.takeFailure(request);
    switch (failure) {
      case undefined:
        return effect();
      case "403":
      case "429":
        throw refusals[failure];
      case "lost":
        effect();
        throw new AnswerLost();
      case "500":
        effect();
        throw refusals[failure];
    }
  }

  private note(request: Request, outcome: AnsweredRequest["outcome"]): void {
    if (!READS.test(request)) {
      this.log.push({ request, outcome });
    }
  }
}
