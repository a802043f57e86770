import { Fn, TerraformOutput } from "cdktf";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrServicePrincipal } from "cdktf-acr-auth";
import { DAY } from "../../lib/core/instant";
import { PlanReader, statusOf } from "../../lib/review";
import { Deployment, describeWithTerraform } from "./support";
import { A, B, day, delivered, passwords, web } from "./support/client-secret";

describeWithTerraform("a client secret, as time passes,", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  /** When each slot rotates next, as a status tells it of the state. */
  const rotationsInState = async (): Promise<unknown[]> => {
    const reader = new PlanReader("state");
    reader.write(Buffer.from(await deployment.terraform("show", "-json")));
    return statusOf(reader.end()).credentials.map((one) => one.rotatesOn);
  };

  test("within a period shows no change, whoever plans and whenever", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    for (const days of [0, 45, 89]) {
      await deployment.moveTo(day(days));
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("is what consumers are told of still when a state is refreshed after a period, and nothing made", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    const before = await delivered(deployment);
    await deployment.moveTo(day(100));
    await deployment.terraform("apply", "-refresh-only", "-auto-approve");
    expect(await delivered(deployment)).toEqual(before);
    expect(deployment.outputs()).toMatchObject({ active_slot: "a" });
    expect(await rotationsInState()).toEqual([day(90), day(90)]);
    expect(await deployment.plan()).toReplaceOnly([B]);
  });

  test("rotates on the day of its application, which an update of the application leaves", async () => {
    deployment = await Deployment.start(web({}), { now: day(0) });
    await deployment.apply();
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    const application = tenant?.applications.find(
      ({ displayName }) => displayName === "contoso-web",
    );
    const stagger = parseInt(application?.objectId.slice(0, 7) ?? "", 16) % 60;
    const { rotates_on: rotatesOn } = deployment.outputs();
    const sinceFirst = Date.parse(String(rotatesOn)) - Date.parse("2024-01-01T00:00:00Z");
    expect((sinceFirst / DAY) % 60).toBe(stagger);
    expect(await rotationsInState()).toEqual([rotatesOn, rotatesOn]);
    deployment.program = (stack) => {
      web({})(stack);
      (stack.node.findChild("web") as AcrServicePrincipal).application.notes = "changed";
    };
    expect(await deployment.plan()).toUpdateOnly(["azuread_application.web_application"]);
  });

  test("is rotated back by a clock that is behind, to the value from before, and then again", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    const before = await delivered(deployment);
    await deployment.moveTo(day(90));
    await deployment.apply();
    await deployment.moveTo(day(89));
    expect(await deployment.plan()).toReplaceOnly([B]);
    await deployment.apply();
    expect(await delivered(deployment)).toEqual(before);
    await deployment.moveTo(day(90));
    expect(await deployment.plan()).toReplaceOnly([B]);
  });

  test("rotates one slot a period, in turn, and delivers the value of the new one", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    for (const [period, slot] of [B, A, B].entries()) {
      await deployment.moveTo(day(90 * (period + 1)));
      const before = await passwords(deployment);
      expect(await deployment.plan()).toReplaceOnly([slot]);
      await deployment.apply();
      const current = await delivered(deployment);
      expect(current?.displayName).toBe(slot === A ? "docker-a" : "docker-b");
      expect(current?.endDate).toBe(day(90 * (period + 3)));
      expect(deployment.outputs()).toMatchObject({
        expires_on: current?.endDate,
        active_slot: slot === A ? "a" : "b",
        rotates_on: day(90 * (period + 2)),
      });
      // What was delivered before is valid still.
      expect(
        (await passwords(deployment)).filter((other) =>
          before.some(({ secretSha256 }) => secretSha256 === other.secretSha256),
        ),
      ).toHaveLength(1);
    }
  });

  test("at any time, rotated irregularly over ten years, is valid from one apply to the next", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    // Gaps between applies up to a period: a fixed sequence that looks irregular.
    const gaps = Array.from({ length: 53 }, (_, n) =>
      n % 10 === 9 ? 1 + (n % 7) * 3 : 62 + ((n * 23) % 29),
    );
    let now = 0;
    for (const gap of gaps) {
      const given = await delivered(deployment);
      now += gap;
      expect(Date.parse(given?.endDate ?? "")).toBeGreaterThan(Date.parse(day(now)) - 1);
      await deployment.moveTo(day(now));
      await deployment.apply();
    }
    expect(now).toBeGreaterThan(3650);
    expect(await passwords(deployment)).toHaveLength(2);
  }, 300_000);

  test("after more than a period without an apply renews both slots, and consumers in the stack get the value before the old one is deleted", async () => {
    deployment = await Deployment.start(
      (stack) => {
        web()(stack);
        const value = String((stack.node.findChild("password") as TerraformOutput).value);
        new ResourceGroup(stack, "consumer", {
          name: "rg-consumer",
          location: "westeurope",
          tags: { fingerprint: String(Fn.nonsensitive(Fn.sha256(value))) },
        });
      },
      { now: day(0) },
    );
    await deployment.apply();
    await deployment.moveTo(day(200));
    await deployment.apply();
    const log = (await deployment.sandbox.log()).map(
      ({ operation, type }) => `${operation} ${type ?? ""}`,
    );
    const update = log.lastIndexOf("update azurerm_resource_group");
    expect(update).toBeGreaterThan(log.lastIndexOf("create azuread_application_password"));
    expect(update).toBeLessThan(log.indexOf("delete azuread_application_password"));
    expect(await passwords(deployment)).toHaveLength(2);
  });
});
