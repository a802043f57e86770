import { Api, bodyOf, outcome, values } from "./api";
import { ALICE, BOB, reference, withApplication } from "./application";

const CALLER = "0ca11e00-0000-4000-8000-000000000001";
const CALLER_CLIENT = "0ca11e00-0000-4000-8000-000000000002";
const GROUP = "9409f000-0000-4000-8000-000000000001";
const USER = {
  objectId: "05e40000-0000-4000-8000-000000000001",
  clientId: "05e40000-0000-4000-8000-000000000002",
  type: "User",
  permission: "Application.ReadWrite.All",
  rolesOn: "subscription",
} as const;

function withServicePrincipal(options?: Parameters<typeof withApplication>[0]) {
  const { api, appId, path: application } = withApplication(options);
  const created = api.graph("POST /v1.0/servicePrincipals", {
    appId: appId.toUpperCase(),
    description: "first",
    "owners@odata.bind": [reference(CALLER)],
  });
  const { id = "" } = bodyOf(created);
  return { api, appId, application, created, id, path: `/v1.0/servicePrincipals/${id}` };
}

describe("a service principal", () => {
  test("has what it is given, and the rest of its application", () => {
    const { api, appId, application, path, created } = withServicePrincipal();
    expect(created).toMatchObject({
      status: 201,
      body: {
        appId,
        displayName: "web",
        accountEnabled: true,
        servicePrincipalType: "Application",
      },
    });
    const web = { homePageUrl: "https://web.contoso.com", redirectUris: ["https://a/"] };
    api.graph(`PATCH ${application}`, { displayName: "shop", web, identifierUris: ["api://web"] });
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({
      displayName: "shop",
      homepage: "https://web.contoso.com",
      replyUrls: ["https://a/"],
      servicePrincipalNames: ["api://web", appId],
      signInAudience: "AzureADMyOrg",
    });
  });

  test("is changed as far as a request names it", () => {
    const { api, path } = withServicePrincipal();
    const change = { accountEnabled: false, loginUrl: "https://login.contoso.com", notes: "kept" };
    expect(outcome(api.graph(`PATCH ${path}`, change))).toBe("204");
    api.graph(`PATCH ${path}`, { description: null, samlSingleSignOnSettings: null });
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({ ...change, description: null });
  });

  test("is there once for each application", () => {
    const { api, appId } = withServicePrincipal();
    expect(outcome(api.graph("POST /v1.0/servicePrincipals", { appId }))).toBe(
      "409 Request_MultipleObjectsWithSameKeyValue",
    );
  });

  test("is not made for an application that is nowhere, or of another tenant alone", () => {
    const { api, appId, path } = withApplication();
    const other = "0fe40000-0000-4000-8000-000000000001";
    const make = (id: string, tenantId?: string) =>
      outcome(api.graph("POST /v1.0/servicePrincipals", { appId: id }, tenantId));
    expect(make(CALLER_CLIENT)).toBe("400 Request_BadRequest");
    expect(make(appId, other)).toBe("400 Request_BadRequest");
    api.graph(`PATCH ${path}`, { signInAudience: "AzureADMultipleOrgs" });
    expect(make(appId, other)).toBe("201");
  });

  test("has owners of its own", () => {
    const { api, path } = withServicePrincipal();
    const add = api.graph(`POST ${path}/owners/$ref`, { "@odata.id": reference(ALICE) });
    const remove = api.graph(`DELETE ${path}/owners/${CALLER}/$ref`);
    expect([add, remove].map(outcome)).toEqual(["204", "204"]);
    const owners = values(api.graph(`GET ${path}/owners`));
    expect(owners.map(({ id }) => id)).toEqual([ALICE]);
  });

  test("that is new is unknown to requests by its id while the directory lags", () => {
    const { api, path } = withServicePrincipal({ directoryLag: 2 });
    const asked = [
      api.graph(`PATCH ${path}`, {}),
      api.graph(`GET ${path}/owners`),
      api.graph(`PATCH ${path}`, {}),
    ];
    expect(asked.map(outcome)).toEqual([
      "404 Request_ResourceNotFound",
      "404 Request_ResourceNotFound",
      "204",
    ]);
  });

  test("that calls is found, and a change of it is not modelled", () => {
    const api = new Api();
    const found = api.graph(`GET /v1.0/servicePrincipals?$filter=appId eq '${CALLER_CLIENT}'`);
    expect(values(found)).toMatchObject([{ id: CALLER }]);
    const path = `/v1.0/servicePrincipals/${CALLER}`;
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({ appId: CALLER_CLIENT });
    expect(values(api.graph(`GET ${path}/owners`))).toEqual([]);
    expect(outcome(api.graph(`DELETE ${path}`))).toBe("501 NotModelled");
  });
});

