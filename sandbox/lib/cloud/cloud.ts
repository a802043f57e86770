import { NotModelled } from "../not-modelled";
import type { Api, ApiRequest, ApiResponse } from "./api";
import { AzureError } from "./azure-error";
import { answerGraph } from "./graph/answer";
import { type CloudOptions, Inventory } from "./inventory";
import { answerManagement } from "./management/answer";
import type { RequestFailure } from "./refusals";
import { type Request, Requests } from "./requests";
import { answerVault } from "./vault/answer";

/** Azure, as it is met over the wire: what exists, and what answers requests about it. */
export class Cloud extends Inventory {
  readonly requests: Requests;

  /** @param takeFailure how a test wants a request to fail, if at all */
  constructor(
    options: CloudOptions,
    takeFailure: (request: Request) => RequestFailure | undefined = () => undefined,
  ) {
    super(options);
    this.requests = new Requests(takeFailure);
  }

  /** @throws AnswerLost where the connection breaks instead */
  answer(request: ApiRequest): ApiResponse {
    try {
      return ANSWERS[request.service](this, this.requests, request);
    } catch (error) {
      if (error instanceof AzureError) {
        return error.response;
      }
      if (error instanceof NotModelled) {
        return this.refuse(error);
      }
      throw error;
    }
  }

  /** The answer to what is not modelled. */
  refuse(error: NotModelled): ApiResponse {
    this.note(error);
    const { message } = error;
    return { status: 501, headers: {}, body: { error: { code: "NotModelled", message } } };
  }
}

type Answer = (cloud: Inventory, requests: Requests, request: ApiRequest) => ApiResponse;

const ANSWERS: Readonly<Record<Api, Answer>> = {
  graph: answerGraph,
  management: answerManagement,
  vault: answerVault,
};
