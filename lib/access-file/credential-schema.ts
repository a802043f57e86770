import { z } from "zod";
import { TerraformRunPhase } from "../credential/platforms/terraform-cloud";
import { oneOfForms } from "../yaml/forms";
import { flag, number, text } from "../yaml/schema-parts";
import { deliver } from "./delivery-schema";
import { renamedFrom, some } from "./schema-parts";

// How a principal proves itself: the keys, their types, and what an editor shows about them.

/** A client secret, and how it rotates. */
export const clientSecret = z
  .strictObject({
    rotationDays: number(
      "Days between two rotations; 60 by default. For a deployed secret another number fails the plan: add a second secret, or count up generation.",
      60,
    ),
    graceDays: number(
      "Days that a secret stays valid after its two periods, for a deployment that comes late; 30 by default, or fewer where the secret would live more than 180 days. Another number replaces nothing.",
    ),
    anchor: text(
      "A UTC second at which a period begins, as in 2027-01-31T00:00:00Z; by default each application has its own day. For a deployed secret another one fails the plan, as with rotationDays.",
    ).optional(),
    generation: number(
      "Count it up to replace both slots now, because a value has leaked or the schedule is to be another one.",
      0,
    ),
    slotGeneration: z
      .strictObject({
        a: number("Count it up to replace slot a now.", 0),
        b: number("Count it up to replace slot b now.", 0),
      })
      .describe("Replaces one slot alone, because its value has leaked.")
      .optional(),
    expiresOn: z
      .strictObject({
        a: text("When slot a expires, as in 2027-01-31T00:00:00Z."),
        b: text("When slot b expires, as in 2027-04-30T00:00:00Z.").optional(),
      })
      .describe("Rotates by hand: the end dates of the two slots.")
      .optional(),
    propagationSeconds: number(
      "Seconds that Entra has to spread a new secret before Terraform goes on with its outputs; none by default.",
    ),
    outputs: flag(
      "Makes Terraform outputs <principal>_<secret>_username, _password (sensitive), _active_slot, _expires_on, _rotates_on and, for the registries that it has grants on, _login_commands; none by default.",
      false,
    ),
    deliver: deliver.describe("Where it is delivered to, anew by each rotation.").optional(),
    renamedFrom,
  })
  .meta({ id: "clientSecret" });

/** A public certificate, in a file or in the access file itself. */
export const certificate = z
  .strictObject({
    file: text("The path of the certificate, in PEM or DER, relative to this file.").optional(),
    pem: text("The certificate itself in PEM, without its private key.").optional(),
    endDate: text(
      "When Entra refuses it, as in 2027-01-31T00:00:00Z; by default when the certificate ends.",
    ).optional(),
    renamedFrom,
  })
  .meta({ id: "certificate" });

/** What an access file says about one certificate. */
export type CertificateEntry = z.output<typeof certificate>;

const audience = text(
  "The aud claim; by default what Entra advises in the cloud of azure.environment.",
).optional();

/** The token of a workflow on GitHub. */
const gitHubWorkflow = z
  .strictObject({
    repository: text("Owner and name, as in contoso/shop."),
    repositoryOwnerId: text(
      "The number of the owner, for repositories made, renamed or transferred since 15 July 2026.",
    ).optional(),
    repositoryId: text("The number of the repository, with repositoryOwnerId.").optional(),
    environment: text("Jobs that use this deployment environment.").optional(),
    branch: text("Runs for this branch, as in main.").optional(),
    tag: text("Runs for this tag, as in v1.0.").optional(),
    pullRequest: flag("Runs for pull requests.", false),
    audience,
  })
  .describe("A workflow on GitHub: repository, and one of environment, branch, tag, pullRequest.");

/** The token of a job on GitLab. */
const gitLabJob = z
  .strictObject({
    projectPath: text("The path of the project with its groups, as in contoso/platform/shop."),
    branch: text("Pipelines for this branch, as in main.").optional(),
    tag: text("Pipelines for this tag, as in v1.0.").optional(),
    issuer: text("The URL of the GitLab instance; https://gitlab.com by default.")
      .meta({ default: "https://gitlab.com" })
      .optional(),
    audience,
  })
  .describe("A job on GitLab: projectPath, and one of branch, tag.");

