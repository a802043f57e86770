import { Construct } from "constructs";
import { App, TerraformHclModule, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  FederatedIdentity,
  IAcrPrincipal,
  IAcrServicePrincipal,
  PrincipalType,
  RenameOptions,
} from "cdktf-acr-auth";
import { addresses, endOf, Move, moves, Program, stackOf } from "../support/moves";
import { newStack, problems } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000002";

const github = FederatedIdentity.github({ repository: "contoso/shop", branch: "main" });

/** What the moves make of the addresses that a program has without them. */
function moved(before: Program, now: Program): string[] {
  const all = moves(stackOf(now));
  return addresses(stackOf(before))
    .map((address) => endOf(all, address))
    .sort();
}

const managed = (program: Program): string[] => addresses(stackOf(program)).sort();

function web(
  scope: Construct,
  id: string,
  props: Partial<AcrServicePrincipalProps> = {},
): AcrServicePrincipal {
  return new AcrServicePrincipal(scope, id, { displayName: "contoso-web", ...props });
}

function grantPull(principal: IAcrPrincipal): void {
  AcrRegistry.fromName(TerraformStack.of(principal), "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  }).grantPull(principal, { propagationSeconds: 30 });
}

function addEverything(principal: IAcrServicePrincipal): void {
  const pem = new TerraformVariable(TerraformStack.of(principal), "pem", {}).stringValue;
  principal.addClientSecret("docker", { propagationSeconds: 30 });
  principal.addCertificate("laptop", { pem });
  principal.addFederatedCredential("github", github);
  grantPull(principal);
}

describe("of a renamed principal, all that Terraform manages is moved", () => {
  const manageCredentials = true;
  const kinds: Record<string, (stack: Construct, id: string, options?: RenameOptions) => void> = {
    "where it is made": (stack, id, options) => {
      addEverything(web(stack, id, options));
    },
    "where its application is the program's": (stack, id, options) => {
      const application = new Application(stack, `application-of-${id}`, { displayName: "web" });
      application.overrideLogicalId("application");
      addEverything(AcrServicePrincipal.fromApplication(stack, id, application, options));
    },
    "where it is known by its client id": (stack, id, options) => {
      const all = { ...options, manageCredentials };
      addEverything(AcrServicePrincipal.fromClientId(stack, id, CLIENT_ID, all));
    },
    "where it is known by its object id": (stack, id, options) => {
      const all = { ...options, manageCredentials };
      addEverything(AcrServicePrincipal.fromObjectId(stack, id, OBJECT_ID, all));
    },
    "where it is known by its resource id": (stack, id, options) => {
      const all = { ...options, manageCredentials };
      addEverything(
        AcrServicePrincipal.fromResourceId(stack, id, `/applications/${OBJECT_ID}`, all),
      );
    },
    "where it is known by all its ids": (stack, id, options) => {
      const ids = { clientId: CLIENT_ID, objectId: OBJECT_ID };
      const all = { ...options, ...ids, manageCredentials };
      addEverything(AcrServicePrincipal.fromAttributes(stack, id, all));
    },
    "where it is a group": (stack, id, options) => {
      const ids = { objectId: OBJECT_ID, principalType: PrincipalType.GROUP };
      grantPull(AcrPrincipal.fromObjectId(stack, id, { ...options, ...ids }));
    },
  };

  test.each(Object.entries(kinds))("%s", (_, add) => {
    const before: Program = (stack) => {
      add(stack, "api", undefined);
    };
    const now: Program = (stack) => {
      add(stack, "web", { renamedFrom: ["api"] });
    };
    expect(moved(before, now)).toEqual(managed(now));
    expect(managed(before)).not.toEqual(managed(now));
  });

  test("also what the program has put below it", () => {
    const program =
      (id: string, renamedFrom?: string[]): Program =>
      (stack) => {
        const principal = web(stack, id, { renamedFrom });
        new ResourceGroup(principal, "group", { name: "rg-web", location: "westeurope" });
        new TerraformHclModule(principal, "extras", { source: "terraform.example/extras" });
      };
    expect(moved(program("api"), program("web", ["api"]))).toEqual(managed(program("web")));
  });

  test("but not what has a logical id of its own, which stays as it is", () => {
    const program =
      (id: string, renamedFrom?: string[]): Program =>
      (stack) => {
        const principal = web(stack, id, { renamedFrom });
        const group = { name: "rg-web", location: "westeurope" };
        new ResourceGroup(principal, "group", group).overrideLogicalId("web");
      };
    expect(moved(program("api"), program("web", ["api"]))).toEqual(managed(program("web")));
    const types = moves(stackOf(program("web", ["api"]))).map(({ to }) => to.split(".")[0]);
    expect(types).not.toContain("azurerm_resource_group");
  });

  test("and nothing where nothing was renamed", () => {
    expect(moves(stackOf((stack) => web(stack, "web")))).toEqual([]);
    expect(moves(stackOf((stack) => web(stack, "web", { renamedFrom: [] })))).toEqual([]);
  });
});

describe("a principal that was elsewhere in the stack is moved", () => {
  const at =
    (path: string, renamedFrom?: string[]): Program =>
    (stack) => {
      const [id = "", ...above] = path.split("/").reverse();
      const scope = above
        .reverse()
        .reduce<Construct>((outer, name) => new Construct(outer, name), stack);
      addEverything(web(scope, id, { renamedFrom }));
    };

  test.each([
    ["shop/web", "store/web", "shop/web"],
    ["shop/web", "store/web", "/shop/web"],
    ["shop/web", "web", "shop/web"],
    ["web", "shop/web", "/web"],
    // The construct that wraps it may take its id.
    ["web", "web/principal", "/web"],
    ["shop/backend/web", "shop/web", "shop/backend/web"],
  ])("from %s to %s by %s", (before, now, oldName) => {
    expect(moved(at(before), at(now, [oldName]))).toEqual(managed(at(now)));
  });
});

describe("of a renamed credential, all that Terraform manages is moved", () => {
  const kinds: Record<
    string,
    (web: IAcrServicePrincipal, id: string, options?: RenameOptions) => void
  > = {
    "of a client secret": (principal, id, options) =>
      principal.addClientSecret(id, { ...options, propagationSeconds: 30 }),
    "of a certificate": (principal, id, options) => {
      const pem = new TerraformVariable(TerraformStack.of(principal), "pem", {}).stringValue;
      principal.addCertificate(id, { ...options, pem });
    },
    "of a federated credential": (principal, id, options) =>
      principal.addFederatedCredential(id, github, options),
  };

  test.each(Object.entries(kinds))("%s", (_, add) => {
    const program =
      (id: string, options?: RenameOptions): Program =>
      (stack) => {
        add(web(stack, "web"), id, options);
      };
    const now = program("new-name", { renamedFrom: ["old-name"] });
    expect(moved(program("old-name"), now)).toEqual(managed(now));
    expect(managed(program("old-name"))).not.toEqual(managed(now));
  });
});

describe("a chain of names", () => {
  const program =
    (principal: string, secret: string, olds: [string[], string[]] = [[], []]): Program =>
    (stack) => {
      web(stack, principal, { renamedFrom: olds[0] }).addClientSecret(secret, {
        renamedFrom: olds[1],
      });
    };

  test.each([[["one", "two"]], [["two", "one"]]])("ends at the present one: %j", (names) => {
    const now = program("web", "docker", [names, []]);
    for (const name of names) {
      expect(moved(program(name, "docker"), now)).toEqual(managed(now));
    }
  });

  test("goes through all that a principal and a secret in it were called at one time", () => {
    const olds: [string[], string[]] = [
      ["api", "backend"],
      ["pull", "kubernetes"],
    ];
    const now = program("web", "docker", olds);
    for (const principal of ["api", "backend", "web"]) {
      for (const secret of ["pull", "kubernetes", "docker"]) {
        expect(moved(program(principal, secret), now)).toEqual(managed(now));
      }
    }
  });

  test("has an address once that two names give", () => {
    const now: Program = (stack) => {
      const outer = web(stack, "web", { renamedFrom: ["api"] });
      web(outer, "inner", {
        displayName: "inner",
        renamedFrom: ["/api/inner", "part", "/api/part"],
      });
    };
    const before: Program = (stack) => {
      web(web(stack, "api"), "part", { displayName: "inner" });
    };
    expect(moved(before, now)).toEqual(managed(now));
    const froms = moves(stackOf(now)).map(({ from }) => from);
    expect(new Set(froms).size).toBe(froms.length);
  });

  test("begins with an address that is adopted", () => {
    const application = "azuread_application.main";
    const all = moves(
      stackOf((stack) => web(stack, "web", { renamedFrom: ["api"], adopt: { application } })),
    );
    const [before] = addresses(stackOf((stack) => web(stack, "api")));
    const [now] = addresses(stackOf((stack) => web(stack, "web")));
    expect(all.filter(({ from }) => from.startsWith("azuread_application."))).toEqual([
      { from: application, to: before },
      { from: before, to: now },
    ]);
  });
});

test("names are those of a stack that names its resources itself", () => {
  class Numbered extends TerraformStack {
    protected override allocateLogicalId(
      element: Parameters<TerraformStack["getLogicalId"]>[0],
    ): string {
      return `of-${super.allocateLogicalId(element).length}-letters`;
    }
  }
  const stack = new Numbered(new App(), "numbered");
  new AzureadProvider(stack, "azuread");
  web(stack, "web", { renamedFrom: ["backend"] });
  expect(moves(stack)).toContainEqual<Move>({
    from: "azuread_application.of-28-letters",
    to: "azuread_application.of-24-letters",
  });
});

describe("refused is an old name that", () => {
  const refusals = (add: Program): string[] => problems(stackOf(add));

  const called =
    (...renamedFrom: unknown[]): Program =>
    (stack) => {
      web(new Construct(stack, "shop"), "web", { renamedFrom: renamedFrom as string[] });
    };

  test("is one of more than a history has: each is tried with all others", () => {
    const names = Array.from({ length: 21 }, (_, index) => `web${index}`);
    expect(refusals(called(...names))).toEqual([
      expect.stringContaining("renamedFrom: has 21 old names; 20 are the most here"),
    ]);
    expect(refusals(called(...names.slice(1)))).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["is empty", "", '"" is no id; write the one that it had, or leave it out'],
    ["is no text", 7, "7 is no id; write the one that it had, or leave it out"],
    ["is not there", undefined, "undefined is no id"],
    ["is a token", Token.asString({ resolve: () => "api" }), "is a token, a value that only"],
    [
      "is an expression",
      "d${file(1)}",
      '"d${file(1)}" has something in it that Terraform would evaluate',
    ],
    ["is a directive", "%{ if true }", '"%{ if true }" has something in it that Terraform'],
    ["is no path", "shop//api", '"shop//api" is no path; write ids with one "/" between them'],
    ["ends with a slash", "shop/", '"shop/" is no path'],
    ["is a slash", "/", '"/" is no path'],
    ["it has now", "web", '"web" is what it is called now; leave it out'],
    [
      "is the path that it has now",
      "shop/web",
      '"shop/web" is what it is called now; leave it out',
    ],
    [
      "begins with the stack",
      "test/api",
      '"test/api" begins with the name of the stack, and paths begin below it; write "/api", or "/test/api" where a construct in the stack had that name too',
    ],
  ])("%s", (_, oldName, message) => {
    const found = refusals(called("backend", oldName));
    expect(found).toEqual([expect.stringContaining(`[test/shop/web] renamedFrom[1]: ${message}`)]);
  });

  test("is there twice, be it as a path", () => {
    expect(refusals(called("api", "shop/api", "api"))).toEqual([
      '[test/shop/web] renamedFrom[1]: "shop/api" stands here twice; remove one',
      '[test/shop/web] renamedFrom[2]: "api" stands here twice; remove one',
    ]);
  });

  test("is a token for several", () => {
    const names = new TerraformVariable(newStack(), "names", { type: "list(string)" }).listValue;
    expect(refusals(called(...names))).toEqual([
      expect.stringContaining("renamedFrom[0]: is a token"),
    ]);
  });

  test.each([
    [
      "client secret",
      (web: IAcrServicePrincipal, o: RenameOptions) => web.addClientSecret("docker", o),
    ],
    [
      "federated credential",
      (web: IAcrServicePrincipal, o: RenameOptions) =>
        web.addFederatedCredential("github", github, o),
    ],
  ])("is a path of a %s", (_, add) => {
    const found = refusals((stack) => add(web(stack, "web"), { renamedFrom: ["api/docker"] }));
    expect(found).toEqual([
      expect.stringMatching(
        /renamedFrom\[0\]: "api\/docker" is a path, and a credential stays with its principal; write the id that it had there$/,
      ),
    ]);
  });

  test("something else has now", () => {
    const found = refusals((stack) => {
      web(stack, "web", { renamedFrom: ["backend", "api"] });
      web(stack, "api", { displayName: "contoso-api" });
    });
    expect(found).toEqual([
      '[test/web] renamedFrom[1]: "api" is where test/api/deployer is now, and Terraform moves nothing away from what is there; give that another name, or, once every state has been applied with the new one, leave this out (to swap two names, change one in each apply, by way of a third)',
    ]);
  });

  test("another secret of the principal has now", () => {
    const found = refusals((stack) => {
      const principal = web(stack, "web");
      principal.addClientSecret("docker", { renamedFrom: ["pull"] });
      principal.addClientSecret("pull");
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^\[test\/web\/client_secret\/docker\] renamedFrom\[0\]: "pull" is where test\/web\/client_secret\/pull\/a is now/,
      ),
    ]);
  });

  test("the other of two has that swap their ids", () => {
    const found = refusals((stack) => {
      web(stack, "web", { renamedFrom: ["api"] });
      web(stack, "api", { displayName: "contoso-api", renamedFrom: ["web"] });
    });
    expect(found).toEqual([
      expect.stringContaining('[test/web] renamedFrom[0]: "api" is where test/api/deployer is now'),
      expect.stringContaining('[test/api] renamedFrom[0]: "web" is where test/web/deployer is now'),
    ]);
  });

  test("another had too", () => {
    const found = refusals((stack) => {
      web(stack, "web", { renamedFrom: ["api"] });
      web(new Construct(stack, "shop"), "web", { displayName: "two", renamedFrom: ["/api"] });
    });
    expect(found).toEqual([
      '[test/shop/web] renamedFrom[0]: "/api" is an old name of test/web too, and Terraform moves a thing to one place; leave it out where it does not belong',
    ]);
  });

  test("is found again when the stack has changed since it was last looked at", () => {
    const stack = stackOf((program) => web(program, "web", { renamedFrom: ["api"] }));
    expect(problems(stack)).toEqual([]);
    web(stack, "api", { displayName: "contoso-api" });
    expect(problems(stack)).toHaveLength(1);
  });

  test("is adopted too", () => {
    const [application = ""] = addresses(stackOf((stack) => web(stack, "api")));
    const found = refusals((stack) =>
      web(stack, "web", { renamedFrom: ["api"], adopt: { application } }),
    );
    expect(found).toEqual([expect.stringContaining("is its own address; leave adopt out")]);
  });
});

test("an id that only data had is free to be an old name", () => {
  const program: Program = (stack) => {
    web(stack, "web", { renamedFrom: ["registry"] });
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
  };
  expect(problems(stackOf(program))).toEqual([]);
});
