const REPOSITORIES = "Microsoft.ContainerRegistry/registries/repositories";
const actions = (...verbs: string[]): string[] =>
  ["content", "metadata"].flatMap((part) => verbs.map((verb) => `${REPOSITORIES}/${part}/${verb}`));

/**
 * A built-in role for the content of registries.
 * Source: Microsoft's "Azure built-in roles for containers": names, ids and data actions.
 */
export class AcrRole {
  public static readonly ACR_PULL = new AcrRole("AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d");
  public static readonly ACR_PUSH = new AcrRole("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec");
  public static readonly ACR_DELETE = new AcrRole(
    "AcrDelete",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
  );
  public static readonly REPOSITORY_READER = new AcrRole(
    "Container Registry Repository Reader",
    "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    actions("read"),
  );
  public static readonly REPOSITORY_WRITER = new AcrRole(
    "Container Registry Repository Writer",
    "2a1e307c-b015-4ebd-883e-5b7698a07328",
    actions("read", "write"),
  );
  public static readonly REPOSITORY_CONTRIBUTOR = new AcrRole(
    "Container Registry Repository Contributor",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    actions("read", "write", "delete"),
  );
  public static readonly REPOSITORY_CATALOG_LISTER = new AcrRole(
    "Container Registry Repository Catalog Lister",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
  );

  private constructor(
    /** The name that Azure shows. */
    public readonly roleName: string,
    /** The id of the role definition, the same in every tenant. */
    public readonly definitionId: string,
    /** The data actions that a condition can limit to repositories; none for the other roles. */
    public readonly repositoryActions: string[] = [],
  ) {}
}
