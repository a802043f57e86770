import { z } from "zod";
import { ROLE_ASSIGNMENTS } from "../grant/reported-role-assignments";
import { AdoptableModule } from "../principal/adoptable-module";
import { PrincipalType } from "../principal/principal";
import { PermissionsMode } from "../role/permissions-mode";
import { ProviderVersions } from "../terraform/provider-versions";
import { oneOfForms } from "../yaml/forms";
import { flag, text } from "../yaml/schema-parts";
import { credentials } from "./credential-schema";
import { deliveryProviders } from "./delivery-schema";
import { grants } from "./grant-schema";
import { renamedFrom, some } from "./schema-parts";

// The keys of the file, their types, and what an editor shows about them. The rules for the values
// are those of the constructs.

/** Which roles a registry honours. */
const permissionsMode = z.enum(PermissionsMode).meta({
  description:
    "Which roles the registry honours: legacy (the default), abac, or migrating, which assigns the roles of both. az acr show --query roleAssignmentMode tells.",
  default: PermissionsMode.LEGACY,
});

const ofAnyRegistry = {
  permissionsMode: permissionsMode.optional(),
  addressId: text(
    "Names the registry in the Terraform addresses of its role assignments, in small letters, digits and -; for one of two registries that have the same name and resource group in two subscriptions. By default the resource group and the name do.",
  ).optional(),
};

const registryByName = z.strictObject({
  name: text(
    "The name of the registry, spelled as Azure spells it (az acr show --query name tells), without the login server's suffix.",
  ),
  resourceGroup: text("The resource group that the registry is in, spelled as Azure spells it."),
  subscriptionId: text(
    "The subscription that the registry is in, if not azure.subscriptionId. Without name and resourceGroup: all registries in it, those of tomorrow too.",
  ).optional(),
  ...ofAnyRegistry,
});

const registryById = z.strictObject({
  id: text(
    "The resource id of the registry, spelled as az acr show --query id prints it: nothing is looked up.",
  ),
  loginServer: text("The docker host, as in contososhop.azurecr.io.").optional(),
  ...ofAnyRegistry,
});

const registriesOfResourceGroup = z.strictObject({
  resourceGroupId: text(
    "The resource id of a resource group, spelled as az group show --query id prints it: all registries in it, those of tomorrow too.",
  ),
  ...ofAnyRegistry,
});

const registriesOfSubscription = z.strictObject({
  subscriptionId: text(
    "The id of a subscription. Without name and resourceGroup: all registries in it, those of tomorrow too.",
  ),
  ...ofAnyRegistry,
});

/** A registry, or all registries of a place. */
export const registry = oneOfForms(
  [registryByName, registryById, registriesOfResourceGroup, registriesOfSubscription],
  {
    // Of several forms the narrowest is meant, and what else is given has to go: without the narrow one,
    // the same grants would reach more.
    byKey: {
      id: registryById,
      name: registryByName,
      resourceGroup: registryByName,
      resourceGroupId: registriesOfResourceGroup,
      subscriptionId: registriesOfSubscription,
    },
    none: "has neither name and resourceGroup nor id, and for all registries of a place neither resourceGroupId nor subscriptionId; give one of them",
    beside: (key, told) => `has no meaning beside ${besideRegistry(key, told)}; leave it out`,
    missing: (key) =>
      ["name", "resourceGroup"].includes(key)
        ? "is missing; give it, or the id of the registry in place of name and resourceGroup"
        : undefined,
  },
);

function besideRegistry(key: string, told: string): string {
  if (told === "id") {
    return "id, which says it all";
  }
  if (!["name", "resourceGroup"].includes(told)) {
    return told;
  }
  return key === "resourceGroupId"
    ? "name, of which the group is given as resourceGroup"
    : "a name, by which Terraform reads it";
}

