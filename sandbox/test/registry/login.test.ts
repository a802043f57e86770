import type { Json } from "../../lib/cloud/api";
import { Tokens } from "../../lib/https/tokens";
import { NOW, SUBSCRIPTION, TENANT } from "../in-process";
import { CALLER_SECRET, refusalOf, Shop, tokenIn } from "./shop";
import { basic, claimsOf, LOGIN_SERVER } from "./wire";

const READER = "Container Registry Repository Reader";
const WRITER = "Container Registry Repository Writer";
const TEAM_A =
  "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team-a/'))";
const NULL_GUID = "00000000-0000-0000-0000-000000000000";
const SECONDS = Date.parse(NOW) / 1000;

const accessOf = (token: string): unknown => claimsOf(token).access;

test("who asks a registry without a token is told where to get one, and for what", () => {
  const shop = new Shop();
  const challenge = (target: string): Record<string, string> => {
    const { status, headers } = shop.send("GET", target);
    expect(status).toBe(401);
    return { ...headers };
  };
  const realm = `Bearer realm="https://${LOGIN_SERVER}/oauth2/token",service="${LOGIN_SERVER}"`;
  expect(challenge("/v2/")["WWW-Authenticate"]).toBe(realm);
  expect(challenge("/v2/_catalog")["WWW-Authenticate"]).toBe(`${realm},scope="registry:catalog:*"`);
  expect(challenge("/v2/team-a/app/manifests/latest")["WWW-Authenticate"]).toBe(
    `${realm},scope="repository:team-a/app:pull"`,
  );
});

test("the error beside a challenge is in the distribution specification's form, with Azure's detail", () => {
  expect(new Shop().send("GET", "/v2/team-a/app/tags/list").body).toEqual({
    errors: [
      {
        code: "UNAUTHORIZED",
        message:
          "authentication required, visit https://aka.ms/acr/authorization for more information.",
        detail: [{ Type: "repository", Name: "team-a/app", Action: "metadata_read" }],
      },
    ],
  });
});

test("a client secret logs in, by basic authentication as by a form", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER]);
  const byForm = shop.post("/oauth2/token", {
    grant_type: "password",
    username: login.user,
    password: login.password,
  });
  for (const token of [shop.token(login), tokenIn(byForm)]) {
    expect(shop.send("GET", "/v2/", { token }).status).toBe(200);
  }
});

test("a token tells whose it is, for which registry, until when and for what", () => {
  const shop = new Shop();
  const { login, objectId } = shop.principal("web", [READER]);
  const token = shop.token(login, "repository:team-a/app:pull");
  expect(claimsOf(token)).toMatchObject({
    iss: "Azure Container Registry",
    aud: LOGIN_SERVER,
    sub: objectId,
    iat: SECONDS,
    exp: SECONDS + 4500,
    grant_type: "access_token",
    access: [{ type: "repository", name: "team-a/app", actions: ["pull"] }],
  });
});

test("of what is asked for, a token has what is granted, and leaves out the rest", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER, TEAM_A]);
  expect(
    accessOf(
      shop.token(
        login,
        "repository:team-a/app:pull,push",
        "repository:team-b/app:pull registry:catalog:*",
      ),
    ),
  ).toEqual([{ type: "repository", name: "team-a/app", actions: ["pull"] }]);
});

test("`*` on a repository is what is granted there", () => {
  const shop = new Shop();
  const { login } = shop.principal("build", [WRITER]);
  expect(accessOf(shop.tokenFor(login, "team-a/app"))).toEqual([
    { type: "repository", name: "team-a/app", actions: ["pull", "push", "metadata_read"] },
  ]);
});

test("who is granted nothing of what is asked for gets no token", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER, TEAM_A]);
  const answer = shop.logIn(login, "repository:team-b/app:pull");
  expect(refusalOf(answer)).toBe("401 UNAUTHORIZED");
  expect(answer.body).toMatchObject({
    errors: [{ detail: [{ Type: "repository", Name: "team-b/app", Action: "pull" }] }],
  });
});

