import { Fn, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  AdoptedServicePrincipal,
} from "cdktf-acr-auth";
import { shown } from "../../lib/core/shown";
import { newStack, problems, render, resources, TerraformJson, warnings } from "../support/stack";

const SOMEONE = "11111111-1111-4111-8111-111111111111";

/** So many object ids. */
function people(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `a1111111-1111-4111-8111-${String(index).padStart(12, "0")}`,
  );
}

function add(
  stack: TerraformStack,
  props: Partial<AcrServicePrincipalProps> = {},
  id = "web",
): AcrServicePrincipal {
  return new AcrServicePrincipal(stack, id, { displayName: "contoso-web", ...props });
}

function one(type: string, props?: Partial<AcrServicePrincipalProps>): Record<string, unknown> {
  const stack = newStack();
  add(stack, props);
  const [resource = {}] = resources(stack, type);
  return resource;
}

describe("the application", () => {
  test("refuses to be the second of its name in the tenant", () => {
    expect(one("azuread_application")).toMatchObject({
      display_name: "contoso-web",
      prevent_duplicate_names: true,
    });
  });

  test("may be one of several of its name where the program says so", () => {
    expect(one("azuread_application", { preventDuplicateNames: false })).toMatchObject({
      prevent_duplicate_names: false,
    });
  });

  test("has no inline password, no identifier URI and nothing else that was not asked for", () => {
    expect(Object.keys(one("azuread_application")).sort()).toEqual([
      "display_name",
      "owners",
      "prevent_duplicate_names",
    ]);
  });

  test("takes description, notes, tags, sign-in audience and service management reference", () => {
    const given = {
      description: "The shop's web application",
      notes: "Ask the shop team",
      tags: ["shop", "web"],
      signInAudience: "AzureADMultipleOrgs",
      serviceManagementReference: "CMDB-4711",
    };
    expect(one("azuread_application", given)).toMatchObject({
      description: given.description,
      notes: given.notes,
      tags: given.tags,
      sign_in_audience: given.signInAudience,
      service_management_reference: given.serviceManagementReference,
    });
  });
});

describe("the service principal", () => {
  test("is that of the application", () => {
    expect(one("azuread_service_principal").client_id).toMatch(
      /^\$\{azuread_application\.web_application_\w+\.client_id\}$/,
    );
  });

  test("leaves the tags to the application, from which Entra copies them", () => {
    expect(one("azuread_service_principal", { tags: ["shop"] })).not.toHaveProperty("tags");
  });

  test("is taken over where a creation that broke off has left it, and decides about that once", () => {
    expect(one("azuread_service_principal")).toMatchObject({
      use_existing: true,
      lifecycle: { ignore_changes: ["use_existing"] },
    });
  });

  test("that an application which exists may have is not taken over unless it is adopted itself", () => {
    const adopt = { application: `/applications/${SOMEONE}` };
    expect(one("azuread_service_principal", { adopt })).not.toHaveProperty("use_existing");
  });

  test("can be shut out of everything at once", () => {
    expect(one("azuread_service_principal", { accountEnabled: false }).account_enabled).toBe(false);
  });

  test("is made by the azuread provider that is given, as are its application and its deployer", () => {
    const stack = newStack();
    const provider = new AzureadProvider(stack, "partner", { alias: "partner" });
    add(stack, { provider });
    const { data, resource } = render(stack);
    expect(
      [
        ...Object.values(resource?.azuread_application ?? {}),
        ...Object.values(resource?.azuread_service_principal ?? {}),
        ...Object.values(data?.azuread_client_config ?? {}),
      ].map((element) => element.provider),
    ).toEqual(Array(3).fill("azuread.partner"));
  });
});

