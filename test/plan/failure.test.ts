import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AcrServicePrincipal, AcrServicePrincipalProps } from "cdktf-acr-auth";
import type { Request, RequestFailure } from "cdktf-acr-auth-sandbox";
import { COMMANDS, Failure, Kind, KINDS, Leftover, LEFTOVERS } from "../support/broken-off";
import { Deployment, describeWithTerraform, Program } from "./support";
import { everything, shape } from "./support/everything";
import { addressOf, applications, az, errorOf, oneLine, terraform, WAYS } from "./support/ways-out";

const NUMBERS: Record<Leftover["azure"], number> = {
  nothing: 0,
  it: 1,
  "it, under a temporary name": 1,
  two: 2,
};

let deployment: Deployment;

/** How many there are of a kind, beside what the seed has. */
async function count(kind: Kind): Promise<number> {
  const { tenants, subscriptions } = await deployment.cloud();
  const [tenant] = Object.values(tenants);
  const [application] = tenant?.applications ?? [];
  const [subscription] = Object.values(subscriptions);
  switch (kind) {
    case "application":
      return tenant?.applications.length ?? 0;
    case "service principal":
      return (tenant?.servicePrincipals.length ?? 0) - 1;
    case "client secret":
      return (application?.passwords.length ?? 0) - 1;
    case "certificate":
      return application?.certificates.length ?? 0;
    case "federated credential":
      return application?.federatedCredentials.length ?? 0;
    case "role assignment":
      return subscription?.roleAssignments.length ?? 0;
  }
}

/** What the state has of the one that was being made. */
function known(kind: Kind): Leftover["state"][] {
  // Of a client secret it has the other slot as well.
  return deployment
    .known(KINDS[kind])
    .slice(kind === "client secret" ? 1 : 0)
    .map(({ isTainted }) => (isTainted ? "it, as tainted" : "it"));
}

/** The pattern for what Terraform says, in which "…" is for what differs. */
function pattern(says: string): RegExp {
  return new RegExp(says.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*"));
}

/** The requests of a destroy, and which of their failures Terraform tells of. */
const DELETIONS: readonly [Request, RequestFailure, isTold: boolean][] = [
  ["DELETE /roleAssignments/{name}", "403", true],
  ["DELETE /roleAssignments/{name}", "lost", true],
  ["DELETE /roleAssignments/{name}", "500", false],
  ["POST /applications/{id}/removePassword", "403", true],
  ["POST /applications/{id}/removePassword", "lost", true],
  ["POST /applications/{id}/removePassword", "500", true],
  ["PATCH /applications/{id}", "403", true],
  ["PATCH /applications/{id}", "lost", true],
  ["PATCH /applications/{id}", "500", false],
  ["DELETE /applications/{id}/federatedIdentityCredentials/{id}", "403", true],
  ["DELETE /applications/{id}/federatedIdentityCredentials/{id}", "lost", true],
  ["DELETE /applications/{id}/federatedIdentityCredentials/{id}", "500", true],
  // With use_existing, azuread takes no notice of how this ends.
  ["DELETE /servicePrincipals/{id}", "403", false],
  ["DELETE /servicePrincipals/{id}", "lost", false],
  ["DELETE /servicePrincipals/{id}", "500", false],
  ["DELETE /applications/{id}", "403", true],
  ["DELETE /applications/{id}", "lost", true],
  ["DELETE /applications/{id}", "500", true],
];

interface Case extends Omit<Failure, "how"> {
  readonly how: RequestFailure;
  readonly leftover: Leftover;
  /** What fails in the destroy at its end. */
  readonly deletion?: (typeof DELETIONS)[number];
}

const CASES = LEFTOVERS.flatMap((leftover) =>
  leftover.failures.flatMap((failure) => failure.how.map((how) => ({ ...failure, how, leftover }))),
).map((each, index): Case => ({ ...each, deletion: DELETIONS[index] }));

describeWithTerraform("an apply that breaks off, and a destroy", () => {
  let untouched: unknown;
  let complete: unknown;
  let applied: Request[];

  beforeAll(async () => {
    deployment = await Deployment.start(everything());
    untouched = shape(await deployment.cloud());
    await deployment.apply();
    complete = shape(await deployment.cloud());
    applied = await requests();
  }, 60_000);

  beforeEach(async () => {
    deployment.program = everything();
    await deployment.startOver();
  });

  afterAll(() => deployment.stop());

  const requests = async (): Promise<Request[]> =>
    (await deployment.sandbox.requests()).map(({ request }) => request);

  test("is tried at every request, in every way", async () => {
    const numbered = applied
      .map((request, index) => {
        const nth = applied.slice(0, index + 1).filter((other) => other === request).length;
        return `${request} ${nth}`;
      })
      // The two slots of a client secret are alike.
      .filter((request) => request !== "POST /applications/{id}/addPassword 2");
    for (const how of ["403", "lost", "500"]) {
      const broken = CASES.filter((each) => each.how === how);
      expect(broken.map(({ request, nth }) => `${request} ${nth}`).sort()).toEqual(numbered.sort());
    }
    await deployment.apply();
    const before = (await requests()).length;
    await deployment.destroy();
    const destroyed = new Set((await requests()).slice(before));
    expect(DELETIONS.map(([request, how]) => `${request} ${how}`).sort()).toEqual(
      [...destroyed]
        .flatMap((request) => ["403", "lost", "500"].map((how) => `${request} ${how}`))
        .sort(),
    );
    expect(CASES.length).toBeGreaterThanOrEqual(DELETIONS.length);
  });

  test.each(CASES)(
    "at $request, time $nth, by $how leaves of the $kind what the docs say, and their way out leads to an empty plan",
    async ({ request, nth, how, kind, leftover, deletion }) => {
      const { says, again, state, azure, way } = leftover;
      await deployment.sandbox.fail({ call: request, nth, how });
      const broken = await deployment.tryToApply();
      expect(broken.code).toBe(says === undefined ? 0 : 1);
      const error =
        again === undefined
          ? oneLine(broken.stderr)
          : await errorOf(again === "each plan" ? deployment.tryToPlan() : deployment.tryToApply());
      expect(error).toMatch(pattern(says ?? ""));

      expect(known(kind)).toEqual(state === "nothing" ? [] : [state]);
      expect(await count(kind)).toBe(NUMBERS[azure]);
      const [application] = await applications(deployment);
      expect(application?.displayName.startsWith("TERRAFORM_UPDATE_") ?? false).toBe(
        azure === "it, under a temporary name",
      );

      await WAYS[way](deployment, error);
      expect(await deployment.plan()).toHaveNoChanges();
      expect(shape(await deployment.cloud())).toEqual(complete);

      const [call, failure, isTold] = deletion ?? [];
      if (call !== undefined && failure !== undefined) {
        await deployment.sandbox.fail({ call, nth: 1, how: failure });
        expect((await deployment.tryToDestroy()).code).toBe(isTold ? 1 : 0);
      }
      if (isTold !== false) {
        await deployment.destroy();
      }
      expect(shape(await deployment.cloud())).toEqual(untouched);
    },
    60_000,
  );

  test("leaves a half-made application that only a destroy without a plan gets rid of", async () => {
    await deployment.sandbox.fail({ call: "PATCH /applications/{id}", nth: 2, how: "lost" });
    await errorOf(deployment.tryToApply());
    expect(await errorOf(deployment.tryToDestroy())).toContain("`prevent_duplicate_names`");
    await deployment.terraform(...COMMANDS.giveUp.split(" ").slice(1), "-auto-approve");
    expect(shape(await deployment.cloud())).toEqual(untouched);
  }, 60_000);

  test("leaves an application with the deployer among its owners, who is not to be one", async () => {
    deployment.program = everything({ deployerIsOwner: false });
    const call = "DELETE /applications/{id}/owners/{id}/$ref";
    await deployment.sandbox.fail({ call, nth: 1, how: "403" });
    await errorOf(deployment.tryToApply());
    await WAYS.untaint(deployment, "");
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await applications(deployment)).toMatchObject([{ owners: [] }]);
  }, 60_000);

  test("leaves a federated credential that can be deleted as well, and is made anew", async () => {
    const call = "POST /applications/{id}/federatedIdentityCredentials";
    await deployment.sandbox.fail({ call, nth: 1, how: "lost" });
    await errorOf(deployment.tryToApply());
    const [application] = await applications(deployment);
    await az(deployment, COMMANDS.deleteFederatedCredential, {
      CLIENT_ID: application?.clientId,
      ID: application?.federatedCredentials[0]?.id,
    });
    await deployment.apply();
    expect(shape(await deployment.cloud())).toEqual(complete);
  }, 60_000);

  test("leaves nothing in the way of the next apply without preventDuplicateNames", async () => {
    deployment.program = everything({ preventDuplicateNames: false });
    await deployment.sandbox.fail({ call: "PATCH /applications/{id}", nth: 2, how: "lost" });
    await errorOf(deployment.tryToApply());
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(shape(await deployment.cloud())).toEqual(complete);
  }, 60_000);
});

