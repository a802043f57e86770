import type { Cloud } from "../cloud/cloud";
import type { Cluster } from "../cloud/cluster";
import type { GitHubActions } from "../cloud/github-actions";
import type { Values } from "../schema/values";
import type { Caller } from "../seed";
import { ApiClient } from "./api-client";
import { text } from "./arguments";

/** The variables of the environment that the providers read, as far as they are modelled. */
export const VARIABLES = ["ARM_SUBSCRIPTION_ID", "ARM_PROVIDER_ENHANCED_VALIDATION"] as const;

export type Variables = Readonly<Partial<Record<(typeof VARIABLES)[number], string>>>;

/** A configured provider: one for each `provider` block, so for each alias. */
export class Session {
  /** Microsoft Graph, and Azure Resource Manager. */
  readonly graph: ApiClient;
  readonly management: ApiClient;

  constructor(
    private readonly cloud: Cloud,
    readonly variables: Variables,
    readonly tenantId: string,
    readonly subscriptionId: string,
    /** What the program says in the `provider` block. */
    readonly config: Values = {},
  ) {
    this.graph = new ApiClient(cloud, "graph", tenantId);
    this.management = new ApiClient(cloud, "management", tenantId);
  }

  /** The Kubernetes cluster of the `provider` block, by where it is. */
  get cluster(): Cluster {
    const names = ["host", "config_context", "config_path"];
    const [name = "kubernetes"] = names.flatMap((key) => text(this.config, key) ?? []);
    return this.cloud.cluster(name);
  }

  get gitHubActions(): GitHubActions {
    return this.cloud.gitHubActions;
  }

  /** The secrets of a key vault, by its URL. */
  vault(url: string): ApiClient {
    return new ApiClient(this.cloud, "vault", this.tenantId, new URL(url).host);
  }

  /** Who calls, as the claims of its token in this tenant say. */
  get caller(): Caller {
    return this.cloud.directory(this.tenantId).caller;
  }

  now(): Date {
    return this.cloud.environment.now();
  }

  newGuid(): string {
    return this.cloud.environment.newGuid();
  }
}
