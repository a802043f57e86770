/** What the `expect` of jest and of vitest is extended by: both call a matcher alike. */
import type { Entry } from "./lets-in";
import type { Change, Plan } from "./plan";
import { Sandbox } from "./sandbox";

/** On a plan, and the last one on a sandbox. */
export interface SandboxMatchers<R> {
  /**
   * The plan creates a resource of this type. With attributes, as Terraform names them: one that is planned with these
   * values, whatever its others are.
   */
  toCreate(type: string, attributes?: Readonly<Record<string, unknown>>): R;
  /**
   * The plan replaces the resources whose addresses begin like these, and does nothing else: the hash that cdktf puts
   * at the end of an address may be left out.
   */
  toReplaceOnly(addresses: readonly string[]): R;
  /** The plan creates the resources whose addresses begin like these, and does nothing else. */
  toCreateOnly(addresses: readonly string[]): R;
  /** The plan changes the resources whose addresses begin like these, and does nothing else. */
  toUpdateOnly(addresses: readonly string[]): R;
  /** The plan deletes the resources whose addresses begin like these, and does nothing else. */
  toDeleteOnly(addresses: readonly string[]): R;
  /** The plan changes no resource and no output. */
  toHaveNoChanges(): R;
  /** The registry lets the principal in now, as Azure would; `not.toLetIn` if it does not. */
  toLetIn(entry: Entry): R;
}

/** What both runners give to a matcher, as far as it is used here. */
interface MatcherContext {
  readonly equals: (actual: unknown, expected: unknown) => boolean;
  readonly isNot?: boolean;
}

interface MatcherResult {
  pass: boolean;
  message: () => string;
}

export const matchers = {
  toCreate(
    this: MatcherContext,
    received: unknown,
    type: string,
    attributes: Readonly<Record<string, unknown>> = {},
  ): MatcherResult {
    const plan = aPlan(received, "toCreate");
    const created = plan.changes.filter(
      (change) => change.action === "create" && change.type === type,
    );
    const wanted = Object.entries(attributes);
    return {
      pass: created.some((change) =>
        wanted.every(([name, value]) => this.equals(change.attributes[name], value)),
      ),
      message: () => {
        const what = `expected a plan ${not(this)}to create ${type}`;
        return wanted.length === 0 || created.length === 0
          ? `${what}, but it does\n${describePlan(plan)}`
          : `${what} with\n${describeAttributes(attributes)}\nbut it creates\n${created
              .map((change) => describeCreated(change, Object.keys(attributes)))
              .join("\n")}`;
      },
    };
  },

  toReplaceOnly: only("toReplaceOnly", "replace"),
  toCreateOnly: only("toCreateOnly", "create"),
  toUpdateOnly: only("toUpdateOnly", "update"),
  toDeleteOnly: only("toDeleteOnly", "delete"),

  toHaveNoChanges(this: MatcherContext, received: unknown): MatcherResult {
    const plan = aPlan(received, "toHaveNoChanges");
    return {
      pass: plan.changes.length === 0 && plan.outputs.length === 0,
      message: () =>
        `expected a plan ${this.isNot ? "with" : "without"} changes, but it does\n${describePlan(plan)}`,
    };
  },

  toLetIn(this: MatcherContext, received: unknown, entry: Entry): MatcherResult {
    if (!(received instanceof Sandbox)) {
      throw new Error(
        "toLetIn: what is expected must be a sandbox, as in expect(sandbox).toLetIn(…).",
      );
    }
    const { isLetIn, reasons } = received.letsIn(entry);
    const { principal, registry, access, repository } = entry;
    const where = repository === undefined ? registry : `${registry}/${repository}`;
    return {
      pass: isLetIn,
      message: () =>
        `expected the sandbox ${not(this)}to let ${principal} in to ${access} at ${where}, but it does${this.isNot ? "" : " not"}:\n${lines(reasons)}`,
    };
  },
};

function only(matcher: string, action: Change["action"]) {
  return function (
    this: MatcherContext,
    received: unknown,
    addresses: readonly string[],
  ): MatcherResult {
    const plan = aPlan(received, matcher);
    if (!Array.isArray(addresses) || addresses.length === 0) {
      throw new Error(
        `${matcher}: ${JSON.stringify(addresses)} is no list of addresses; write one, as in ${matcher}(["azuread_application.web_application"]), or toHaveNoChanges() for a plan that does nothing.`,
      );
    }
    const left = [...plan.changes];
    const missing = addresses.filter((address: string) => {
      const found = left.findIndex(
        (change) => change.action === action && change.address.startsWith(address),
      );
      left.splice(found, found < 0 ? 0 : 1);
      return found < 0;
    });
    return {
      pass: missing.length === 0 && left.length === 0,
      message: () =>
        `expected a plan ${not(this)}to ${action} exactly\n${lines(addresses)}\nbut it does\n${describePlan(plan)}`,
    };
  };
}

function aPlan(received: unknown, matcher: string): Plan {
  if (!Array.isArray((Object(received) as Partial<Plan>).changes)) {
    throw new Error(
      `${matcher}: what is expected must be a plan, as in expect(await sandbox.plan(stack)).${matcher}(…).`,
    );
  }
  return received as Plan;
}

const not = ({ isNot }: MatcherContext): string => (isNot ? "not " : "");

const lines = (texts: readonly string[]): string => texts.map((text) => `  ${text}`).join("\n");

function describePlan({ changes, outputs }: Plan): string {
  const all = [
    ...changes.map(({ action, address }) => `${action} ${address}`),
    ...outputs.map((name) => `output ${name}`),
  ];
  return lines(all.length === 0 ? ["nothing"] : all);
}

function describeCreated({ address, attributes }: Change, names: readonly string[]): string {
  const named = Object.fromEntries(names.map((name) => [name, attributes[name]]));
  return `  ${address} with\n${describeAttributes(named)}`;
}

function describeAttributes(attributes: Readonly<Record<string, unknown>>): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        `    ${name} = ${value === undefined ? "(known after apply)" : JSON.stringify(value)}`,
    )
    .join("\n");
}
