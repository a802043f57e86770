import { IConstruct } from "constructs";
import type { ICredentialHolder } from "../credential/credential-holder";

/**
 * What Azure calls the type of a principal in a role assignment. It is always sent: without it
 * Azure looks the principal up in a directory that may not know it yet, and a deployer whose own
 * role is limited to certain types is refused.
 */
export enum PrincipalType {
  /** A service principal, or a managed identity: to Azure RBAC they are the same. */
  SERVICE_PRINCIPAL = "ServicePrincipal",
  /** A security group of Microsoft Entra. */
  GROUP = "Group",
  /** A person. */
  USER = "User",
}

/** Someone who can be let in to a registry: a service principal, managed identity, group or user. */
export interface IAcrPrincipal extends IConstruct {
  /** What a role is assigned to: the object id, not the client id. */
  readonly objectId: string;
  /** What kind of principal the object id is of. */
  readonly principalType: PrincipalType;
}

/** A service principal: it can be let in to a registry, and proves itself by credentials. */
export interface IAcrServicePrincipal extends IAcrPrincipal, ICredentialHolder {
  /** The client id of its application: the docker user name. */
  readonly clientId: string;
}