test.each<[string, "legacy" | "abac", string]>([
  ["AcrPull", "legacy", "200 "],
  ["AcrPull", "abac", "401 UNAUTHORIZED"],
  [READER, "legacy", "401 UNAUTHORIZED"],
  [READER, "abac", "200 "],
])("%s pulls from a registry in %s mode: %s", (role, mode, outcome) => {
  const shop = new Shop(mode);
  const { login } = shop.principal("web", [role]);
  expect(refusalOf(shop.logIn(login, "repository:team-a/app:pull"))).toBe(outcome);
});

test.each<[string, "legacy" | "abac", string]>([
  ["AcrPull", "legacy", "200 "],
  [READER, "abac", "401 UNAUTHORIZED"],
  ["Container Registry Repository Catalog Lister", "abac", "200 "],
])("%s lists the repositories of a registry in %s mode: %s", (role, mode, outcome) => {
  const shop = new Shop(mode);
  const { login } = shop.principal("web", [role]);
  expect(refusalOf(shop.logIn(login, "registry:catalog:*"))).toBe(outcome);
});

describe("a client secret", () => {
  test("logs in until its end, and the next one from its beginning", () => {
    const shop = new Shop();
    const { login, applicationId } = shop.principal("web", [READER]);
    const next = shop.secret(applicationId, "2027-12-01T00:00:00Z").value;
    expect(shop.logIn({ ...login, password: next }).status).toBe(200);
    shop.sandbox.cloud.environment.setNow("2027-05-31T23:59:59Z");
    expect(shop.logIn(login).status).toBe(200);
    shop.sandbox.cloud.environment.setNow("2027-06-01T00:00:00Z");
    expect(shop.logIn(login).body).toEqual({
      errors: [{ code: "UNAUTHORIZED", message: "Invalid clientid or client secret." }],
    });
    expect(shop.logIn({ ...login, password: next }).status).toBe(200);
  });

  test("that is removed logs in no more, and a token that it was given for still does", () => {
    const shop = new Shop();
    const { login, applicationId } = shop.principal("web", [READER]);
    const { resource, value: password } = shop.secret(applicationId);
    const token = shop.token({ ...login, password });
    shop.sandbox.delete("azuread_application_password", resource);
    expect(refusalOf(shop.logIn({ ...login, password }))).toBe("401 UNAUTHORIZED");
    expect(shop.send("GET", "/v2/", { token }).status).toBe(200);
  });
});

test.each<[string, (login: { user: string; password: string }) => [string, string], string]>([
  ["another secret", ({ user }) => [user, "no secret"], "Invalid clientid or client secret."],
  [
    "a client id that nobody has",
    ({ password }) => ["6f3f7e4e-0000-4000-8000-00000000000f", password],
    "Application not registered with AAD.",
  ],
  [
    "a display name",
    ({ password }) => ["web", password],
    "aad access token with sp failed client id must be guid",
  ],
  [
    "a token that is none",
    () => [NULL_GUID, "no token"],
    "authentication required, visit https://aka.ms/acr/authorization for more information.",
  ],
])("%s does not log in", (_, loginOf, message) => {
  const shop = new Shop();
  const [user, password] = loginOf(shop.principal("web", [READER]).login);
  const answer = shop.logIn({ user, password });
  expect(answer).toMatchObject({
    status: 401,
    body: { errors: [{ code: "UNAUTHORIZED", message }] },
  });
  expect(JSON.stringify(answer)).not.toContain(password);
});

test("an access token for a password is not modelled, and told so", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER]);
  const password = shop.token(login, "repository:team-a/app:pull");
  expect(refusalOf(shop.logIn({ user: NULL_GUID, password }))).toBe("501 UNSUPPORTED");
});

