/** The log of every call that a provider got, and the failures that a test asks for. */

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

export interface FailRule {
  /** Such as "create azuread_application_password", "read data azuread_client_config" or "configure azurerm". */
  call: string;
  /** Counted from 1, from the moment of asking. */
  nth: number;
  how: "error" | "hang" | "disconnect";
  summary?: string;
  detail?: string;
}

export class Calls {
  log: Call[] = [];
  private rules: { rule: FailRule; seen: number }[] = [];

  /** @param known every call that there is, so that a failure that can never happen is refused. */
  constructor(private readonly known: ReadonlySet<string>) {}

  fail(rule: FailRule): void {
    if (!this.known.has(rule.call)) {
      throw new Error(
        `"${rule.call}" is no call of the sandbox's providers. These are:\n${[...this.known].join("\n")}`,
      );
    }
    this.rules.push({ rule, seen: 0 });
  }

  reset(): void {
    this.log = [];
    this.rules = [];
  }

  /** The failure that is due for this call; it is used up. */
  takeFailure(call: string): FailRule | undefined {
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
