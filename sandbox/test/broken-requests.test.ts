import { createCertificate } from "../lib/certificate";
import type { Application, ServicePrincipal } from "../lib/cloud/directory-objects";
import type { RequestFailure } from "../lib/cloud/refusals";
import type { Request } from "../lib/cloud/requests";
import type { Values } from "../lib/schema/values";
import { CALLER, InProcess, REGISTRY_ID } from "./in-process";

// What a failed request leaves in Entra and in the state, as it was seen with azuread 3.7.0 and azurerm 4.55.0.

const APPLICATION = "azuread_application";
const PRINCIPAL = "azuread_service_principal";
const PASSWORD = "azuread_application_password";
const CERTIFICATE = "azuread_application_certificate";
const FEDERATED = "azuread_application_federated_identity_credential";
const ASSIGNMENT = "azurerm_role_assignment";

const WEB: Values = { display_name: "web" };
const LOST = "HTTP response was nil; connection may have been reset";

const applications = ({ cloud }: InProcess): Application[] => [
  ...cloud.directory(cloud.seed.tenantId).applications.values(),
];
const principals = ({ cloud }: InProcess): ServicePrincipal[] => [
  ...cloud.directory(cloud.seed.tenantId).servicePrincipals.values(),
];

function withApplication(options: ConstructorParameters<typeof InProcess>[0] = {}) {
  const sandbox = new InProcess({ now: new Date().toISOString(), ...options });
  const { id = null, client_id = null } = sandbox.create(APPLICATION, WEB);
  return { sandbox, application_id: id, client_id };
}

describe("an application whose creation fails", () => {
  const created = (how: RequestFailure, call: Request, nth = 1) => {
    const sandbox = new InProcess();
    sandbox.fail(call, how, nth);
    return { sandbox, ...sandbox.createInVain(APPLICATION, WEB) };
  };

  test("with its request refused is not there", () => {
    const { sandbox, error, tainted } = created("403", "POST /applications");
    expect(error).toMatch(/^Could not create application: unexpected status 403/);
    expect([applications(sandbox), tainted]).toEqual([[], undefined]);
  });

  test("with its answer lost is there, and in no state", () => {
    const { sandbox, error, tainted } = created("lost", "POST /applications");
    expect(error).toBe(
      `Could not create application: Post "https://graph.microsoft.com/v1.0/applications": ${LOST}`,
    );
    expect(applications(sandbox)).toMatchObject([{ displayName: "web" }]);
    expect(tainted).toBeUndefined();
  });

  test.each<[RequestFailure, number, RegExp]>([
    ["403", 1, /^web$/],
    ["lost", 1, /^TERRAFORM_UPDATE_/],
    ["403", 2, /^TERRAFORM_UPDATE_/],
    ["lost", 2, /^web$/],
  ])("by %s when its name is changed, time %d, is tainted and called %s", (how, nth, name) => {
    const { sandbox, error, tainted } = created(how, "PATCH /applications/{id}", nth);
    expect(error).toMatch(/^Failed to patch application with object ID "[0-9a-f-]{36}" after/);
    const [application] = applications(sandbox);
    expect(tainted?.id).toBe(`/applications/${application?.objectId ?? ""}`);
    expect(application?.displayName).toMatch(name);
  });

  test("by an error of the server is made a second time by the provider, and the first one is an orphan", () => {
    const sandbox = new InProcess();
    sandbox.fail("POST /applications", "500");
    const { object_id } = sandbox.create(APPLICATION, WEB);
    const [orphan, made] = applications(sandbox);
    expect([orphan?.displayName, made?.objectId]).toEqual(["web", object_id]);
  });
});

