import type { Change, Plan } from "./plan";

declare global {
  namespace jest {
    interface Matchers<R> {
      /** The plan creates a resource of this type. */
      toCreate(type: string): R;
      /**
       * The plan replaces the resources whose addresses begin like this, and does nothing else: the
       * hash at the end of an address may be left out.
       */
      toReplaceOnly(...addresses: string[]): R;
      /** The plan creates the resources whose addresses begin like this, and does nothing else. */
      toCreateOnly(...addresses: string[]): R;
      /** The plan changes the resources whose addresses begin like this, and does nothing else. */
      toUpdateOnly(...addresses: string[]): R;
      /** The plan deletes the resources whose addresses begin like this, and does nothing else. */
      toDeleteOnly(...addresses: string[]): R;
      /** The plan changes no resource and no output. */
      toHaveNoChanges(): R;
    }
  }
}

function describePlan({ changes, outputs }: Plan): string {
  const lines = [
    ...changes.map(({ action, address }) => `  ${action} ${address}`),
    ...outputs.map((name) => `  output ${name}`),
  ];
  return lines.length === 0 ? "  nothing" : lines.join("\n");
}

function only(action: Change["action"]) {
  return (plan: Plan, ...addresses: string[]): jest.CustomMatcherResult => {
    const left = [...plan.changes];
    const missing = addresses.filter((address) => {
      const found = left.findIndex(
        (change) => change.action === action && change.address.startsWith(address),
      );
      left.splice(found, found < 0 ? 0 : 1);
      return found < 0;
    });
    return {
      pass: missing.length === 0 && left.length === 0,
      message: () =>
        `expected a plan to ${action} exactly\n  ${addresses.join("\n  ")}\nbut it does\n${describePlan(plan)}`,
    };
  };
}

expect.extend({
  toCreate: (plan: Plan, type: string) => ({
    pass: plan.changes.some((change) => change.action === "create" && change.type === type),
    message: () => `expected a plan to create ${type}, but it does\n${describePlan(plan)}`,
  }),
  toReplaceOnly: only("replace"),
  toCreateOnly: only("create"),
  toUpdateOnly: only("update"),
  toDeleteOnly: only("delete"),
  toHaveNoChanges: (plan: Plan) => ({
    pass: plan.changes.length === 0 && plan.outputs.length === 0,
    message: () => `expected a plan without changes, but it does\n${describePlan(plan)}`,
  }),
});
