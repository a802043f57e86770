import { TerraformStack } from "cdktf";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import { DeployerRights, DockerConfig, type PipelineLoginProps } from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";
import { ArgoCdRepository, KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";
import { loginIn } from "../support/pipeline-login";
import { newStack } from "../support/stack";

type Login = PipelineLoginProps & Required<Pick<PipelineLoginProps, "clientSecret">>;

/** What is needed of other platforms than Azure, and that nothing else is not known. */
function needed(deliver: (stack: TerraformStack, login: Login) => void): string[] {
  const stack = newStack();
  deliver(stack, loginIn(stack) as Login);
  const { platformRights, unknown } = DeployerRights.of(stack);
  expect(unknown).toEqual([]);
  return platformRights
    .map(({ platform, provider, right, at }) => `${platform} by ${provider}: ${right} on ${at}`)
    .sort();
}

test("Kubernetes: objects in the namespaces that are named, or made in the stack, of each cluster", () => {
  expect(
    needed((stack, { clientSecret, registry }) => {
      new KubernetesProvider(stack, "kubernetes");
      const provider = new KubernetesProvider(stack, "edge", { alias: "edge" });
      const { metadata } = new NamespaceV1(stack, "shop", { metadata: { name: "shop" } });
      const dockerConfig = DockerConfig.of(clientSecret, registry);
      const namespaces = [metadata.name, "jobs"];
      new KubernetesPullSecret(stack, "pull", { dockerConfig, name: "acr", namespaces });
      new ServiceAccountV1(stack, "web", { metadata: { name: "web", namespace: metadata.name } });
      new ArgoCdRepository(stack, "charts", { clientSecret, registry, name: "charts", provider });
    }),
  ).toEqual([
    "Kubernetes by kubernetes.edge: create, get, patch and delete secrets on the namespace argocd",
    "Kubernetes by kubernetes: create, get, patch and delete namespaces on the cluster",
    "Kubernetes by kubernetes: create, get, patch and delete secrets on the namespace jobs",
    "Kubernetes by kubernetes: create, get, patch and delete secrets on the namespace shop",
    "Kubernetes by kubernetes: create, get, patch and delete serviceaccounts on the namespace shop",
  ]);
});

test("GitHub: permissions of a token on each repository, and others for an environment", () => {
  expect(
    needed((stack, login) => {
      new GithubProvider(stack, "github");
      new GitHubActionsDelivery(stack, "one", { ...login, repository: "shop" });
      const environment = "production";
      new GitHubActionsDelivery(stack, "two", { ...login, repository: "jobs", environment });
    }),
  ).toEqual([
    "GitHub by github: a token with Environments: write on the repository jobs",
    "GitHub by github: a token with Secrets: write on the repository shop",
    "GitHub by github: a token with Variables: write on the repository shop",
  ]);
});

test("GitLab: a role in the project or the group", () => {
  expect(
    needed((stack, login) => {
      new GitlabProvider(stack, "gitlab");
      new GitLabDelivery(stack, "one", { ...login, project: "contoso/shop" });
      new GitLabDelivery(stack, "two", { ...login, group: "contoso" });
    }),
  ).toEqual([
    "GitLab by gitlab: the role Maintainer, and a token with the scope api on the project contoso/shop",
    "GitLab by gitlab: the role Owner, and a token with the scope api on the group contoso",
  ]);
});

test("HCP Terraform: permissions of a team, on the workspace or for a variable set", () => {
  expect(
    needed((stack, login) => {
      new TfeProvider(stack, "tfe");
      new HcpTerraformDelivery(stack, "one", { ...login, workspaceId: "ws-1" });
      new HcpTerraformDelivery(stack, "two", { ...login, variableSetId: "varset-1" });
    }),
  ).toEqual([
    "HCP Terraform by tfe: a team with Manage all workspaces or Manage all projects, or with Write on the project that owns the set on the variable set varset-1",
    "HCP Terraform by tfe: a team with Read and write variables on the workspace ws-1",
  ]);
});

test("Vault: capabilities on the paths of the secret, and for the token of the provider", () => {
  expect(
    needed((stack, { clientSecret, registry }) => {
      new VaultProvider(stack, "vault");
      const given = { clientSecret, registry, mount: "secret" };
      new VaultDelivery(stack, "one", { ...given, name: "shop" });
      new VaultDelivery(stack, "two", { ...given, name: "jobs", writeOnly: true });
    }),
  ).toEqual([
    "Vault by vault: a policy with create and update on secret/data/jobs",
    "Vault by vault: a policy with create, read and update on secret/data/shop",
    "Vault by vault: a policy with create, read, update and delete on secret/metadata/jobs",
    "Vault by vault: a policy with create, read, update and delete on secret/metadata/shop",
    "Vault by vault: a policy with update, unless the provider has skip_child_token on auth/token/create",
  ]);
});

test("the text tells each, and what needs it", () => {
  const stack = newStack();
  new GithubProvider(stack, "github");
  new GitHubActionsDelivery(stack, "actions", { ...loginIn(stack), repository: "shop" });
  expect(DeployerRights.of(stack).toText()).toContain(
    "GitHub, by the provider github: a token with Secrets: write, on the repository shop\n  - github_actions_secret test/actions/client_secret\n",
  );
});