describe("a service principal whose creation fails", () => {
  test.each<[RequestFailure, string]>([
    ["lost", LOST],
    ["500", "Request_MultipleObjectsWithSameKeyValue"],
  ])("by %s is there, and in no state", (how, message) => {
    const { sandbox, client_id } = withApplication();
    sandbox.fail("POST /servicePrincipals", how);
    const { error, tainted } = sandbox.createInVain(PRINCIPAL, { client_id });
    expect(error).toMatch(new RegExp(`^Could not create service principal: .*${message}`));
    expect(tainted).toBeUndefined();
    const [{ objectId } = { objectId: "" }] = principals(sandbox);
    expect(sandbox.createInVain(PRINCIPAL, { client_id }).error).toBe(
      `A resource with the ID "${objectId}" already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.`,
    );
  });

  test.each<RequestFailure>(["403", "lost"])("by %s at its description is tainted", (how) => {
    const { sandbox, client_id } = withApplication();
    sandbox.fail("PATCH /servicePrincipals/{id}", how);
    const { error, tainted } = sandbox.createInVain(PRINCIPAL, { client_id });
    expect(error).toMatch(/^Failed to patch service principal after creating/);
    expect(tainted?.id).toBe(`/servicePrincipals/${principals(sandbox)[0]?.objectId ?? ""}`);
  });

  test("because Graph does not know it yet is tainted, while an application is waited for", () => {
    const { sandbox, client_id } = withApplication({ directoryLag: 2 });
    const { error, tainted } = sandbox.createInVain(PRINCIPAL, { client_id });
    expect(error).toMatch(
      /^Timed out whilst waiting for new service principal to be replicated in Azure AD: .* 404/,
    );
    expect(tainted).toMatchObject({ tags: [], features: null, feature_tags: null });
    expect(sandbox.read(PRINCIPAL, tainted ?? {})).toBeNull();
    expect(sandbox.read(PRINCIPAL, tainted ?? {})).not.toBeNull();
  });
});