describe("the owners", () => {
  const owners = (props?: Partial<AcrServicePrincipalProps>): unknown[] => [
    one("azuread_application", props).owners,
    one("azuread_service_principal", props).owners,
  ];
  const deployer = expect.stringMatching(
    /^\$\{terraform_data\.web_deployer_\w+\.output\}$/,
  ) as string;

  test("are the deployer, of the application and of the service principal", () => {
    expect(owners()).toEqual([[deployer], [deployer]]);
  });

  test("are those that are given and the deployer", () => {
    expect(owners({ owners: [SOMEONE] })).toEqual([
      [SOMEONE, deployer],
      [SOMEONE, deployer],
    ]);
  });

  test("are only those that are given when the deployer is told not to own", () => {
    const props = { owners: [SOMEONE], deployerIsOwner: false };
    expect(owners(props)).toEqual([[SOMEONE], [SOMEONE]]);
    const stack = newStack();
    add(stack, props);
    expect(render(stack).data).toBeUndefined();
  });

  test("may be a list that only Terraform knows", () => {
    const list = Fn.split(",", "a,b");
    const withDeployer = expect.stringMatching(
      /^\$\{concat\(split\(",", "a,b"\), \[terraform_data\.web_deployer_\w+\.output\]\)\}$/,
    ) as unknown;
    expect(owners({ owners: list })).toEqual([withDeployer, withDeployer]);
    const alone = '${split(",", "a,b")}';
    expect(owners({ owners: list, deployerIsOwner: false })).toEqual([alone, alone]);
  });

  test("do not change with who runs a later plan: the first deployer is remembered", () => {
    expect(one("terraform_data")).toEqual({
      input: "${data.azuread_client_config.acr-auth-deployer.object_id}",
      lifecycle: { ignore_changes: ["input"] },
    });
  });

  test("are asked of Entra once for a stack", () => {
    const stack = newStack();
    add(stack);
    add(stack, { displayName: "contoso-api" }, "api");
    expect(Object.keys(render(stack).data?.azuread_client_config ?? {})).toHaveLength(1);
  });
});

describe("a display name", () => {
  test("of two service principals of a stack is refused, whatever its letter case", () => {
    const stack = newStack();
    add(stack);
    add(stack, { displayName: "Contoso-Web" }, "api");
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /^\[test\/api\] displayName: "Contoso-Web" is the name of test\/web too;.*choose another name$/,
      ),
    ]);
  });

  test("may stand in two tenants, which are two azuread providers", () => {
    const stack = newStack();
    add(stack);
    const provider = new AzureadProvider(stack, "partner", { alias: "partner" });
    add(stack, { provider }, "partner-web");
    expect(problems(stack)).toEqual([]);
  });

  test("may not stand in one tenant, by which providers whatsoever", () => {
    const stack = newStack();
    const tenantId = "6f3f7e4e-0000-4000-8000-00000000000f";
    add(stack, { provider: new AzureadProvider(stack, "one", { alias: "one", tenantId }) });
    add(
      stack,
      {
        provider: new AzureadProvider(stack, "two", {
          alias: "two",
          tenantId: tenantId.toUpperCase(),
        }),
      },
      "api",
    );
    expect(problems(stack)).toEqual([expect.stringContaining("[test/api] displayName: ")]);
  });

  test("that only Terraform knows is left to the plan", () => {
    const stack = newStack();
    add(stack, { displayName: Fn.upper("web") });
    add(stack, { displayName: Fn.upper("web") }, "api");
    expect(problems(stack)).toEqual([]);
  });
});

