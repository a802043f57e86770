import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { until } from "../until";
import { Client, describeOnLinux } from "./client";

const MEBIBYTE = 1024 * 1024;

describeOnLinux("the HTTPS door", () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start();
  });
  beforeEach(() => client.sandbox.reset());
  afterAll(() => client.sandbox.stop());

  test("tells where login, Graph and Azure Resource Manager are, as Azure's own metadata does", async () => {
    const { status, body } = await client.send(
      "GET",
      `${client.management}/metadata/endpoints?api-version=2022-09-01`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "AzureCloud",
      authentication: { loginEndpoint: client.management, identityProvider: "AAD" },
      resourceManager: client.management,
      microsoftGraphResourceId: client.graph,
      suffixes: { acrLoginServer: "azurecr.io", keyVaultDns: "vault.azure.net" },
    });
  });

  test("tells azurerm 4 no locations, so that it takes any", async () => {
    const { status, body } = await client.send(
      "GET",
      `${client.management}//metadata/endpoints?api-version=2018-01-01`,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      cloudEndpoint: { public: { endpoint: client.env.ARM_METADATA_HOSTNAME } },
    });
  });

  test("tells the OpenID configuration of a tenant, and the keys by which its tokens can be verified", async () => {
    const tenant = client.env.ARM_TENANT_ID ?? "";
    const { body } = await client.send(
      "GET",
      `${client.management}/${tenant}/v2.0/.well-known/openid-configuration`,
    );
    expect(body).toMatchObject({
      issuer: `${client.management}/${tenant}/v2.0`,
      token_endpoint: `${client.management}/${tenant}/oauth2/v2.0/token`,
    });
    const keySet = await client.send("GET", String(body.jwks_uri));
    const [key] = keySet.body.keys as [JsonWebKey];
    const [header = "", claims = "", signature = ""] = (await client.token()).split(".");
    expect(
      verify(
        "sha256",
        Buffer.from(`${header}.${claims}`),
        { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url"),
      ),
    ).toBe(true);
  });

  test("is trusted by the system's roots and its own certificate, which are gone when the sandbox is", async () => {
    const other = await Client.start();
    const file = other.env.SSL_CERT_FILE ?? "";
    const roots = readFileSync(file, "utf8");
    expect(roots.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(1);
    expect(roots).not.toContain("PRIVATE KEY");
    await expect(client.send("GET", other.management)).rejects.toThrow(/self-signed/);
    await other.sandbox.stop();
    expect(existsSync(file)).toBe(false);
    await expect(other.send("GET", other.management)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("is open to this host only", async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal);
    const socket = connect(
      Number(new URL(client.management).port),
      outside?.address ?? "127.0.0.2",
    );
    await expect(
      new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject)),
    ).rejects.toThrow(/ECONNREFUSED/);
  });

  test("does not speak without TLS", async () => {
    await expect(
      new Promise((resolve, reject) => {
        plainRequest(client.management.replace("https", "http"), resolve).on("error", reject).end();
      }),
    ).rejects.toThrow(/hang up|ECONNRESET/);
  });

  test("hands on what was asked of Graph and its answer, whichever name of the door the links go by", async () => {
    const made = await client.askGraph("POST", "/v1.0/applications", { displayName: "web" });
    expect(made.status).toBe(201);
    const listed = await client.askGraph(
      "GET",
      "/v1.0/applications?$filter=displayName+eq+%27web%27&$select=id",
    );
    expect(listed.body.value).toEqual([{ id: made.body.id }]);
    expect(listed.body["@odata.context"]).toBe(`${client.graph}/v1.0/$metadata#applications`);
    expect(listed.headers["request-id"]).toBeDefined();
  });

  test("lets a request be seen by letsIn and dump as soon as it is answered", async () => {
    await client.askGraph("POST", "/v1.0/applications", { displayName: "web" });
    const entry = { principal: "web", registry: "contosoShop", access: "pull" } as const;
    expect(client.sandbox.letsIn(entry).isLetIn).toBe(false);
  });

  test("breaks the connection of an answer that is to be lost", async () => {
    await client.sandbox.fail({ call: "POST /applications", nth: 1, how: "lost" });
    const body = { displayName: "web" };
    await expect(client.askGraph("POST", "/v1.0/applications", body)).rejects.toThrow(/hang up/);
    const { body: listed } = await client.askGraph("GET", "/v1.0/applications");
    expect(listed.value).toHaveLength(1);
  });

  test("tells with a 429 when to try again", async () => {
    await client.sandbox.fail({ call: "POST /applications", nth: 1, how: "429" });
    const { status, headers } = await client.askGraph("POST", "/v1.0/applications", {
      displayName: "web",
    });
    expect(status).toBe(429);
    expect(headers["retry-after"]).toMatch(/^\d+$/);
  });

  test("answers 501 to what it does not know, and tells it", async () => {
    expect((await client.send("POST", `${client.management}/tenants`)).status).toBe(501);
    expect((await client.askGraph("GET", "/v1.0/organization")).status).toBe(501);
    expect((await client.askGraph("HEAD", "/v1.0/applications")).status).toBe(501);
    const old = "/metadata/endpoints?api-version=2019-05-01";
    expect((await client.send("GET", `${client.management}${old}`)).status).toBe(501);
    expect(await client.sandbox.notModelled()).toEqual([
      "The sandbox does not model the request POST /tenants",
      "The sandbox does not model the request GET /organization",
      "The sandbox does not model the request HEAD /v1.0/applications",
      'The sandbox does not model the api-version "2019-05-01" of /metadata/endpoints',
    ]);
  });

  test.each([
    ["JSON that is none", "POST", "/v1.0/applications", "{", "Unable to read JSON"],
    ["a path with a lone %", "GET", "/v1.0/applications/%", "", "begins no character"],
    ["a path with a slash in a segment", "GET", "/v1.0/a%2Fb", "", "slash within a segment"],
    ["a query option given twice", "GET", "/v1.0/applications?$top=1&$top=2", "", "option twice"],
  ])("refuses %s", async (_, method, path, body, message) => {
    const answer = await client.send(method, client.graph + path, {
      headers: { Authorization: `Bearer ${await client.token()}` },
      body,
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: { code: "BadRequest", message: expect.stringContaining(message) as string },
    });
  });

  test("reads bodies of up to 4 MiB", async () => {
    const url = `${client.graph}/v1.0/applications`;
    const headers = { Authorization: `Bearer ${await client.token()}` };
    const largest = "x".repeat(4 * MEBIBYTE);
    expect((await client.send("POST", url, { headers, body: largest })).status).toBe(400);
    const { status, body } = await client.send("POST", url, { headers, body: `${largest}x` });
    expect(status).toBe(413);
    expect(body).toMatchObject({
      error: {
        message: "The sandbox reads bodies of up to 4194304 bytes, and 419430400 at a time.",
      },
    });
  });

  test("answers a hundred requests at a time, and one more with when to try again", async () => {
    const waiting = Array.from({ length: 100 }, () => client.begin(`${client.management}/tenants`));
    await until(async () => (await client.send("GET", `${client.management}/x`)).status === 429);
    const { headers } = await client.send("GET", `${client.management}/x`);
    expect(headers["retry-after"]).toBe("1");
    waiting.forEach((sent) => sent.destroy());
    await until(async () => (await client.send("GET", `${client.management}/x`)).status === 501);
  });
});
