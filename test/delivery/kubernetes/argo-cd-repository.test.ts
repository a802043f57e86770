import { TerraformOutput, TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { AcrRegistry, AcrServicePrincipal, DockerConfig } from "cdktf-acr-auth";
import {
  ArgoCdRepository,
  ArgoCdRepositoryProps,
  KubernetesPullSecret,
} from "cdktf-acr-auth/delivery/kubernetes";
import { newStack, problems, render, resources } from "../../support/stack";

function stackWithCluster(): TerraformStack {
  const stack = newStack();
  new KubernetesProvider(stack, "kubernetes");
  return stack;
}

function propsIn(stack: TerraformStack): ArgoCdRepositoryProps {
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg",
  });
  return { clientSecret: web.addClientSecret("argo-cd"), registry, name: "charts" };
}

function delivering(given: Partial<ArgoCdRepositoryProps>): TerraformStack {
  const stack = stackWithCluster();
  new ArgoCdRepository(stack, "charts", { ...propsIn(stack), ...given });
  return stack;
}

const secretIn = (stack: TerraformStack): unknown => resources(stack, "kubernetes_secret_v1")[0];

describe("the repository secret of Argo CD", () => {
  test("is what a reviewer has seen", () => {
    expect(secretIn(delivering({ path: "team-a/charts" }))).toMatchSnapshot();
  });

  test("tells the URL that applications name, without a scheme", () => {
    const stack = stackWithCluster();
    const { url } = new ArgoCdRepository(stack, "charts", { ...propsIn(stack), path: "charts" });
    new TerraformOutput(stack, "url", { value: url });
    const { value } = render(stack).output?.url as { value: string };
    expect(value).toMatch(/^\$\{data\.azurerm_container_registry\.\w+\.login_server\}\/charts$/);
  });

  test("keeps no second copy of the secret in the state where that is asked for", () => {
    const stack = delivering({ writeOnly: true });
    expect(secretIn(stack)).toMatchObject({
      data_wo: { password: expect.stringContaining("azuread_application_password") as string },
      data_wo_revision: expect.stringContaining("key_id") as string,
    });
    expect(secretIn(stack)).not.toHaveProperty("data");
    expect(render(stack).terraform).toMatchObject({ required_version: ">= 1.11" });
  });

  test("is moved when its construct is renamed", () => {
    expect(render(delivering({ renamedFrom: ["helm"] })).moved).toEqual([
      { from: "kubernetes_secret_v1.helm_AF973A56", to: "kubernetes_secret_v1.charts_011742ED" },
    ]);
  });
});

describe("what Argo CD or Kubernetes would refuse is told at synth", () => {
  test.each<[string, Partial<ArgoCdRepositoryProps>, string]>([
    ["a name with capitals", { name: "Charts" }, 'name: "Charts" is no name in Kubernetes'],
    ["a namespace with a dot", { namespace: "argo.cd" }, 'namespace: "argo.cd" is no name in'],
    [
      "a path that begins with a slash",
      { path: "/charts" },
      'path: "/charts" is no path in a registry; write it as in team-a/charts, without the login server and without "/" at either end',
    ],
    ["a URL as path", { path: "oci://contososhop.azurecr.io/charts" }, "path: "],
  ])("%s", (_, props, message) => {
    expect(problems(delivering(props))).toEqual([
      expect.stringContaining(`[test/charts] ${message}`),
    ]);
  });

  test("a registry of another cloud than the secret", () => {
    const stack = delivering({});
    (stack.node.findChild("azurerm") as AzurermProvider).environment = "china";
    const azuread = stack.node.findChild("azuread") as unknown as { environment: string };
    azuread.environment = "public";
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        "[test/charts] registry: the azuread provider of the client secret is in the cloud public",
      ),
    ]);
  });

  test("a secret that a pull secret is already", () => {
    const stack = stackWithCluster();
    const props = propsIn(stack);
    const dockerConfig = DockerConfig.of(props.clientSecret, props.registry);
    const where = { name: "charts", namespaces: ["argocd"] };
    new KubernetesPullSecret(stack, "pull", { dockerConfig, ...where });
    new ArgoCdRepository(stack, "charts", props);
    expect(problems(stack)).toEqual([
      '[test/charts] name: "charts" in the namespace "argocd" is where test/pull delivers, too; give one of them another name',
    ]);
  });
});
