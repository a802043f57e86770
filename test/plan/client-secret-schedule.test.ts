import { ClientSecretProps } from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";
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

describeWithTerraform("the schedule of a deployed client secret", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  /** What a plan that must fail says, on one line. */
  const refusal = async (): Promise<string> => {
    const { code, stderr } = await deployment.tryToApply();
    expect(code).toBe(1);
    return stderr.replace(/[\s│]+/g, " ");
  };

  test("takes another graceDays without a change to what exists, and from the next rotation on", async () => {
    deployment = await Deployment.start(web({ ...EVERY_90_DAYS, graceDays: 500 }), { now: day(0) });
    await deployment.apply();
    deployment.program = web(EVERY_90_DAYS);
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.moveTo(day(90));
    expect(await deployment.plan()).toReplaceOnly([B]);
    await deployment.apply();
    // Slot a expires later than the new slot b, which consumers were told all the same.
    expect((await passwords(deployment)).map(({ endDate }) => endDate).sort()).toEqual([
      day(270),
      day(680),
    ]);
    const given = await delivered(deployment);
    expect(given).toMatchObject({ displayName: "docker-b", endDate: day(270) });
    expect(deployment.outputs()).toMatchObject({ active_slot: "b", expires_on: day(270) });
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is not that of the stack's name: a renamed stack replaces nothing", async () => {
    deployment = await Deployment.start(web({}), { now: day(0) });
    await deployment.apply();
    for (const name of ["shop", "shop-registry-access"]) {
      await deployment.rename(name);
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("fails the plan when rotationDays changes, until generation is counted up", async () => {
    deployment = await Deployment.start(web({ rotationDays: 60 }), { now: day(0) });
    await deployment.apply();
    const before = await passwords(deployment);
    deployment.program = web({ rotationDays: 75 });
    expect(await refusal()).toContain(
      "[stack/web/client_secret/docker] The slots of this client secret were made with " +
        "rotationDays: 60; with rotationDays: 75 this apply would replace both at once, and " +
        "consumers would fail until they have the new value. Put the old schedule back, and add a " +
        "second client secret with the new one until all consumers have moved to it; or, to replace " +
        "both slots now, count generation up to 1.",
    );
    expect(await passwords(deployment)).toEqual(before);

    deployment.program = web({ rotationDays: 75, generation: 1 });
    expect(await deployment.plan()).toReplaceOnly([A, B, SCHEDULE]);
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = web({ rotationDays: 60, generation: 1 });
    expect(await refusal()).toContain(
      "were made with rotationDays: 75; with rotationDays: 60 this apply",
    );
  });

  test.each<[string, ClientSecretProps, string]>([
    [
      "its periods begin on another day",
      { ...EVERY_90_DAYS, anchor: day(1) },
      `with rotationDays: 90, anchor: ${day(0)}; with rotationDays: 90, anchor: ${day(1)} this apply`,
    ],
    [
      "it is rotated by hand from now on",
      { expiresOn: { a: day(60) } },
      `with rotationDays: 90, anchor: ${day(0)}; with expiresOn this apply`,
    ],
  ])("fails the plan when %s", async (_, changed, text) => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    deployment.program = web(changed);
    expect(await refusal()).toContain(text);
    deployment.program = web({ ...changed, generation: 1 });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("fails the plan when a secret that is rotated by hand would rotate by itself", async () => {
    deployment = await Deployment.start(web({ expiresOn: { a: day(60) } }), { now: day(0) });
    await deployment.apply();
    deployment.program = web();
    expect(await refusal()).toContain(
      `were made with expiresOn; with rotationDays: 90, anchor: ${day(0)} this apply`,
    );
  });

  test.each<[string, ClientSecretProps, ClientSecretProps]>([
    ["rotationDays", EVERY_90_DAYS, { ...EVERY_90_DAYS, rotationDays: 10 }],
    ["the way to rotate", { expiresOn: { a: day(60), b: day(120) } }, EVERY_90_DAYS],
    ["the way to rotate, of one slot,", { expiresOn: { a: day(60) } }, EVERY_90_DAYS],
    ["the way to rotate, back", EVERY_90_DAYS, { expiresOn: { a: day(60) } }],
  ])("holds up no refresh and no destroy when %s has changed", async (_, before, after) => {
    deployment = await Deployment.start(web(before), { now: day(0) });
    await deployment.apply();
    deployment.program = web(after);
    await deployment.terraform("apply", "-refresh-only", "-auto-approve");
    await deployment.destroy();
    expect(await passwords(deployment)).toEqual([]);
  });

  test("may still be another one when Entra has refused the first apply", async () => {
    deployment = await Deployment.start(web({ rotationDays: 90 }), {
      now: day(0),
      seed: {
        subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
        tenantId: "7e4a0000-0000-4000-8000-000000000001",
        appManagementPolicy: { passwordLifetimeDays: 90 },
      },
    });
    expect(await refusal()).toMatch(/CredentialInvalidLifetimeAsPerAppPolicy/);
    deployment.program = web({ rotationDays: 30 });
    await deployment.apply();
    expect(await passwords(deployment)).toHaveLength(2);
    expect(await deployment.plan()).toHaveNoChanges();
  });
});
