import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text, texts } from "../core/kinds";
import { deliberate, map, optional, Shape } from "../core/props";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { ADOPTED_SERVICE_PRINCIPAL, AdoptedServicePrincipal } from "./adopted-service-principal";

/** A service principal, and the application behind it. */
export interface AcrServicePrincipalProps extends RenameOptions {
  /** The name in Entra, of 120 characters at most. */
  readonly displayName: string;
  /**
   * Whether a plan fails rather than adding a second application with the display name to the tenant.
   * Each change of the application fails then too, once somebody else has made a second one. The name
   * must have no apostrophe, on which azuread's look-up breaks. With `false`, an application whose
   * creation broke off is replaced by the next apply, and one that is in no state is made a second time.
   * @default true - a loud stop is better than a principal that was made twice in silence
   */
  readonly preventDuplicateNames?: boolean;
  /**
   * What the application is for, of 1024 characters at most; shown on the service principal too.
   * @default - none
   */
  readonly description?: string;
  /**
   * Object ids of users and service principals that own the application and the service principal;
   * at most 100 with the deployer. Owners who are users need the deployer to have User.Read.All. More
   * than 20 with the deployer, or one that is added later, need Application.ReadWrite.All, or an
   * administrator: docs/permissions.md, "When the deployer changes".
   * @default - none beside the deployer
   */
  readonly owners?: string[];
  /**
   * Whether the identity that first applies this is an owner as well. Without it, a deployer with
   * the permission Application.ReadWrite.OwnedBy locks itself out.
   * @default true
   */
  readonly deployerIsOwner?: boolean;
  /**
   * Tags of the application, of 256 characters at most and without white space; Entra copies them
   * to the service principal.
   * @default - none
   */
  readonly tags?: string[];
  /**
   * Notes for administrators, of 1024 characters at most.
   * @default - none
   */
  readonly notes?: string;
  /**
   * Whose accounts may use the application: `AzureADMyOrg` or `AzureADMultipleOrgs`. Registry access
   * needs no personal accounts, and Entra allows applications with them two secrets only.
   * @default "AzureADMyOrg"
   */
  readonly signInAudience?: string;
  /**
   * The id of the application in a service management database; some tenants require one.
   * @default - none
   */
  readonly serviceManagementReference?: string;
  /**
   * `false` shuts the service principal out of everything at once, and keeps all its settings. Must not
   * happen to be undefined.
   * @default true
   */
  readonly accountEnabled?: boolean;
  /**
   * The azuread provider to use, for a stack with several tenants.
   * @default - the stack's azuread provider without an alias
   */
  readonly provider?: TerraformProvider;
  /**
   * The azuread provider of the registry's tenant, where that is not the application's: there the
   * service principal is made, with the deployer as its owner, and the application becomes
   * multitenant. Its credentials stay with the application.
   * @default - the service principal is made where the application is
   */
  readonly servicePrincipalProvider?: TerraformProvider;
  /**
   * The application and the service principal to take over instead of making them.
   * @default - both are made
   */
  readonly adopt?: AdoptedServicePrincipal;
}

export const SERVICE_PRINCIPAL: Shape<AcrServicePrincipalProps> = {
  displayName: text,
  preventDuplicateNames: optional(flag),
  description: optional(text),
  owners: optional(texts),
  deployerIsOwner: optional(flag),
  tags: optional(texts),
  notes: optional(text),
  signInAudience: optional(text),
  serviceManagementReference: optional(text),
  accountEnabled: deliberate(
    flag,
    "is undefined, and without it the service principal is not shut out; write true or false",
  ),
  provider: optionalProvider("azuread"),
  servicePrincipalProvider: optionalProvider("azuread"),
  adopt: optional(map(ADOPTED_SERVICE_PRINCIPAL)),
  ...RENAME_OPTIONS,
};