describeWithTerraform("a service principal", () => {
  afterEach(() => deployment.stop());

  const objectId = async (): Promise<string | undefined> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    return tenant?.servicePrincipals.find(({ displayName }) => displayName === "contoso-web")
      ?.objectId;
  };

  test("that Entra did not know yet keeps its object id where it is untainted", async () => {
    deployment = await Deployment.start(everything(), { directoryLag: 1 });
    expect(await errorOf(deployment.tryToApply())).toContain(
      "Timed out whilst waiting for new service principal to be replicated in Azure AD",
    );
    const made = await objectId();
    await terraform(deployment, COMMANDS.untaint, {
      ADDRESS: addressOf(deployment, "service principal"),
    });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await objectId()).toBe(made);
  }, 60_000);

  test("that Entra does not know at the next apply either is taken over by it", async () => {
    deployment = await Deployment.start(everything(), { directoryLag: 2 });
    await errorOf(deployment.tryToApply());
    const made = await objectId();
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await objectId()).toBe(made);
  }, 60_000);

  test("of another tenant is adopted by the ID of the error", async () => {
    const elsewhere =
      (adopt?: AcrServicePrincipalProps["adopt"]): Program =>
      (stack) => {
        const partner = new AzureadProvider(stack, "partner", {
          alias: "partner",
          tenantId: "7e4a0000-0000-4000-8000-00000000000b",
        });
        const [servicePrincipalProvider] = stack.allProviders();
        const props = { displayName: "contoso-web", provider: partner, adopt };
        new AcrServicePrincipal(stack, "web", { ...props, servicePrincipalProvider });
      };
    deployment = await Deployment.start(elsewhere());
    await deployment.sandbox.fail({ call: "POST /servicePrincipals", nth: 1, how: "lost" });
    await errorOf(deployment.tryToApply());
    const error = await errorOf(deployment.tryToApply());
    const [, servicePrincipal] =
      /A resource with the ID "([^"]+)" already exists/.exec(error) ?? [];
    const [application] = deployment.known(KINDS.application);
    deployment.program = elsewhere({
      application: application?.attributes.object_id as string,
      servicePrincipal,
    });
    await deployment.apply();
    deployment.program = elsewhere();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await objectId()).toBe(servicePrincipal);
  }, 60_000);
});
