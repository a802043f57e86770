import type { Values } from "../../lib/schema/values";
import { InProcess, REGISTRY_ID } from "../in-process";

// In the words of azuread 3.7.0 and azurerm 4.55.0.

const APPLICATION = "azuread_application";
const PASSWORD = "azuread_application_password";
const CERTIFICATE = "azuread_application_certificate";
const FEDERATED = "azuread_application_federated_identity_credential";
const ASSIGNMENT = "azurerm_role_assignment";
const REGISTRY = "azurerm_container_registry";
const GROUP = "azurerm_resource_group";
const GUID = "0badcafe-0000-4000-8000-000000000001";

const required: Readonly<Record<string, Values>> = {
  [APPLICATION]: { display_name: "web" },
  azuread_service_principal: { client_id: GUID },
  [PASSWORD]: { application_id: `/applications/${GUID}` },
  [CERTIFICATE]: { application_id: `/applications/${GUID}`, value: "pem" },
  [FEDERATED]: {
    application_id: `/applications/${GUID}`,
    display_name: "github",
    audiences: ["api://AzureADTokenExchange"],
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
  },
  [ASSIGNMENT]: { scope: REGISTRY_ID, principal_id: GUID, role_definition_name: "AcrPull" },
  [REGISTRY]: {
    name: "contosoBuild",
    resource_group_name: "rg-registry",
    location: "westeurope",
    sku: "Premium",
  },
  [GROUP]: { name: "rg-shop", location: "westeurope" },
};

const validate = (type: string, given: Values) => () =>
  new InProcess().validate(type, { ...required[type], ...given });

test("what is deprecated is warned of where it is given", () => {
  const deprecated = { end_date_relative: "240h" };
  expect(validate(PASSWORD, {})()).toEqual([]);
  expect(validate(PASSWORD, deprecated)()).toMatchObject([
    { summary: "Argument is deprecated", attribute: "end_date_relative" },
  ]);
});

test("what is deprecated and in conflict with another argument is told to be in conflict only", () => {
  expect.assertions(1);
  try {
    validate(PASSWORD, { end_date: "2027-06-01T00:00:00Z", end_date_relative: "240h" })();
  } catch (error) {
    expect(error).toMatchObject({ warnings: [] });
  }
});

test("azurerm 5.2.0 tells of the name of a registry in other words", () => {
  const named = (name: string) => () =>
    new InProcess({ azurerm: "5.2.0" }).validate(REGISTRY, { ...required[REGISTRY], name });
  expect(named("shop")).toThrow("expected length of name to be in the range (5 - 50), got shop");
  expect(named("contoso-shop")).toThrow(
    "invalid value for name (alpha numeric characters only are allowed)",
  );
});

