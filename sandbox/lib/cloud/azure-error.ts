import type { ApiResponse } from "./api";

/** An error answer of Microsoft Graph or Azure Resource Manager; its message is as the providers' SDK passes it on. */
export class AzureError extends Error {
  constructor(
    readonly status: keyof typeof STATUS_TEXT,
    readonly code: string,
    private readonly text: string,
  ) {
    super(
      `unexpected status ${status} (${status} ${STATUS_TEXT[status]}) with error: ${code}: ${text}`,
    );
  }

  get response(): ApiResponse {
    return {
      status: this.status,
      headers: this.status === 429 ? { "Retry-After": "1" } : {},
      body: { error: { code: this.code, message: this.text } },
    };
  }
}

/** What the providers' SDK says where a connection broke before the answer came. */
export class AnswerLost extends Error {
  constructor() {
    super("HTTP response was nil; connection may have been reset");
  }
}

const STATUS_TEXT = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  429: "Too Many Requests",
  500: "Internal Server Error",
};
