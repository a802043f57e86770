import { AzureError } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import type { Directory } from "../cloud/directory";
import type { Request } from "../cloud/requests";
import type { Subscription } from "../cloud/subscription";
import type { Caller } from "../seed";
import { ApiClient } from "./api-client";

/** The variables of the environment that the providers read, as far as they are modelled. */
export const VARIABLES = ["ARM_SUBSCRIPTION_ID", "ARM_PROVIDER_ENHANCED_VALIDATION"] as const;

export type Variables = Readonly<Partial<Record<(typeof VARIABLES)[number], string>>>;

/** A configured provider: one for each `provider` block, so for each alias. */
export class Session {
  /** Microsoft Graph, and Azure Resource Manager. */
  readonly graph: ApiClient;
  readonly management: ApiClient;

  constructor(
    readonly cloud: Cloud,
    readonly variables: Variables,
    readonly tenantId: string,
    readonly subscriptionId: string,
  ) {
    this.graph = new ApiClient(cloud, "graph", tenantId);
    this.management = new ApiClient(cloud, "management", tenantId);
  }

  /** Who calls, as the claims of its token in this tenant say. */
  get caller(): Caller {
    return this.cloud.directory(this.tenantId).caller;
  }

  get directory(): Directory {
    return this.cloud.directory(this.tenantId);
  }

  get subscription(): Subscription {
    return this.cloud.subscription(this.subscriptionId);
  }

  /** Of azurerm: once more after an error of the server, and never after a broken connection. */
  send<Answer>(request: Request, effect: () => Answer): Answer {
    for (let retries = 0; ; retries += 1) {
      try {
        return this.cloud.requests.answer(request, effect);
      } catch (error) {
        if (!(error instanceof AzureError && error.status === 500) || retries === 16) {
          throw error;
        }
      }
    }
  }

  now(): Date {
    return this.cloud.environment.now();
  }

  newGuid(): string {
    return this.cloud.environment.newGuid();
  }
}
