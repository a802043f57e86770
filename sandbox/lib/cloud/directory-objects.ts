import type { Certificate } from "./certificates";
import type { FederatedCredential } from "./federated-credentials";
import type { Password } from "./passwords";

/** What an application or a service principal only stores, for the ones who ask. */
export interface Described {
  description?: string | undefined;
  notes?: string | undefined;
  tags: string[];
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
