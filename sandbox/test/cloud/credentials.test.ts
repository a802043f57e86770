import { createCertificate } from "../../lib/certificate";
import type { ApiResponse } from "../../lib/cloud/api";
import { bodyOf, outcome, values } from "./api";
import { withApplication } from "./application";

const OWNED_BY = {
  objectId: "0ca11e00-0000-4000-8000-000000000009",
  clientId: "0ca11e00-0000-4000-8000-00000000000a",
  permission: "Application.ReadWrite.OwnedBy",
  rolesOn: "subscription",
  type: "ServicePrincipal",
} as const;

describe("a password", () => {
  test("tells its value once, and afterwards how it begins", () => {
    const { api, path } = withApplication();
    const passwordCredential = {
      displayName: "docker",
      startDateTime: "2027-01-01T02:00:00+02:00",
      endDateTime: "2027-03-01T00:00:00.500Z",
    };
    const added = api.graph(`POST ${path}/addPassword`, { passwordCredential });
    const { keyId = "", secretText = "" } = bodyOf(added);
    expect(added).toMatchObject({
      status: 200,
      body: {
        displayName: "docker",
        startDateTime: "2027-01-01T00:00:00Z",
        endDateTime: "2027-03-01T00:00:00.5Z",
      },
    });
    expect(bodyOf(api.graph(`GET ${path}`)).passwordCredentials).toEqual([
      {
        customKeyIdentifier: null,
        displayName: "docker",
        startDateTime: "2027-01-01T00:00:00Z",
        endDateTime: "2027-03-01T00:00:00.5Z",
        hint: secretText.slice(0, 3),
        keyId,
        secretText: null,
      },
    ]);
  });

  test("is removed once, by an id in any letter case", () => {
    const { api, path } = withApplication();
    const { keyId = "" } = bodyOf(api.graph(`POST ${path}/addPassword`, {}));
    const remove = () =>
      outcome(api.graph(`POST ${path}/removePassword`, { keyId: keyId.toUpperCase() }));
    expect([remove(), remove()]).toEqual(["204", "400 Request_BadRequest"]);
  });

  test.each([
    ["2027-02-30T00:00:00Z", "Request_BadRequest"],
    ["2027-13-01T00:00:00Z", "Request_BadRequest"],
    ["tomorrow", "Request_BadRequest"],
    [7, "Request_BadRequest"],
    ["2026-01-01T00:00:00Z", "KeyCredentialsInvalidEndDate"],
    ["9999-12-31T23:59:59-10:00", "Request_BadRequest"],
  ])("does not end at %s", (endDateTime, code) => {
    const { api, path } = withApplication();
    const answer = api.graph(`POST ${path}/addPassword`, { passwordCredential: { endDateTime } });
    expect(outcome(answer)).toBe(`400 ${code}`);
  });

  test("does not end two years after a start at the end of the calendar", () => {
    const { api, path } = withApplication();
    const passwordCredential = { startDateTime: "9999-01-01T00:00:00Z" };
    const answer = api.graph(`POST ${path}/addPassword`, { passwordCredential });
    expect(outcome(answer)).toBe("400 KeyCredentialsInvalidEndDate");
  });

  test("is added by nobody but an owner under Application.ReadWrite.OwnedBy", () => {
    const { api, path } = withApplication();
    api.cloud.environment.setCaller(OWNED_BY);
    for (const request of [`POST ${path}/addPassword`, `PATCH ${path}`, `DELETE ${path}`]) {
      expect(outcome(api.graph(request, {}))).toBe("403 Authorization_RequestDenied");
    }
  });
});

