import { TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { HcpTerraformDelivery, HcpTerraformDeliveryProps } from "cdktf-acr-auth/delivery/tfe";
import { loginIn, resourcesOf } from "../../support/pipeline-login";
import { newStack, problems, render } from "../../support/stack";

const workspaceId = "ws-6fHMCom98SDXSQUv";

function stackWithTfe(): TerraformStack {
  const stack = newStack();
  new TfeProvider(stack, "tfe", { organization: "contoso" });
  return stack;
}

function delivering(given: Partial<HcpTerraformDeliveryProps>): TerraformStack {
  const stack = stackWithTfe();
  new HcpTerraformDelivery(stack, "runs", { ...loginIn(stack), workspaceId, ...given });
  return stack;
}

const variablesIn = (stack: TerraformStack): Record<string, unknown>[] =>
  Object.values(resourcesOf(stack, "tfe").tfe_variable ?? {});

describe("what runs log in by", () => {
  test("is what a reviewer has seen", () => {
    expect(resourcesOf(delivering({}), "tfe")).toMatchSnapshot();
  });

  test("has no secret in it where a federated credential lets the run in", () => {
    const keys = variablesIn(delivering({ clientSecret: undefined })).map(({ key }) => key);
    expect(keys.sort()).toEqual(["acr_client_id", "acr_login_server", "acr_tenant_id"]);
  });

  test("is for a variable set, under other names, as it is told to", () => {
    const variableSetId = "varset-47qC3LmA47piVan7";
    const variables = variablesIn(
      delivering({ workspaceId: undefined, variableSetId, prefix: "shop" }),
    );
    expect(variables).toHaveLength(4);
    for (const variable of variables) {
      expect(variable).toMatchObject({
        variable_set_id: variableSetId,
        key: expect.stringMatching(/^shop_[a-z_]+$/) as string,
      });
    }
  });

  test("keeps no second copy of the secret in the state where that is asked for", () => {
    const stack = delivering({ writeOnly: true });
    const secret = variablesIn(stack).find(({ key }) => key === "acr_client_secret");
    expect(secret).toMatchObject({
      sensitive: true,
      value_wo: expect.stringContaining("azuread_application_password") as string,
    });
    expect(secret).not.toHaveProperty("value");
    expect(render(stack).terraform).toMatchObject({ required_version: ">= 1.11" });
  });

  test("waits for a workspace of the program", () => {
    const stack = stackWithTfe();
    const { id } = new Workspace(stack, "shop", { name: "shop" });
    new HcpTerraformDelivery(stack, "runs", { ...loginIn(stack), workspaceId: id });
    expect(problems(stack)).toEqual([]);
    expect(variablesIn(stack)[0]).toMatchObject({ workspace_id: "${tfe_workspace.shop.id}" });
  });

  test("is moved when its construct is renamed", () => {
    const { moved } = render(delivering({ renamedFrom: ["hcp"] }));
    expect(moved).toContainEqual({
      from: expect.stringMatching(/^tfe_variable\.hcp_client_secret_/) as string,
      to: expect.stringMatching(/^tfe_variable\.runs_client_secret_/) as string,
    });
    expect(moved).toHaveLength(4);
  });
});

describe("what HCP Terraform would refuse, or what would be in two places, is told at synth", () => {
  test.each<[string, Partial<HcpTerraformDeliveryProps>, string]>([
    [
      "neither a workspace nor a variable set",
      { workspaceId: undefined },
      "workspaceId: is missing, and variableSetId, too; give one of the two",
    ],
    [
      "both",
      { variableSetId: "varset-47qC3LmA47piVan7" },
      "variableSetId: goes not with workspaceId; give one of the two",
    ],
    [
      "a workspace by its name",
      { workspaceId: "shop" },
      'workspaceId: "shop" is no such id; write it as in ws-…, or give the id of the resource',
    ],
    [
      "the id of something else",
      { workspaceId: undefined, variableSetId: "ws-47qC3LmA" },
      'variableSetId: "ws-47qC3LmA" is no such id; write it as in varset-…',
    ],
    [
      "a prefix that begins with a digit",
      { prefix: "2nd" },
      'prefix: "2nd" begins no name of a variable; use up to 200 letters',
    ],
  ])("%s", (_, props, message) => {
    expect(problems(delivering(props))).toEqual([
      expect.stringContaining(`[test/runs] ${message}`),
    ]);
  });

  test("a registry of another cloud", () => {
    const stack = delivering({});
    for (const [id, environment] of Object.entries({ azuread: "public", azurerm: "china" })) {
      (stack.node.findChild(id) as AzurermProvider).environment = environment;
    }
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        "[test/runs] registry: the azuread provider of the service principal",
      ),
    ]);
  });

  test("two deliveries to one place, but not to two", () => {
    const stack = stackWithTfe();
    const props = { ...loginIn(stack), workspaceId };
    new HcpTerraformDelivery(stack, "one", props);
    new HcpTerraformDelivery(stack, "two", { ...props, prefix: "shop" });
    new HcpTerraformDelivery(stack, "three", { ...props, workspaceId: "ws-2" });
    expect(problems(stack)).toEqual([]);
    new HcpTerraformDelivery(stack, "four", props);
    expect(problems(stack)).toEqual([
      `[test/four] prefix: "ACR" in the workspace "${workspaceId}" is where test/one delivers, too; give one of them another prefix`,
    ]);
  });
});