test("a user name and a password do without a token, as far as they are granted", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER, TEAM_A]);
  const get = (target: string) =>
    refusalOf(shop.send("GET", target, { headers: basic(login.user, login.password) }));
  expect(get("/v2/team-a/app/manifests/latest")).toBe("404 MANIFEST_UNKNOWN");
  expect(get("/v2/team-b/app/manifests/latest")).toBe("401 UNAUTHORIZED");
});

test("a token is good until its end, by the time of the sandbox", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER]);
  const token = shop.token(login);
  shop.sandbox.cloud.environment.setNow("2027-01-01T01:14:59Z");
  expect(shop.send("GET", "/v2/", { token }).status).toBe(200);
  shop.sandbox.cloud.environment.setNow("2027-01-01T01:15:00Z");
  const { status, headers } = shop.send("GET", "/v2/", { token });
  expect(status).toBe(401);
  expect(headers["WWW-Authenticate"]).toMatch(/,error="invalid_token"$/);
});

test("a token is good for its own registry only", () => {
  const registries = ["contosoShop", "contosoBuild"].map((name) => ({
    resourceGroup: "rg-registry",
    name,
    permissionsMode: "abac" as const,
  }));
  const shop = new Shop("abac", { registries });
  const { login } = shop.principal("web", [READER]);
  const token = shop.token(login, "repository:team-a/app:pull");
  const elsewhere = shop.send("GET", "/v2/", { token }, "contosobuild.azurecr.io");
  expect(refusalOf(elsewhere)).toBe("401 UNAUTHORIZED");
});

test("a token that somebody else has signed, or changed, is none", () => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER]);
  const [header, , signature] = shop.token(login).split(".");
  const claims = Buffer.from(
    JSON.stringify({
      ...claimsOf(shop.token(login)),
      access: [{ type: "repository", name: "team-a/app", actions: ["pull", "push"] }],
    }),
  ).toString("base64url");
  for (const token of [
    `${String(header)}.${claims}.${String(signature)}`,
    new Tokens().issue(claimsOf(shop.token(login, "repository:team-a/app:pull"))),
  ]) {
    expect(refusalOf(shop.send("GET", "/v2/", { token }))).toBe("401 UNAUTHORIZED");
  }
});

