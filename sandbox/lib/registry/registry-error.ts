import type { Json } from "../cloud/api";

/**
 * An error answer of a registry. Codes and sentences: github.com/opencontainers/distribution-spec, spec.md#error-codes;
 * statuses, where it leaves them open, as the registry of github.com/distribution/distribution answers.
 */
export class RegistryError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: keyof typeof CODES,
    private readonly detail?: Json,
    {
      message = CODES[code].message,
      status = CODES[code].status,
      headers = {},
    }: { message?: string; status?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  get body(): Json {
    const { code, message, detail } = this;
    return { errors: [{ code, message, detail }] };
  }
}

const CODES = {
  BLOB_UNKNOWN: { status: 404, message: "blob unknown to registry" },
  BLOB_UPLOAD_INVALID: { status: 400, message: "blob upload invalid" },
  BLOB_UPLOAD_UNKNOWN: { status: 404, message: "blob upload unknown to registry" },
  DENIED: { status: 403, message: "requested access to the resource is denied" },
  DIGEST_INVALID: { status: 400, message: "provided digest did not match uploaded content" },
  MANIFEST_BLOB_UNKNOWN: {
    status: 400,
    message: "manifest references a manifest or blob unknown to registry",
  },
  MANIFEST_INVALID: { status: 400, message: "manifest invalid" },
  MANIFEST_UNKNOWN: { status: 404, message: "manifest unknown to registry" },
  NAME_INVALID: { status: 400, message: "invalid repository name" },
  NAME_UNKNOWN: { status: 404, message: "repository name not known to registry" },
  PAGINATION_NUMBER_INVALID: { status: 400, message: "invalid number of results requested" },
  SIZE_INVALID: { status: 413, message: "provided length did not match content length" },
  TAG_INVALID: { status: 400, message: "manifest tag did not match URI" },
  /** The sentence is Azure's. */
  UNAUTHORIZED: {
    status: 401,
    message:
      "authentication required, visit https://aka.ms/acr/authorization for more information.",
  },
  UNSUPPORTED: { status: 405, message: "the operation is unsupported" },
};
