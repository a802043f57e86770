import { AccessFileStack } from "../../lib/access-file/access-file-stack";
import { certificateValid } from "../credential/certificates";
import { addresses, endOf, moves } from "../support/moves";
import { stackOf, withPrincipals } from "./reading";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000002";

const stackWith = (principals: string): AccessFileStack => stackOf(withPrincipals(principals));

/** Checks that what the file had under its old keys is moved to what it has now. */
function expectToBeMoved(before: string, now: string): void {
  const stack = stackWith(now);
  const all = moves(stack);
  const ends = addresses(stackWith(before)).map((address) => endOf(all, address));
  expect(ends.sort()).toEqual(addresses(stack).sort());
}

const pem = JSON.stringify(certificateValid("2026-11-01T00:00:00Z", "2027-10-01T00:00:00Z").pem);
const credentials = `clientSecrets: { docker: {} }, certificates: { laptop: { pem: ${pem} } }, federatedCredentials: { github: { github: { repository: contoso/shop, branch: main } } }`;
const grants = "grants: [{ registry: shop, access: pull }]";

test.each([
  ["displayName", `displayName: contoso-web, ${credentials}, ${grants}`],
  ["clientId", `clientId: ${CLIENT_ID}, manageCredentials: true, ${credentials}, ${grants}`],
  ["clientId and objectId", `clientId: ${CLIENT_ID}, objectId: ${OBJECT_ID}, ${grants}`],
  [
    "resourceId",
    `resourceId: /servicePrincipals/${OBJECT_ID}, manageCredentials: true, ${credentials}`,
  ],
  ["principalType", `objectId: ${OBJECT_ID}, principalType: Group, ${grants}`],
])("a principal that is given by %s is moved from its old key", (_, entry) => {
  for (const renamedFrom of ["api", "[backend, api]"]) {
    expectToBeMoved(`  api: { ${entry} }`, `  web: { ${entry}, renamedFrom: ${renamedFrom} }`);
  }
});

test("credentials are moved from their old keys", () => {
  const GITHUB = "github: { repository: contoso/shop, branch: main }";
  expect(
    moves(
      stackWith(`
  web:
    displayName: contoso-web
    clientSecrets: { docker: { renamedFrom: [pull] } }
    certificates: { laptop: { pem: ${pem}, renamedFrom: desk } }
    federatedCredentials: { github: { ${GITHUB}, renamedFrom: git } }
`),
    ).map(({ from, to }) => `${withoutHash(from)} -> ${withoutHash(to)}`),
  ).toEqual([
    "azuread_application_password.web_client_secret_pull_a -> azuread_application_password.web_client_secret_docker_a",
    "azuread_application_password.web_client_secret_pull_b -> azuread_application_password.web_client_secret_docker_b",
    "terraform_data.web_client_secret_pull_schedule -> terraform_data.web_client_secret_docker_schedule",
    "azuread_application_certificate.web_certificate_desk -> azuread_application_certificate.web_certificate_laptop",
    "azuread_application_federated_identity_credential.web_federated_credential_git -> azuread_application_federated_identity_credential.web_federated_credential_github",
  ]);
});

test("a principal that a program had elsewhere in the stack is moved by its path", () => {
  const all = moves(stackWith("  web: { displayName: contoso-web, renamedFrom: shop/web }"));
  expect(all.map(({ from }) => withoutHash(from))).toEqual([
    "terraform_data.shop_web_deployer",
    "azuread_application.shop_web_application",
    "azuread_service_principal.shop_web_service_principal",
  ]);
});

function withoutHash(address: string): string {
  return address.replace(/_[0-9A-F]{8}$/, "");
}
