import { createRequire } from "node:module";
import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import type { ClientSecret } from "../../credential/client-secret";
import type { DockerConfig } from "../../delivery/docker-config";
import type { PipelineLoginProps } from "../../delivery/pipeline-login";
import type { PullSecretProps } from "../../delivery/pull-secret";

// What needs a provider package that a project need not have is loaded when a file asks for it, by the entries of
// this package, which say what to install. No type that is exported here names such a package.

const load = createRequire(__filename);

/** The settings of a provider, none of which is a secret. */
type Settings = Readonly<Record<string, string>>;

/** Adds a pull secret to a client secret, and to the stack its kubernetes provider. */
export function addPullSecret(
  secret: ClientSecret,
  props: PullSecretProps & { readonly dockerConfig: DockerConfig },
  settings?: Settings,
): void {
  const { KubernetesPullSecret } = load(
    "cdktf-acr-auth/delivery/kubernetes",
  ) as typeof import("../../delivery/kubernetes");
  const { KubernetesProvider } = load(
    "@cdktf/provider-kubernetes/lib/provider",
  ) as typeof import("@cdktf/provider-kubernetes/lib/provider");
  addOnce(
    TerraformStack.of(secret),
    "kubernetes_provider",
    (stack, id) => new KubernetesProvider(stack, id, settings),
  );
  new KubernetesPullSecret(secret, "kubernetes", props);
}

/** Adds what workflows on GitHub log in by to a client secret, and to the stack its github provider. */
export function addGitHubActions(
  secret: ClientSecret,
  props: PipelineLoginProps & { readonly repository: string; readonly environment?: string },
  settings?: Settings,
): void {
  const { GitHubActionsDelivery } = load(
    "cdktf-acr-auth/delivery/github",
  ) as typeof import("../../delivery/github");
  const { GithubProvider } = load(
    "@cdktf/provider-github/lib/provider",
  ) as typeof import("@cdktf/provider-github/lib/provider");
  addOnce(
    TerraformStack.of(secret),
    "github_provider",
    (stack, id) => new GithubProvider(stack, id, settings),
  );
  new GitHubActionsDelivery(secret, "github", props);
}

// No key of a file has a "_", so that a principal may be called as the provider is.
function addOnce(
  stack: TerraformStack,
  id: string,
  make: (stack: Construct, id: string) => unknown,
): void {
  if (stack.node.tryFindChild(id) === undefined) {
    make(stack, id);
  }
}
