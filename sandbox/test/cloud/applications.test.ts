import { Api, bodyOf, outcome, values } from "./api";
import { ALICE, BOB, reference, withApplication } from "./application";

const CALLER = "0ca11e00-0000-4000-8000-000000000001";

describe("an application", () => {
  test("is made with Graph's own values where nothing is given", () => {
    const { api, created, path } = withApplication();
    expect(created).toMatchObject({
      status: 201,
      body: {
        displayName: "web",
        description: null,
        signInAudience: "AzureADMyOrg",
        tags: [],
        api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [] },
        web: { implicitGrantSettings: { enableIdTokenIssuance: false } },
      },
    });
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject(bodyOf(created));
  });

  test("gives back what was stored, and of an object keeps what a change does not name", () => {
    const { api, path } = withApplication();
    const web = { homePageUrl: "https://web.contoso.com", redirectUris: ["https://a/"] };
    expect(outcome(api.graph(`PATCH ${path}`, { web, notes: "kept" }))).toBe("204");
    expect(outcome(api.graph(`PATCH ${path}`, { web: { redirectUris: [] } }))).toBe("204");
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({
      notes: "kept",
      web: { homePageUrl: "https://web.contoso.com", redirectUris: [], logoutUrl: null },
    });
    api.graph(`PATCH ${path}`, { notes: null });
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({ notes: null });
  });

  test("has identifier URIs that no other of the tenant has", () => {
    const { api, path } = withApplication();
    const identifierUris = ["api://shop", "api://web"];
    const post = (displayName: string) =>
      outcome(api.graph("POST /v1.0/applications", { displayName, identifierUris }));
    expect(outcome(api.graph(`PATCH ${path}`, { identifierUris: ["api://web"] }))).toBe("204");
    expect(outcome(api.graph(`PATCH ${path}`, { identifierUris }))).toBe("204");
    expect(post("other")).toBe("400 Request_BadRequest");
    api.graph(`DELETE ${path}`);
    expect(post("other")).toBe("201");
    expect(post("third")).toBe("400 Request_BadRequest");
  });

  test("is found by an id in capitals, and answers in lower case", () => {
    const { api, id } = withApplication();
    const found = api.graph(`GET /v1.0/applications/${id.toUpperCase()}`);
    expect(bodyOf(found)).toMatchObject({ id });
  });

  test("is gone for a request by id once it is deleted", () => {
    const { api, path } = withApplication();
    expect(outcome(api.graph(`DELETE ${path}`))).toBe("204");
    for (const request of [`GET ${path}`, `DELETE ${path}`, `PATCH ${path}`]) {
      expect(outcome(api.graph(request, {}))).toBe("404 Request_ResourceNotFound");
    }
  });

  test("is shown as far as $select names it, and a property that is not modelled is told", () => {
    const { api, path, id } = withApplication();
    expect(bodyOf(api.graph(`GET ${path}?$select=id,displayName`))).toEqual({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
      id,
      displayName: "web",
    });
    expect(outcome(api.graph(`GET ${path}?$select=uniqueName`))).toBe("501 NotModelled");
    expect([...api.cloud.notModelled]).toEqual([
      'The sandbox does not model the property "uniqueName" in $select',
    ]);
  });

  test("is unknown to the first requests by its id while the directory lags, but not to lists", () => {
    const { api, path } = withApplication({ directoryLag: 3 });
    const asked = ["GET", "PATCH", "DELETE", "GET"].map((method) =>
      outcome(api.graph(`${method} ${path}`, {})),
    );
    expect(values(api.graph("GET /v1.0/applications"))).toHaveLength(1);
    expect(asked).toEqual([...Array<string>(3).fill("404 Request_ResourceNotFound"), "200"]);
  });

  test("cannot be made without a name, or with a value of another type", () => {
    const api = new Api();
    for (const body of [
      {},
      { displayName: 7 },
      { displayName: "web", tags: "a" },
      { displayName: "web", signInAudience: "Everybody" },
      { displayName: "web", web: { redirectUris: [null] } },
      [],
      null,
      "web",
    ]) {
      expect(outcome(api.graph("POST /v1.0/applications", body))).toBe("400 Request_BadRequest");
    }
  });

  test.each(["uniqueName", "constructor", "__proto__"])(
    "with the property %s is not modelled",
    (name) => {
      const api = new Api();
      const body = JSON.parse(`{"displayName":"web","${name}":{}}`) as object;
      const answer = api.graph("POST /v1.0/applications", body as Record<string, string>);
      expect(answer).toEqual({
        status: 501,
        headers: {},
        body: {
          error: {
            code: "NotModelled",
            message: `The sandbox does not model the property "${name}" of the resource Application`,
          },
        },
      });
    },
  );
});

