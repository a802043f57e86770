import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  IAcrServicePrincipal,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000002";
const APPLICATION_OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000003";
const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

type Reference = (stack: TerraformStack) => IAcrServicePrincipal;

const FOUND = /^\$\{data\.azuread_service_principal\.audit_\w+\.object_id\}$/;
const FOUND_APPLICATION = /^\$\{data\.azuread_application\.audit_application_\w+\.client_id\}$/;

describe("a service principal that exists is let in", () => {
  const letIn = (reference: Reference) => {
    const stack = newStack();
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
    registry.grantPull(reference(stack));
    const [assignment] = resources(stack, "azurerm_role_assignment");
    const { data = {} } = render(stack);
    const lookups = Object.entries(data).map(([type, found]) => [type, ...Object.values(found)]);
    return { principalId: assignment?.principal_id, lookups };
  };

  test("by its client id, for which its object id is looked up", () => {
    expect(letIn((stack) => AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID))).toEqual({
      principalId: expect.stringMatching(FOUND) as string,
      lookups: [["azuread_service_principal", { client_id: CLIENT_ID }]],
    });
  });

  test("by its object id, which is what the role is assigned to", () => {
    expect(letIn((stack) => AcrServicePrincipal.fromObjectId(stack, "audit", OBJECT_ID))).toEqual({
      principalId: OBJECT_ID,
      lookups: [["azuread_service_principal", { object_id: OBJECT_ID }]],
    });
  });

  test("by its resource id", () => {
    expect(
      letIn((stack) =>
        AcrServicePrincipal.fromResourceId(stack, "audit", `/servicePrincipals/${OBJECT_ID}`),
      ),
    ).toEqual({
      principalId: OBJECT_ID,
      lookups: [["azuread_service_principal", { object_id: OBJECT_ID }]],
    });
  });

  test("by the resource id of its application, whose object id never gets the role", () => {
    expect(
      letIn((stack) =>
        AcrServicePrincipal.fromResourceId(
          stack,
          "audit",
          `/applications/${APPLICATION_OBJECT_ID}`,
        ),
      ),
    ).toEqual({
      principalId: expect.stringMatching(FOUND) as string,
      lookups: [
        ["azuread_application", { object_id: APPLICATION_OBJECT_ID }],
        [
          "azuread_service_principal",
          { client_id: expect.stringMatching(FOUND_APPLICATION) as string },
        ],
      ],
    });
  });

  test("by both of its ids, without being looked up", () => {
    const ids = { clientId: CLIENT_ID, objectId: OBJECT_ID };
    expect(letIn((stack) => AcrServicePrincipal.fromAttributes(stack, "audit", ids))).toEqual({
      principalId: OBJECT_ID,
      lookups: [],
    });
  });

  test("by a data source of the program, without a second one", () => {
    expect(
      letIn((stack) =>
        AcrServicePrincipal.fromData(
          stack,
          "audit",
          new DataAzureadServicePrincipal(stack, "found", { displayName: "contoso-audit" }),
        ),
      ),
    ).toEqual({
      principalId: "${data.azuread_service_principal.found.object_id}",
      lookups: [["azuread_service_principal", { display_name: "contoso-audit" }]],
    });
  });

  test("from another tenant's directory by an azuread provider of its own", () => {
    const { lookups } = letIn((stack) =>
      AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID, {
        provider: new AzureadProvider(stack, "partner", { alias: "partner" }),
      }),
    );
    expect(lookups).toEqual([
      ["azuread_service_principal", { client_id: CLIENT_ID, provider: "azuread.partner" }],
    ]);
  });
});