describe("a token of Entra", () => {
  const entra = (shop: Shop, oid: string, claims: Record<string, Json> = {}) =>
    shop.tokens.issue({
      aud: "https://containerregistry.azure.net",
      exp: SECONDS + 3599,
      tid: TENANT,
      oid,
      ...claims,
    });
  const exchange = (shop: Shop, token: string, form: Record<string, string> = {}) =>
    shop.post("/oauth2/exchange", { grant_type: "access_token", access_token: token, ...form });

  test("is exchanged for a refresh token of three hours, which gives tokens for what is granted", () => {
    const shop = new Shop();
    const { objectId } = shop.principal("web", [READER, TEAM_A]);
    const refreshToken = tokenIn(exchange(shop, entra(shop, objectId)), "refresh_token");
    expect(claimsOf(refreshToken)).toMatchObject({ exp: SECONDS + 3 * 3600 });
    const refresh = (scope: string) =>
      shop.post("/oauth2/token", {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        scope,
      });
    expect(accessOf(tokenIn(refresh("repository:team-a/app:pull,push")))).toEqual([
      { type: "repository", name: "team-a/app", actions: ["pull"] },
    ]);
    expect(refusalOf(refresh("repository:team-b/app:pull"))).toBe("401 UNAUTHORIZED");
    // As `az acr login` hands it to docker login.
    const login = { user: NULL_GUID, password: refreshToken };
    expect(shop.logIn(login, "repository:team-a/app:pull").status).toBe(200);
    // It is no token for the registry itself.
    expect(shop.send("GET", "/v2/", { token: refreshToken }).status).toBe(401);
    shop.sandbox.cloud.environment.setNow("2027-01-01T03:00:00Z");
    expect(shop.logIn(login).status).toBe(401);
  });

  test.each<[string, Record<string, Json>, Record<string, string>, string]>([
    ["for Azure Resource Manager", { aud: "https://management.azure.com/" }, {}, "200 "],
    ["with its tenant", {}, { tenant: TENANT }, "200 "],
    ["for Graph", { aud: "https://graph.microsoft.com" }, {}, "401 UNAUTHORIZED"],
    ["that has expired", { exp: SECONDS }, {}, "401 UNAUTHORIZED"],
    ["of another tenant", { tid: "7e4a0000-0000-4000-8000-000000000002" }, {}, "401 UNAUTHORIZED"],
    [
      "with another tenant",
      {},
      { tenant: "7e4a0000-0000-4000-8000-000000000002" },
      "401 UNAUTHORIZED",
    ],
    ["for another service", {}, { service: "contosobuild.azurecr.io" }, "400 UNSUPPORTED"],
    ["by an old grant", {}, { grant_type: "access_token_refresh_token" }, "501 UNSUPPORTED"],
  ])("%s is answered %s", (_, claims, form, outcome) => {
    const shop = new Shop();
    const { objectId } = shop.principal("web", [READER]);
    expect(refusalOf(exchange(shop, entra(shop, objectId, claims), form))).toBe(outcome);
  });

  test("for Azure Resource Manager is refused by a registry whose policy is against it", () => {
    const shop = new Shop();
    const { objectId } = shop.principal("web", [READER]);
    const registry = shop.sandbox.cloud.subscriptions
      .get(SUBSCRIPTION)
      ?.registry("rg-registry", "contosoShop");
    Object.assign(registry ?? {}, {
      settings: { policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } } },
    });
    const forArm = entra(shop, objectId, { aud: "https://management.azure.com" });
    expect(refusalOf(exchange(shop, forArm))).toBe("401 UNAUTHORIZED");
    expect(refusalOf(exchange(shop, entra(shop, objectId)))).toBe("200 ");
  });

  test("of a principal that is deleted meanwhile gives no token any more", () => {
    const shop = new Shop();
    const { objectId } = shop.principal("web", [READER]);
    const refreshToken = tokenIn(exchange(shop, entra(shop, objectId)), "refresh_token");
    shop.sandbox.cloud.directory(TENANT).deletePrincipal(objectId);
    const login = { user: NULL_GUID, password: refreshToken };
    expect(refusalOf(shop.logIn(login, "repository:team-a/app:pull"))).toBe("401 UNAUTHORIZED");
  });
});

test("the caller of the sandbox logs in by its own secret, and is granted what its roles are", () => {
  const shop = new Shop();
  const { clientId: user } = shop.sandbox.cloud.seed.caller;
  const login = { user, password: CALLER_SECRET };
  expect(shop.logIn(login).status).toBe(200);
  expect(refusalOf(shop.logIn(login, "repository:team-a/app:pull"))).toBe("401 UNAUTHORIZED");
});

test.each([
  "repository:Team-A/app:pull",
  "repository:team-a/../app:pull",
  "repository:team-a/app:",
  "repository:team-a/app:fly",
  "repository:team-a/app",
  "registry:repositories:*",
  "registry:catalog:pull",
  "planet:earth:pull",
  ":::",
])("the scope %j is refused", (scope) => {
  const shop = new Shop();
  const { login } = shop.principal("web", [READER]);
  expect(refusalOf(shop.logIn(login, scope))).toBe("400 UNSUPPORTED");
});

test.each(["artifact-repository:repo:pull", "repository:team-a/app:metadata_write"])(
  "the scope %j is not modelled, and told so",
  (scope) => {
    const shop = new Shop();
    const { login } = shop.principal("web", [READER]);
    expect(refusalOf(shop.logIn(login, scope))).toBe("501 UNSUPPORTED");
    expect(shop.sandbox.cloud.notModelled.size).toBe(1);
  },
);
