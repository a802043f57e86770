import { z } from "zod";
import { Access } from "../grant/access";
import { PermissionsMode } from "../grant/permissions-mode";
import { PrincipalType } from "../principal/principal";

// The keys of the file, their types, and what an editor shows about them. The rules for the values
// are those of the constructs.

const text = (description: string) => z.string().min(1).describe(description);
const flag = (description: string) => z.boolean().describe(description).optional();
const number = (description: string) => z.number().describe(description).optional();

// Keys are ids of constructs, where an object's own "constructor" is in the way, and parts of the
// names of outputs, where "_" joins them.
const key = z.string().regex(/^(?!constructor$)[a-z][a-z0-9-]{0,31}$/);

const some = <T extends z.ZodType>(entry: T, description: string) =>
  z
    .record(key, entry)
    .refine((entries) => Object.keys(entries).length > 0, "is empty; give one entry at least")
    .meta({ minProperties: 1, description });

/** Which roles a registry honours. */
export const permissionsMode = z
  .enum(PermissionsMode)
  .describe(
    "Which roles the registry honours: legacy (the default), abac, or migrating, which assigns the roles of both. az acr show --query roleAssignmentMode tells.",
  );

const registryByName = z.strictObject({
  name: text("The name of the registry, without the login server's suffix."),
  resourceGroup: text("The resource group that the registry is in."),
  permissionsMode: permissionsMode.optional(),
});

const registryById = z.strictObject({
  id: text("The resource id of the registry: nothing is looked up. az acr show --query id tells."),
  loginServer: text("The docker host, as in contososhop.azurecr.io.").optional(),
  permissionsMode: permissionsMode.optional(),
});

const access = z.enum(Access);

const grant = z.strictObject({
  registry: text("The key of a registry under registries."),
  access: z
    .union([access, z.array(access).min(1)])
    .describe("One of pull, push, delete and list, or a list of them."),
  repositories: z
    .array(text("A name, or a path and all below it."))
    .min(1)
    .describe(
      'The repositories that the grant is for: names, or paths and all below them, as in "team-a/*". Needs a registry in abac or migrating mode. Without it: all of the registry.',
    )
    .optional(),
});

/** A client secret, and how it rotates. */
export const clientSecret = z.strictObject({
  rotationDays: number("Days between two rotations; 60 by default."),
  graceDays: number(
    "Days that a secret stays valid after its two periods, for a deployment that comes late; 30 by default, or fewer where the secret would live more than 180 days.",
  ),
  anchor: text(
    "A UTC second at which a period begins, as in 2027-01-31T00:00:00Z; by default each secret has its own day.",
  ).optional(),
  generation: number("Count it up to replace both slots now, because a value has leaked."),
  expiresOn: z
    .strictObject({
      a: text("When slot a expires, as in 2027-01-31T00:00:00Z."),
      b: text("When slot b expires, as in 2027-04-30T00:00:00Z.").optional(),
    })
    .describe("Rotates by hand: the end dates of the two slots.")
    .optional(),
  outputs: flag(
    "Makes Terraform outputs <principal>_<secret>_username, _password (sensitive) and _expires_on; none by default.",
  ),
});

/** The token of a workflow on GitHub. */
export const gitHubWorkflow = z
  .strictObject({
    repository: text("Owner and name, as in contoso/shop."),
    environment: text("Jobs that use this deployment environment.").optional(),
    branch: text("Runs for this branch, as in main.").optional(),
    tag: text("Runs for this tag, as in v1.0.").optional(),
    pullRequest: flag("Runs for pull requests."),
  })
  .describe("A workflow on GitHub: repository, and one of environment, branch, tag, pullRequest.");

/** The token of any issuer. */
export const tokenIdentity = z
  .strictObject({
    issuer: text("The iss claim: an https URL."),
    subject: text("The sub claim, letter by letter."),
    audience: text("The aud claim; api://AzureADTokenExchange by default.").optional(),
  })
  .describe("A token of any OpenID Connect issuer.");

const federatedCredential = z.union([
  z.strictObject({ github: gitHubWorkflow }),
  z.strictObject({ of: tokenIdentity }),
]);

const FEDERATED_CREDENTIALS =
  "Tokens of other platforms that stand for the service principal: no secret exists. Each has a name of at least 3 characters.";

const grants = z
  .array(grant)
  .min(1)
  .describe("What the principal may do on which registry.")
  .optional();

/** A service principal that the file owns. */
export const ownedPrincipal = z.strictObject({
  displayName: text("The name in Entra; the file owns this application and service principal."),
  description: text("What the application is for.").optional(),
  owners: z.array(text("An object id.")).describe("Object ids of further owners.").optional(),
  deployerIsOwner: flag("Whether the identity that first deploys this is an owner; true."),
  tags: z.array(text("A tag.")).describe("Tags of the application.").optional(),
  notes: text("Notes for administrators.").optional(),
  signInAudience: text("AzureADMyOrg (the default) or AzureADMultipleOrgs.").optional(),
  serviceManagementReference: text(
    "The id of the application in a service management database.",
  ).optional(),
  accountEnabled: flag("false shuts the service principal out of everything at once."),
  grants,
  clientSecrets: some(clientSecret, "Secrets that rotate without downtime.").optional(),
  federatedCredentials: some(federatedCredential, FEDERATED_CREDENTIALS).optional(),
});

const existingServicePrincipal = z.strictObject({
  clientId: text("The client id of a service principal that exists already."),
  objectId: text("The object id of the service principal: nothing is looked up.").optional(),
  grants,
});

const existingPrincipal = z.strictObject({
  objectId: text("The object id of a managed identity, group or user that exists already."),
  principalType: z
    .enum(PrincipalType)
    .describe("ServicePrincipal (a managed identity is one, too), Group or User."),
  grants,
});

const file = <R extends z.ZodType, P extends z.ZodType>(registry: R, principal: P) =>
  z.strictObject({
    azure: z
      .strictObject({
        subscriptionId: text("The subscription; ARM_SUBSCRIPTION_ID by default.").optional(),
        tenantId: text("The tenant; ARM_TENANT_ID by default.").optional(),
        environment: z
          .enum(["public", "usgovernment", "china"])
          .describe("The cloud; ARM_ENVIRONMENT or public by default.")
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
    registries: some(registry, "The registries that principals are let in to."),
    principals: some(principal, "Who is let in, how they prove themselves, and to what."),
  });

/** An access file that is right. */
export const accessFile = file(
  z.union([registryByName, registryById]),
  z.union([ownedPrincipal, existingServicePrincipal, existingPrincipal]),
);

/** What an access file says. */
export type AccessFile = z.output<typeof accessFile>;

// An entry has one of several forms. As long as it may have none of them, or two, the keys of all
// forms are looked at together: what is wrong with each key can then be said, and which form was
// meant.

const registryDraft = z.strictObject({ ...registryByName.shape, ...registryById.shape }).partial();

const federatedCredentialDraft = z
  .strictObject({ github: gitHubWorkflow, of: tokenIdentity })
  .partial();

/** A principal of any form, or none. */
export const principalDraft = z
  .strictObject({
    ...existingPrincipal.shape,
    ...existingServicePrincipal.shape,
    ...ownedPrincipal.shape,
    federatedCredentials: some(federatedCredentialDraft, FEDERATED_CREDENTIALS),
  })
  .partial();

/** A grant, or a part of one. */
export const grantDraft = grant.partial();

/** An access file that may have mistakes in the form of its entries. */
export const accessFileDraft = file(registryDraft, principalDraft);
