import { TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  FederatedIdentity,
  PermissionsMode,
} from "cdktf-acr-auth";
import type { Request, RequestFailure } from "../../sandbox/cloud/requests";
import { CloudState, TerraformResult } from "../../sandbox/client";
import { certificateValid } from "../credential/certificates";
import {
  COMMANDS,
  Failure,
  filledIn,
  Kind,
  KINDS,
  Leftover,
  LEFTOVERS,
  WayOut,
} from "../docs/broken-off";
import { Deployment, describeWithTerraform, Program } from "./support";

const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");

/** What differs from the program that is applied first. */
interface Changes extends Partial<AcrServicePrincipalProps> {
  readonly adoptCredential?: string;
  readonly adoptAssignment?: string;
}

/** One of everything that an apply makes. */
function program({ adoptCredential, adoptAssignment, ...props }: Changes = {}): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", ...props });
    const secret = web.addClientSecret("docker");
    web.addCertificate("y2026", { pem });
    web.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
      { adopt: adoptCredential },
    );
    registry.grantPull(web, { adopt: adoptAssignment });
    new TerraformOutput(stack, "username", { value: secret.username });
    new TerraformOutput(stack, "report", { value: secret.lifecycleReport });
  };
}

/** What exists, without what the cloud draws or counts itself, in an order of its own. */
function shape(state: CloudState): unknown {
  const drawn = ["secretSha256", "startDate", "endDate", "keyId", "hint"];
  const text = JSON.stringify(state, (key, value: unknown) => {
    if (drawn.includes(key)) {
      return undefined;
    }
    return Array.isArray(value)
      ? [...(value as unknown[])].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
      : value;
  });
  const ids = new Map<string, string>();
  const anonymous = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    ids.set(id, ids.get(id) ?? `id ${ids.size}`);
    return String(ids.get(id));
  });
  return JSON.parse(anonymous);
}

function nameOf(element: unknown): string {
  const { displayName, role } = Object(element) as { displayName?: string; role?: string };
  return displayName ?? role ?? JSON.stringify(element);
}

const NUMBERS: Record<Leftover["azure"], number> = {
  nothing: 0,
  it: 1,
  "it, under a temporary name": 1,
  two: 2,
};

let deployment: Deployment;

/** The first application of the program, by the name that it is meant to have or has for the moment. */
async function applications() {
  const [tenant] = Object.values((await deployment.cloud()).tenants);
  return tenant?.applications ?? [];
}

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

function addressOf(kind: Kind): string {
  return deployment.known(KINDS[kind])[0]?.address ?? "";
}

/** What Terraform says where it can't do something. */
async function errorOf(result: Promise<TerraformResult>): Promise<string> {
  const { code, stderr } = await result;
  expect(code).toBe(1);
  return oneLine(stderr);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** The pattern for what Terraform says, in which "…" is for what differs. */
function pattern(says: string): RegExp {
  return new RegExp(says.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*"));
}

async function adopt(changes: Changes): Promise<void> {
  deployment.program = program(changes);
  await deployment.apply();
  deployment.program = program();
}

function az(command: string, variables: Record<string, string | undefined>): Promise<void> {
  return deployment.sandbox.az(filledIn(command, variables));
}

function terraform(command: string, variables: Record<string, string>): Promise<string> {
  return deployment.terraform(...filledIn(command, variables).split(" ").slice(1));
}

/** Deletes the credentials of Entra that Terraform does not know. */
async function deleteUnknown(command: string, inEntra: string[], known: unknown[]): Promise<void> {
  const CLIENT_ID = deployment.outputs().username as string;
  for (const KEY_ID of inEntra.filter((keyId) => !known.includes(keyId))) {
    await az(command, { CLIENT_ID, KEY_ID });
  }
}

/** As docs/broken-off-applies.md has them. */
const WAYS: Record<WayOut, (error: string) => Promise<unknown>> = {
  "nothing to do": () => Promise.resolve(),
  "apply again": () => deployment.apply(),
  untaint: async () => {
    await terraform(COMMANDS.untaint, { ADDRESS: addressOf("application") });
    await deployment.apply();
  },
  "adopt the application": (error) =>
    adopt({ adopt: { application: /\(ID: "([^"]+)"\)/.exec(error)?.[1] ?? "" } }),
  "adopt the federated credential": async () => {
    const [application] = await applications();
    await adopt({ adoptCredential: application?.federatedCredentials[0]?.id });
  },
  "adopt the role assignment": (error) =>
    adopt({ adoptAssignment: /existing role assignment is ([0-9a-f]+)/.exec(error)?.[1] }),
  "delete the other application": async () => {
    // An update finds it, and says which it is.
    deployment.program = program({ notes: "Of the shop" });
    const error = await errorOf(deployment.tryToApply());
    await az(COMMANDS.deleteApplication, { ID: /\(ID: "([^"]+)"\)/.exec(error)?.[1] });
    deployment.program = program();
    await deployment.apply();
  },
  "delete the client secret": async () => {
    await deployment.apply();
    const [application] = await applications();
    await deleteUnknown(
      COMMANDS.deletePassword,
      application?.passwords.map(({ keyId }) => keyId) ?? [],
      Object.values(deployment.outputs().report as Record<string, string>),
    );
  },
  "delete the certificate": async () => {
    await deployment.apply();
    const [application] = await applications();
    await deleteUnknown(
      COMMANDS.deleteCertificate,
      application?.certificates.map(({ keyId }) => keyId) ?? [],
      deployment.known(KINDS.certificate).map(({ attributes }) => attributes.key_id),
    );
  },
};

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
    deployment = await Deployment.start(program());
    untouched = shape(await deployment.cloud());
    await deployment.apply();
    complete = shape(await deployment.cloud());
    applied = await requests();
  }, 60_000);

  beforeEach(async () => {
    deployment.program = program();
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
      const [application] = await applications();
      expect(application?.displayName.startsWith("TERRAFORM_UPDATE_") ?? false).toBe(
        azure === "it, under a temporary name",
      );

      await WAYS[way](error);
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

  test("leaves a federated credential that can be deleted as well, and is made anew", async () => {
    const call = "POST /applications/{id}/federatedIdentityCredentials";
    await deployment.sandbox.fail({ call, nth: 1, how: "lost" });
    await errorOf(deployment.tryToApply());
    const [application] = await applications();
    await az(COMMANDS.deleteFederatedCredential, {
      CLIENT_ID: application?.clientId,
      ID: application?.federatedCredentials[0]?.id,
    });
    await deployment.apply();
    expect(shape(await deployment.cloud())).toEqual(complete);
  }, 60_000);

  test("leaves nothing in the way of the next apply without preventDuplicateNames", async () => {
    deployment.program = program({ preventDuplicateNames: false });
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
    deployment = await Deployment.start(program(), { directoryLag: 1 });
    expect(await errorOf(deployment.tryToApply())).toContain(
      "Timed out whilst waiting for new service principal to be replicated in Azure AD",
    );
    const made = await objectId();
    await terraform(COMMANDS.untaint, { ADDRESS: addressOf("service principal") });
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await objectId()).toBe(made);
  }, 60_000);

  test("that Entra does not know at the next apply either is taken over by it", async () => {
    deployment = await Deployment.start(program(), { directoryLag: 2 });
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