test.each<[string, Values, string]>([
  [APPLICATION, { display_name: "" }, 'expected "display_name" to not be an empty string, got '],
  [APPLICATION, { notes: "" }, 'expected "notes" to not be an empty string, got '],
  [
    APPLICATION,
    { description: "x".repeat(1025) },
    `expected length of description to be in the range (0 - 1024), got ${"x".repeat(1025)}`,
  ],
  [APPLICATION, { owners: ["x"] }, 'expected "owners.0" to be a valid UUID, got x'],
  [
    APPLICATION,
    {
      owners: Array.from(
        { length: 101 },
        (_, n) => `0badcafe-0000-4000-8000-${100_000_000_000 + n}`,
      ),
    },
    "Too many list items: Attribute owners supports 100 item maximum, but config has 101 declared.",
  ],
  [
    APPLICATION,
    { sign_in_audience: "Everybody" },
    'expected sign_in_audience to be one of ["AzureADMyOrg" "AzureADMultipleOrgs" "AzureADandPersonalMicrosoftAccount" "PersonalMicrosoftAccount"], got Everybody',
  ],
  [
    "azuread_service_principal",
    { client_id: "web" },
    'expected "client_id" to be a valid UUID, got web',
  ],
  [
    PASSWORD,
    { end_date: "2027-13-01T00:00:00Z" },
    'expected "end_date" to be a valid RFC3339 date, got "2027-13-01T00:00:00Z": parsing time "2027-13-01T00:00:00Z": month out of range',
  ],
  [
    PASSWORD,
    { start_date: "tomorrow" },
    'expected "start_date" to be a valid RFC3339 date, got "tomorrow": parsing time "tomorrow" as "2006-01-02T15:04:05Z07:00": cannot parse "tomorrow" as "2006"',
  ],
  [
    PASSWORD,
    { end_date_relative: "" },
    'expected "end_date_relative" to not be an empty string, got ',
  ],
  [
    PASSWORD,
    { end_date: "2028-01-01T00:00:00Z", end_date_relative: "1h" },
    'Conflicting configuration arguments: "end_date": conflicts with end_date_relative',
  ],
  [
    CERTIFICATE,
    { encoding: "der" },
    'expected encoding to be one of ["base64" "hex" "pem"], got der',
  ],
  [
    FEDERATED,
    { audiences: ["a", "b"] },
    "Too many list items: Attribute audiences supports 1 item maximum, but config has 2 declared.",
  ],
  [
    FEDERATED,
    { display_name: "" },
    "expected length of display_name to be in the range (1 - 120), got ",
  ],
  [
    ASSIGNMENT,
    { scope: "abc" },
    'cannot parse "scope" as a resource id: cannot parse Azure ID: parse "abc": invalid URI for request',
  ],
  [
    ASSIGNMENT,
    { scope: "abc" },
    'parsing "abc": parsing the ManagementGroup ID: the number of segments didn\'t match',
  ],
  [GROUP, { name: "rg registry." }, '"name" may not end with a period'],
  [
    GROUP,
    { name: "rg registry." },
    '"name" may only contain alphanumeric characters, dash, underscores, parentheses and periods',
  ],
  [
    ASSIGNMENT,
    { role_definition_id: "x" },
    'Invalid combination of arguments: "role_definition_id": only one of `role_definition_id,role_definition_name` can be specified, but `role_definition_id,role_definition_name` were specified.',
  ],
  [
    ASSIGNMENT,
    { role_definition_name: null },
    'Invalid combination of arguments: "role_definition_id": one of `role_definition_id,role_definition_name` must be specified',
  ],
  [
    ASSIGNMENT,
    { principal_type: "Robot" },
    'expected principal_type to be one of ["User" "Group" "ServicePrincipal"], got Robot',
  ],
  [REGISTRY, { name: "no" }, '"name" cannot be less than 5 characters: "no"'],
  [
    REGISTRY,
    { name: "contoso-shop" },
    'alpha numeric characters only are allowed in "name": "contoso-shop"',
  ],
  [REGISTRY, { sku: "Gold" }, 'expected sku to be one of ["Basic" "Standard" "Premium"], got Gold'],
  [GROUP, { name: "rg." }, '"name" may not end with a period'],
])("%s refuses %o", (type, given, sentence) => {
  expect(validate(type, given)).toThrow(new RegExp(`^${escaped(sentence)}$`, "m"));
});

test.each<[string, Values]>([
  [APPLICATION, { service_management_reference: "" }],
  [FEDERATED, { issuer: "", subject: "" }],
  [PASSWORD, { application_id: "/applications/nope" }],
  [CERTIFICATE, { value: "" }],
  ["azurerm_user_assigned_identity", { name: "", resource_group_name: "rg", location: "eu" }],
])("%s lets %o pass, as the provider does", (type, given) => {
  expect(validate(type, given)).not.toThrow();
});

test("an id that is none is told with the form that it should have had", () => {
  expect(validate(PASSWORD, { application_id: "web" })).toThrow(
    `parsing "web": parsing the Application ID: the number of segments didn't match

Expected a Application ID that matched (containing 2 segments):

> /applications/applicationId

However this value was provided (which was parsed into 0 segments):

> web
`,
  );
});

test("azurerm needs the block features, which its schema does not say", () => {
  const sandbox = new InProcess();
  expect(() => {
    sandbox.configure("azurerm", {});
  }).toThrow(
    'Missing required argument: The argument "features" is required, but no definition was found.',
  );
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
