import { Fn, TerraformStack } from "cdktf";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrServicePrincipal } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";
import { B, day, EVERY_90_DAYS } from "./support/client-secret";

// A resource that takes the value, as a secret of a cluster would.
function consumed(stack: TerraformStack): void {
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const { value } = web.addClientSecret("docker", { ...EVERY_90_DAYS, propagationSeconds: 30 });
  new ResourceGroup(stack, "consumer", {
    name: "rg-consumer",
    location: "westeurope",
    tags: { fingerprint: String(Fn.nonsensitive(Fn.sha256(value))) },
  });
}

describeWithTerraform("a client secret that Entra is given time to spread", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test("reaches its consumer after that time, and is rotated in the same order", async () => {
    deployment = await Deployment.start(consumed, { now: day(0) });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.moveTo(day(90));
    const { changes } = await deployment.plan();
    expect(changes.map(({ action, type }) => `${action} ${type}`).sort()).toEqual([
      "replace azuread_application_password",
      "replace time_sleep",
      "update azurerm_resource_group",
    ]);
    expect(changes.map(({ address }) => address)).toContainEqual(expect.stringContaining(B));
    await deployment.apply();
    const log = (await deployment.sandbox.log()).map(
      ({ operation, type }) => `${operation} ${type ?? ""}`,
    );
    const order = [
      "create azuread_application_password",
      "create time_sleep",
      "update azurerm_resource_group",
      "delete azuread_application_password",
    ].map((call) => log.lastIndexOf(call));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order[0]).toBeGreaterThan(0);
  });
});
