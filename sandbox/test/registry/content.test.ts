import { createHash } from "node:crypto";
import { refusalOf, Shop, textIn } from "./shop";
import { digestOf, type Login, MANIFEST } from "./wire";

const CONTRIBUTOR = "Container Registry Repository Contributor";
const LISTER = "Container Registry Repository Catalog Lister";
const INDEX = "application/vnd.oci.image.index.v1+json";
const LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
const APP = "team-a/app";

let shop: Shop;
let login: Login;
let objectId: string;
let token: string;
beforeEach(() => {
  shop = new Shop();
  ({ login, objectId } = shop.principal("build", [CONTRIBUTOR], [LISTER]));
  token = shop.tokenFor(login, APP);
});

const send = (method: string, path: string, sent: Parameters<Shop["send"]>[2] = {}) =>
  shop.send(method, `/v2/${path}`, { token, ...sent });
const begin = (): string => {
  const { status, headers } = send("POST", `${APP}/blobs/uploads/`);
  expect({ status, range: headers.Range }).toEqual({ status: 202, range: "0-0" });
  return String(headers.Location).replace("/v2/", "");
};
const putManifest = (reference: string, content: object, mediaType = MANIFEST) =>
  send("PUT", `${APP}/manifests/${reference}`, {
    headers: { "content-type": mediaType },
    body: JSON.stringify(content),
  });

