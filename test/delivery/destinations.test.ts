import { App, TerraformStack, TerraformVariable } from "cdktf";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import { DockerConfig, KeyVaultDelivery, type PipelineLoginProps } from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";
import { KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";
import { loginIn } from "../support/pipeline-login";
import { addProviders, problems } from "../support/stack";

type Login = PipelineLoginProps & Required<Pick<PipelineLoginProps, "clientSecret">>;

/** What is told of two stacks of one app, each with a delivery. */
function told(deliver: (stack: TerraformStack, login: Login, nth: 0 | 1) => void): string[] {
  const app = new App();
  const stacks = (["one", "two"] as const).map((id, nth) => {
    const stack = new TerraformStack(app, id);
    addProviders(stack);
    deliver(stack, loginIn(stack) as Login, nth as 0 | 1);
    return stack;
  });
  return stacks.flatMap(problems);
}

// How many places there are by the settings of the providers of two stacks.
const KUBERNETES = [
  [1, { host: "https://shop.example" }, { host: "https://shop.example" }],
  [1, { configContext: "shop" }, { configContext: "shop" }],
  [2, { configContext: "shop" }, { configContext: "Shop" }],
  [2, { host: "https://shop.example" }, { host: "https://jobs.example" }],
  [2, { configPath: "~/.kube/config" }, { configPath: "~/.kube/config" }],
  [2, {}, {}],
] as const;

const GITHUB = [
  [1, { owner: "contoso" }, { owner: "Contoso" }],
  [1, { owner: "contoso" }, { owner: "contoso", baseUrl: "https://api.github.com/" }],
  [2, { owner: "contoso" }, { owner: "partner" }],
  [2, { owner: "contoso" }, { owner: "contoso", baseUrl: "https://git.contoso.example/" }],
  [2, {}, {}],
] as const;

const GITLAB = [
  [1, {}, { baseUrl: "https://gitlab.com/api/v4" }],
  [2, {}, { baseUrl: "https://git.contoso.example/api/v4" }],
] as const;

const TFE = [
  [1, {}, { hostname: "app.terraform.io" }],
  [2, {}, { hostname: "tfe.contoso.example" }],
] as const;

const address = "https://vault.example";
const VAULT = [
  [1, { address }, { address }],
  [2, { address }, { address, namespace: "shop" }],
  [2, {}, {}],
] as const;

describe("two deliveries in two stacks of an app to one place are refused, and to two are not", () => {
  test.each(KUBERNETES)("in Kubernetes: %i by %j and %j", (places, ...settings) => {
    expect(
      told((stack, { clientSecret, registry }, nth) => {
        new KubernetesProvider(stack, "kubernetes", settings[nth]);
        const dockerConfig = DockerConfig.of(clientSecret, registry);
        const namespaces = ["shop"];
        new KubernetesPullSecret(stack, "pull", { dockerConfig, name: "acr", namespaces });
      }),
    ).toHaveLength(2 - places);
  });

  test.each(GITHUB)("in GitHub: %i by %j and %j", (places, ...settings) => {
    expect(
      told((stack, login, nth) => {
        new GithubProvider(stack, "github", settings[nth]);
        new GitHubActionsDelivery(stack, "actions", { ...login, repository: "shop" });
      }),
    ).toHaveLength(2 - places);
  });

  test.each(GITLAB)("in GitLab: %i by %j and %j", (places, ...settings) => {
    expect(
      told((stack, login, nth) => {
        new GitlabProvider(stack, "gitlab", settings[nth]);
        new GitLabDelivery(stack, "ci", { ...login, project: "contoso/shop" });
      }),
    ).toHaveLength(2 - places);
  });

  test.each(TFE)("in HCP Terraform: %i by %j and %j", (places, ...settings) => {
    expect(
      told((stack, login, nth) => {
        new TfeProvider(stack, "tfe", settings[nth]);
        new HcpTerraformDelivery(stack, "runs", { ...login, workspaceId: "ws-1" });
      }),
    ).toHaveLength(2 - places);
  });

  test.each(VAULT)("in Vault: %i by %j and %j", (places, ...settings) => {
    expect(
      told((stack, { clientSecret, registry }, nth) => {
        new VaultProvider(stack, "vault", settings[nth]);
        const place = { mount: "secret", name: "shop" };
        new VaultDelivery(stack, "login", { clientSecret, registry, ...place });
      }),
    ).toHaveLength(2 - places);
  });

  test("in a key vault, in whatever letters", () => {
    expect(
      told((stack, { clientSecret }, nth) => {
        new KeyVaultDelivery(stack, "vault", {
          keyVaultId:
            "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-shop",
          name: ["pull", "PULL"][nth] ?? "",
          clientSecret,
        });
      }),
    ).toHaveLength(2);
  });
});

test("what only a variable of each stack tells is not taken for one place", () => {
  expect(
    told((stack, login) => {
      const baseUrl = new TerraformVariable(stack, "gitlab_url", {}).stringValue;
      new GitlabProvider(stack, "gitlab", { baseUrl });
      new GitLabDelivery(stack, "ci", { ...login, project: "contoso/shop" });
    }),
  ).toEqual([]);
});

test("GitLab and Vault tell upper from lower case, so two places may differ by that", () => {
  expect(
    told((stack, login, nth) => {
      new GitlabProvider(stack, "gitlab");
      new VaultProvider(stack, "vault", { address: "https://vault.example" });
      const { clientSecret, registry } = login;
      const project = "contoso/shop";
      new GitLabDelivery(stack, "ci", { ...login, project, prefix: ["ACR", "acr"][nth] });
      const name = ["shop", "Shop"][nth] ?? "";
      new VaultDelivery(stack, "login", { clientSecret, registry, mount: "secret", name });
    }),
  ).toEqual([]);
});

test("HCP Terraform has the names of variables in small letters, so a prefix in others is no other place", () => {
  expect(
    told((stack, login, nth) => {
      new TfeProvider(stack, "tfe");
      const prefix = ["ACR", "acr"][nth];
      new HcpTerraformDelivery(stack, "runs", { ...login, workspaceId: "ws-1", prefix });
    }),
  ).toEqual([
    '[two/runs] prefix: "acr" in the workspace "ws-1" is where one/runs delivers, too; give one of them another prefix',
  ]);
});