const adoptedOfAnyForm = z.strictObject({
  application: text(
    "The application to take over: /applications/<object id> or the object id alone, or a Terraform address in this file's state.",
  ),
  servicePrincipal: text(
    "Its service principal: /servicePrincipals/<object id> or the object id alone, or a Terraform address in this file's state; made if left out.",
  ).optional(),
  module: text(
    "In place of application: the call of a module in this file's state, as in module.web.",
  ),
  source: z
    .enum(AdoptableModule.all().map(({ source }) => source))
    .describe("The module that is called, which tells the addresses."),
});

const adoptedThings = adoptedOfAnyForm.omit({ module: true, source: true });
const adoptedModule = adoptedOfAnyForm.pick({ module: true, source: true });

/** What is adopted, named itself or by the module that made it. */
export const adopt = oneOfForms([adoptedThings, adoptedModule], {
  byKey: {
    module: adoptedModule,
    source: adoptedModule,
    application: adoptedThings,
    servicePrincipal: adoptedThings,
  },
  none: "has neither application nor module and source; give one of them",
  beside: () => "has no meaning beside module, which says it all; leave it out",
  missing: (key) =>
    key === "application"
      ? "is missing; the service principal is that of an application"
      : "is missing; give module and source, or application in place of both",
}).describe("What exists already and becomes this file's, instead of being made.");

const outputs = flag(
  "Makes Terraform outputs <principal>_client_id, _object_id and _tenant_id, and _login_servers of the registries that it has grants on; none by default.",
  false,
);

/** A service principal that the file owns. */
const ownedPrincipal = z.strictObject({
  displayName: text("The name in Entra; the file owns this application and service principal."),
  preventDuplicateNames: flag(
    "Whether a plan fails where another application of the tenant has the name; true.",
    true,
  ),
  description: text("What the application is for.").optional(),
  owners: z.array(text("An object id.")).describe("Object ids of further owners.").optional(),
  deployerIsOwner: flag("Whether the identity that first deploys this is an owner; true.", true),
  tags: z.array(text("A tag.")).describe("Tags of the application.").optional(),
  notes: text("Notes for administrators.").optional(),
  signInAudience: text("AzureADMyOrg (the default) or AzureADMultipleOrgs.")
    .meta({ default: "AzureADMyOrg" })
    .optional(),
  serviceManagementReference: text(
    "The id of the application in a service management database.",
  ).optional(),
  accountEnabled: flag("false shuts the service principal out of everything at once.", true),
  applicationTenantId: text(
    "The tenant that the application is made in, if not that of the registries; its service principal is made in the latter.",
  ).optional(),
  adopt: adopt.optional(),
  renamedFrom,
  grants,
  outputs,
  ...credentials,
});

const manageCredentials = flag(
  "Lets this file add credentials to an application that it does not own; false. They vanish with the file.",
  false,
);

const applicationTenantId = text(
  "The tenant of the application, if not that of the registries; for managing credentials.",
).optional();

const existingServicePrincipal = z.strictObject({
  clientId: text("The client id of a service principal that exists already."),
  objectId: text("The object id of the service principal: nothing is looked up.").optional(),
  applicationResourceId: text(
    "/applications/<object id>: not looked up for managing credentials.",
  ).optional(),
  applicationTenantId,
  manageCredentials,
  renamedFrom,
  grants,
  outputs,
  ...credentials,
});

const existingResource = z.strictObject({
  resourceId: text(
    "/servicePrincipals/<object id> of a service principal that exists already, or /applications/<object id> of its application.",
  ),
  applicationTenantId,
  manageCredentials,
  renamedFrom,
  grants,
  outputs,
  ...credentials,
});

const existingPrincipal = z.strictObject({
  objectId: text("The object id of a managed identity, group or user that exists already."),
  principalType: z
    .enum(PrincipalType)
    .describe("ServicePrincipal (a managed identity is one, too), Group or User."),
  renamedFrom,
  grants,
});

