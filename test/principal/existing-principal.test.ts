import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  PrincipalType,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000002";
const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

test("a service principal is looked up by its client id, and its object id gets the role", () => {
  const stack = newStack();
  const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
  registry.grantPull(AcrServicePrincipal.fromClientId(stack, "audit", CLIENT_ID));
  expect(Object.values(render(stack).data?.azuread_service_principal ?? {})).toEqual([
    { client_id: CLIENT_ID },
  ]);
  expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
    {
      principal_id: expect.stringMatching(
        /^\$\{data\.azuread_service_principal\.audit_\w+\.object_id\}$/,
      ) as string,
      principal_type: "ServicePrincipal",
    },
  ]);
});

test("a service principal of which both ids are given is not looked up", () => {
  const stack = newStack();
  const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
  const audit = AcrServicePrincipal.fromAttributes(stack, "audit", {
    clientId: CLIENT_ID,
    objectId: OBJECT_ID,
  });
  registry.grantPull(audit);
  expect(audit.clientId).toBe(CLIENT_ID);
  expect(render(stack).data).toBeUndefined();
  expect(resources(stack, "azurerm_role_assignment")).toMatchObject([{ principal_id: OBJECT_ID }]);
});

test.each(Object.values(PrincipalType))(
  "a principal of the type %s gets its role as such",
  (principalType) => {
    const stack = newStack();
    const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID });
    registry.grantPull(
      AcrPrincipal.fromObjectId(stack, "team", { objectId: OBJECT_ID, principalType }),
    );
    expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
      { principal_id: OBJECT_ID, principal_type: principalType },
    ]);
  },
);

test.each(["client secret", "federated credential"])(
  "a %s for a principal that is only referenced is refused, with why and what to do",
  (kind) => {
    const audit = AcrServicePrincipal.fromClientId(newStack(), "audit", CLIENT_ID);
    const identity = FederatedIdentity.github({ repository: "contoso/shop", branch: "main" });
    expect(() =>
      kind === "client secret"
        ? audit.addClientSecret("docker")
        : audit.addFederatedCredential("docker", identity),
    ).toThrow(
      new RegExp(
        `^\\[test/audit\\] The ${kind} "docker" can't be added: .*only referenced.*Add the credential where the principal is owned, or own it here with new AcrServicePrincipal`,
      ),
    );
  },
);

test("a name where an id belongs is refused", () => {
  const stack = newStack();
  AcrServicePrincipal.fromClientId(stack, "a", "contoso-audit");
  AcrServicePrincipal.fromAttributes(stack, "b", { clientId: "x", objectId: "y" });
  AcrPrincipal.fromObjectId(stack, "c", { objectId: "z", principalType: PrincipalType.GROUP });
  expect(problems(stack)).toEqual([
    '[test/a] clientId: "contoso-audit" is not a UUID; give the client id, not the name',
    '[test/b] clientId: "x" is not a UUID; give the client id of the application',
    '[test/b] objectId: "y" is not a UUID; give the object id of the service principal',
    '[test/c] objectId: "z" is not a UUID; give the object id, not the client id or the name',
  ]);
});