describe("an object of the directory", () => {
  const all = () => {
    const { api, id } = withApplication({
      seed: { groups: [{ objectId: GROUP, displayName: "developers" }] },
    });
    api.cloud.environment.setCaller(USER);
    return { api, application: id };
  };

  test("is found by its id, whatever it is", () => {
    const { api, application } = all();
    const kinds = { application, group: GROUP, servicePrincipal: ALICE, user: USER.objectId };
    for (const [kind, id] of Object.entries(kinds)) {
      const found = api.graph(`GET /v1.0/directoryObjects/${id.toUpperCase()}`);
      expect(bodyOf(found)).toMatchObject({ "@odata.type": `#microsoft.graph.${kind}`, id });
    }
    expect(outcome(api.graph(`GET /v1.0/directoryObjects/${CALLER_CLIENT}`))).toBe(
      "404 Request_ResourceNotFound",
    );
  });

  test("is found among several ids, those of the wanted types only", () => {
    const { api } = all();
    const ids = [ALICE.toUpperCase(), GROUP, CALLER_CLIENT, BOB];
    const found = (body: { types?: string[] }) =>
      values(api.graph("POST /v1.0/directoryObjects/getByIds", { ids, ...body })).map(
        ({ id }) => id,
      );
    expect(found({})).toEqual([ALICE, GROUP, BOB]);
    expect(found({ types: ["group"] })).toEqual([GROUP]);
  });

  test("is found in the collection of its kind only", () => {
    const { api } = all();
    const groups = api.graph("GET /v1.0/groups?$filter=displayName eq 'Developers'");
    expect(values(groups)).toMatchObject([{ id: GROUP }]);
    expect(values(api.graph("GET /v1.0/users"))).toMatchObject([{ id: USER.objectId }]);
    expect(bodyOf(api.graph(`GET /v1.0/groups/${GROUP}`))).toMatchObject({ id: GROUP });
    expect(outcome(api.graph(`GET /v1.0/users/${GROUP}`))).toBe("404 Request_ResourceNotFound");
  });

  test("is me where a user calls", () => {
    const api = new Api();
    expect(outcome(api.graph("GET /v1.0/me"))).toBe("400 BadRequest");
    api.cloud.environment.setCaller(USER);
    expect(bodyOf(api.graph("GET /v1.0/me"))).toMatchObject({ id: USER.objectId });
  });
});

describe("a deleted application", () => {
  const DELETED = "/v1.0/directory/deletedItems";

  test("is in the recycle bin with its service principal, until it is deleted there", () => {
    const { api, application, id } = withServicePrincipal();
    api.graph(`DELETE ${application}`);
    const listed = (kind: string) =>
      values(api.graph(`GET ${DELETED}/microsoft.graph.${kind}`)).map(({ id: found }) => found);
    expect([listed("application"), listed("servicePrincipal")]).toEqual([
      [application.replace("/v1.0/applications/", "")],
      [id],
    ]);
    const item = `${DELETED}/${id.toUpperCase()}`;
    expect(bodyOf(api.graph(`GET ${item}`))).toMatchObject({ id });
    expect(outcome(api.graph(`DELETE ${item}`))).toBe("204");
    expect(outcome(api.graph(`GET ${item}`))).toBe("404 Request_ResourceNotFound");
  });

  test("leaves no word for the next of its name", () => {
    const { api, application } = withServicePrincipal();
    api.graph(`DELETE ${application}`);
    const found = api.graph("GET /v1.0/applications?$filter=displayName eq 'web'");
    expect(values(found)).toEqual([]);
  });
});
