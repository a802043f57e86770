import fc from "fast-check";
import { backendMistakes } from "../lib/access-file/backend-rules";
import { Problem } from "../lib/core/problem";
import { uuidProblems } from "../lib/core/values";
import { adoptedCredentialProblems } from "../lib/credential/adopted-credential";
import type { KeyVaultDeliveryProps } from "../lib/delivery/azure/key-vault-props";
import { keyVaultProblems } from "../lib/delivery/azure/key-vault-rules";
import type { DockerConfig } from "../lib/delivery/docker-config";
import { adoptedAssignmentProblems } from "../lib/grant/adopted-assignment";
import { repositoryPatternProblems } from "../lib/grant/repositories";
import { adoptedServicePrincipalProblems } from "../lib/principal/adopted-service-principal";
import { literalResourceIdProblems } from "../lib/principal/resource-id";
import { servicePrincipalProblems } from "../lib/principal/service-principal-rules";
import {
  loginServerProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "../lib/registry/registry-rules";
import { registryIdProblems } from "../lib/registry/scope-ids";
import { resourceGroupIdProblems } from "../lib/registry/scope-ids";
import { ownRoleProblems } from "../lib/role/role-rules";
import { AcrRole } from "../lib/role/roles";
import { Mistake } from "../lib/yaml/mistake";
import { newStack } from "./support/stack";

// What ends in a command, a report or a condition has no character that means something there.

const GUID = "6f3f7e4e-0000-4000-8000-000000000001";
const GROUP = `/subscriptions/${GUID}/resourceGroups/rg-registry`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/contoso-shop`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

function backend(key: string, text: string): Mistake[] {
  return backendMistakes({ backend: { [key]: text } });
}

function keyVault(given: Partial<KeyVaultDeliveryProps>): Problem[] {
  const props = { keyVaultId: VAULT, name: "pull", dockerConfig: {} as DockerConfig, ...given };
  return keyVaultProblems(newStack(), props, undefined);
}

type Rule = (text: string) => { message: string }[];

const LITERALS: [what: string, right: string, rule: Rule][] = [
  ["a UUID", GUID, (text) => uuidProblems("id", text, "an id")],
  ["an owner", GUID, (text) => servicePrincipalProblems({ displayName: "web", owners: [text] })],
  ["a resource id of Entra", `/applications/${GUID}`, (id) => literalResourceIdProblems("id", id)],
  ["the name of a registry", "contosoShop", registryNameProblems],
  ["the id of a registry", REGISTRY, registryIdProblems],
  ["a login server", "contososhop.azurecr.io", loginServerProblems],
  ["the name of a resource group", "rg_(shop)-1.2", resourceGroupNameProblems],
  ["the id of a resource group", GROUP, resourceGroupIdProblems],
  ["a repository", "team-a/app", repositoryPatternProblems],
  ["the id of a key vault", VAULT, (keyVaultId) => keyVault({ keyVaultId })],
  ["the name of a secret in a key vault", "shop-pull", (name) => keyVault({ name })],
  ["the name of a role", "Image Auditor", (name) => ownRoleProblems(AcrRole.named(name))],
  ["the id of a role", GUID, (id) => ownRoleProblems(AcrRole.custom(id))],
  [
    "the resource id of a role",
    `/subscriptions/${GUID}/providers/Microsoft.Authorization/roleDefinitions/${GUID}`,
    (id) => ownRoleProblems(AcrRole.custom(id)),
  ],
  [
    "a role assignment to adopt",
    `${REGISTRY}/providers/Microsoft.Authorization/roleAssignments/${GUID}`,
    adoptedAssignmentProblems,
  ],
  [
    "an application to adopt",
    `/applications/${GUID}`,
    (application) => adoptedServicePrincipalProblems({ application }),
  ],
  [
    "a federated credential to adopt",
    `${GUID}/federatedIdentityCredential/${GUID}`,
    (from) => adoptedCredentialProblems(from, undefined),
  ],
  ["the resource group of the backend", "rg-terraform", (text) => backend("resourceGroup", text)],
  ["the storage account", "contosoterraform", (text) => backend("storageAccount", text)],
  ["the container", "state-1", (text) => backend("container", text)],
  ["the blob", "shop/registry-access.tfstate", (text) => backend("key", text)],
];

test.each(LITERALS)("%s is accepted: %s", (_, right, rule) => {
  expect(rule(right)).toEqual([]);
});

const BREAKS = Array.from("\n\r\t\0\u001b\u0085\u2028\u2029\u202e\u200b\ufeff");

/** Puts any of some characters anywhere into a text that is right. */
function expectRefused(right: string, rule: Rule, characters: string[]): void {
  fc.assert(
    fc.property(fc.nat(right.length), fc.constantFrom(...characters), (place, character) => {
      const text = `${right.slice(0, place)}${character}${right.slice(place)}`;
      expect(rule(text)).toHaveLength(1);
    }),
  );
}

test.each(LITERALS)("%s has no line break, no control character and no quote", (_, right, rule) => {
  expectRefused(right, rule, [...BREAKS, "'", '"', "`", "\\"]);
});

test("an address to adopt has no line break and no control character", () => {
  const address = 'module.web["a"].azurerm_role_assignment.main["shop-AcrPull"]';
  expect(adoptedAssignmentProblems(address)).toEqual([]);
  expectRefused(address, adoptedAssignmentProblems, BREAKS);
});

test.each([
  ["resourceGroup", "rg.", "the name of a resource group"],
  ["storageAccount", "contoso-terraform", "the name of a storage account"],
  ["storageAccount", "st", "the name of a storage account"],
  ["container", "State", "the name of a container"],
  ["container", "a--b", "the name of a container"],
  ["container", "-ab", "the name of a container"],
  ["key", "shop/", "the name of a blob"],
  ["key", "shop.", "the name of a blob"],
  ["key", "a".repeat(1025), "the name of a blob"],
])("%s %s of the backend is not %s", (key, text, what) => {
  expect(backend(key, text)).toEqual([
    { path: ["backend", key], message: expect.stringContaining(`is not ${what}`) as string },
  ]);
});