test("what only beta knows is not modelled in v1.0", () => {
  const { api, path } = withApplication();
  const beta = path.replace("v1.0", "beta");
  const option = "?$select=oauth2RequirePostResponse";
  expect(outcome(api.graph(`GET ${path}${option}`))).toBe("501 NotModelled");
  const change = { oauth2RequirePostResponse: true };
  expect(outcome(api.graph(`PATCH ${path}`, change))).toBe("501 NotModelled");
  expect(outcome(api.graph(`PATCH ${beta}`, change))).toBe("204");
  expect(bodyOf(api.graph(`GET ${beta}${option}`))).toMatchObject(change);
});

describe("a list of applications", () => {
  const withThree = () => {
    const { api } = withApplication({}, { displayName: "Ada's app" });
    api.graph("POST /v1.0/applications", { displayName: "web" });
    api.graph("POST /v1.0/applications", { displayName: "Web" });
    return api;
  };
  const names = (answer: ReturnType<Api["graph"]>) =>
    values(answer).map(({ displayName }) => displayName);

  test("finds a name in any letter case, and a doubled apostrophe is one", () => {
    const api = withThree();
    const find = (filter: string) => api.graph(`GET /v1.0/applications?$filter=${filter}`);
    expect(names(find("displayName eq 'WEB'"))).toEqual(["web", "Web"]);
    expect(names(find("displayName eq 'ada''s app'"))).toEqual(["Ada's app"]);
    expect(outcome(find("displayName eq 'Ada's app'"))).toBe("400 BadRequest");
    expect(outcome(find("startswith(displayName,'w')"))).toBe("501 NotModelled");
    expect(outcome(find("constructor eq 'w'"))).toBe("501 NotModelled");
  });

  test("comes in pages, whose links lead to the rest", () => {
    const api = withThree();
    const first = api.graph("GET /v1.0/applications?$top=2&$select=displayName");
    const link = bodyOf(first)["@odata.nextLink"] ?? "";
    expect(names(first)).toEqual(["Ada's app", "web"]);
    const rest = api.graph(`GET ${link.replace("https://graph.microsoft.com", "")}`);
    expect(names(rest)).toEqual(["Web"]);
    expect(bodyOf(rest)["@odata.nextLink"]).toBeUndefined();
  });

  test.each(["0", "1000", "-1", "1.5", "ten", ""])("refuses $top=%s", (top) => {
    const answer = new Api().graph(`GET /v1.0/applications?$top=${top}`);
    expect(outcome(answer)).toBe("400 BadRequest");
  });

  test("has no other options", () => {
    const answer = new Api().graph("GET /v1.0/applications?$orderby=displayName");
    expect(outcome(answer)).toBe("501 NotModelled");
  });
});

