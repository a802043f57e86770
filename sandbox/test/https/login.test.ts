import { claimsOf, Client, describeOnLinux } from "./client";

const TENANT = "7e4a0000-0000-4000-8000-000000000001";
const OTHER_TENANT = "7e4a0000-0000-4000-8000-000000000002";
const CALLER = {
  objectId: "0ca11e00-0000-4000-8000-000000000001",
  clientId: "0ca11e00-0000-4000-8000-000000000002",
};
const NOBODY = "99990000-0000-4000-8000-000000000001";

describeOnLinux("at Entra's login", () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({ now: "2027-01-01T00:00:00Z" });
  });
  beforeEach(() => client.sandbox.reset());
  afterAll(() => client.sandbox.stop());

  test("the caller gets a token by the secret that the sandbox has drawn, with the claims that clients read", async () => {
    const { status, body } = await client.logIn();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
    expect(claimsOf(String(body.access_token))).toEqual({
      aud: client.graph,
      iss: `https://sts.windows.net/${TENANT}/`,
      iat: 1798761600,
      nbf: 1798761600,
      exp: 1798761600 + 3599,
      appid: CALLER.clientId,
      appidacr: "1",
      idp: `https://sts.windows.net/${TENANT}/`,
      idtyp: "app",
      oid: CALLER.objectId,
      roles: ["Application.ReadWrite.All"],
      sub: CALLER.objectId,
      tid: TENANT,
      ver: "1.0",
    });
  });

  test("two sandboxes have different secrets", async () => {
    const other = await Client.start();
    expect(other.env.ARM_CLIENT_SECRET).not.toBe(client.env.ARM_CLIENT_SECRET);
    await other.sandbox.stop();
  });

  test("the caller has an object of its own in another tenant", async () => {
    const { oid, tid } = claimsOf(await client.token({}, OTHER_TENANT));
    expect(tid).toBe(OTHER_TENANT);
    expect(oid).not.toBe(CALLER.objectId);
  });

  test("another caller logs in by its own client id, and who has logged in before stays who it was", async () => {
    const before = await client.token();
    const ada = {
      objectId: "ada00000-0000-4000-8000-000000000001",
      clientId: "ada00000-0000-4000-8000-000000000002",
      type: "User",
    } as const;
    await client.sandbox.setCaller(ada);
    expect(client.env.ARM_CLIENT_ID).toBe(ada.clientId);
    expect(claimsOf(await client.token())).toMatchObject({ oid: ada.objectId, idtyp: "user" });

    const made = await client.ask("POST", `${client.graph}/v1.0/applications`, before, {
      displayName: "web",
      "owners@odata.bind": [`${client.graph}/v1.0/directoryObjects/${CALLER.objectId}`],
    });
    expect(made.status).toBe(201);
    const [application] = Object.values((await client.sandbox.dump()).tenants).flatMap(
      ({ applications }) => applications,
    );
    expect(application?.owners).toEqual([CALLER.objectId]);
  });

  test.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["no credential", { client_secret: undefined }, 401, "invalid_client", 7000216],
    ["a client that is not there", { client_id: NOBODY }, 400, "unauthorized_client", 700016],
    ["no client", { client_id: undefined }, 400, "invalid_request", 900144],
    ["no grant type", { grant_type: undefined }, 400, "invalid_request", 900144],
    ["no scope", { scope: undefined }, 400, "invalid_request", 900144],
    ["a scope without /.default", { scope: "User.Read" }, 400, "invalid_scope", 1002012],
    ["an assertion that is no token", { client_assertion: "x" }, 400, "invalid_request", 50027],
  ])("%s is refused with Entra's code", async (_, form, status, error, code) => {
    const answer = await client.logIn(form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [code] });
    expect(answer.body.error_description).toMatch(
      new RegExp(
        `^AADSTS${code}: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: 2027-01-01 00:00:00Z$`,
      ),
    );
  });

  test("a tenant that is no id is not found", async () => {
    expect((await client.logIn({}, "contoso.onmicrosoft.com")).body).toMatchObject({
      error_codes: [90002],
    });
  });

  test.each([
    [{ grant_type: "password" }, 'a login by the grant type "password"'],
    [{ scope: "https://vault.azure.net/.default" }, "a login for https://vault.azure.net"],
  ])("%j is not modelled, and told", async (form, what) => {
    expect((await client.logIn(form)).status).toBe(501);
    expect(await client.sandbox.notModelled()).toEqual([`The sandbox does not model ${what}`]);
  });
});