describe("a blob", () => {
  test("is pushed in one request, in two, and in chunks", () => {
    shop.pushBlob(token, APP, "one");

    const place = begin();
    expect(send("PUT", `${place}?digest=${digestOf("two")}`, { body: "two" }).status).toBe(201);

    const chunked = begin();
    const first = send("PATCH", chunked, { body: "thr", headers: { "content-range": "0-2" } });
    expect(first).toMatchObject({ status: 202, headers: { Range: "0-2" } });
    expect(send("GET", chunked)).toMatchObject({ status: 204, headers: { Range: "0-2" } });
    expect(send("PATCH", chunked, { body: "ee" })).toMatchObject({ headers: { Range: "0-4" } });
    const { headers } = send("PUT", `${chunked}?digest=${digestOf("three")}`);
    expect(headers).toMatchObject({
      Location: `/v2/${APP}/blobs/${digestOf("three")}`,
      "Docker-Content-Digest": digestOf("three"),
    });

    for (const text of ["one", "two", "three"]) {
      expect(send("GET", `${APP}/blobs/${digestOf(text)}`)).toMatchObject({
        status: 200,
        body: Buffer.from(text),
      });
    }
  });

  test("may have a digest by SHA-512", () => {
    const digest = `sha512:${createHash("sha512").update("long").digest("hex")}`;
    const place = begin();
    expect(send("PUT", `${place}?digest=${digest}`, { body: "long" }).status).toBe(201);
    expect(send("HEAD", `${APP}/blobs/${digest}`).status).toBe(200);
  });

  test("with another digest than its own is refused, and its upload is over", () => {
    const place = begin();
    const other = `${place}?digest=${digestOf("other")}`;
    expect(refusalOf(send("PUT", other, { body: "one" }))).toBe("400 DIGEST_INVALID");
    expect(refusalOf(send("GET", place))).toBe("404 BLOB_UPLOAD_UNKNOWN");
    expect(refusalOf(send("GET", `${APP}/blobs/${digestOf("other")}`))).toBe("404 BLOB_UNKNOWN");
    expect(
      refusalOf(send("POST", `${APP}/blobs/uploads/?digest=${digestOf("other")}`, { body: "one" })),
    ).toBe("400 DIGEST_INVALID");
  });

  test.each([
    "",
    "sha256:",
    "sha256:abc",
    `sha256:${"A".repeat(64)}`,
    `sha256:${"a".repeat(65)}`,
    `md5:${"a".repeat(32)}`,
    "latest",
    "__proto__",
  ])("has no digest %j", (digest) => {
    const place = begin();
    expect(refusalOf(send("PUT", `${place}?digest=${digest}`, { body: "one" }))).toBe(
      "400 DIGEST_INVALID",
    );
  });

  test.each<[string, string]>([
    ["too early", "0-2"],
    ["too late", "4-6"],
    ["of another length", "3-9"],
    ["the other way round", "5-3"],
    ["without an end", "3-"],
    ["that is none", "bytes 3-5/6"],
  ])("does not take a chunk %s", (_, range) => {
    const place = begin();
    send("PATCH", place, { body: "one" });
    const answer = send("PATCH", place, { body: "two", headers: { "content-range": range } });
    expect(refusalOf(answer)).toBe("416 BLOB_UPLOAD_INVALID");
    expect(answer.headers).toMatchObject({ Range: "0-2", Location: `/v2/${place}` });
    expect(send("PUT", `${place}?digest=${digestOf("one")}`).status).toBe(201);
  });

  test("that is given up is gone", () => {
    const place = begin();
    expect(send("DELETE", place).status).toBe(204);
    expect(refusalOf(send("PATCH", place, { body: "one" }))).toBe("404 BLOB_UPLOAD_UNKNOWN");
  });

  test("is not uploaded by way of another repository", () => {
    const place = begin().replace(APP, "team-b/app");
    token = shop.tokenFor(login, "team-b/app");
    expect(refusalOf(send("PATCH", place, { body: "one" }))).toBe("404 BLOB_UPLOAD_UNKNOWN");
  });

  test.each<[string, number, string, string]>([
    ["bytes=0-2", 206, "012", "bytes 0-2/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=7-99", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=2-1", 200, "0123456789", "undefined"],
    ["bytes=0-1,3-4", 200, "0123456789", "undefined"],
    ["lines=0-1", 200, "0123456789", "undefined"],
  ])("is read in the range %j", (range, status, text, contentRange) => {
    const { digest } = shop.pushBlob(token, APP, "0123456789");
    const answer = send("GET", `${APP}/blobs/${digest}`, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(textIn(answer)).toBe(text);
    expect(String(answer.headers["Content-Range"])).toBe(contentRange);
  });

  test("is told of as a whole, whatever the range", () => {
    const { digest } = shop.pushBlob(token, APP, "0123456789");
    const { status } = send("HEAD", `${APP}/blobs/${digest}`, { headers: { range: "bytes=0-2" } });
    expect(status).toBe(200);
  });

  test.each(["bytes=10-", "bytes=-0"])("has nothing in the range %j", (range) => {
    const { digest } = shop.pushBlob(token, APP, "0123456789");
    const { status, headers } = send("GET", `${APP}/blobs/${digest}`, { headers: { range } });
    expect({ status, range: headers["Content-Range"] }).toEqual({
      status: 416,
      range: "bytes */10",
    });
  });

  test("is in its own repository only, until it is mounted in another", () => {
    const { digest } = shop.pushBlob(token, APP, "shared");
    const other = "team-a/other";
    token = shop.token(login, `repository:${other}:pull,push`, `repository:${APP}:pull`);
    expect(refusalOf(send("GET", `${other}/blobs/${digest}`))).toBe("404 BLOB_UNKNOWN");
    const mount = `${other}/blobs/uploads/?mount=${digest}&from=${APP}`;
    expect(send("POST", mount).status).toBe(201);
    expect(send("GET", `${other}/blobs/${digest}`).status).toBe(200);
  });

  test("that is not where it is to be mounted from is uploaded instead", () => {
    token = shop.token(login, `repository:${APP}:pull,push`, "repository:team-b/app:pull");
    const mount = `${APP}/blobs/uploads/?mount=${digestOf("none")}&from=team-b/app`;
    expect(send("POST", mount)).toMatchObject({ status: 202, headers: { Range: "0-0" } });
  });

  test("is not mounted by who may not pull it", () => {
    const { digest } = shop.pushBlob(token, APP, "of team A");
    token = shop.tokenFor(login, "team-b/app");
    const answer = send("POST", `team-b/app/blobs/uploads/?mount=${digest}&from=${APP}`);
    expect(refusalOf(answer)).toBe("401 UNAUTHORIZED");
    expect(answer.headers["WWW-Authenticate"]).toMatch(
      /,scope="repository:team-b\/app:pull,push repository:team-a\/app:pull",error="insufficient_scope"$/,
    );
  });

  test("is deleted from its repository, and stays in others", () => {
    const { digest } = shop.pushBlob(token, APP, "shared");
    const other = shop.tokenFor(login, "team-a/other");
    shop.pushBlob(other, "team-a/other", "shared");
    expect(send("DELETE", `${APP}/blobs/${digest}`).status).toBe(202);
    expect(refusalOf(send("GET", `${APP}/blobs/${digest}`))).toBe("404 BLOB_UNKNOWN");
    expect(shop.send("GET", `/v2/team-a/other/blobs/${digest}`, { token: other }).status).toBe(200);
  });
});

describe("a manifest", () => {
  test("is read by its tag and its digest, as it was pushed", () => {
    const { status, headers } = shop.push(token, APP, "v1");
    expect(status).toBe(201);
    const digest = String(headers["Docker-Content-Digest"]);
    for (const reference of ["v1", digest, digest.replace(":", "%3A")]) {
      const answer = send("GET", `${APP}/manifests/${reference}`);
      expect(answer).toMatchObject({
        status: 200,
        headers: { "Content-Type": MANIFEST, "Docker-Content-Digest": digest },
      });
      expect(digestOf(textIn(answer))).toBe(digest);
    }
  });

  test("moves a tag, and stays there by its digest", () => {
    const first = shop.push(token, APP, "latest", "one").headers["Docker-Content-Digest"];
    const second = shop.push(token, APP, "latest", "two").headers["Docker-Content-Digest"];
    const digestAt = (reference: string | undefined) =>
      send("HEAD", `${APP}/manifests/${String(reference)}`).headers["Docker-Content-Digest"];
    expect(digestAt("latest")).toBe(second);
    expect(digestAt(first)).toBe(first);
  });

  test("is not there for a client that does not take its media type", () => {
    shop.push(token, APP, "v1");
    const read = (accept: string) =>
      refusalOf(send("GET", `${APP}/manifests/v1`, { headers: { accept } }));
    expect(read(`${LIST}, ${MANIFEST};q=0.5`)).toBe("200 ");
    expect(read("*/*")).toBe("200 ");
    expect(read(LIST)).toBe("404 MANIFEST_UNKNOWN");
  });

  test("needs the blobs that it names, in its own repository", () => {
    const other = shop.tokenFor(login, "team-a/other");
    const config = shop.pushBlob(token, APP, "{}");
    const layers = [shop.pushBlob(other, "team-a/other", "elsewhere")];
    const answer = putManifest("v1", { schemaVersion: 2, config, layers });
    expect(refusalOf(answer)).toBe("400 MANIFEST_BLOB_UNKNOWN");
    expect(answer.body).toMatchObject({
      errors: [{ detail: { digests: [digestOf("elsewhere")] } }],
    });
  });

  test("of an index needs the manifests that it names", () => {
    const digest = String(shop.push(token, APP, "v1").headers["Docker-Content-Digest"]);
    const index = (one: string) => ({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [{ mediaType: MANIFEST, digest: one, size: 1 }],
    });
    expect(putManifest("all", index(digest), INDEX).status).toBe(201);
    expect(refusalOf(putManifest("none", index(digestOf("none")), INDEX))).toBe(
      "400 MANIFEST_BLOB_UNKNOWN",
    );
  });

  test("with another digest than its own is refused", () => {
    const content = { schemaVersion: 2, config: shop.pushBlob(token, APP, "{}"), layers: [] };
    const own = digestOf(JSON.stringify(content));
    expect(refusalOf(putManifest(digestOf("other"), content))).toBe("400 DIGEST_INVALID");
    expect(putManifest(own, content).status).toBe(201);
  });

  test.each<[string, string, string]>([
    ["no JSON", "{", MANIFEST],
    ["a list", "[]", MANIFEST],
    ["another version", '{"schemaVersion":1}', MANIFEST],
    ["an index that is called an image", '{"schemaVersion":2,"manifests":[]}', MANIFEST],
    ["a digest that is none", manifestWith("sha256:abc"), MANIFEST],
    ["another media type", manifestWith(digestOf("{}"), INDEX), MANIFEST],
    ["no media type", manifestWith(digestOf("{}")), ""],
    ["that of another format", manifestWith(digestOf("{}")), "application/json"],
    ["a property of every object", manifestWith(digestOf("{}")), "constructor"],
  ])("with %s is invalid", (_, body, contentType) => {
    shop.pushBlob(token, APP, "{}");
    const headers = { "content-type": contentType };
    const answer = send("PUT", `${APP}/manifests/v1`, { body, headers });
    expect(refusalOf(answer)).toBe("400 MANIFEST_INVALID");
  });

  test.each([".v1", "-v1", "a".repeat(129), "v1%2F..", "v 1", "ü", "%00"])(
    "has no tag %j",
    (tag) => {
      expect(refusalOf(send("PUT", `${APP}/manifests/${tag}`))).toBe("400 TAG_INVALID");
    },
  );

  test("is deleted by its digest, with its tags, and not by a tag", () => {
    const digest = String(shop.push(token, APP, "v1").headers["Docker-Content-Digest"]);
    expect(refusalOf(send("DELETE", `${APP}/manifests/v1`))).toBe("405 UNSUPPORTED");
    expect(send("DELETE", `${APP}/manifests/${digest}`).status).toBe(202);
    expect(refusalOf(send("GET", `${APP}/manifests/v1`))).toBe("404 MANIFEST_UNKNOWN");
    expect(refusalOf(send("GET", `${APP}/tags/list`))).toBe("404 NAME_UNKNOWN");
  });

  test("tells its referrers, by their artifact type where one is asked for", () => {
    const digest = String(shop.push(token, APP, "v1").headers["Docker-Content-Digest"]);
    const config = { ...shop.pushBlob(token, APP, "{}"), mediaType: "application/vnd.signature" };
    const subject = { mediaType: MANIFEST, digest, size: 1 };
    const annotations = { by: "build" };
    const signed = { schemaVersion: 2, config, layers: [], subject, annotations };
    const { headers } = putManifest(digestOf(JSON.stringify(signed)), signed);
    expect(headers["OCI-Subject"]).toBe(digest);
    const referrers = (query = "") => {
      const answer = send("GET", `${APP}/referrers/${digest}${query}`);
      return { ...answer, index: JSON.parse(textIn(answer)) as Record<string, unknown> };
    };
    expect(referrers().index).toEqual({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [
        {
          mediaType: MANIFEST,
          digest: digestOf(JSON.stringify(signed)),
          size: JSON.stringify(signed).length,
          artifactType: "application/vnd.signature",
          annotations,
        },
      ],
    });
    const none = referrers("?artifactType=application/vnd.sbom");
    expect(none.index.manifests).toEqual([]);
    expect(none.headers["OCI-Filters-Applied"]).toBe("artifactType");
  });
});

describe("a list", () => {
  const list = (target: string) => {
    const { status, headers, body } = shop.send("GET", target, { token });
    return { status, link: headers.Link, ...(body as object) };
  };

  test("of repositories has those with a manifest, in pages", () => {
    for (const name of ["c", "a", "b/d"]) {
      shop.push(shop.tokenFor(login, name), name, "latest");
    }
    shop.pushBlob(shop.tokenFor(login, "empty"), "empty", "a blob");
    token = shop.token(login, "registry:catalog:*");
    expect(list("/v2/_catalog")).toMatchObject({ repositories: ["a", "b/d", "c"] });
    expect(list("/v2/_catalog?n=2")).toEqual({
      status: 200,
      repositories: ["a", "b/d"],
      link: '</v2/_catalog?last=b%2Fd&n=2&orderby=>; rel="next"',
    });
    expect(list("/v2/_catalog?last=b%2Fd&n=2&orderby=")).toEqual({
      status: 200,
      repositories: ["c"],
      link: undefined,
    });
  });

  test("of tags has those of one repository, in pages", () => {
    for (const tag of ["v2", "v1", "v3"]) {
      shop.push(token, APP, tag);
    }
    expect(list(`/v2/${APP}/tags/list`)).toMatchObject({ name: APP, tags: ["v1", "v2", "v3"] });
    expect(list(`/v2/${APP}/tags/list?n=1&last=v1`)).toMatchObject({
      tags: ["v2"],
      link: `</v2/${APP}/tags/list?last=v2&n=1&orderby=>; rel="next"`,
    });
  });

  test.each(["-1", "two", "1e9", "", "9".repeat(20)])("has no page of %j", (n) => {
    shop.push(token, APP, "v1");
    expect(refusalOf(send("GET", `${APP}/tags/list?n=${n}`))).toBe("400 PAGINATION_NUMBER_INVALID");
  });
});

test.each([
  "Team-A/app",
  "team-a//app",
  "/team-a",
  "team-a/",
  "../team-a",
  "team-a/../team-b",
  "team-a/%2e%2e/team-b",
  "team-a%2Fapp",
  "team-a/__proto__",
  "team_-a",
  "a".repeat(256),
  "téam",
])("%j is no name of a repository", (name) => {
  expect(refusalOf(send("GET", `${name}/manifests/latest`))).toBe("400 NAME_INVALID");
  expect(refusalOf(send("POST", `${name}/blobs/uploads/`))).toBe("400 NAME_INVALID");
  const mount = `${APP}/blobs/uploads/?mount=${digestOf("x")}&from=${encodeURIComponent(name)}`;
  expect(refusalOf(send("POST", mount))).toBe("400 NAME_INVALID");
});

test("a token to pull does not push or delete", () => {
  const digest = String(shop.push(token, APP, "v1").headers["Docker-Content-Digest"]);
  token = shop.token(login, `repository:${APP}:pull`);
  expect(send("GET", `${APP}/manifests/v1`).status).toBe(200);
  for (const [method, path] of [
    ["POST", `${APP}/blobs/uploads/`],
    ["PUT", `${APP}/manifests/v2`],
    ["DELETE", `${APP}/manifests/${digest}`],
    ["GET", `${APP}/tags/list`],
    ["GET", "_catalog"],
  ] as const) {
    expect(refusalOf(send(method, path))).toBe("401 UNAUTHORIZED");
  }
});

test.each<[string, string, string]>([
  ["PUT", "/v2/", "405 UNSUPPORTED"],
  ["PATCH", `/v2/${APP}/manifests/v1`, "405 UNSUPPORTED"],
  ["POST", "/v2/_catalog", "405 UNSUPPORTED"],
  ["GET", "/acr/v1/_catalog", "501 UNSUPPORTED"],
  ["GET", "/v1/_ping", "501 UNSUPPORTED"],
  ["GET", "/", "501 UNSUPPORTED"],
  ["DELETE", "/oauth2/token", "501 UNSUPPORTED"],
])("%s %s is answered %s", (method, target, outcome) => {
  expect(refusalOf(shop.send(method, target, { token }))).toBe(outcome);
});

test.each<[string, object]>([
  ["without public access", { public_network_access_enabled: false }],
  ["from which everybody pulls", { anonymous_pull_enabled: true }],
])("a registry %s is not modelled, and told so", (_, settings) => {
  shop.sandbox.create("azurerm_container_registry", {
    name: "contosoBuild",
    resource_group_name: "rg-registry",
    location: "westeurope",
    sku: "Premium",
    ...settings,
  });
  const answer = shop.send("GET", "/v2/", {}, "contosobuild.azurecr.io");
  expect(refusalOf(answer)).toBe("501 UNSUPPORTED");
  expect([...shop.sandbox.cloud.notModelled]).toHaveLength(1);
});

test("registries keep 512 MiB together, and what is given up makes room", () => {
  const body = Buffer.alloc(64 * 1024 * 1024);
  const places = Array.from({ length: 8 }, begin);
  expect(places.map((place) => send("PATCH", place, { body }).status)).toEqual(
    places.map(() => 202),
  );
  const more = () =>
    refusalOf(send("POST", `${APP}/blobs/uploads/?digest=${digestOf("x")}`, { body: "x" }));
  expect(more()).toBe("413 SIZE_INVALID");
  expect(send("DELETE", String(places[0])).status).toBe(204);
  expect(more()).toBe("201 ");
});

test("what a registry holds goes with it", () => {
  const registry = {
    name: "contosoBuild",
    resource_group_name: "rg-registry",
    location: "westeurope",
    sku: "Premium",
  };
  const host = "contosobuild.azurecr.io";
  const made = shop.sandbox.create("azurerm_container_registry", registry);
  shop.sandbox.create("azurerm_role_assignment", {
    scope: made.id ?? null,
    role_definition_name: "AcrPush",
    principal_id: objectId,
  });
  const form = new URLSearchParams({
    grant_type: "password",
    username: login.user,
    password: login.password,
    service: host,
    scope: `repository:${APP}:pull,push`,
  });
  const { body } = shop.send("POST", "/oauth2/token", { body: form.toString() }, host);
  const sent = { token: String((body as Record<string, unknown>).access_token) };
  const blob = `/v2/${APP}/blobs/${digestOf("kept")}`;
  const upload = `/v2/${APP}/blobs/uploads/?digest=${digestOf("kept")}`;
  expect(shop.send("POST", upload, { ...sent, body: "kept" }, host).status).toBe(201);
  expect(shop.send("GET", blob, sent, host).status).toBe(200);
  shop.sandbox.delete("azurerm_container_registry", made);
  shop.sandbox.create("azurerm_container_registry", registry);
  expect(refusalOf(shop.send("GET", blob, sent, host))).toBe("404 BLOB_UNKNOWN");
});

function manifestWith(digest: string, mediaType = MANIFEST): string {
  const config = { mediaType: "application/json", digest, size: 2 };
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
}
