import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from "node:crypto";
import { createCertificate } from "../../lib/certificate";
import { unsigned } from "../../lib/https/jwt";
import { claimsOf, Client, describeOnLinux } from "./client";

const GITHUB = "https://token.actions.githubusercontent.com";
const SUBJECT = "repo:contoso/web:ref:refs/heads/main";
const OTHER_TENANT = "7e4a0000-0000-4000-8000-000000000002";

describeOnLinux("an application of the cloud", () => {
  let client: Client;
  let application: Record<string, unknown>;
  let principal: Record<string, unknown>;
  let path: string;
  beforeAll(async () => {
    client = await Client.start();
  });
  beforeEach(async () => {
    await client.sandbox.reset({ now: new Date().toISOString() });
    application = (await client.askGraph("POST", "/v1.0/applications", { displayName: "web" }))
      .body;
    path = `/v1.0/applications/${String(application.id)}`;
    const { appId } = application;
    principal = (await client.askGraph("POST", "/v1.0/servicePrincipals", { appId })).body;
  });
  afterAll(() => client.sandbox.stop());

  const logIn = (form: Record<string, string | undefined>, tenant?: string) =>
    client.logIn({ client_id: String(application.appId), ...form }, tenant);

  const bySecret = async (): Promise<string> => {
    const { body } = await client.askGraph("POST", `${path}/addPassword`, {
      passwordCredential: { displayName: "docker" },
    });
    return String(body.secretText);
  };

  const byAssertion = (client_assertion: string) =>
    logIn({
      client_secret: undefined,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion,
    });

  test("logs in by a client secret of its own, as its service principal, without rights in Graph", async () => {
    const { status, body } = await logIn({ client_secret: await bySecret() });
    expect(status).toBe(200);
    const token = String(body.access_token);
    const { oid, appid, app_displayname, roles } = claimsOf(token);
    expect({ oid, appid, app_displayname, roles }).toEqual({
      oid: principal.id,
      appid: application.appId,
      app_displayname: "web",
    });
    const denied = await client.ask("GET", client.graph + path, token);
    expect(denied.status).toBe(403);
    expect(denied.body).toMatchObject({ error: { code: "Authorization_RequestDenied" } });
  });

  test("may do in Azure Resource Manager what is not modelled", async () => {
    const token = await client.token({
      client_id: String(application.appId),
      client_secret: await bySecret(),
      scope: `${client.management}/.default`,
    });
    const { status } = await client.ask("GET", `${client.management}/subscriptions`, token);
    expect(status).toBe(501);
    expect(await client.sandbox.notModelled()).toEqual([
      `The sandbox does not model what the application ${String(application.appId)}, which is not the caller, may do in Azure Resource Manager`,
    ]);
  });

  test("does not log in by the secret of the caller, nor the caller by its secret", async () => {
    expect((await logIn({})).body).toMatchObject({ error_codes: [7000215] });
    expect((await client.logIn({ client_secret: await bySecret() })).status).toBe(401);
  });

  test("does not log in by a secret that has expired", async () => {
    const client_secret = await bySecret();
    await client.sandbox.travel({ days: 2 * 366 });
    const { status, body } = await logIn({ client_secret });
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: "invalid_client", error_codes: [7000222] });
  });

  test("does not log in by a secret that was removed", async () => {
    const { body } = await client.askGraph("POST", `${path}/addPassword`, {
      passwordCredential: { displayName: "docker" },
    });
    await client.askGraph("POST", `${path}/removePassword`, { keyId: body.keyId });
    expect((await logIn({ client_secret: String(body.secretText) })).body).toMatchObject({
      error_codes: [7000215],
    });
  });

  test("does not log in where it has no service principal", async () => {
    const client_secret = await bySecret();
    expect((await logIn({ client_secret }, OTHER_TENANT)).body).toMatchObject({
      error_codes: [700016],
    });
    await client.askGraph("DELETE", `/v1.0/servicePrincipals/${String(principal.id)}`);
    expect((await logIn({ client_secret })).body).toMatchObject({ error_codes: [700016] });
  });

  test("does not log in while its account is disabled", async () => {
    await client.askGraph("PATCH", `/v1.0/servicePrincipals/${String(principal.id)}`, {
      accountEnabled: false,
    });
    expect((await logIn({ client_secret: await bySecret() })).body).toMatchObject({
      error: "unauthorized_client",
      error_codes: [7000112],
    });
  });

  describe("by a token of GitHub", () => {
    beforeEach(() =>
      client.askGraph("POST", `${path}/federatedIdentityCredentials`, {
        name: "main",
        issuer: GITHUB,
        subject: SUBJECT,
        audiences: ["api://AzureADTokenExchange"],
      }),
    );

    const tokenOfGitHub = (claims: Record<string, unknown>): string => {
      const known = {
        iss: GITHUB,
        sub: SUBJECT,
        aud: "api://AzureADTokenExchange",
        exp: inSeconds(300),
      };
      return `${unsigned({ alg: "RS256" }, { ...known, ...claims })}.c2lnbmVk`;
    };

    test("logs in where a federated credential has its issuer, subject and audience", async () => {
      const { status, body } = await byAssertion(tokenOfGitHub({}));
      expect(status).toBe(200);
      expect(claimsOf(String(body.access_token))).toMatchObject({
        oid: principal.id,
        appidacr: "2",
      });
    });

    test.each([
      ["issuer", { iss: "https://gitlab.com" }, 700211, "'https://gitlab.com'"],
      ["subject", { sub: `${SUBJECT}2` }, 700213, `'${SUBJECT}2'`],
      ["letter case in its subject", { sub: SUBJECT.toUpperCase() }, 700213, SUBJECT.toUpperCase()],
      ["audience", { aud: "sts.amazonaws.com" }, 700212, "'sts.amazonaws.com'"],
      ["time, since it has expired,", { exp: inSeconds(-1) }, 700024, "valid time range"],
      ["time, since it is not valid yet,", { nbf: inSeconds(900) }, 700024, "valid time range"],
      ["time, since it has none,", { exp: undefined }, 700024, "valid time range"],
    ])("does not log in with another %s", async (_, claims, code, text) => {
      const { status, body } = await byAssertion(tokenOfGitHub(claims));
      expect(status).toBe(401);
      expect(body).toMatchObject({ error: "invalid_client", error_codes: [code] });
      expect(body.error_description).toContain(text);
    });
  });

  describe("by a certificate", () => {
    const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const der = certificateOf(keys.publicKey);
    const thumbprint = createHash("sha1").update(der).digest("base64url");

    beforeEach(async () => {
      const { status } = await client.askGraph("PATCH", path, {
        keyCredentials: [
          { type: "AsymmetricX509Cert", usage: "Verify", key: der.toString("base64") },
        ],
      });
      expect(status).toBe(204);
    });

    function assertion(
      header: Record<string, unknown> = {},
      claims: Record<string, unknown> = {},
      key = keys.privateKey,
    ): string {
      const tokenUrl = `${client.management}/${client.env.ARM_TENANT_ID ?? ""}/oauth2/v2.0/token`;
      const { appId } = application;
      const content = unsigned(
        { alg: "RS256", typ: "JWT", x5t: thumbprint, ...header },
        { aud: tokenUrl, iss: appId, sub: appId, exp: inSeconds(300), ...claims },
      );
      const padding =
        header.alg === "PS256"
          ? {
              padding: constants.RSA_PKCS1_PSS_PADDING,
              saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
            }
          : {};
      return `${content}.${sign("sha256", Buffer.from(content), { key, ...padding }).toString("base64url")}`;
    }

    test.each([
      ["by its SHA-1", {}],
      ["by its SHA-1 as the providers write it", { x5t: undefined, kid: `${thumbprint}=` }],
      [
        "by its SHA-256, signed by PSS",
        {
          alg: "PS256",
          x5t: undefined,
          "x5t#S256": createHash("sha256").update(der).digest("base64url"),
        },
      ],
    ])("logs in with an assertion that names it %s", async (_, header) => {
      const { status, body } = await byAssertion(assertion(header));
      expect(status).toBe(200);
      expect(claimsOf(String(body.access_token))).toMatchObject({ oid: principal.id });
    });

    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    test.each<[string, number, () => string]>([
      ["signed by another key", 700027, () => assertion({}, {}, stranger)],
      ["of another certificate", 700027, () => assertion({ x5t: "x" })],
      ["without a signature", 700027, () => assertion({ alg: "none" })],
      ["for another endpoint", 700023, () => assertion({}, { aud: "https://contoso.com" })],
      ["for another application", 700021, () => assertion({}, { sub: "web" })],
      ["that has expired", 700024, () => assertion({}, { exp: inSeconds(-1) })],
    ])("does not log in with an assertion %s", async (_, code, made) => {
      const { status, body } = await byAssertion(made());
      expect(status).toBe(401);
      expect(body).toMatchObject({ error: "invalid_client", error_codes: [code] });
    });

    test("does not log in once it has expired", async () => {
      await client.sandbox.travel({ days: 400 });
      expect((await byAssertion(assertion())).body).toMatchObject({ error_codes: [700027] });
    });
  });
});

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** Node makes no certificate, and the sandbox makes those of elliptic curves only: one of them, with another key in it. */
function certificateOf(key: KeyObject): Buffer {
  const { der } = createCertificate("web.contoso.com");
  const old = new X509Certificate(der).publicKey.export({ type: "spki", format: "der" });
  const own = key.export({ type: "spki", format: "der" });
  const content = contentOf(der);
  const body = contentOf(content);
  const rest = content.subarray(content.indexOf(body) + body.length);
  const position = body.indexOf(old);
  const swapped = [body.subarray(0, position), own, body.subarray(position + old.length)];
  return sequence(sequence(...swapped), rest);
}

/** Of the sequence that DER begins with. */
function contentOf(der: Buffer): Buffer {
  const [, first = 0] = der;
  const bytes = first & 0x80 ? first & 0x7f : 0;
  const length = bytes === 0 ? first : der.readUIntBE(2, bytes);
  return der.subarray(2 + bytes, 2 + bytes + length);
}

function sequence(...items: Buffer[]): Buffer {
  const content = Buffer.concat(items);
  return Buffer.concat([
    Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]),
    content,
  ]);
}