test.each<[string, Partial<AcrServicePrincipalProps>, string]>([
  [
    "an account that happens to be neither enabled nor not",
    { accountEnabled: undefined },
    "accountEnabled: is undefined, and without it the service principal is not shut out; write true or false",
  ],
  [
    "a display name with a line break",
    { displayName: "contoso-web\nPlan: 0 to add" },
    String.raw`displayName: "contoso-web\u000aPlan: 0 to add" has control characters`,
  ],
  [
    "a display name that turns the direction of writing",
    { displayName: "contoso\u202ebew" },
    String.raw`displayName: "contoso\u202ebew" has control characters or changes of direction`,
  ],
  [
    "a display name that Terraform would evaluate",
    { displayName: '${file("secret.txt")}' },
    'displayName: "${file("secret.txt")}" has ${ or %{ in it, which Terraform would evaluate',
  ],
  ["notes that Terraform would evaluate", { notes: "%{ if true }" }, "notes: "],
  ["a tag that Terraform would evaluate", { tags: ["ok", "${x}"] }, "tags[1]: "],
  ["an empty display name", { displayName: " " }, 'displayName: " " is empty'],
  [
    "a display name of 121 characters",
    { displayName: "x".repeat(121) },
    "displayName: has 121 characters; Entra allows 120",
  ],
  [
    "an apostrophe in the display name",
    { displayName: "Ada's app" },
    'displayName: "Ada\'s app" has an apostrophe, on which the look-up of applications of the same name breaks; write the name without it',
  ],
  ["an empty description", { description: "" }, 'description: "" is empty; write a text'],
  [
    "a description of 1025 characters",
    { description: "x".repeat(1025) },
    "description: has 1025 characters; Entra allows 1024",
  ],
  ["empty notes", { notes: "" }, 'notes: "" is empty'],
  [
    "an owner that is no object id",
    { owners: [SOMEONE, "me@contoso.com"] },
    'owners[1]: "me@contoso.com" is not a UUID; give the object id',
  ],
  [
    "100 owners and the deployer",
    { owners: people(100) },
    "owners: 100 and the deployer are more than the 100 that Entra allows; name fewer",
  ],
  [
    "101 owners",
    { owners: people(101), deployerIsOwner: false },
    "owners: 101 are more than the 100 that Entra allows; name fewer",
  ],
  [
    "a tag with white space",
    { tags: ["web", "the shop"] },
    'tags[1]: "the shop" must have 1 to 256 characters and no white space',
  ],
  ["a tag twice", { tags: ["web", "web"] }, 'tags[1]: "web" stands here twice'],
  [
    "personal accounts",
    { signInAudience: "PersonalMicrosoftAccount" },
    'signInAudience: "PersonalMicrosoftAccount" is not one of AzureADMyOrg, AzureADMultipleOrgs',
  ],
])("%s is refused with the rule and the fix", (_, props, message) => {
  const stack = newStack();
  add(stack, props);
  expect(problems(stack)).toEqual([expect.stringContaining(`[test/web] ${message}`)]);
});

test("an apostrophe in the display name is right where no application of the same name is looked for", () => {
  const stack = newStack();
  add(stack, { displayName: "Ada's app", preventDuplicateNames: false });
  expect(problems(stack)).toEqual([]);
});

describe("the number of owners", () => {
  const stackWith = (props: Partial<AcrServicePrincipalProps>): TerraformStack => {
    const stack = newStack();
    add(stack, props);
    return stack;
  };

  test.each<[string, Partial<AcrServicePrincipalProps>]>([
    ["99 and the deployer", { owners: people(99) }],
    ["100 without the deployer", { owners: people(100), deployerIsOwner: false }],
  ])("may be %s", (_, props) => {
    expect(problems(stackWith(props))).toEqual([]);
  });

  test.each<[string, Partial<AcrServicePrincipalProps>, number]>([
    ["19 and the deployer", { owners: people(19) }, 0],
    ["20 and the deployer", { owners: people(20) }, 1],
    ["20 without the deployer", { owners: people(20), deployerIsOwner: false }, 0],
    ["21 without the deployer", { owners: people(21), deployerIsOwner: false }, 1],
    [
      "19 in two spellings, and the deployer",
      { owners: [...people(19), ...people(19).map((id) => id.toUpperCase())] },
      0,
    ],
    ["so many as only Terraform knows", { owners: Fn.split(",", "a,b") }, 0],
  ])("is more than is bound when the application is made: %s", (_, props, count) => {
    expect(warnings(stackWith(props))).toEqual(
      Array<unknown>(count).fill(expect.stringContaining("acr-auth:many-owners")),
    );
  });

  test("is acknowledged by the id of the warning", () => {
    const stack = newStack({ "acr-auth:acknowledge": ["acr-auth:many-owners"] });
    add(stack, { owners: people(20) });
    expect(warnings(stack)).toEqual([]);
  });
});

test("all broken rules of all service principals are reported together", () => {
  const stack = newStack();
  add(stack, { displayName: "", tags: [""] });
  add(stack, { displayName: "contoso-api", notes: "" }, "api");
  expect(problems(stack)).toHaveLength(3);
});

