import { Construct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import {
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  FederatedIdentity,
  PrincipalType,
} from "cdktf-acr-auth";
import fc from "fast-check";
import { stackOf } from "./access-file/reading";
import { newStack, render, TerraformJson } from "./support/stack";

// The providers compare ids letter by letter with what Entra and Azure answer, which is lower case:
// an owner in capitals fails every apply, an object id in capitals replaces a role assignment in each.

type Spell = (uuid: string) => string;

const uuid = (digit: string): string => `abcdefab-cdef-4abc-8def-abcdefabcde${digit}`;
const SUBSCRIPTION = uuid("a");

function program(spell: Spell): TerraformJson {
  const stack = newStack();
  const given = AcrRegistry.fromAttributes(stack, "given", {
    registryId: `/subscriptions/${spell(SUBSCRIPTION)}/resourceGroups/RG/providers/Microsoft.ContainerRegistry/registries/contosoShop`,
  });
  const group = AcrRegistries.inResourceGroup(stack, "group", {
    resourceGroupId: `/subscriptions/${spell(SUBSCRIPTION)}/resourceGroups/RG`,
  });
  const all = AcrRegistries.inSubscription(stack, "all", { subscriptionId: spell(SUBSCRIPTION) });
  const web = new AcrServicePrincipal(stack, "web", {
    displayName: "contoso-web",
    owners: [spell(uuid("b")), spell(uuid("c"))],
  });
  web.addFederatedCredential(
    "devops",
    FederatedIdentity.azureDevOps({
      organizationId: spell(uuid("d")),
      tenantId: spell(uuid("e")),
      serviceConnectionId: spell(uuid("f")),
    }),
  );
  const options = { manageCredentials: true };
  const references = [
    AcrServicePrincipal.fromClientId(stack, "client", spell(uuid("1"))),
    AcrServicePrincipal.fromObjectId(stack, "object", spell(uuid("2")), options),
    AcrServicePrincipal.fromResourceId(stack, "sp", `/servicePrincipals/${spell(uuid("3"))}`),
    AcrServicePrincipal.fromResourceId(stack, "app", `/applications/${spell(uuid("4"))}`, options),
    AcrServicePrincipal.fromAttributes(stack, "known", {
      ...options,
      clientId: spell(uuid("5")),
      objectId: spell(uuid("6")),
      applicationResourceId: `/applications/${spell(uuid("7"))}`,
    }),
  ];
  references
    .slice(3, 5)
    .forEach((reference) => reference.addClientSecret("docker", { rotationDays: 60 }));
  const people = AcrPrincipal.fromObjectId(stack, "people", {
    objectId: spell(uuid("8")),
    principalType: PrincipalType.GROUP,
  });
  for (const scope of [given, group, all]) {
    [web, ...references, people].forEach((principal) => scope.grantPull(principal));
    scope.grantRole(web, AcrRole.custom(spell(uuid("9")), "own"));
  }
  return render(stack);
}

function accessFile(spell: Spell): TerraformJson {
  const text = `
azure: { subscriptionId: ${spell(SUBSCRIPTION)}, tenantId: ${spell(uuid("0"))} }
registries:
  given:
    id: /subscriptions/${spell(SUBSCRIPTION)}/resourceGroups/RG/providers/Microsoft.ContainerRegistry/registries/contosoShop
  group: { resourceGroupId: /subscriptions/${spell(SUBSCRIPTION)}/resourceGroups/RG }
  all: { subscriptionId: ${spell(SUBSCRIPTION)} }
principals:
  web:
    displayName: contoso-web
    owners: ["${spell(uuid("b"))}"]
    applicationTenantId: ${spell(uuid("c"))}
    federatedCredentials:
      devops:
        azureDevOps:
          organizationId: ${spell(uuid("d"))}
          tenantId: ${spell(uuid("e"))}
          serviceConnectionId: ${spell(uuid("f"))}
    grants: [{ registry: given, access: pull }, { registry: group, role: /providers/Microsoft.Authorization/roleDefinitions/${spell(uuid("9"))} }]
  partner:
    clientId: ${spell(uuid("1"))}
    objectId: ${spell(uuid("2"))}
    applicationResourceId: /applications/${spell(uuid("3"))}
    applicationTenantId: ${spell(uuid("4"))}
    manageCredentials: true
    clientSecrets: { docker: {} }
    grants: [{ registry: all, access: pull }]
  audit: { resourceId: /servicePrincipals/${spell(uuid("5"))}, grants: [{ registry: given, access: pull }] }
  people: { objectId: ${spell(uuid("6"))}, principalType: Group, grants: [{ registry: given, access: pull }] }
`;
  return render(stackOf(text));
}

/** Draws for each letter of each UUID whether it is a capital. */
const spelling: fc.Arbitrary<Spell> = fc.infiniteStream(fc.boolean()).map((capitals) => (text) => {
  return text.replace(/[a-f]/g, (letter) =>
    capitals.next().value === true ? letter.toUpperCase() : letter,
  );
});

test.each([
  ["a program", program],
  ["an access file", accessFile],
])("%s renders the same, however its UUIDs are spelled", (_, synthesize) => {
  const expected = synthesize((text) => text);
  fc.assert(
    fc.property(spelling, (spell) => {
      expect(synthesize(spell)).toEqual(expected);
    }),
    { numRuns: 10, examples: [[(text: string) => text.toUpperCase()]] },
  );
});

test("what a program looks up itself is assigned a role by an id in lower case", () => {
  const stack = newStack();
  const web = new DataAzureadServicePrincipal(stack, "web", { objectId: uuid("a").toUpperCase() });
  const registry = AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION });
  registry.grantPull(AcrServicePrincipal.fromData(stack, "principal", web));
  expect(Object.values(render(stack).resource?.azurerm_role_assignment ?? {})).toEqual([
    expect.objectContaining({ principal_id: uuid("a") }),
  ]);
});

test("a principal that another library makes is assigned a role by an id in lower case", () => {
  const stack = newStack();
  const attributes = { objectId: uuid("a").toUpperCase(), principalType: PrincipalType.USER };
  const foreign = Object.assign(new Construct(stack, "foreign"), attributes);
  const registry = AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION });
  registry.grantPull(foreign);
  expect(Object.values(render(stack).resource?.azurerm_role_assignment ?? {})).toEqual([
    expect.objectContaining({ principal_id: uuid("a") }),
  ]);
});

test("names keep their capitals: Azure spells them as they were made", () => {
  const stack = newStack();
  const application = new Application(stack, "app", { displayName: "App" });
  AcrRegistry.fromName(stack, "shop", {
    registryName: "contosoShop",
    resourceGroupName: uuid("a").toUpperCase(),
  }).grantPull(AcrServicePrincipal.fromApplication(stack, "web", application));
  expect(JSON.stringify(render(stack).data)).toContain(uuid("a").toUpperCase());
});
