/** The log of every call that a provider got, and the failures that a test asks for. */

import { REQUEST_FAILURES, type RequestFailure } from "./cloud/refusals";
import { type Request, REQUESTS } from "./cloud/requests";
import type { ProviderType } from "./provider/resource-type";

export interface Call {
  provider: string;
  /** validate, configure, plan, create, read, update, delete, import or upgrade. */
  operation: string;
  /** The resource or data source type ("data azuread_client_config"); absent for calls to the provider itself. */
  type?: string;
  outcome: "ok" | "error" | "hang" | "disconnect";
  /** Of the error. */
  summary?: string;
}

/** A call of Terraform that fails at the provider, which does nothing then. */
export interface FailedCall {
  /** Such as "create azuread_application_password", "read data azuread_client_config" or "configure azurerm". */
  call: string;
  /** Counted from 1, from the moment of asking. */
  nth: number;
  how: "error" | "hang" | "disconnect";
  summary?: string;
  detail?: string;
}

/** A request of a provider that fails in Azure or on the way back. */
export interface FailedRequest {
  call: Request;
  /** Counted from 1, from the moment of asking. */
  nth: number;
  how: RequestFailure;
}

export type FailRule = FailedCall | FailedRequest;

export class Calls {
  log: Call[] = [];
  private rules: { rule: FailRule; seen: number }[] = [];

  /** @param known every call of Terraform that there is, so that a failure that can never happen is refused. */
  constructor(private readonly known: ReadonlySet<string>) {}

  fail(rule: FailRule): void {
    const isRequest = (REQUESTS as readonly string[]).includes(rule.call);
    if (!isRequest && !this.known.has(rule.call)) {
      throw new Error(
        `"${rule.call}" is no call of the sandbox's providers, nor a request of theirs. These are:\n${[...this.known, ...REQUESTS].join("\n")}`,
      );
    }
    const ways: readonly string[] = isRequest ? REQUEST_FAILURES : ["error", "hang", "disconnect"];
    if (!ways.includes(rule.how)) {
      throw new Error(`"${rule.call}" can't fail by "${rule.how}"; write ${ways.join(", ")}.`);
    }
    this.rules.push({ rule, seen: 0 });
  }

  reset(): void {
    this.log = [];
    this.rules = [];
  }

  /** The failure that is due for this call of Terraform; it is used up. */
  takeFailure(call: string): FailedCall | undefined {
    return this.take(call) as FailedCall | undefined;
  }

  /** The same for a request of a provider. */
  takeRequestFailure(request: Request): RequestFailure | undefined {
    return (this.take(request) as FailedRequest | undefined)?.how;
  }

  private take(call: string): FailRule | undefined {
    const watching = this.rules.filter(({ rule }) => rule.call === call);
    watching.forEach((watch) => {
      watch.seen += 1;
    });
    const due = watching.find(({ rule, seen }) => seen === rule.nth);
    this.rules = this.rules.filter((watch) => watch !== due);
    return due?.rule;
  }
}

export function callsOf({ name, resources, dataSources }: ProviderType): string[] {
  const operations = [
    "validate",
    "upgrade",
    "read",
    "plan",
    "create",
    "update",
    "delete",
    "import",
  ];
  return [
    `configure ${name}`,
    ...resources.flatMap(({ type }) => operations.map((operation) => `${operation} ${type}`)),
    ...dataSources.flatMap(({ type }) =>
      ["validate", "read"].map((operation) => `${operation} data ${type}`),
    ),
  ];
}
