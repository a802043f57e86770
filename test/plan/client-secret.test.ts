import { createHash } from "node:crypto";
import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrServicePrincipal, ClientSecretProps } from "cdktf-acr-auth";
import { DAY, utcSecond } from "../../lib/rules/instant";
import { Deployment, describeWithTerraform, Program } from "./support";

const START = Date.parse("2026-12-01T00:00:00Z");
const day = (days: number): string => utcSecond(START + days * DAY);

// Periods begin at the start and every 90 days after it: at the start, slot a is the active one.
const EVERY_90_DAYS: ClientSecretProps = { rotationDays: 90, graceDays: 0, anchor: day(0) };
const A = "azuread_application_password.web_client_secret_docker_a";
const B = "azuread_application_password.web_client_secret_docker_b";

function web(props: ClientSecretProps = EVERY_90_DAYS): Program {
  return (stack: TerraformStack) => {
    const principal = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const secret = principal.addClientSecret("docker", props);
    new TerraformOutput(stack, "password", { value: secret.value, sensitive: true });
    new TerraformOutput(stack, "expires_on", { value: secret.expiresOn });
    new TerraformOutput(stack, "active_slot", { value: secret.activeSlot });
    new TerraformOutput(stack, "rotates_on", { value: secret.rotatesOn ?? "by hand" });
  };
}

interface Password {
  readonly displayName: string;
  readonly endDate: string;
  readonly secretSha256: string;
}

describeWithTerraform("a client secret", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const passwords = async (): Promise<Password[]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    const application = tenant?.applications.find(
      ({ displayName }) => displayName === "contoso-web",
    );
    return (application?.passwords ?? []) as unknown as Password[];
  };

  /** The password in the cloud that consumers were given by the last apply. */
  const delivered = async (): Promise<Password | undefined> => {
    const { password } = await deployment.outputs();
    const hash = createHash("sha256").update(String(password)).digest("hex");
    return (await passwords()).find(({ secretSha256 }) => secretSha256 === hash);
  };

  test("within a period shows no change, whoever plans and whenever", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    for (const days of [0, 45, 89]) {
      await deployment.moveTo(day(days));
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("rotates one slot a period, in turn, and delivers the value of the new one", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    for (const [period, slot] of [B, A, B].entries()) {
      await deployment.moveTo(day(90 * (period + 1)));
      const before = await passwords();
      expect(await deployment.plan()).toReplaceOnly(slot);
      await deployment.apply();
      const current = await delivered();
      expect(current?.displayName).toBe(slot === A ? "docker-a" : "docker-b");
      expect(current?.endDate).toBe(day(90 * (period + 3)));
      expect(await deployment.outputs()).toMatchObject({
        expires_on: current?.endDate,
        active_slot: slot === A ? "a" : "b",
        rotates_on: day(90 * (period + 2)),
      });
      // What was delivered before is valid still.
      expect(
        (await passwords()).filter((other) =>
          before.some(({ secretSha256 }) => secretSha256 === other.secretSha256),
        ),
      ).toHaveLength(1);
    }
  });

  test("at any time, rotated irregularly over ten years, is valid from one apply to the next", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    // Gaps between applies up to a period: a fixed sequence that looks irregular.
    const gaps = Array.from({ length: 62 }, (_, n) => 30 + ((n * 37) % 61));
    let now = 0;
    for (const gap of gaps) {
      const given = await delivered();
      now += gap;
      expect(Date.parse(given?.endDate ?? "")).toBeGreaterThan(Date.parse(day(now)) - 1);
      await deployment.moveTo(day(now));
      await deployment.apply();
    }
    expect(now).toBeGreaterThan(3650);
    expect(await passwords()).toHaveLength(2);
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
    expect(await passwords()).toHaveLength(2);
  });

  test("whose generation is counted up is replaced in both slots at once", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    deployment.program = web({ ...EVERY_90_DAYS, generation: 1 });
    expect(await deployment.plan()).toReplaceOnly(A, B);
  });

  test("whose active slot alone is replaced leaves who still has the other value in peace", async () => {
    deployment = await Deployment.start(web(), { now: day(100) });
    await deployment.apply();
    const [other] = (await passwords()).filter(({ displayName }) => displayName === "docker-a");
    const leaked = await delivered();
    expect(leaked?.displayName).toBe("docker-b");
    deployment.program = web({ ...EVERY_90_DAYS, slotGeneration: { b: 1 } });
    expect(await deployment.plan()).toReplaceOnly(B);
    await deployment.apply();
    expect(await passwords()).toContainEqual(other);
    expect(await passwords()).not.toContainEqual(leaked);
    expect((await delivered())?.displayName).toBe("docker-b");
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("whose idle slot alone is replaced changes nothing for who has the new value", async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    const before = await delivered();
    deployment.program = web({ ...EVERY_90_DAYS, slotGeneration: { b: 1 } });
    const plan = await deployment.plan();
    expect(plan).toReplaceOnly(B);
    await deployment.apply();
    expect(await delivered()).toEqual(before);
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
    expect(await deployment.plan()).toReplaceOnly(B);
  });

  test("that is rotated by hand and has expired stops no destroy", async () => {
    deployment = await Deployment.start(web({ expiresOn: { a: day(60) } }), { now: day(0) });
    await deployment.apply();
    await deployment.moveTo(day(61));
    await deployment.destroy();
    expect(await passwords()).toEqual([]);
  });

  test("is rotated by hand without touching the slot in use", async () => {
    const [first, second, third] = [day(60), day(120), day(180)];
    deployment = await Deployment.start(web({ expiresOn: { a: first } }), { now: day(0) });
    await deployment.apply();
    expect((await delivered())?.displayName).toBe("docker-a");
    deployment.program = web({ expiresOn: { a: first, b: second } });
    expect(await deployment.plan()).toCreateOnly(B);
    await deployment.apply();
    expect((await delivered())?.displayName).toBe("docker-b");
    deployment.program = web({ expiresOn: { a: third, b: second } });
    expect(await deployment.plan()).toReplaceOnly(A);
    await deployment.apply();
    expect((await delivered())?.displayName).toBe("docker-a");
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