describe("with use_existing, a service principal", () => {
  const use_existing = true;

  test("that is there is taken over with what the program says, its owners only where it names any", () => {
    const { sandbox, client_id } = withApplication();
    sandbox.fail("POST /servicePrincipals", "lost");
    sandbox.createInVain(PRINCIPAL, { client_id, owners: [CALLER] });
    const [left] = principals(sandbox);
    expect(left?.description).toMatch(/^TERRAFORM_UPDATE_/);
    const taken = sandbox.create(PRINCIPAL, { client_id, use_existing });
    expect(taken).toMatchObject({ object_id: left?.objectId, owners: [CALLER] });
    expect(principals(sandbox)).toMatchObject([{ description: undefined }]);
  });

  test("that could not be taken over is tainted", () => {
    const { sandbox, client_id } = withApplication();
    sandbox.create(PRINCIPAL, { client_id });
    sandbox.fail("PATCH /servicePrincipals/{id}", "403");
    const { error, tainted } = sandbox.createInVain(PRINCIPAL, { client_id, use_existing });
    expect(error).toMatch(/^Updating Service Principal \(Service Principal: "/);
    expect(tainted).toMatchObject({ use_existing: true });
  });

  test.each<RequestFailure>(["403", "lost", "500"])(
    "whose deletion fails by %s is gone from the state without an error",
    (how) => {
      const { sandbox, client_id } = withApplication();
      const state = sandbox.create(PRINCIPAL, { client_id, use_existing });
      sandbox.fail("DELETE /servicePrincipals/{id}", how);
      sandbox.delete(PRINCIPAL, state);
      expect(principals(sandbox)).toHaveLength(how === "403" ? 1 : 0);
    },
  );

  test("is deleted with its application, whatever became of its own deletion", () => {
    const { sandbox, application_id, client_id } = withApplication();
    const state = sandbox.create(PRINCIPAL, { client_id, use_existing });
    sandbox.fail("DELETE /servicePrincipals/{id}", "403");
    sandbox.delete(PRINCIPAL, state);
    sandbox.delete(APPLICATION, { id: application_id });
    expect(principals(sandbox)).toEqual([]);
  });
});

test("without use_existing, a service principal whose deletion is refused stays in the state", () => {
  const { sandbox, client_id } = withApplication();
  const state = sandbox.create(PRINCIPAL, { client_id });
  sandbox.fail("DELETE /servicePrincipals/{id}", "403");
  expect(() => {
    sandbox.delete(PRINCIPAL, state);
  }).toThrow(/^Deleting Service Principal \(Service Principal: .* 403/);
});

test("a password whose answer is lost is there and in no state, and after an error of the server there are two", () => {
  const { sandbox, application_id } = withApplication();
  sandbox.fail("POST /applications/{id}/addPassword", "lost");
  expect(sandbox.createInVain(PASSWORD, { application_id })).toEqual({
    error: expect.stringMatching(/^Adding password for Application/) as string,
    tainted: undefined,
  });
  expect(applications(sandbox)[0]?.passwords).toHaveLength(1);
  sandbox.fail("POST /applications/{id}/addPassword", "500");
  sandbox.create(PASSWORD, { application_id });
  expect(applications(sandbox)[0]?.passwords).toHaveLength(3);
});

test("a certificate whose answer is lost is there and in no state, and after an error of the server it is there once", () => {
  const { sandbox, application_id } = withApplication();
  const value = createCertificate("web.contoso.com").pem;
  const given = { application_id, value, type: "AsymmetricX509Cert" };
  sandbox.fail("PATCH /applications/{id}", "lost");
  expect(sandbox.createInVain(CERTIFICATE, given)).toEqual({
    error: expect.stringMatching(/^Adding certificate for Application/) as string,
    tainted: undefined,
  });
  expect(applications(sandbox)[0]?.certificates).toHaveLength(1);
  sandbox.fail("PATCH /applications/{id}", "500");
  sandbox.create(CERTIFICATE, given);
  expect(applications(sandbox)[0]?.certificates).toHaveLength(2);
});

test.each<[RequestFailure, string]>([
  ["lost", LOST],
  ["500", "FederatedIdentityCredential with name github already exists"],
])("a federated credential that fails by %s is there, and in no state", (how, message) => {
  const { sandbox, application_id } = withApplication();
  sandbox.fail("POST /applications/{id}/federatedIdentityCredentials", how);
  const { error, tainted } = sandbox.createInVain(FEDERATED, {
    application_id,
    display_name: "github",
    audiences: ["api://AzureADTokenExchange"],
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
  });
  expect(error).toContain(message);
  expect(tainted).toBeUndefined();
  expect(applications(sandbox)[0]?.federatedCredentials).toHaveLength(1);
});

describe("a role assignment", () => {
  const withPrincipal = () => {
    const { sandbox, client_id } = withApplication();
    const { object_id: principal_id = null } = sandbox.create(PRINCIPAL, { client_id });
    const role_definition_name = "Container Registry Repository Reader";
    return { sandbox, given: { scope: REGISTRY_ID, principal_id, role_definition_name } };
  };

  test("whose answer is lost is there and in no state, and the next error names it without dashes", () => {
    const { sandbox, given } = withPrincipal();
    sandbox.fail("PUT /roleAssignments/{name}", "lost");
    expect(sandbox.createInVain(ASSIGNMENT, given)).toEqual({
      error: expect.stringMatching(
        `^Put "https://management.azure.com/subscriptions/.*": ${LOST}$`,
      ) as string,
      tainted: undefined,
    });
    const [subscription] = sandbox.cloud.subscriptions.values();
    const [{ name } = { name: "" }] = subscription?.roleAssignments.all() ?? [];
    expect(sandbox.createInVain(ASSIGNMENT, given).error).toBe(
      `unexpected status 409 (409 Conflict) with error: RoleAssignmentExists: The role assignment already exists. The ID of the existing role assignment is ${name.replaceAll("-", "")}.`,
    );
  });

  test("that is answered with an error of the server is asked for again by the same name, and is there once", () => {
    const { sandbox, given } = withPrincipal();
    sandbox.fail("PUT /roleAssignments/{name}", "500");
    const { id } = sandbox.create(ASSIGNMENT, given);
    const [subscription] = sandbox.cloud.subscriptions.values();
    expect(subscription?.roleAssignments.all()).toMatchObject([{ id }]);
  });
});

test("the requests are logged with what came of each", () => {
  const { sandbox, client_id } = withApplication();
  sandbox.fail("POST /servicePrincipals", "500");
  sandbox.createInVain(PRINCIPAL, { client_id });
  expect(sandbox.cloud.requests.log).toEqual([
    { request: "POST /applications", outcome: "ok" },
    { request: "PATCH /applications/{id}", outcome: "ok" },
    { request: "PATCH /applications/{id}", outcome: "ok" },
    { request: "DELETE /applications/{id}/owners/{id}/$ref", outcome: "ok" },
    { request: "POST /servicePrincipals", outcome: "500" },
    { request: "POST /servicePrincipals", outcome: "409" },
  ]);
});
