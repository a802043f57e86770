import { AzureError } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import type { Directory } from "../cloud/directory";
import type { Request } from "../cloud/requests";
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

  /**
   * Sends a request that changes something, as the SDK of both providers does (go-azure-sdk, sdk/client/client.go):
   * once more after an error of the server, and never after a broken connection. No time passes here in between.
   *
   * @param effect what Azure does at the request; of one that is sent twice, twice
   * @param isPassing the other errors after which the provider tries again
   */
  send<Answer>(
    request: Request,
    effect: () => Answer,
    isPassing: (error: AzureError) => boolean = () => false,
  ): Answer {
    for (let retries = 0; ; retries += 1) {
      try {
        return this.cloud.requests.answer(request, effect);
      } catch (error) {
        const again = error instanceof AzureError && (error.status === 500 || isPassing(error));
        if (!again || retries === MOST_RETRIES) {
          throw error;
        }
      }
    }
  }
}

const MOST_RETRIES = 16;
