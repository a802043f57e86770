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
  sandbox.configure("azuread", {}, { ARM_SUBSCRIPTION_ID: "" });
});

test("azurerm lists the subscription's resource providers even where it registers none", () => {
  const sandbox = new InProcess();
  sandbox.fail("GET /providers", "403");
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
  sandbox.fail("GET /providers", "403");
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

test("azurerm 5.2.0 lists no resource providers", () => {
  const sandbox = new InProcess({ azurerm: "5.2.0" });
  sandbox.fail("GET /providers", "403");
  expect(() => {
    sandbox.configure("azurerm", { features });
  }).not.toThrow();
});