describe("a certificate", () => {
  const certificate = (options: Record<string, string> = {}) => ({
    type: "AsymmetricX509Cert",
    usage: "Verify",
    key: Buffer.from(createCertificate("web.contoso.com").pem).toString("base64"),
    keyId: "ce000000-0000-4000-8000-00000000000A",
    ...options,
  });
  // The certificate is of today.
  const now = new Date().toISOString();
  const keyIds = (answer: ApiResponse) =>
    (answer.body as { keyCredentials: { keyId: string }[] }).keyCredentials.map(
      ({ keyId }) => keyId,
    );

  test("stays where it is listed again without its key, and goes where it is not", () => {
    const { api, path } = withApplication({ now });
    const other = certificate({ keyId: "ce000000-0000-4000-8000-00000000000b" });
    api.graph(`PATCH ${path}`, { keyCredentials: [certificate()] });
    const { keyCredentials } = bodyOf(api.graph(`GET ${path}`)) as never as { keyCredentials: [] };
    api.graph(`PATCH ${path}`, { keyCredentials: [...keyCredentials, other] });
    expect(keyIds(api.graph(`GET ${path}`))).toEqual([
      "ce000000-0000-4000-8000-00000000000a",
      "ce000000-0000-4000-8000-00000000000b",
    ]);
    api.graph(`PATCH ${path}`, { keyCredentials: [other] });
    expect(keyIds(api.graph(`GET ${path}`))).toEqual(["ce000000-0000-4000-8000-00000000000b"]);
  });

  test("that is none, or is expired, changes nothing", () => {
    const { api, path } = withApplication({ now });
    const refused = [
      certificate({ key: "abcd" }),
      certificate({ endDateTime: "2020-01-01T00:00:00Z" }),
    ].map((credential) =>
      outcome(api.graph(`PATCH ${path}`, { keyCredentials: [certificate(), credential] })),
    );
    expect(refused).toEqual(["400 KeyCredentialsInvalidValue", "400 KeyCredentialsInvalidEndDate"]);
    expect(keyIds(api.graph(`GET ${path}`))).toEqual([]);
  });

  test("of another type is not modelled", () => {
    const { api, path } = withApplication({ now });
    const keyCredentials = [certificate({ type: "Symmetric" })];
    expect(outcome(api.graph(`PATCH ${path}`, { keyCredentials }))).toBe("501 NotModelled");
  });
});

describe("a federated credential", () => {
  const given = {
    name: "github",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
    audiences: ["api://AzureADTokenExchange"],
  };
  const withCredential = () => {
    const { api, path: application } = withApplication();
    const collection = `${application}/federatedIdentityCredentials`;
    const { id = "" } = bodyOf(api.graph(`POST ${collection}`, { ...given, description: "" }));
    return { api, collection, id, path: `${collection}/${id}` };
  };

  test("is listed, changed and deleted", () => {
    const { api, collection, id, path } = withCredential();
    expect(values(api.graph(`GET ${collection}`))).toEqual([{ ...given, id, description: "" }]);
    const changed = { ...given, id, subject: "repo:contoso/shop:ref:refs/heads/main" };
    expect(outcome(api.graph(`PATCH ${path}`, { ...changed, description: null }))).toBe("204");
    expect(bodyOf(api.graph(`GET ${path}`))).toMatchObject({ ...changed, description: null });
    expect(outcome(api.graph(`DELETE ${path}`))).toBe("204");
    expect(outcome(api.graph(`GET ${path}`))).toBe("404 Request_ResourceNotFound");
  });

  test("is there once by its name, which cannot be changed", () => {
    const { api, collection, path } = withCredential();
    expect(outcome(api.graph(`POST ${collection}`, given))).toBe(
      "409 Request_MultipleObjectsWithSameKeyValue",
    );
    expect(outcome(api.graph(`PATCH ${path}`, { name: "other" }))).toBe(
      "400 InvalidFederatedIdentityCredentialValue",
    );
  });

  test.each([
    { audiences: [] },
    { audiences: ["a", "b"] },
    { audiences: "a" },
    { subject: "" },
    { issuer: null },
  ])("is not made with %j", (wrong) => {
    const { api, path } = withApplication();
    const answer = api.graph(`POST ${path}/federatedIdentityCredentials`, { ...given, ...wrong });
    expect(outcome(answer)).toBe("400 Request_BadRequest");
  });
});
