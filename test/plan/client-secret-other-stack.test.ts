import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrServicePrincipal, ClientSecretProps } from "cdktf-acr-auth";
import { runTerraform, Sandbox } from "cdktf-acr-auth-sandbox";
import { describeWithTerraform } from "./support";

describeWithTerraform("a client secret that another stack of the app uses", () => {
  let sandbox: Sandbox;
  let directory: string;
  beforeAll(async () => {
    sandbox = await Sandbox.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.reset();
    directory = mkdtempSync(join(tmpdir(), "acr-auth-stacks-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const newStack = (app: App, name: string): TerraformStack => {
    const stack = new TerraformStack(app, name);
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    new LocalBackend(stack, { path: join(directory, `${name}.tfstate`) });
    return stack;
  };
  const synthesize = (props: ClientSecretProps): void => {
    const app = new App({ outdir: directory });
    const owner = newStack(app, "owner");
    const consumer = newStack(app, "consumer");
    const web = new AcrServicePrincipal(owner, "web", { displayName: "contoso-web" });
    const { value, slotA, slotB, activeSlot } = web.addClientSecret("docker", props);
    // Both show their text in a plan, unless Terraform knows that it is a secret.
    new ResourceGroup(consumer, "group", {
      name: "rg-consumer",
      location: "westeurope",
      tags: { value, slotA: slotA.value, slotB: slotB?.value ?? "", activeSlot },
    });
    new TerraformOutput(consumer, "password", { value, sensitive: true });
    new TerraformOutput(consumer, "slots", {
      value: [slotA.value, slotB?.value],
      sensitive: true,
    });
    app.synth();
  };
  const terraform = async (stack: string, ...args: string[]): Promise<string> => {
    const cwd = join(directory, "stacks", stack);
    const { code, stdout, stderr } = await runTerraform(sandbox, cwd, args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
    return stdout + stderr;
  };
  const valuesInState = (): string[] => {
    const state = readFileSync(join(directory, "owner.tfstate"), "utf8");
    return (JSON.parse(state) as State).resources
      .filter(({ type }) => type === "azuread_application_password")
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.value ?? ""));
  };

  test.each<[string, ClientSecretProps]>([
    ["at once", {}],
    ["when Entra has spread it", { propagationSeconds: 30 }],
    ["by hand, from its one slot", { expiresOn: { a: "2027-01-31T00:00:00Z" } }],
  ])("and is given %s is shown by no plan, no apply and no output", async (_, props) => {
    await sandbox.travel({ to: "2026-12-01T00:00:00Z" });
    synthesize(props);
    await terraform("owner", "init");
    await terraform("owner", "apply", "-auto-approve");
    await terraform("consumer", "init");
    const said = [
      await terraform("consumer", "plan"),
      await terraform("consumer", "apply", "-auto-approve"),
      await terraform("consumer", "output"),
    ].join("\n");
    const secrets = valuesInState();
    expect(secrets.filter((secret) => secret.length >= 30)).toHaveLength(
      props.expiresOn === undefined ? 2 : 1,
    );
    for (const secret of secrets) {
      expect(said).not.toContain(secret);
    }
    expect(said).toContain("(sensitive value)");
    const [group] = Object.values((await sandbox.dump()).subscriptions).flatMap(
      ({ resourceGroups }) => resourceGroups.filter(({ name }) => name === "rg-consumer"),
    );
    expect(secrets).toContain(group?.tags.value);
  });
});

interface State {
  readonly resources: {
    readonly type: string;
    readonly instances: { readonly attributes: { readonly value?: string } }[];
  }[];
}
