/** An error answer of Microsoft Graph or Azure Resource Manager, worded as the providers' SDK passes it on. */
export class AzureError extends Error {
  constructor(
    readonly status: keyof typeof STATUS_TEXT,
    readonly code: string,
    text: string,
  ) {
    super(
      `unexpected status ${status} (${status} ${STATUS_TEXT[status]}) with error: ${code}: ${text}`,
    );
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
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  500: "Internal Server Error",
};
