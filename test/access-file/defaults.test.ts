import { Testing } from "cdktf";
import { Document, parseDocument } from "yaml";
import { accessFileJsonSchema } from "../../lib/access-file";
import { stackOf } from "./reading";

const FILE = `
registries:
  shop: { name: contosoShop, resourceGroup: rg-registry }
principals:
  web:
    displayName: contoso-web
    clientSecrets:
      docker:
        slotGeneration: {}
        deliver:
          keyVault: { name: contoso-shop, resourceGroup: rg-shop, secret: pull }
          github: { repository: shop }
    federatedCredentials:
      github: { github: { repository: contoso/shop, environment: production } }
      gitlab: { gitlab: { projectPath: contoso/shop, branch: main } }
      terraform:
        terraformCloud: { organization: contoso, project: shop, workspace: prod, runPhase: apply }
    grants: [{ registry: shop, access: pull }]
  audit: { clientId: 6f3f7e4e-0000-4000-8000-000000000001 }
`;

/** Each key whose default the schema tells, and a place for it in the file. */
const PLACES: [place: string[], byDefault: unknown][] = [
  [["roleAssignments"], "assign"],
  [["azure", "providerVersions", "azuread"], "3.9.0"],
  [["azure", "providerVersions", "azurerm"], "5.2.0"],
  [["registries", "shop", "permissionsMode"], "legacy"],
  [["principals", "web", "preventDuplicateNames"], true],
  [["principals", "web", "deployerIsOwner"], true],
  [["principals", "web", "signInAudience"], "AzureADMyOrg"],
  [["principals", "web", "accountEnabled"], true],
  [["principals", "audit", "manageCredentials"], false],
  [["principals", "web", "outputs"], false],
  ...Object.entries({ rotationDays: 60, generation: 0, outputs: false }).map(
    ([key, byDefault]): [string[], unknown] => [
      ["principals", "web", "clientSecrets", "docker", key],
      byDefault,
    ],
  ),
  [["principals", "web", "clientSecrets", "docker", "deliver", "dockerConfig"], false],
  [["principals", "web", "clientSecrets", "docker", "deliver", "keyVault", "content"], "pair"],
  [["principals", "web", "clientSecrets", "docker", "deliver", "github", "prefix"], "ACR"],
  ...["a", "b"].map((slot): [string[], unknown] => [
    ["principals", "web", "clientSecrets", "docker", "slotGeneration", slot],
    0,
  ]),
  [["principals", "web", "federatedCredentials", "github", "github", "pullRequest"], false],
  [
    ["principals", "web", "federatedCredentials", "gitlab", "gitlab", "issuer"],
    "https://gitlab.com",
  ],
  [
    ["principals", "web", "federatedCredentials", "terraform", "terraformCloud", "issuer"],
    "https://app.terraform.io",
  ],
];

test.each(PLACES)("the default of %j, written out, changes nothing", (place, byDefault) => {
  const file = parseDocument(FILE);
  file.setIn(place, byDefault);
  expect(terraform(file)).toEqual(terraform(parseDocument(FILE)));
});

test("these are the defaults that editors and docs/access-file.md show", () => {
  const shown = new Set<string>();
  JSON.stringify(accessFileJsonSchema(), (_, schema: unknown) => {
    const { properties = {} } = Object(schema) as {
      properties?: Record<string, { default?: unknown }>;
    };
    for (const [key, { default: byDefault }] of Object.entries(properties)) {
      if (byDefault !== undefined) {
        shown.add(`${key}: ${JSON.stringify(byDefault)}`);
      }
    }
    return schema;
  });
  const tried = PLACES.map(
    ([place, byDefault]) => `${place.at(-1) ?? ""}: ${JSON.stringify(byDefault)}`,
  );
  expect([...shown].sort()).toEqual([...new Set(tried)].sort());
});

// azuread has these defaults itself.
const OF_AZUREAD: Record<string, unknown> = {
  account_enabled: true,
  sign_in_audience: "AzureADMyOrg",
};

function terraform(file: Document): unknown {
  const json = Testing.synth(stackOf(String(file)), true);
  return JSON.parse(json, (key, value: unknown) =>
    key in OF_AZUREAD && OF_AZUREAD[key] === value ? undefined : value,
  );
}
