import type { JsonObject } from "./api";

/** What an application or a service principal only stores, for the ones who ask. */
export interface Described {
  description?: string | undefined;
  notes?: string | undefined;
  tags: string[];
  /** More of that, by Graph's own names, as far as it was given. */
  settings?: JsonObject;
}

export interface Application extends Described {
  readonly objectId: string;
  readonly clientId: string;
  displayName: string;
  signInAudience: string;
  serviceManagementReference?: string | undefined;
  readonly owners: Set<string>;
  readonly passwords: Password[];
  readonly certificates: Certificate[];
  readonly federatedCredentials: FederatedCredential[];
}

export interface Password {
  readonly keyId: string;
  readonly displayName: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  /** Graph tells it once, in the answer to addPassword. */
  readonly secretText: string;
}

export interface Certificate {
  readonly keyId: string;
  /** As it was given, in DER or PEM. */
  readonly value: Buffer;
  readonly startDate: string;
  readonly endDate: string;
}

export interface FederatedCredential {
  readonly id: string;
  /** Immutable. */
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly description?: string | undefined;
}

export interface ServicePrincipal extends Described {
  readonly objectId: string;
  readonly clientId: string;
  readonly applicationTenantId: string;
  readonly type: "Application" | "ManagedIdentity";
  displayName: string;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  readonly owners: Set<string>;
}

/** What a request may change of an application. */
export type ChangeableOfApplication = Described &
  Pick<Application, "displayName" | "signInAudience" | "serviceManagementReference">;

export type ChangeableOfServicePrincipal = Described &
  Pick<ServicePrincipal, "accountEnabled" | "appRoleAssignmentRequired">;

export type PrincipalType = "User" | "Group" | "ServicePrincipal";
