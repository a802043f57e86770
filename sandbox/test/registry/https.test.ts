import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "../../lib";
import { describeWithTerraform } from "../with-terraform";
import { RegistryClient } from "./client";
import { applyWeb } from "./web-stack";
import { digestOf, LOGIN_SERVER, MANIFEST } from "./wire";

const MEBIBYTE = 1024 * 1024;
const WRITER = "Container Registry Repository Writer";
const READER = "Container Registry Repository Reader";

describe("the registries of a sandbox", () => {
  let sandbox: Sandbox;
  let client: RegistryClient;
  beforeAll(async () => {
    sandbox = await Sandbox.start({ now: "2027-01-01T00:00:00Z" });
    client = new RegistryClient(sandbox);
  });
  beforeEach(() => sandbox.reset());
  afterAll(() => sandbox.stop());

  test("are met by their login servers, through a proxy, over TLS that clients trust", async () => {
    const { status, headers } = await client.send("GET", "/v2/");
    expect(status).toBe(401);
    expect(headers).toMatchObject({
      "docker-distribution-api-version": "registry/2.0",
      "www-authenticate": `Bearer realm="https://${LOGIN_SERVER}/oauth2/token",service="${LOGIN_SERVER}"`,
    });
  });

  test.each([
    "contososhop-e7ggejfuhzhgedc8.azurecr.io",
    "contososhop.azurecr.us",
    "contososhop.azurecr.cn",
  ])("have the login server that the seed gives them, such as %s", async (loginServer) => {
    const { subscriptionId, tenantId } = {
      subscriptionId: sandbox.env.ARM_SUBSCRIPTION_ID ?? "",
      tenantId: sandbox.env.ARM_TENANT_ID ?? "",
    };
    const registries = [{ resourceGroup: "rg-registry", name: "contosoShop", loginServer }];
    await sandbox.reset({ seed: { subscriptionId, tenantId, registries } });
    const { headers } = await client.send("GET", "/v2/", {}, loginServer);
    expect(headers["www-authenticate"]).toContain(`service="${loginServer}"`);
    await expect(client.send("GET", "/v2/")).rejects.toThrow(
      `leads to its registries only, ${loginServer}:443, and not to ${LOGIN_SERVER}:443`,
    );
    await sandbox.reset({ now: "2027-01-01T00:00:00Z" });
  });

  test.each([
    "example.com:443",
    "contosobuild.azurecr.io:443",
    `${LOGIN_SERVER}:80`,
    `${LOGIN_SERVER}:22`,
    "ContosoShop.azurecr.io:443",
    `${LOGIN_SERVER}.example.com:443`,
    `${LOGIN_SERVER}@example.com:443`,
    "127.0.0.1:22",
    "[::1]:443",
    LOGIN_SERVER,
  ])("are all that the proxy leads to: %s is refused", async (target) => {
    const { answer, socket } = await client.tunnel(target);
    socket.destroy();
    expect(answer.statusCode).toBe(403);
    expect(answer.statusMessage).toBe(
      `Forbidden: The proxy of the sandbox leads to its registries only, ${LOGIN_SERVER}:443, and not to ${target}`,
    );
  });

  test("the proxy fetches nothing for its clients", async () => {
    const status = await new Promise((resolve) => {
      plainRequest(sandbox.registryEnv.HTTPS_PROXY ?? "", { path: "http://example.com/" })
        .on("response", (response) => {
          resolve(response.resume().statusCode);
        })
        .end();
    });
    expect(status).toBe(405);
  });

  test("the proxy is open to this host only", async () => {
    const { port } = new URL(sandbox.registryEnv.HTTPS_PROXY ?? "");
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address: hostname } of others) {
      await expect(
        new Promise((resolve, reject) => {
          plainRequest({ hostname, port }, resolve).on("error", reject).end();
        }),
      ).rejects.toThrow(/ECONNREFUSED/);
    }
  });

  test("what breaks off in the middle of a handshake leaves the others alone", async () => {
    const { socket } = await client.tunnel(`${LOGIN_SERVER}:443`);
    socket.end("no TLS\r\n\r\n");
    const other = await client.tunnel(`${LOGIN_SERVER}:443`);
    other.socket.destroy();
    expect((await client.send("GET", "/v2/")).status).toBe(401);
  });

  test("Terraform and cdktf are not led through the proxy", () => {
    expect(Object.keys(sandbox.env).filter((name) => /proxy/i.test(name))).toEqual([]);
  });

  test("are gone with the sandbox, as is the certificate", async () => {
    const other = await Sandbox.start();
    const { SSL_CERT_FILE: roots = "" } = other.registryEnv;
    const otherClient = new RegistryClient(other);
    expect(existsSync(roots)).toBe(true);
    await other.stop();
    expect(existsSync(roots)).toBe(false);
    await expect(otherClient.send("GET", "/v2/")).rejects.toThrow(/ECONNREFUSED/);
  });

  test("are one as any other, and there is nothing of Azure Resource Manager", async () => {
    const { status } = await client.send("GET", "/subscriptions");
    expect(status).toBe(501);
    expect(await sandbox.notModelled()).toEqual([
      "The sandbox does not model the request GET /subscriptions to a registry",
    ]);
  });

  describeWithTerraform("with what a program has made", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "acr-auth-web-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    const pushOf = async (
      authorization: Record<string, string>,
      repository: string,
      body: string,
    ) => {
      const place = `/v2/${repository}/blobs/uploads/?digest=${digestOf(body)}`;
      return (await client.send("POST", place, { headers: authorization, body })).status;
    };

    test("let in who has a role, to what the role is limited to", async () => {
      const login = (await applyWeb(sandbox, folder, WRITER, { one: "2027-06-01T00:00:00Z" }))(
        "one",
      );
      const authorization = await client.authorization(login, "team-a/app");
      expect(await pushOf(authorization, "team-a/app", "{}")).toBe(201);
      const config = { mediaType: "application/json", digest: digestOf("{}"), size: 2 };
      const manifest = JSON.stringify({ schemaVersion: 2, config, layers: [] });
      const path = "/v2/team-a/app/manifests/v1";
      const headers = { ...authorization, "content-type": MANIFEST };
      expect((await client.send("PUT", path, { headers, body: manifest })).status).toBe(201);
      const read = await client.send("GET", path, { headers: authorization });
      expect(read).toMatchObject({ status: 200, body: manifest });
      const head = await client.send("HEAD", path, { headers: authorization });
      expect(head.headers).toMatchObject({
        "content-length": String(manifest.length),
        "content-type": MANIFEST,
        "docker-content-digest": digestOf(manifest),
      });

      expect(await pushOf(authorization, "team-b/app", "{}")).toBe(401);
      expect((await client.logIn(login, "repository:team-b/app:pull")).status).toBe(401);
    });

    test("take an old secret until its end, and a new one at once, and neither when they are removed", async () => {
      const [one, two] = ["2027-03-01T00:00:00Z", "2027-06-01T00:00:00Z"];
      const first = (await applyWeb(sandbox, folder, READER, { one }))("one");
      const both = await applyWeb(sandbox, folder, READER, { one, two });
      expect(both("one")).toEqual(first);
      const second = both("two");
      const statuses = async () => [
        (await client.logIn(first, "repository:team-a/app:pull")).status,
        (await client.logIn(second, "repository:team-a/app:pull")).status,
      ];
      expect(await statuses()).toEqual([200, 200]);
      await sandbox.travel({ to: one });
      expect(await statuses()).toEqual([401, 200]);
      await applyWeb(sandbox, folder, READER, {});
      expect(await statuses()).toEqual([401, 401]);
    });

    test("take blobs of up to 64 MiB, and many at once", async () => {
      const login = (await applyWeb(sandbox, folder, WRITER, { one: "2027-06-01T00:00:00Z" }))(
        "one",
      );
      const headers = await client.authorization(login, "team-a/app");
      const place = "/v2/team-a/app/blobs/uploads/";
      const patch = async (bytes: number) => {
        const { headers: begun } = await client.send("POST", place, { headers });
        const body = Buffer.alloc(bytes);
        return (await client.send("PATCH", begun.location ?? "", { headers, body })).status;
      };
      expect(await patch(64 * MEBIBYTE)).toBe(202);
      expect(await patch(64 * MEBIBYTE + 1)).toBe(413);
      const many = Array.from({ length: 50 }, (_, position) =>
        pushOf(headers, "team-a/app", `blob ${position}`),
      );
      expect(new Set(await Promise.all(many))).toEqual(new Set([201]));
    });
  });
});
