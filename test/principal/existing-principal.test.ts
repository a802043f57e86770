import { AcrPrincipal, AcrRegistry, PrincipalType } from "cdktf-acr-auth";
import { newStack, problems, resources } from "../support/stack";

const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000002";
const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

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

test("a credential for a principal that is only referenced is refused, with why and what to do", () => {
  const stack = newStack();
  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: OBJECT_ID,
    principalType: PrincipalType.SERVICE_PRINCIPAL,
  });
  team.addClientSecret("docker");
  expect(problems(stack)).toEqual([
    expect.stringMatching(
      /^\[test\/team\] client secret: "docker" can't be added: .*only referenced.*add the credential where the principal is owned, own it here with new AcrServicePrincipal/,
    ),
  ]);
});

test("a name where an id belongs is refused", () => {
  const stack = newStack();
  AcrPrincipal.fromObjectId(stack, "c", { objectId: "z", principalType: PrincipalType.GROUP });
  expect(problems(stack)).toEqual([
    '[test/c] objectId: "z" is not a UUID; give the object id, not the client id or the name',
  ]);
});
