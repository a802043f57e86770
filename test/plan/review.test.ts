import { Fn, type TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { AcrServicePrincipal, Repositories } from "cdktf-acr-auth";
import { type RegistryAccess, Sandbox } from "cdktf-acr-auth-sandbox";
import * as fc from "fast-check";
import { repositoryCondition } from "../../lib/grant/condition";
import { asText, PlanReader, type Review, review } from "../../lib/review";
import type { RepositorySet } from "../../lib/review/repository-set";
import { AcrRole } from "../../lib/role/roles";
import { Deployment, describeWithTerraform, type Program } from "./support";
import { day, EVERY_90_DAYS, web } from "./support/client-secret";

const SUBSCRIPTION_ID = "00000000-0000-4000-8000-00000000000a";
const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-registry`;
const MODES = { contosoShop: "abac", contosoStore: "legacy" } as const;
const registryId = (name: string): string =>
  `${GROUP}/providers/Microsoft.ContainerRegistry/registries/${name}`;
const SCOPES = [...Object.keys(MODES).map(registryId), GROUP, SUBSCRIPTION];
const AUDIT = "6f3f7e4e-0000-4000-8000-000000000002";
const ROLES = [
  AcrRole.ACR_PULL,
  AcrRole.ACR_PUSH,
  AcrRole.ACR_DELETE,
  AcrRole.REPOSITORY_READER,
  AcrRole.REPOSITORY_WRITER,
  AcrRole.REPOSITORY_CONTRIBUTOR,
  AcrRole.REPOSITORY_CATALOG_LISTER,
  AcrRole.DATA_IMPORTER_AND_DATA_READER,
  AcrRole.OWNER,
  AcrRole.READER,
];
const REPOSITORIES = ["team-a/app", "team-b/app", "other"];

/** A role assignment that somebody wrote by hand; of who exists already, or of who the program makes. */
interface Assigned {
  readonly of: "contoso-audit" | "contoso-made";
  readonly role: AcrRole;
  readonly scope: string;
  readonly limit: "team-a/" | "team-b/" | undefined;
}

const assigned: fc.Arbitrary<Assigned> = fc.record({
  of: fc.constantFrom("contoso-audit", "contoso-made"),
  role: fc.constantFrom(...ROLES),
  scope: fc.constantFrom(...SCOPES),
  limit: fc.constantFrom("team-a/", "team-b/", undefined),
});
/** Azure refuses a second assignment of one role to one principal on one scope. */
const program = fc.uniqueArray(assigned, {
  minLength: 1,
  maxLength: 6,
  selector: ({ of, role, scope }) => [of, role.roleName, scope].join(" "),
});

function stackOf(assignments: readonly Assigned[]): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "by-hand");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const isMade = assignments.some(({ of }) => of === "contoso-made");
  const made = isMade ? servicePrincipal(stack) : undefined;
  for (const { of, role, scope, limit } of assignments) {
    const where = SCOPES.indexOf(scope);
    const condition =
      limit !== undefined && role.takesRepositories
        ? repositoryCondition(role, Repositories.withPrefix(limit))
        : undefined;
    new RoleAssignment(stack, `${of}-${role.roleName.replaceAll(" ", "")}-${where}`, {
      scope,
      roleDefinitionName: role.roleName,
      principalId: of === "contoso-made" && made !== undefined ? made.objectId : AUDIT,
      ...(condition === undefined ? {} : { condition, conditionVersion: "2.0" }),
    });
  }
  return stack;
}

function servicePrincipal(stack: TerraformStack): ServicePrincipal {
  const application = new Application(stack, "application", { displayName: "contoso-made" });
  new ApplicationPasswordA(stack, "password", { applicationId: application.id });
  return new ServicePrincipal(stack, "made", { clientId: application.clientId });
}

/** What the review says that somebody has of a registry on a side of the apply. */
function reviewed(
  { accesses }: Review,
  of: string,
  registry: keyof typeof MODES,
  access: "pull" | "push" | "delete" | "list" | "import",
  side: "before" | "after",
): RepositorySet | undefined {
  const id = `${registryId(registry).toLowerCase()}/`;
  const [nearest] = accesses
    .filter(({ principal, scope, ifMode }) => {
      const isWhole = id.startsWith(`${scope.key}/`);
      // No plan tells the name of what it does not look up.
      const isIt = of === "contoso-audit" ? principal.key === AUDIT : principal.name === of;
      return isIt && isWhole && (ifMode ?? MODES[registry]) === MODES[registry];
    })
    .sort((one, other) => other.scope.key.length - one.scope.key.length);
  return nearest?.capabilities.find(({ name }) => name === access)?.[side];
}

describeWithTerraform("a review of plans that somebody wrote by hand", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.start({
      seed: {
        subscriptionId: SUBSCRIPTION_ID,
        tenantId: "7e4a0000-0000-4000-8000-000000000001",
        registries: Object.entries(MODES).map(([name, permissionsMode]) => ({
          resourceGroup: "rg-registry",
          name,
          permissionsMode,
        })),
        servicePrincipals: [
          {
            clientId: "6f3f7e4e-0000-4000-8000-000000000001",
            objectId: AUDIT,
            displayName: "contoso-audit",
          },
        ],
      },
    });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.reset());

  const reviewOf = async (stack: TerraformStack): Promise<Review> => {
    await sandbox.plan(stack);
    const { stdout } = await sandbox.terraform(stack, "show", "-json", "sandbox.tfplan");
    const reader = new PlanReader();
    reader.write(Buffer.from(stdout));
    return review(reader.end());
  };

  const compare = (told: Review, side: "before" | "after", who: ReadonlySet<string>): void => {
    for (const principal of who) {
      for (const registry of ["contosoShop", "contosoStore"] as const) {
        for (const access of ["list", "import"] as const) {
          const { isLetIn } = sandbox.letsIn({ principal, registry, access });
          const set = reviewed(told, principal, registry, access, side);
          expect([principal, registry, access, set?.isEmpty === false]).toEqual([
            principal,
            registry,
            access,
            isLetIn,
          ]);
        }
        for (const access of ["pull", "push", "delete"] as const satisfies RegistryAccess[]) {
          for (const repository of REPOSITORIES) {
            const { isLetIn } = sandbox.letsIn({ principal, registry, access, repository });
            const set = reviewed(told, principal, registry, access, side);
            const has =
              set?.texts.some((text) => repository.startsWith(text.replace("*", ""))) === true;
            expect([principal, registry, access, repository, has]).toEqual([
              principal,
              registry,
              access,
              repository,
              isLetIn,
            ]);
          }
        }
      }
    }
  };

  const names = (assignments: readonly Assigned[]): Set<string> =>
    new Set(["contoso-audit", ...assignments.map(({ of }) => of)]);

  test.each(fc.sample(fc.tuple(program, program), { numRuns: 6, seed: 20261130 }))(
    "says before and after what the cloud then answers, for any principal, action and repository: %#",
    async (before, after) => {
      await sandbox.apply(stackOf(before));
      const changed = stackOf(after);
      const told = await reviewOf(changed);
      compare(told, "before", names(before));
      await sandbox.apply(changed);
      compare(told, "after", names(after));
      expect(asText([{ file: "plan", review: await reviewOf(changed) }])).toMatch(
        /^NO CHANGE OF ACCESS by this plan\./,
      );
    },
  );
});

describeWithTerraform("a review of plans that this library's programs make", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  /** A consumer that its author wants to stay as it is. */
  const withConsumer: Program = (stack) => {
    web(EVERY_90_DAYS)(stack);
    const value = String((stack.node.findChild("password") as TerraformOutput).value);
    new ResourceGroup(stack, "consumer", {
      name: "rg-consumer",
      location: "westeurope",
      tags: { fingerprint: String(Fn.nonsensitive(Fn.sha256(value))) },
      lifecycle: { ignoreChanges: ["tags"] },
    });
  };

  const headOf = async (now: string): Promise<string[]> => {
    await deployment.plan();
    const reader = new PlanReader();
    reader.write(Buffer.from(await deployment.terraform("show", "-json", "sandbox.tfplan")));
    const told = review(reader.end(), undefined, new Date(now));
    return asText([{ file: "plan", review: told }]).split("\n", 2);
  };

  test("tells rotations from what breaks consumers, in its first two lines", async () => {
    deployment = await Deployment.start(withConsumer, { now: day(0) });
    expect(await headOf(day(0))).toEqual([
      "BROADER by this plan: 2 new ways to log in.",
      "Credentials: 2 new.",
    ]);
    await deployment.apply();
    await deployment.moveTo(day(90));
    expect(await headOf(day(90))).toEqual([
      "NO CHANGE OF ACCESS by this plan.",
      "Credentials: 1 rotated, so that what consumers have stays valid.",
    ]);
    await deployment.moveTo(day(200));
    const slots = ["docker-a of contoso-web", "docker-b of contoso-web"];
    const consumer = "azurerm_resource_group.consumer LEFT WITH";
    expect(await headOf(day(200))).toEqual([
      "NO CHANGE OF ACCESS by this plan.",
      `Credentials: BOTH SLOTS REPLACED AT ONCE, ${slots.join(" and ")}, so that what consumers have is refused; ${slots
        .map((slot) => `${consumer} ${slot}, which is refused then`)
        .join("; ")}.`,
    ]);
    deployment.program = (stack) => {
      new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    };
    expect(await headOf(day(200))).toEqual([
      "NARROWER by this plan: 2 ways to log in end.",
      "Credentials: 2 removed.",
    ]);
  });
});