describe("a service principal in the registry's tenant, of an application in another", () => {
  const elsewhere = (props: Partial<AcrServicePrincipalProps> = {}): TerraformStack => {
    const stack = newStack();
    add(stack, {
      servicePrincipalProvider: new AzureadProvider(stack, "registry", { alias: "registry" }),
      ...props,
    });
    return stack;
  };

  test("is made there, and the application here becomes multitenant", () => {
    const stack = elsewhere();
    const [application] = resources(stack, "azuread_application");
    expect(application).toMatchObject({ sign_in_audience: "AzureADMultipleOrgs" });
    expect(application).not.toHaveProperty("provider");
    expect(resources(stack, "azuread_service_principal")).toMatchObject([
      { provider: "azuread.registry" },
    ]);
  });

  test("is owned by who the deployer is there, and by nobody of the application's tenant", () => {
    const stack = elsewhere({ owners: [SOMEONE] });
    const [servicePrincipal] = resources(stack, "azuread_service_principal");
    expect(servicePrincipal?.owners).toEqual([
      expect.stringMatching(/^\$\{terraform_data\.web_service_principal_deployer_\w+\.output\}$/),
    ]);
    expect(render(stack).data?.azuread_client_config).toEqual({
      "acr-auth-deployer": {},
      "acr-auth-deployer-registry": { provider: "azuread.registry" },
    });
  });

  test("is not taken over where somebody there has made it", () => {
    const [servicePrincipal] = resources(elsewhere(), "azuread_service_principal");
    expect(servicePrincipal).not.toHaveProperty("use_existing");
  });

  test("has no owner where the deployer is not to be one", () => {
    const [servicePrincipal] = resources(
      elsewhere({ deployerIsOwner: false }),
      "azuread_service_principal",
    );
    expect(servicePrincipal?.owners ?? []).toEqual([]);
  });

  test("in the tenant of the application after all makes nothing multitenant", () => {
    const stack = newStack();
    const [servicePrincipalProvider] = stack.allProviders();
    add(stack, { servicePrincipalProvider });
    const [application] = resources(stack, "azuread_application");
    expect(application).not.toHaveProperty("sign_in_audience");
    const [servicePrincipal] = resources(stack, "azuread_service_principal");
    expect(servicePrincipal?.owners).toEqual(application?.owners);
  });

  test("in that tenant by another provider makes nothing multitenant either", () => {
    const stack = newStack();
    const tenantId = "6f3f7e4e-0000-4000-8000-00000000000f";
    const [provider, servicePrincipalProvider] = ["one", "two"].map(
      (alias) => new AzureadProvider(stack, alias, { alias, tenantId }),
    );
    add(stack, { provider, servicePrincipalProvider });
    expect(resources(stack, "azuread_application")[0]).not.toHaveProperty("sign_in_audience");
  });

  test("is refused in another cloud than the application", () => {
    const stack = newStack();
    add(stack, {
      provider: new AzureadProvider(stack, "us", { alias: "us", environment: "usgovernment" }),
      servicePrincipalProvider: new AzureadProvider(stack, "cn", {
        alias: "cn",
        environment: "china",
      }),
    });
    expect(problems(stack)).toEqual([
      "[test/web] environment: the azuread provider of the application is in the cloud usgovernment and that of the service principal in china; nothing reaches from one cloud into another, write the same environment for both",
    ]);
  });

  test("is refused where the application is to stay in its own tenant", () => {
    expect(problems(elsewhere({ signInAudience: "AzureADMyOrg" }))).toEqual([
      '[test/web] signInAudience: "AzureADMyOrg" keeps the application in its own tenant, and its service principal is to be in another; write AzureADMultipleOrgs',
    ]);
  });
});