/** The token of a service connection of Azure DevOps. */
const azureDevOpsServiceConnection = z
  .strictObject({
    organizationId: text("The id of the organization."),
    tenantId: text("The id of the tenant, if the issuer is login.microsoftonline.com.").optional(),
    serviceConnectionId: text("The id of the service connection, with tenantId.").optional(),
    organization: text(
      "The name of the organization, if the issuer is vstoken.dev.azure.com.",
    ).optional(),
    project: text("The name of the project, with organization.").optional(),
    serviceConnection: text("The name of the service connection, with organization.").optional(),
  })
  .describe("A service connection of Azure DevOps, by its ids or by its names.");

/** The token of a service account of Kubernetes. */
const kubernetesServiceAccount = z
  .strictObject({
    issuer: text("The OpenID Connect issuer of the cluster, letter by letter."),
    namespace: text("The namespace of the service account."),
    serviceAccount: text("The name of the service account."),
    audience,
  })
  .describe("A service account of a Kubernetes cluster.");

/** The token of a run of HCP Terraform. */
const terraformCloudRun = z
  .strictObject({
    organization: text("The name of the organization."),
    project: text("The name of the project, as in Default Project."),
    workspace: text("The name of the workspace."),
    runPhase: z.enum(TerraformRunPhase).describe("plan or apply; each needs its own."),
    issuer: text("The URL of the instance; https://app.terraform.io by default.")
      .meta({ default: "https://app.terraform.io" })
      .optional(),
    audience,
  })
  .describe("The runs of a workspace of HCP Terraform or Terraform Enterprise, in one phase.");

/** The token of any issuer. */
const tokenIdentity = z
  .strictObject({
    issuer: text("The iss claim: an https URL."),
    subject: text("The sub claim, letter by letter."),
    audience,
  })
  .describe("A token of any OpenID Connect issuer.");

const platforms = {
  github: gitHubWorkflow,
  gitlab: gitLabJob,
  azureDevOps: azureDevOpsServiceConnection,
  kubernetes: kubernetesServiceAccount,
  terraformCloud: terraformCloudRun,
  of: tokenIdentity,
};

/** What does not depend on the platform. */
const ofAnyPlatform = {
  renamedFrom,
  adopt: text(
    "The federated credential to take over instead of making it: its id, as az ad app federated-credential list tells it, or its Terraform address in this file's state.",
  ).optional(),
};

const byPlatform = {
  github: z.strictObject({ github: gitHubWorkflow, ...ofAnyPlatform }),
  gitlab: z.strictObject({ gitlab: gitLabJob, ...ofAnyPlatform }),
  azureDevOps: z.strictObject({ azureDevOps: azureDevOpsServiceConnection, ...ofAnyPlatform }),
  kubernetes: z.strictObject({ kubernetes: kubernetesServiceAccount, ...ofAnyPlatform }),
  terraformCloud: z.strictObject({ terraformCloud: terraformCloudRun, ...ofAnyPlatform }),
  of: z.strictObject({ of: tokenIdentity, ...ofAnyPlatform }),
};

const { github, gitlab, azureDevOps, kubernetes, terraformCloud, of } = byPlatform;
/** A federated credential. */
export const federatedCredential = oneOfForms(
  [github, gitlab, azureDevOps, kubernetes, terraformCloud, of],
  {
    byKey: byPlatform,
    none: `needs exactly one of ${Object.keys(platforms).slice(0, -1).join(", ")}, for a token of that platform, and of, for the token of any other issuer`,
    oneKey: true,
    beside: () => "is of another platform",
  },
);

/** How a principal proves itself. */
export const credentials = {
  clientSecrets: some(clientSecret, "Secrets that rotate without downtime.").optional(),
  certificates: some(certificate, "Certificates whose private keys stay elsewhere.").optional(),
  federatedCredentials: some(
    federatedCredential.meta({ id: "federatedCredential" }),
    "Tokens of other platforms that stand for the service principal: no secret exists. Each has a name of at least 3 characters.",
  ).optional(),
};