/** A principal. */
export const principal = oneOfForms(
  [ownedPrincipal, existingServicePrincipal, existingResource, existingPrincipal],
  {
    byKey: {
      displayName: ownedPrincipal,
      resourceId: existingResource,
      clientId: existingServicePrincipal,
      objectId: existingPrincipal,
      principalType: existingPrincipal,
    },
    none: "has no displayName, by which this file owns it, and neither clientId, resourceId nor objectId and principalType, by which it refers to one that exists already; give one of them",
    beside: besidePrincipal,
    missing: (key) =>
      ["objectId", "principalType"].includes(key)
        ? "is missing; give objectId and principalType of a managed identity, group or user, or clientId of a service principal"
        : undefined,
  },
);

/** What is wrong with credentials of a principal that the file may not add any to. */
export const UNMANAGED_CREDENTIALS =
  "can't be added: this principal is only referenced, so a credential made here would vanish with this file while others rely on it; add it where the principal is owned, own it here with displayName, or refer to a service principal by clientId or resourceId with manageCredentials: true";

function besidePrincipal(key: string, told: string): string {
  if (told === "displayName") {
    return "is of a principal that exists already, and displayName of one that this file owns; leave one of the two out";
  }
  if (Object.hasOwn(credentials, key)) {
    return UNMANAGED_CREDENTIALS;
  }
  if (key === "outputs") {
    return "tells by which client id a principal logs in, and none is given; leave it out, or refer to a service principal by clientId";
  }
  return Object.hasOwn(ownedPrincipal.shape, key)
    ? "can't be changed: this principal is only referenced; change it where the principal is owned, or own it here with displayName"
    : `has no meaning beside ${told === "principalType" ? "objectId" : told}; leave it out`;
}

/** An access file. */
export const accessFile = z.strictObject({
  azure: z
    .strictObject({
      subscriptionId: text("The subscription; ARM_SUBSCRIPTION_ID by default.").optional(),
      tenantId: text("The tenant; ARM_TENANT_ID by default.").optional(),
      environment: z
        .enum(["public", "usgovernment", "dod", "china"])
        .describe(
          "The cloud; ARM_ENVIRONMENT or public by default. dod is the part of usgovernment for the Department of Defense.",
        )
        .optional(),
      providerVersions: z
        .strictObject({
          azuread: text("The version of azuread, 3.")
            .meta({ default: ProviderVersions.NEWEST_TESTED.azuread })
            .optional(),
          azurerm: text("The version of azurerm, 4 or 5.")
            .meta({ default: ProviderVersions.NEWEST_TESTED.azurerm })
            .optional(),
        })
        .describe(
          "Which versions of the providers Terraform takes, as it constrains them: 5.2.0, or as in ~> 4.81.",
        )
        .optional(),
    })
    .describe("Settings of the azuread and azurerm providers.")
    .optional(),
  backend: z
    .strictObject({
      resourceGroup: text("The resource group of the storage account."),
      storageAccount: text("The storage account."),
      container: text("The container in the storage account."),
      key: text("The name of the blob; each access file needs its own."),
      useAzureadAuth: flag("Logs in to the storage account by Entra instead of its key."),
      useOidc: flag("Logs in to Entra by the token of the pipeline."),
    })
    .describe("Keeps Terraform's state in an Azure storage account; by default in a local file.")
    .optional(),
  roleAssignments: z
    .enum(ROLE_ASSIGNMENTS)
    .meta({
      description:
        "assign (the default), or report: no role is assigned, and an output has the commands with which somebody else assigns them.",
      default: "assign",
    })
    .optional(),
  ...deliveryProviders,
  registries: some(registry, "The registries that principals are let in to."),
  principals: some(principal, "Who is let in, how they prove themselves, and to what."),
});

/** What an access file says. */
export type AccessFile = z.output<typeof accessFile>;
/** The keys of all forms of a registry. */
export type RegistryKeys = KeysOf<z.output<typeof registry>>;
/** The keys of all forms of a principal. */
export type PrincipalKeys = KeysOf<z.output<typeof principal>>;
/** The keys of all forms of what is adopted. */
export type AdoptKeys = KeysOf<z.output<typeof adopt>>;

type KeysOf<Entry> = (Entry extends unknown ? (entry: Entry) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
