import { InProcess } from "../in-process";

const features = [{}];

test("azurerm without a subscription id is refused before anything is planned", () => {
  const sandbox = new InProcess();
  expect(() => {
    sandbox.configure("azurerm", { features }, { ARM_SUBSCRIPTION_ID: "" });
  }).toThrow(
    "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
  );
  sandbox.configure("azuread", {}, { ARM_SUBSCRIPTION_ID: "" });
});
