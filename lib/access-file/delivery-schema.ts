import { z } from "zod";
import { keysElsewhere, oneOfForms } from "../yaml/forms";
import { flag, text } from "../yaml/schema-parts";

// Where a client secret is delivered to: the keys, their types, and what an editor shows about them.

const toKeyVault = {
  secret: text("The name of the secret, or what the names of both begin with, with content: pair."),
  content: z
    .enum(["pair", "json", "dockerConfig"])
    .meta({
      description:
        "pair (the default) makes the secrets <secret>-usr and <secret>-pwd, json one with username and password, dockerConfig one with the docker config.",
      default: "pair",
    })
    .optional(),
};

const keyVaultById = z.strictObject({
  id: text("The resource id of the vault, as az keyvault show --query id prints it."),
  ...toKeyVault,
});

const keyVaultByName = z.strictObject({
  name: text("The name of the vault."),
  resourceGroup: text("The resource group that the vault is in."),
  subscriptionId: text(
    "The subscription that the vault is in, if not azure.subscriptionId.",
  ).optional(),
  ...toKeyVault,
});

/** A key vault, and what is made in it. */
export const keyVault = oneOfForms([keyVaultByName, keyVaultById], {
  byKey: {
    id: keyVaultById,
    name: keyVaultByName,
    resourceGroup: keyVaultByName,
    subscriptionId: keyVaultByName,
  },
  none: "has neither name and resourceGroup of a vault nor its id; give one of them",
  beside: () => "has no meaning beside id, which says it all; leave it out",
  missing: (key) =>
    ["name", "resourceGroup"].includes(key)
      ? "is missing; give it, or the id of the vault in place of name and resourceGroup"
      : undefined,
}).describe("Secrets in an Azure key vault, which expire with the client secret.");

/** A pull secret of Kubernetes. */
export const kubernetes = z
  .strictObject({
    name: text("The name of the secret in each of the namespaces."),
    namespaces: z
      .array(text("A namespace."))
      .min(1)
      .describe("The namespaces, which are there already."),
    labels: z.record(z.string(), z.string()).describe("Labels of the secrets.").optional(),
  })
  .describe(
    "A pull secret in namespaces of a Kubernetes cluster; needs the package @cdktf/provider-kubernetes.",
  );

/** Workflows of a repository on GitHub. */
export const github = z
  .strictObject({
    repository: text("The name of the repository, without its owner."),
    environment: text("The environment to whose jobs alone it is delivered.").optional(),
    prefix: text("What all names begin with, as in ACR_CLIENT_ID; ACR by default.")
      .meta({ default: "ACR" })
      .optional(),
    registry: text(
      "The key of the registry; needed where the principal has grants on several.",
    ).optional(),
  })
  .describe(
    "A secret and variables for workflows of a repository on GitHub; needs the package @cdktf/provider-github.",
  );

/** Where a client secret is delivered to. */
export const deliver = keysElsewhere(
  z.strictObject({
    dockerConfig: flag(
      "Makes a sensitive Terraform output <principal>_<secret>_docker_config, the JSON that docker logs in by; none by default.",
      false,
    ),
    keyVault: keyVault.optional(),
    kubernetes: kubernetes.optional(),
    github: github.optional(),
    registries: z
      .array(text("The key of a registry."))
      .min(1)
      .describe(
        "The registries to log in to; by default those that the principal has grants on and whose login servers are known.",
      )
      .optional(),
  }),
  "; what else there is to deliver to is for programs, docs/delivery.md tells how",
);

const CREDENTIALS = "; credentials have no place here, they come from the environment";

/** The settings of the providers of other platforms than Azure. */
export const deliveryProviders = {
  kubernetes: keysElsewhere(
    z.strictObject({
      configPath: text("The path of a kubeconfig; KUBE_CONFIG_PATH by default.").optional(),
      configContext: text("The context in it; KUBE_CTX by default.").optional(),
    }),
    CREDENTIALS,
  )
    .describe(
      "The cluster of what is delivered to Kubernetes; credentials come from the kubeconfig or the environment.",
    )
    .optional(),
  github: keysElsewhere(
    z.strictObject({
      owner: text(
        "The user or organization that owns the repositories; GITHUB_OWNER by default.",
      ).optional(),
      baseUrl: text(
        "The URL of GitHub Enterprise; GITHUB_BASE_URL or https://api.github.com/ by default.",
      ).optional(),
    }),
    CREDENTIALS,
  )
    .describe(
      "The owner of repositories that are delivered to; the token comes from GITHUB_TOKEN or the GitHub CLI.",
    )
    .optional(),
};

/** The keys of all forms of a key vault. */
export type KeyVaultKeys = z.output<typeof keyVaultById> & z.output<typeof keyVaultByName>;
/** What an access file says about a pull secret. */
export type KubernetesEntry = z.output<typeof kubernetes>;
/** What an access file says about workflows on GitHub. */
export type GitHubEntry = z.output<typeof github>;
