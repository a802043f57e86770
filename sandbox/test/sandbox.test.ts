import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, AzurermBackend, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import "cdktf-acr-auth-sandbox/jest";
import { Sandbox, type Stack, TerraformError } from "../lib";
import { describeWithTerraform } from "./with-terraform";

const SUBSCRIPTION = "/subscriptions/5b5c0000-0000-4000-8000-000000000001";
const REGISTRY = `${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
// In any other form, Azure answers with this one, and Terraform would replace the role assignment.
const READER = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac`;
const TEAM_A =
  "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team-a/'))";
const PASSWORD = "azuread_application_password.secret";

/** What a program makes without a library: a service principal that pulls from some repositories, with a yearly secret. */
class Web extends TerraformStack {
  readonly application: Application;
  readonly secret: ApplicationPasswordA;

  constructor(app: App, id = "web") {
    super(app, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    this.application = new Application(this, "app", {
      displayName: "contoso-web",
      description: "Its secret is new whenever plantimestamp() has another year",
    });
    const principal = new ServicePrincipal(this, "principal", {
      clientId: this.application.clientId,
    });
    this.secret = new ApplicationPasswordA(this, "secret", {
      applicationId: this.application.id,
      endDate: '${formatdate("YYYY", plantimestamp())}-12-31T00:00:00Z',
    });
    new RoleAssignment(this, "pull", {
      scope: REGISTRY,
      roleDefinitionId: READER,
      principalId: principal.objectId,
      principalType: "ServicePrincipal",
      condition: TEAM_A,
      conditionVersion: "2.0",
    });
    new TerraformOutput(this, "secret_value", { value: this.secret.value, sensitive: true });
  }
}

describeWithTerraform("a sandbox, in a test,", () => {
  let sandbox: Sandbox;
  let app: App;
  beforeAll(async () => {
    sandbox = await Sandbox.start();
  });
  beforeEach(async () => {
    await sandbox.reset({ now: "2027-03-01T00:00:00Z" });
    app = Testing.app();
  });
  afterAll(() => sandbox.stop());

  test("plans, applies, lets time pass and destroys a stack that was made once", async () => {
    const stack = new Web(app);
    expect(await sandbox.plan(stack)).toCreate("azurerm_role_assignment", {
      role_definition_id: READER,
      scope: REGISTRY,
    });
    await sandbox.apply(stack);
    expect(await sandbox.plan(stack)).toHaveNoChanges();

    const entry = { principal: "contoso-web", registry: "contosoShop", access: "pull" } as const;
    expect(sandbox).toLetIn({ ...entry, repository: "team-a/app" });
    expect(sandbox).not.toLetIn({ ...entry, repository: "team-b/app" });
    await sandbox.travel({ days: 366 });
    expect(sandbox).not.toLetIn({ ...entry, repository: "team-a/app" });

    expect(await sandbox.plan(stack)).toReplaceOnly([PASSWORD]);
    await sandbox.apply(stack);
    expect(sandbox).toLetIn({ ...entry, repository: "team-a/app" });
    await sandbox.destroy(stack);
    expect(() => sandbox.letsIn(entry)).toThrow('"contoso-web" is no display name');
  });

  test("replaces the time of the plan in expressions only, not in texts that speak of it", async () => {
    const plan = await sandbox.plan(new Web(app));
    expect(plan).toCreate("azuread_application", {
      description: "Its secret is new whenever plantimestamp() has another year",
    });
    expect(plan).toCreate("azuread_application_password", { end_date: "2027-12-31T00:00:00Z" });
  });

  test("knows what the stack of an earlier program with the same name has made", async () => {
    await sandbox.apply(new Web(Testing.app()));
    expect(await sandbox.plan(new Web(Testing.app()))).toHaveNoChanges();
    const changed = new Web(Testing.app());
    changed.application.notes = "Of the shop";
    expect(await sandbox.plan(changed)).toUpdateOnly(["azuread_application.app"]);
  });

  test("after a reset knows nothing of what was applied", async () => {
    const stack = new Web(app);
    await sandbox.apply(stack);
    await sandbox.reset();
    expect(sandbox.outputs(stack)).toEqual({});
    expect((await sandbox.plan(stack)).changes).toHaveLength(4);
  });

  test("tells the outputs of the last apply, secrets too", async () => {
    const stack = new Web(app);
    await sandbox.apply(stack);
    expect(sandbox.outputs(stack)).toEqual({
      secret_value: expect.stringMatching(/^sandbox~/) as string,
    });
  });

  test("lets another stack of the app read the outputs of the first, whatever their backend is", async () => {
    const web = new Web(app);
    const consumer = new TerraformStack(app, "consumer");
    for (const [stack, key] of [
      [web, "web.tfstate"],
      [consumer, "consumer.tfstate"],
    ] as const) {
      new AzurermBackend(stack, {
        storageAccountName: "contosostate",
        containerName: "states",
        resourceGroupName: "rg-states",
        key,
      });
    }
    new AzurermProvider(consumer, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    new ResourceGroup(consumer, "group", {
      name: "rg-consumer",
      location: "westeurope",
      tags: { client: web.application.clientId },
    });
    await sandbox.apply(web);
    await sandbox.apply(consumer);
    const { subscriptions, tenants } = await sandbox.dump();
    const groups = Object.values(subscriptions).flatMap(({ resourceGroups }) => resourceGroups);
    const [application] = Object.values(tenants).flatMap(({ applications }) => applications);
    expect(groups.find(({ name }) => name === "rg-consumer")?.tags).toEqual({
      client: application?.clientId,
    });
  });

  test("does not write into the folder of the app", async () => {
    const outdir = mkdtempSync(join(tmpdir(), "sandbox-app-"));
    await sandbox.plan(new Web(new App({ outdir })));
    expect(readdirSync(outdir, { recursive: true })).toEqual(["stacks"]);
    rmSync(outdir, { recursive: true });
  });

  test("fails with Terraform's own text, and with what it printed", async () => {
    const stack = new Web(app);
    new ResourceGroup(stack, "group", { name: "rg-registry", location: "westeurope" });
    const failure: unknown = await sandbox.apply(stack).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TerraformError);
    expect((failure as TerraformError).message).toMatch(
      /terraform apply -auto-approve -no-color failed:[\s\S]*already exists/,
    );
    expect((failure as TerraformError).result.code).toBe(1);
    expect((await sandbox.terraform(stack, "apply", "-auto-approve")).code).toBe(1);
  });

  test("tells what is wrong with an app, as cdktf does", async () => {
    const stack = new Web(app);
    stack.node.addValidation({ validate: () => ["the shop is closed"] });
    await expect(sandbox.plan(stack)).rejects.toThrow("the shop is closed");
  });

  describe("of a folder with Terraform's JSON,", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "sandbox-folder-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    test("plans and applies what is in it, with the files beside it, and leaves it as it is", async () => {
      mkdirSync(join(folder, "names"));
      writeFileSync(
        join(folder, "names", "main.tf.json"),
        JSON.stringify({ output: { name: { value: "rg-of-module" } } }),
      );
      const main = {
        terraform: {
          backend: { azurerm: { storage_account_name: "contosostate" } },
          required_providers: { azurerm: { source: "hashicorp/azurerm" } },
        },
        provider: { azurerm: { features: {} } },
        module: { names: { source: "./names" } },
        resource: {
          azurerm_resource_group: {
            group: {
              name: "${module.names.name}",
              location: "westeurope",
              tags: { year: '${formatdate("YYYY", plantimestamp())}' },
            },
          },
        },
      };
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(main));
      const plan = await sandbox.plan(folder);
      expect(plan).toCreate("azurerm_resource_group", {
        name: "rg-of-module",
        tags: { year: "2027" },
      });
      await sandbox.apply(folder);
      await sandbox.travel({ days: 366 });
      expect(await sandbox.plan(folder)).toUpdateOnly(["azurerm_resource_group.group"]);
      expect(readdirSync(folder).sort()).toEqual(["main.tf.json", "names"]);
    });