describe("a service principal that exists and is adopted", () => {
  const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000003";
  const APPLICATION = /^azuread_application\.web_application_\w+$/;
  const SERVICE_PRINCIPAL = /^azuread_service_principal\.web_service_principal_\w+$/;

  const adopting = (adopt: AdoptedServicePrincipal): TerraformJson => {
    const stack = newStack();
    add(stack, { adopt });
    return render(stack);
  };

  test("is imported by its resource ids in Entra", () => {
    const { import: imports, moved } = adopting({
      application: `/applications/${SOMEONE}`,
      servicePrincipal: `/servicePrincipals/${OBJECT_ID}`,
    });
    expect(imports).toEqual([
      { to: expect.stringMatching(APPLICATION) as string, id: `/applications/${SOMEONE}` },
      {
        to: expect.stringMatching(SERVICE_PRINCIPAL) as string,
        id: `/servicePrincipals/${OBJECT_ID}`,
      },
    ]);
    expect(moved).toBeUndefined();
  });

  test("is moved from its addresses in the stack's state", () => {
    const { import: imports, moved } = adopting({
      application: "module.web.azuread_application.main",
      servicePrincipal: 'module.web["a.b"].azuread_service_principal.main[0]',
    });
    expect(moved).toEqual([
      {
        from: "module.web.azuread_application.main",
        to: expect.stringMatching(APPLICATION) as string,
      },
      {
        from: 'module.web["a.b"].azuread_service_principal.main[0]',
        to: expect.stringMatching(SERVICE_PRINCIPAL) as string,
      },
    ]);
    expect(imports).toBeUndefined();
  });

  const idOfApplication = "aaaa0000-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  const idOfPrincipal = "bbbb0000-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
  test.each<[string, string, string]>([
    ["by the ids that errors of azuread name", idOfApplication, idOfPrincipal],
    [
      "without dashes",
      idOfApplication.replaceAll("-", ""),
      idOfPrincipal.toUpperCase().replaceAll("-", ""),
    ],
    [
      "in another spelling",
      `/Applications/${idOfApplication.toUpperCase()}`,
      `/serviceprincipals/${idOfPrincipal}`,
    ],
  ])("is imported by the ids that azuread takes where it is given %s", (...given) => {
    const [, application, servicePrincipal] = given;
    expect(adopting({ application, servicePrincipal }).import).toMatchObject([
      { id: `/applications/${idOfApplication}` },
      { id: `/servicePrincipals/${idOfPrincipal}` },
    ]);
  });

  test("is refused where one id is given for both", () => {
    const stack = newStack();
    add(stack, { adopt: { application: SOMEONE, servicePrincipal: SOMEONE } });
    expect(problems(stack)).toEqual([
      `[test/web/service_principal] adopt.servicePrincipal: "${SOMEONE}" is adopted by test/web/application too; it is one thing, leave one out`,
    ]);
  });

  test("may be an application alone, whose service principal is made", () => {
    expect(adopting({ application: `/applications/${SOMEONE}` }).import).toHaveLength(1);
  });

  test.each([
    `${OBJECT_ID}0`,
    OBJECT_ID.replace("-", ""),
    `/servicePrincipals/${OBJECT_ID}`,
    "/applications/web",
    `/applications/${OBJECT_ID}/password/x`,
    "",
    "azuread_application",
    "azuread_service_principal.main",
    "data.azuread_application.main",
    "module.web",
    "module.azuread_application.main",
    "azuread_application.main[first]",
    "azuread_application.main\n",
    "azuread_application.1main",
  ])("is refused as an application where it is named %j", (application) => {
    const stack = newStack();
    add(stack, { adopt: { application } });
    expect(problems(stack)).toEqual([
      `[test/web] adopt.application: ${shown(application)} is no azuread_application to adopt; write its id in Azure, /applications/<object id> or the object id alone, or its address in this stack's state, as in module.web.azuread_application.main`,
    ]);
  });

  test("is refused as a service principal where it is an application", () => {
    const stack = newStack();
    const application = `/applications/${SOMEONE}`;
    const other = `/applications/${OBJECT_ID}`;
    add(stack, { adopt: { application, servicePrincipal: other } });
    expect(problems(stack)).toEqual([
      `[test/web] adopt.servicePrincipal: "${other}" is no azuread_service_principal to adopt; write its id in Azure, /servicePrincipals/<object id> or the object id alone, or its address in this stack's state, as in module.web.azuread_service_principal.main`,
    ]);
  });

  test("is refused where only Terraform knows its id", () => {
    const stack = newStack();
    add(stack, { adopt: { application: Fn.join("/", ["", "applications", "x"]) } });
    expect(problems(stack)).toEqual([
      "[test/web] adopt.application: is a token; Terraform adopts only what is literal text",
    ]);
  });
});
