import { Client, describeOnLinux } from "./client";

type Service = "graph" | "management";

const PATHS = {
  graph: "/v1.0/applications",
  management: "/subscriptions/5b5c0000-0000-4000-8000-000000000001",
};

describeOnLinux("a request", () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({ now: "2027-01-01T00:00:00Z" });
  });
  beforeEach(() => client.sandbox.reset());
  afterAll(() => client.sandbox.stop());

  const tokenFor = (service: Service): Promise<string> =>
    client.token({ scope: `${client[service]}/.default` });

  async function refused(service: Service, authorization?: string): Promise<string[]> {
    const { status, body, headers } = await client.send("GET", client[service] + PATHS[service], {
      ...(authorization !== undefined && { headers: { Authorization: authorization } }),
    });
    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toMatch(/^Bearer /);
    const { code, message } = body.error as Record<"code" | "message", string>;
    return [code, message];
  }

  test.each<[Service, string, string]>([
    ["graph", "InvalidAuthenticationToken", "Access token is empty."],
    [
      "management",
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is missing.",
    ],
  ])("to %s without a token is refused", async (service, code, message) => {
    expect(await refused(service)).toEqual([code, message]);
  });

  test.each<[Service, string, string]>([
    [
      "graph",
      "InvalidAuthenticationToken",
      "CompactToken parsing failed with error code: 80049217",
    ],
    ["management", "InvalidAuthenticationToken", "The access token is invalid."],
  ])("to %s with a token from elsewhere is refused", async (service, code, message) => {
    const [header = "", claims = "", signature = ""] = (await tokenFor(service)).split(".");
    const other = Buffer.from(claims, "base64url").toString().replace("0ca11e00", "0ca11e01");
    for (const token of [
      `Bearer ${header}.${Buffer.from(other).toString("base64url")}.${signature}`,
      `Bearer ${header}.${claims}.`,
      "Bearer x",
      `Basic ${header}.${claims}.${signature}`,
    ]) {
      expect(await refused(service, token)).toEqual([code, message]);
    }
  });

  test.each<[Service, string, string]>([
    ["graph", "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."],
    [
      "management",
      "ExpiredAuthenticationToken",
      "The access token expiry UTC time '1/1/2027 12:59:59 AM' is earlier than current UTC time '1/1/2027 2:00:00 AM'.",
    ],
  ])("to %s with an expired token is refused", async (service, code, message) => {
    const token = await tokenFor(service);
    await client.sandbox.travel({ to: "2027-01-01T02:00:00Z" });
    expect(await refused(service, `Bearer ${token}`)).toEqual([code, message]);
  });

  test("to Graph with a token for Azure Resource Manager is refused", async () => {
    expect(await refused("graph", `Bearer ${await tokenFor("management")}`)).toEqual([
      "InvalidAuthenticationToken",
      "Access token validation failure. Invalid audience.",
    ]);
  });

  test("to Azure Resource Manager with a token for Graph is refused", async () => {
    const [code, message] = await refused("management", `Bearer ${await tokenFor("graph")}`);
    expect(code).toBe("InvalidAuthenticationTokenAudience");
    expect(message).toContain(`wrong audience or resource '${client.graph}'`);
  });

  test.each<[Service, string]>([
    ["graph", "https://graph.microsoft.com"],
    ["management", "https://management.azure.com"],
    ["management", "https://management.azure.com/"],
    ["management", "https://management.core.windows.net/"],
  ])("to %s may have a token for %s", async (service, resource) => {
    const token = await client.token({ scope: `${resource}/.default` });
    const { status } = await client.ask("GET", client[service] + PATHS[service], token);
    expect(status).not.toBe(401);
  });

  test("with a token of a caller whom a reset has made unknown is refused by Graph", async () => {
    await client.sandbox.setCaller({
      objectId: "ada00000-0000-4000-8000-000000000001",
      clientId: "ada00000-0000-4000-8000-000000000002",
    });
    const token = await client.token();
    await client.sandbox.reset();
    const { status, body } = await client.ask("GET", `${client.graph}${PATHS.graph}`, token);
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: { code: "Authorization_RequestDenied" } });
  });
});
