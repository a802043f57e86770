import type { Cloud } from "../cloud/cloud";
import type { Directory } from "../cloud/directory";
import type { Subscription } from "../cloud/subscription";

/** A configured provider: one for each `provider` block, so for each alias. */
export class Session {
  constructor(
    readonly cloud: Cloud,
    readonly tenantId: string,
    readonly subscriptionId: string,
  ) {}

  get directory(): Directory {
    return this.cloud.directory(this.tenantId);
  }

  get subscription(): Subscription {
    return this.cloud.subscription(this.subscriptionId);
  }
}