    test.each<[string, (folder: string) => unknown, string]>([
      ["no *.tf.json", (path) => path, "has no file *.tf.json"],
      ["nothing at all", (path) => join(path, "nowhere"), "does not exist"],
    ])("which has %s, says so", async (_, path, message) => {
      await expect(sandbox.plan(path(folder) as Stack)).rejects.toThrow(message);
    });

    test("that is no JSON, says so", async () => {
      writeFileSync(join(folder, "main.tf.json"), "{");
      await expect(sandbox.plan(folder)).rejects.toThrow(/main\.tf\.json can't be read as JSON/);
    });
  });

  test.each<[unknown, string]>([
    [undefined, "undefined is no stack"],
    [7, "7 is no stack"],
    [{}, "[object Object] is no stack"],
  ])("refuses %p for a stack", async (value, message) => {
    await expect(sandbox.plan(value as Stack)).rejects.toThrow(message);
  });

  test.each<[unknown, string]>([
    [{ days: -1 }, "days: -1 is no number of days"],
    [{ days: NaN }, "days: NaN is no number of days"],
    [{ days: "61" }, 'days: "61" is no number of days'],
    [{}, "days: undefined is no number of days"],
    [{ days: 1e9 }, "beyond the year 9999"],
    [{ days: Infinity }, "beyond the year 9999"],
    [{ to: "tomorrow" }, '"tomorrow" is no instant'],
    [undefined, "days: undefined is no number of days"],
  ])("refuses to travel by %p, and stays where it is", async (journey, message) => {
    await expect(sandbox.travel(journey as { days: number })).rejects.toThrow(message);
    expect(await sandbox.plan(new Web(app))).toCreate("azuread_application_password", {
      end_date: "2027-12-31T00:00:00Z",
    });
  });

  test("travels from the real time, where it was started without another one", async () => {
    await sandbox.reset({});
    await sandbox.travel({ days: 400 });
    const in400Days = new Date(Date.now() + 400 * 86_400_000).getUTCFullYear();
    expect(await sandbox.plan(new Web(app))).toCreate("azuread_application_password", {
      end_date: `${in400Days}-12-31T00:00:00Z`,
    });
  });

  describe("has matchers", () => {
    test("that tell what is created instead, with the attributes that were asked for", async () => {
      const plan = await sandbox.plan(new Web(app));
      expect(() => {
        expect(plan).toCreate("azurerm_role_assignment", { scope: "/", principal_id: "x" });
      }).toThrow(
        [
          "expected a plan to create azurerm_role_assignment with",
          '    scope = "/"',
          '    principal_id = "x"',
          "but it creates",
          "  azurerm_role_assignment.pull with",
          `    scope = "${REGISTRY}"`,
          "    principal_id = (known after apply)",
        ].join("\n"),
      );
      expect(() => {
        expect(plan).toCreate("azurerm_resource_group");
      }).toThrow("expected a plan to create azurerm_resource_group, but it does\n  create ");
      expect(() => {
        expect(plan).toHaveNoChanges();
      }).toThrow("  output secret_value");
    });

    test("of which none passes for something else that the plan does", async () => {
      const plan = await sandbox.plan(new Web(app));
      const all = plan.changes.map(({ address }) => address);
      expect(plan).toCreateOnly(all);
      expect(plan).not.toCreateOnly(all.slice(1));
      expect(plan).not.toCreateOnly([...all, "azuread_group.team"]);
      expect(plan).not.toReplaceOnly(all);
      expect(plan).not.toUpdateOnly(all);
      expect(plan).not.toDeleteOnly(all);
      expect(plan).not.toHaveNoChanges();
      expect(plan).not.toCreate("azuread_application", { display_name: "contoso-build" });
    });

    test("that refuse what is no plan, no sandbox and no list of addresses", async () => {
      const pending = sandbox.plan(new Web(app));
      const plan = await pending;
      const wrong = [
        [
          () => {
            expect(pending).toHaveNoChanges();
          },
          "must be a plan",
        ],
        [
          () => {
            expect(plan).toReplaceOnly([]);
          },
          "is no list of addresses",
        ],
        [
          () => {
            expect(plan).toReplaceOnly(PASSWORD as never);
          },
          "is no list of addresses",
        ],
        [
          () => {
            expect(plan).toLetIn({ principal: "x", registry: "y", access: "pull" });
          },
          "must be a sandbox",
        ],
      ] as const;
      for (const [use, message] of wrong) {
        expect(use).toThrow(message);
      }
    });
  });
});

test("what a sandbox keeps is gone when it stops", async () => {
  const sandbox = await Sandbox.start();
  const file = sandbox.stateFile(new TerraformStack(Testing.app(), "stack"));
  expect(
    sandbox.letsIn({ principal: "contoso-audit", registry: "contosoShop", access: "pull" }),
  ).toMatchObject({ isLetIn: false });
  await sandbox.stop();
  expect(() => {
    writeFileSync(file, "");
  }).toThrow("ENOENT");
  await expect(sandbox.dump()).rejects.toThrow("start another one");
});
