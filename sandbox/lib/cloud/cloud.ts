import { NotModelled } from "../not-modelled";
import type { ApiRequest, ApiResponse } from "./api";
import { AzureError } from "./azure-error";
import { answerGraph } from "./graph/answer";
import { type CloudOptions, Inventory } from "./inventory";
import { answerManagement } from "./management/answer";
import type { RequestFailure } from "./refusals";
import { type Request, Requests } from "./requests";

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
      return request.service === "graph"
        ? answerGraph(this, this.requests, request)
        : answerManagement(this, this.requests, request);
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
