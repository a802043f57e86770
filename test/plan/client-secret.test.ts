import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { ClientSecretProps } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform, Program } from "./support";
import {
  A,
  B,
  day,
  delivered,
  EVERY_90_DAYS,
  passwords,
  SCHEDULE,
  web,
} from "./support/client-secret";

describeWithTerraform("a client secret", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test("whose generation is counted up is replaced in both slots at once", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    deployment.program = web({ ...EVERY_90_DAYS, generation: 1 });
    expect(await deployment.plan()).toReplaceOnly([A, B, SCHEDULE]);
  });

  test("whose active slot alone is replaced leaves who still has the other value in peace", async () => {
    deployment = await Deployment.start(web(), { now: day(100) });
    await deployment.apply();
    const [other] = (await passwords(deployment)).filter(
      ({ displayName }) => displayName === "docker-a",
    );
    const leaked = await delivered(deployment);
    expect(leaked?.displayName).toBe("docker-b");
    deployment.program = web({ ...EVERY_90_DAYS, slotGeneration: { b: 1 } });
    expect(await deployment.plan()).toReplaceOnly([B]);
    await deployment.apply();
    expect(await passwords(deployment)).toContainEqual(other);
    expect(await passwords(deployment)).not.toContainEqual(leaked);
    expect((await delivered(deployment))?.displayName).toBe("docker-b");
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("whose idle slot alone is replaced changes nothing for who has the new value", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    const before = await delivered(deployment);
    deployment.program = web({ ...EVERY_90_DAYS, slotGeneration: { b: 1 } });
    const plan = await deployment.plan();
    expect(plan).toReplaceOnly([B]);
    await deployment.apply();
    expect(await delivered(deployment)).toEqual(before);
  });

  test.each<[string, ClientSecretProps]>([
    ["by itself", EVERY_90_DAYS],
    ["by hand", { expiresOn: { a: day(60), b: day(120) } }],
  ])("that rotates %s is not replaced for another name in Entra", async (_, props) => {
    deployment = await Deployment.start(web(props), { now: day(0) });
    await deployment.apply();
    deployment.program = (stack) => {
      web(props)(stack);
      for (const construct of stack.node.findAll()) {
        if (construct instanceof ApplicationPasswordA) {
          construct.displayName = "renamed";
        }
      }
    };
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("that is rotated by hand and has expired fails the plan, until its dates are right", async () => {
    const program = (a: string): Program => web({ expiresOn: { a, b: day(20) } });
    deployment = await Deployment.start(program(day(60)), { now: day(0) });
    await deployment.apply();
    await deployment.moveTo(day(59));
    await deployment.plan();
    await deployment.moveTo(day(60));
    const { code, stderr } = await deployment.tryToApply();
    expect({ code, stderr: stderr.replace(/[\s│]+/g, " ") }).toEqual({
      code: 1,
      stderr: expect.stringContaining(
        `[stack/web/client_secret/docker] expiresOn: the active slot has expired on ${day(60)}, consumers can't log in; move the earlier end date into the future`,
      ) as string,
    });
    deployment.program = web({ expiresOn: { a: day(60), b: day(150) } });
    expect(await deployment.plan()).toReplaceOnly([B]);
  });

  test("that is rotated by hand and has expired stops no destroy", async () => {
    deployment = await Deployment.start(web({ expiresOn: { a: day(60) } }), { now: day(0) });
    await deployment.apply();
    await deployment.moveTo(day(61));
    await deployment.destroy();
    expect(await passwords(deployment)).toEqual([]);
  });

  test("is rotated by hand without touching the slot in use", async () => {
    const [first, second, third] = [day(60), day(120), day(180)];
    deployment = await Deployment.start(web({ expiresOn: { a: first } }), { now: day(0) });
    await deployment.apply();
    expect((await delivered(deployment))?.displayName).toBe("docker-a");
    deployment.program = web({ expiresOn: { a: first, b: second } });
    expect(await deployment.plan()).toCreateOnly([B]);
    await deployment.apply();
    expect((await delivered(deployment))?.displayName).toBe("docker-b");
    deployment.program = web({ expiresOn: { a: third, b: second } });
    expect(await deployment.plan()).toReplaceOnly([A]);
    await deployment.apply();
    expect((await delivered(deployment))?.displayName).toBe("docker-a");
  });

  test("is refused by a tenant whose policy allows less, with the tenant's own words", async () => {
    deployment = await Deployment.start(web({ rotationDays: 90 }), {
      now: day(0),
      seed: {
        subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
        tenantId: "7e4a0000-0000-4000-8000-000000000001",
        appManagementPolicy: { passwordLifetimeDays: 30 },
      },
    });
    const { code, stderr } = await deployment.tryToApply();
    expect(code).toBe(1);
    expect(stderr).toMatch(/CredentialInvalidLifetimeAsPerAppPolicy/);
  });
});