describe("owners", () => {
  test("are who was named, by a link to any kind of object, in lower case", () => {
    const { api } = withApplication();
    const { id = "" } = bodyOf(
      api.graph("POST /v1.0/applications", {
        displayName: "web",
        "owners@odata.bind": [reference(ALICE.toUpperCase()), reference(BOB, "servicePrincipals")],
      }),
    );
    expect(values(api.graph(`GET /v1.0/applications/${id}/owners`))).toMatchObject([
      { "@odata.type": "#microsoft.graph.servicePrincipal", id: ALICE },
      { "@odata.type": "#microsoft.graph.servicePrincipal", id: BOB },
    ]);
  });

  test.each([
    ["Application.ReadWrite.All", "ServicePrincipal", []],
    ["Application.ReadWrite.OwnedBy", "ServicePrincipal", [CALLER]],
    ["Application.ReadWrite.All", "User", [CALLER]],
  ] as const)("that nobody named are, for %s of a %s, %j", (permission, type, owners) => {
    const caller = { objectId: CALLER, clientId: CALLER, permission, type };
    const api = new Api({ seed: { caller } });
    const { id = "" } = bodyOf(api.graph("POST /v1.0/applications", { displayName: "web" }));
    const found = values(api.graph(`GET /v1.0/applications/${id}/owners`));
    expect(found.map((owner) => owner.id)).toEqual(owners);
  });

  test("are added once and removed once", () => {
    const { api, path } = withApplication();
    const add = () =>
      outcome(api.graph(`POST ${path}/owners/$ref`, { "@odata.id": reference(ALICE) }));
    const remove = () => outcome(api.graph(`DELETE ${path}/owners/${ALICE.toUpperCase()}/$ref`));
    expect([add(), add(), remove(), remove()]).toEqual([
      "204",
      "400 Request_BadRequest",
      "204",
      "404 Request_ResourceNotFound",
    ]);
  });

  test("are not added by who may change only what it owns, and at most 20 at the creation", () => {
    const permission = "Application.ReadWrite.OwnedBy" as const;
    const caller = { objectId: CALLER, clientId: CALLER, permission };
    const { api, path } = withApplication({ seed: { caller } });
    const answer = api.graph(`POST ${path}/owners/$ref`, { "@odata.id": reference(ALICE) });
    expect(outcome(answer)).toBe("403 Authorization_RequestDenied");
    const many = { displayName: "many", "owners@odata.bind": Array(21).fill(reference(CALLER)) };
    expect(outcome(api.graph("POST /v1.0/applications", many))).toBe("400 Request_BadRequest");
  });

  test.each(["", "abc", ALICE, reference("x"), reference(ALICE, "groups")])(
    "are not added by the link %j",
    (link) => {
      const { api, path } = withApplication();
      const answer = api.graph(`POST ${path}/owners/$ref`, { "@odata.id": link });
      expect(outcome(answer)).toBe("400 Request_BadRequest");
    },
  );
});

describe("a request", () => {
  test("fails as a test wants it, one that only reads as well", () => {
    const { api, path } = withApplication();
    api.fail("GET /applications/{id}", "403");
    api.fail("PATCH /applications/{id}", "429");
    api.fail("DELETE /applications/{id}", "500");
    expect(outcome(api.graph(`GET ${path}`))).toBe("403 Authorization_RequestDenied");
    expect(outcome(api.graph(`GET ${path}`))).toBe("200");
    const throttled = api.graph(`PATCH ${path}`, { displayName: "other" });
    expect([outcome(throttled), throttled.headers]).toEqual([
      "429 TooManyRequests",
      { "Retry-After": "1" },
    ]);
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({ displayName: "web" });
    expect(outcome(api.graph(`DELETE ${path}`))).toBe("500 Service_InternalServerError");
    expect(outcome(api.graph(`GET ${path}`))).toBe("404 Request_ResourceNotFound");
    expect(api.cloud.requests.log).toEqual([
      { request: "POST /applications", outcome: "ok" },
      { request: "PATCH /applications/{id}", outcome: "429" },
      { request: "DELETE /applications/{id}", outcome: "500" },
    ]);
  });

  test("whose answer is lost breaks the connection, and has taken effect", () => {
    const { api } = withApplication();
    api.fail("POST /applications", "lost");
    expect(() => api.graph("POST /v1.0/applications", { displayName: "lost" })).toThrow(
      "HTTP response was nil",
    );
    expect(values(api.graph("GET /v1.0/applications"))).toHaveLength(2);
  });

  test.each(["GET /v2.0/applications", "GET /v1.0/constructor", "PUT /v1.0/applications", "GET /"])(
    "that is unknown is not modelled, and told once: %s",
    (request) => {
      const { cloud } = new Api();
      const [method, path] = request.split(" ") as ["GET", string];
      const asked = { service: "graph", method, path, tenantId: "t" } as const;
      const message = `The sandbox does not model the request ${request.replace("/v1.0", "")}`;
      expect(cloud.answer(asked)).toMatchObject({ status: 501, body: { error: { message } } });
      cloud.answer(asked);
      expect([...cloud.notModelled]).toEqual([message]);
    },
  );
});
