import { Arguments, Contents, Element, literal } from "./contents";

/** What the deployer needs on another platform than Azure, to which a client secret is delivered. */
export interface NeededPlatformRight {
  /** As in `Kubernetes`. */
  readonly platform: string;
  /** The provider, which stands for a cluster or an account: `kubernetes`, or `kubernetes.<alias>`. */
  readonly provider: string;
  /** In the platform's own words, as in `create, get, patch and delete secrets`. */
  readonly right: string;
  /** Where, as in `the namespace shop`. */
  readonly at: string;
  /** What needs it: Terraform types and construct paths. */
  readonly because: string[];
}

/** What some types of resources need on their platform. */
interface PlatformRight {
  readonly types: string[];
  /** Where the type alone does not decide. */
  readonly when?: { readonly text: string; readonly holds: (args: Arguments) => boolean };
  readonly platform: string;
  readonly right: string;
  readonly at: { readonly text: string; readonly places: Places };
}

type Places = (args: Arguments, contents: Contents) => string[];

/** Each place that an argument names. */
const named =
  (word: string, argument: string): Places =>
  (args) => [`the ${word} ${literal(args[argument]) ?? "that Terraform finds out"}`];

/** The namespaces of an object, or of one for each of several. */
const namespaces: Places = ({ metadata, for_each: each }, contents) => {
  const [{ namespace = "default" } = {}] = [metadata ?? []].flat() as { namespace?: unknown }[];
  const given = namespace === "${each.value}" ? each : namespace;
  const made = contents
    .mentionedIn(given)
    .flatMap((element) => [element.arguments.metadata ?? []].flat() as { name?: unknown }[])
    .flatMap(({ name }) => literal(name) ?? []);
  const told =
    literal(given) ?? Array.from(String(given).matchAll(/"([^"$]+)"/g), ([, text = ""]) => text);
  const all = [...new Set([told, made].flat())].sort();
  return (all.length === 0 ? ["that Terraform finds out"] : all).map(
    (name) => `the namespace ${name}`,
  );
};

const inNamespaces = { text: "its namespace", places: namespaces };
const inRepository = { text: "the repository", places: named("repository", "repository") };
const inVault = (path: "data" | "metadata") => ({
  text: `\`<mount>/${path}/<name>\``,
  places: ({ mount, name }: Arguments) => [
    `${literal(mount) ?? "<mount>"}/${path}/${literal(name) ?? "<name>"}`,
  ],
});

/**
 * All that fit count. Sources: what kubernetes 2.38.0 and vault 5.6.0 ask for; GitHub's "Permissions required for
 * fine-grained personal access tokens"; GitLab's "Roles and permissions", under CI/CD; HCP Terraform's "Workspace
 * permissions" and "Variable sets API reference"; the vault provider's "skip_child_token".
 */
export const PLATFORM_RIGHTS: PlatformRight[] = [
  {
    types: ["kubernetes_secret_v1"],
    platform: "Kubernetes",
    right: "create, get, patch and delete secrets",
    at: inNamespaces,
  },
  {
    types: ["kubernetes_service_account_v1"],
    platform: "Kubernetes",
    right: "create, get, patch and delete serviceaccounts",
    at: inNamespaces,
  },
  {
    types: ["kubernetes_default_service_account_v1"],
    platform: "Kubernetes",
    right: "get and patch serviceaccounts",
    at: inNamespaces,
  },
  {
    types: ["kubernetes_namespace_v1"],
    platform: "Kubernetes",
    right: "create, get, patch and delete namespaces",
    at: { text: "the cluster", places: () => ["the cluster"] },
  },
  {
    types: ["github_actions_secret"],
    platform: "GitHub",
    right: "a token with Secrets: write",
    at: inRepository,
  },
  {
    types: ["github_actions_variable"],
    platform: "GitHub",
    right: "a token with Variables: write",
    at: inRepository,
  },
  {
    types: ["github_actions_environment_secret", "github_actions_environment_variable"],
    platform: "GitHub",
    right: "a token with Environments: write",
    at: inRepository,
  },
  {
    types: ["gitlab_project_variable"],
    platform: "GitLab",
    right: "the role Maintainer, and a token with the scope api",
    at: { text: "the project", places: named("project", "project") },
  },
  {
    types: ["gitlab_group_variable"],
    platform: "GitLab",
    right: "the role Owner, and a token with the scope api",
    at: { text: "the group", places: named("group", "group") },
  },
  {
    types: ["tfe_variable"],
    when: { text: "of a workspace", holds: ({ workspace_id: id }) => id !== undefined },
    platform: "HCP Terraform",
    right: "a team with Read and write variables",
    at: { text: "the workspace", places: named("workspace", "workspace_id") },
  },
  {
    types: ["tfe_variable"],
    when: { text: "of a variable set", holds: ({ variable_set_id: id }) => id !== undefined },
    platform: "HCP Terraform",
    right:
      "a team with Manage all workspaces or Manage all projects, or with Write on the project that owns the set",
    at: { text: "the variable set", places: named("variable set", "variable_set_id") },
  },
  {
    types: ["vault_kv_secret_v2"],
    when: { text: "", holds: ({ disable_read: isNotRead }) => isNotRead !== true },
    platform: "Vault",
    right: "a policy with create, read and update",
    at: inVault("data"),
  },
  {
    types: ["vault_kv_secret_v2"],
    when: {
      text: "with `disable_read`",
      holds: ({ disable_read: isNotRead }) => isNotRead === true,
    },
    platform: "Vault",
    right: "a policy with create and update",
    at: inVault("data"),
  },
  {
    types: ["vault_kv_secret_v2"],
    platform: "Vault",
    right: "a policy with create, read, update and delete",
    at: inVault("metadata"),
  },
  {
    types: ["vault_kv_secret_v2"],
    platform: "Vault",
    right: "a policy with update, unless the provider has skip_child_token",
    at: { text: "`auth/token/create`", places: () => ["auth/token/create"] },
  },
];

/** Whether something is known of what a type needs on its platform. */
export function isOfPlatform({ type }: Element): boolean {
  return PLATFORM_RIGHTS.some(({ types }) => types.includes(type));
}

/** What the elements of a stack need on other platforms, each once for a provider and a place. */
export function neededPlatformRights(contents: Contents): NeededPlatformRight[] {
  const all = contents.elements.flatMap((element) =>
    PLATFORM_RIGHTS.filter(
      ({ types, when }) =>
        types.includes(element.type) && (when === undefined || when.holds(element.arguments)),
    ).flatMap(({ platform, right, at }) =>
      at.places(element.arguments, contents).map((place) => ({
        platform,
        provider: element.provider,
        right,
        at: place,
        because: `${element.type} ${element.path}`,
      })),
    ),
  );
  const needed = new Map<string, NeededPlatformRight>();
  for (const { because, ...one } of all) {
    const key = JSON.stringify([one.provider, one.right, one.at]);
    const known = needed.get(key)?.because ?? [];
    needed.set(key, { ...one, because: [...new Set([...known, because])] });
  }
  return [...needed.values()];
}