describe("a credential of a service principal that exists", () => {
  const github = FederatedIdentity.github({ repository: "contoso/shop", branch: "main" });
  const CREDENTIALS: Record<string, (principal: IAcrServicePrincipal) => unknown> = {
    "client secret": (principal) => principal.addClientSecret("docker"),
    certificate: (principal) => principal.addCertificate("docker", {}),
    "federated credential": (principal) => principal.addFederatedCredential("docker", github),
  };

  test.each(Object.entries(CREDENTIALS))(
    "is refused unless it was asked for: a %s",
    (kind, add) => {
      const stack = newStack();
      add(AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID));
      expect(problems(stack)).toContainEqual(
        expect.stringMatching(
          new RegExp(
            `^\\[test/audit\\] ${kind}: "docker" can't be added: .*or refer to the service principal with manageCredentials: true`,
          ),
        ),
      );
    },
  );

  test("is refused with all else that is wrong in the stack", () => {
    const stack = newStack();
    const audit = AcrServicePrincipal.fromClientId(stack, "audit", "audit");
    const { username, value } = audit.addClientSecret("docker", { rotationDays: 0 });
    audit.addClientSecret("other");
    new TerraformOutput(stack, "user", { value: `${username}:${value}`, sensitive: true });
    expect(problems(stack)).toEqual([
      expect.stringContaining('[test/audit] clientId: "audit" is not a UUID'),
      expect.stringContaining('[test/audit] client secret: "docker" can\'t be added'),
      expect.stringContaining('[test/audit] client secret: "other" can\'t be added'),
      expect.stringContaining("[test/audit/client_secret/docker] rotationDays: 0 would never"),
    ]);
  });

  test("is added to its application when it was asked for", () => {
    const stack = newStack();
    const audit = AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID, {
      manageCredentials: true,
    });
    expect(audit.addClientSecret("docker").username).toBe(CLIENT_ID);
    audit.addFederatedCredential("github", github);
    const { data = {} } = render(stack);
    expect(Object.values(data.azuread_application ?? {})).toEqual([{ client_id: CLIENT_ID }]);
    const application =
      /^\/applications\/\$\{data\.azuread_application\.audit_application_\w+\.object_id\}$/;
    for (const type of [
      "azuread_application_password",
      "azuread_application_federated_identity_credential",
    ]) {
      const [credential] = resources(stack, type);
      expect(credential?.application_id).toMatch(application);
    }
  });

  test("is added without a look-up where all ids are given", () => {
    const stack = newStack();
    AcrServicePrincipal.fromAttributes(stack, "audit", {
      clientId: CLIENT_ID,
      objectId: OBJECT_ID,
      applicationResourceId: `/applications/${APPLICATION_OBJECT_ID}`,
      manageCredentials: true,
    }).addClientSecret("docker");
    expect(render(stack).data).toBeUndefined();
    expect(resources(stack, "azuread_application_password")).toMatchObject([
      { application_id: `/applications/${APPLICATION_OBJECT_ID}` },
      { application_id: `/applications/${APPLICATION_OBJECT_ID}` },
    ]);
  });

  test("is added in the application's own tenant where that is another", () => {
    const stack = newStack();
    const applicationProvider = new AzureadProvider(stack, "vendor", { alias: "vendor" });
    AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID, {
      manageCredentials: true,
      applicationProvider,
    }).addClientSecret("docker");
    const { data = {} } = render(stack);
    expect(Object.values(data.azuread_application ?? {})).toMatchObject([
      { provider: "azuread.vendor" },
    ]);
    expect(resources(stack, "azuread_application_password")).toMatchObject([
      { provider: "azuread.vendor" },
      { provider: "azuread.vendor" },
    ]);
  });

  test("waits for the federated credential before it, as on an application of the stack", () => {
    const stack = newStack();
    const audit = AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID, {
      manageCredentials: true,
    });
    audit.addFederatedCredential("main", github);
    audit.addFederatedCredential(
      "production",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    );
    const [, second] = resources(stack, "azuread_application_federated_identity_credential");
    expect(second?.depends_on).toEqual([
      expect.stringMatching(/^azuread_application_federated_identity_credential\.audit_.*main/),
    ]);
  });
});

const applicationId = `/applications/${APPLICATION_OBJECT_ID}`;

test.each<[string, Reference, string]>([
  [
    "a name for a client id",
    (stack) => AcrServicePrincipal.fromClientId(stack, "audit", "contoso-audit"),
    'clientId: "contoso-audit" is not a UUID; give the client id of the application, not its name',
  ],
  [
    "a resource id for an object id",
    (stack) => AcrServicePrincipal.fromObjectId(stack, "audit", applicationId),
    `objectId: "${applicationId}" is not a UUID; give the object id of the service principal`,
  ],
  [
    "an object id for a resource id",
    (stack) => AcrServicePrincipal.fromResourceId(stack, "audit", OBJECT_ID),
    `resourceId: "${OBJECT_ID}" is not a resource id; write /applications/<object id> or /servicePrincipals/<object id>`,
  ],
  [
    "a resource id that only Terraform knows",
    (stack) => AcrServicePrincipal.fromResourceId(stack, "audit", Fn.join("/", ["", "x"])),
    "resourceId: is a token: whether it is of an application or of a service principal only Terraform knows; use fromObjectId, fromData or fromApplication",
  ],
  [
    "the resource id of a service principal for that of an application",
    (stack) =>
      AcrServicePrincipal.fromAttributes(stack, "audit", {
        clientId: CLIENT_ID,
        objectId: OBJECT_ID,
        applicationResourceId: `/servicePrincipals/${OBJECT_ID}`,
      }),
    `applicationResourceId: "/servicePrincipals/${OBJECT_ID}" is not a resource id; write /applications/<object id>`,
  ],
])("%s is refused", (_, reference, problem) => {
  const stack = newStack();
  reference(stack);
  expect(problems(stack)).toEqual([`[test/audit] ${problem}`]);
});
