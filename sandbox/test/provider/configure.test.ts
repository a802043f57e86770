import type { Variables } from "../../lib/provider/session";
import type { Values } from "../../lib/schema/values";
import { InProcess } from "../in-process";

const features = [{}];
const none = { features, resource_provider_registrations: "none" };

test("azurerm without a subscription id is refused before anything is planned", () => {
  const sandbox = new InProcess();
  expect(() => {
    sandbox.configure("azurerm", { features }, { ARM_SUBSCRIPTION_ID: "" });
  }).toThrow(
    "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
  );
  expect(() => {
    sandbox.configure("azurerm", { features, subscription_id: "" });
  }).toThrow("subscription ID could not be determined");
  sandbox.configure("azuread", {}, { ARM_SUBSCRIPTION_ID: "" });
});

/** As often as it is asked for. */
function refuseList(sandbox: InProcess): void {
  sandbox.fail("GET /providers", "403", 1);
  sandbox.fail("GET /providers", "403", 2);
}

test("azurerm asks again for the list by which it would only validate", () => {
  const sandbox = new InProcess();
  sandbox.fail("GET /providers", "403");
  expect(() => {
    sandbox.configure("azurerm", none);
  }).not.toThrow();
});

test("azurerm lists the subscription's resource providers even where it registers none", () => {
  const sandbox = new InProcess();
  refuseList(sandbox);
  expect(() => {
    sandbox.configure("azurerm", none);
  }).toThrow(
    /^populating Resource Provider cache: listing Resource Providers: loading results: unexpected status 403 \(403 Forbidden\) with error: AuthorizationFailed: /,
  );
});

test.each([
  [none, "false", false],
  [none, "true", true],
  [none, undefined, true],
  [{ features }, "false", true],
])("with %o and ARM_PROVIDER_ENHANCED_VALIDATION=%s it lists them: %s", (config, value, lists) => {
  const sandbox = new InProcess();
  refuseList(sandbox);
  const configure = () => {
    sandbox.configure("azurerm", config, {
      ...(value !== undefined && { ARM_PROVIDER_ENHANCED_VALIDATION: value }),
    });
  };
  if (lists) {
    expect(configure).toThrow("403");
  } else {
    expect(configure).not.toThrow();
  }
});

describe("azurerm 5.2.0", () => {
  const configure = (config: Values, variables?: Variables) => () => {
    const sandbox = new InProcess({ azurerm: "5.2.0" });
    refuseList(sandbox);
    sandbox.configure("azurerm", config, variables);
  };

  test.each<[Values, boolean]>([
    [{ features }, false],
    [none, false],
    [{ features, resource_provider_registrations: "core" }, true],
    [{ features, resource_providers_to_register: ["Microsoft.ContainerRegistry"] }, true],
    [{ features: [{ enhanced_validation: [{ resource_providers: true }] }] }, true],
  ])("with %j, lists resource providers: %s", (config, lists) => {
    const result = lists ? expect(configure(config)) : expect(configure(config)).not;
    result.toThrow("403");
  });

  test("refuses the variable by which azurerm 4 lists none", () => {
    expect(configure(none, { ARM_PROVIDER_ENHANCED_VALIDATION: "false" })).toThrow(
      /^the environment variable `ARM_PROVIDER_ENHANCED_VALIDATION` has been removed in v5\.0 /,
    );
  });
});
