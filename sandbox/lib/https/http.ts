/** Requests and answers as HTTP has them. */
import type { IncomingHttpHeaders } from "node:http";
import type { ApiResponse, Json } from "../cloud/api";

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpAnswer extends Omit<ApiResponse, "body"> {
  /** JSON, or bytes whose type is in the headers. */
  readonly body?: Json | Buffer;
}
