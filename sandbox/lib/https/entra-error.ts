/** A login that Entra refuses, by its own code: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export class EntraError extends Error {
  constructor(
    readonly error: keyof typeof STATUS,
    readonly code: number,
    text: string,
  ) {
    super(`AADSTS${code}: ${text}`);
  }

  get status(): number {
    return STATUS[this.error];
  }
}

const STATUS = {
  invalid_client: 401,
  invalid_request: 400,
  invalid_scope: 400,
  unauthorized_client: 400,
};

/** The id of the tenant in a path: it has no other names here. */
export function checkTenant(tenant: string): string {
  if (!GUID.test(tenant)) {
    throw new EntraError(
      "invalid_request",
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    );
  }
  return tenant.toLowerCase();
}

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
