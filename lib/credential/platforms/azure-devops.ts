import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import { uuidProblems } from "../../core/values";
import { PUBLIC } from "../../terraform/azure-cloud";
import type { TokenIdentity } from "./any";
import { claimName, claimProblems } from "./claims";

/**
 * A service connection of Azure DevOps. Its page there shows the issuer of its tokens: for
 * `https://login.microsoftonline.com/…` give its ids, for `https://vstoken.dev.azure.com/…` its names.
 */
export interface AzureDevOpsServiceConnection {
  /** The id of the organization, not its name. */
  readonly organizationId: string;
  /**
   * The tenant that the organization is connected to, with `serviceConnectionId`: Entra issues the
   * tokens, as for every service connection made or converted since 2025.
   */
  readonly tenantId?: string;
  /** The id of the service connection, `resourceId` in the address of its page, with `tenantId`. */
  readonly serviceConnectionId?: string;
  /**
   * The name of the organization, with `project` and `serviceConnection`: Azure DevOps issues the
   * tokens. In the public cloud Microsoft retires that issuer on 1 July 2027.
   */
  readonly organization?: string;
  /** The name of the project, in the letter case that Azure DevOps shows. */
  readonly project?: string;
  /** The name of the service connection. */
  readonly serviceConnection?: string;
}

export const AZURE_DEVOPS_SERVICE_CONNECTION: Shape<AzureDevOpsServiceConnection> = {
  organizationId: claimName,
  tenantId: optional(claimName),
  serviceConnectionId: optional(claimName),
  organization: optional(claimName),
  project: optional(claimName),
  serviceConnection: optional(claimName),
};

const IDS = ["tenantId", "serviceConnectionId"] as const;
const NAMES = ["organization", "project", "serviceConnection"] as const;

// Of the public cloud, whatever the cloud.
const AUDIENCE = PUBLIC.tokenAudience;

/** How Entra writes the application Azure DevOps, 499b84ac-1321-427f-aa17-267ca6975798. */
const AZURE_DEVOPS = "rISbSSETf0KqFyZ8ppdXmA";

/**
 * The claims of the token that a pipeline gets for a service connection.
 * Sources: Microsoft's "Troubleshoot an Azure Resource Manager workload identity service
 * connection", the table of both issuers, and Azure DevOps' release notes of sprint 253. The prefix
 * of Entra's subject is not documented: it is that of the tokens which others have published.
 */
export function azureDevOpsClaims(connection: AzureDevOpsServiceConnection): TokenIdentity {
  const { tenantId = "", serviceConnectionId = "", organization = "" } = connection;
  const { project = "", serviceConnection = "" } = connection;
  const organizationId = connection.organizationId.toLowerCase();
  if (tenantId === "") {
    return {
      issuer: `https://vstoken.dev.azure.com/${organizationId}`,
      subject: `sc://${organization}/${project}/${serviceConnection}`,
      audience: AUDIENCE,
    };
  }
  const prefix = `/eid1/c/pub/t/${guidInBase64Url(tenantId)}/a/${AZURE_DEVOPS}`;
  return {
    issuer: `https://login.microsoftonline.com/${tenantId.toLowerCase()}/v2.0`,
    subject: `${prefix}/sc/${organizationId}/${serviceConnectionId.toLowerCase()}`,
    audience: AUDIENCE,
  };
}

/** The rules of a service connection. */
export function azureDevOpsProblems(connection: AzureDevOpsServiceConnection): Problem[] {
  return [
    ...formProblems(connection),
    ...(["organizationId", ...IDS] as const).flatMap((key) => idProblems(key, connection[key])),
    ...NAMES.flatMap((key) => nameProblems(key, connection[key])),
  ];
}

// Either both ids or all names.
function formProblems(connection: AzureDevOpsServiceConnection): Problem[] {
  const given = [...IDS, ...NAMES].filter((key) => connection[key] !== undefined).join();
  return given === IDS.join() || given === NAMES.join()
    ? []
    : [
        {
          key: "organizationId",
          message: `needs ${IDS.join(" and ")} beside it, or else ${NAMES.join(", ")}; the issuer on the page of the service connection tells which`,
        },
      ];
}

function idProblems(key: string, id: string | undefined): Problem[] {
  return uuidProblems(key, id, "its id, not its name");
}

function nameProblems(key: string, name: string | undefined): Problem[] {
  return name?.includes("/") === true
    ? [
        {
          key,
          message: `${shown(name)} has a slash, which separates names here; give the name alone`,
        },
      ]
    : claimProblems(key, name);
}

// In the order of .NET: the first three groups of a GUID have their lowest byte first.
function guidInBase64Url(guid: string): string {
  const [first = "", second = "", third = "", ...rest] = guid.split("-");
  const lowestFirst = [first, second, third].map((group) => Buffer.from(group, "hex").reverse());
  return Buffer.concat([...lowestFirst, Buffer.from(rest.join(""), "hex")]).toString("base64url");
}
