import { AcrPrincipal, AcrRegistry, IAcrServicePrincipal, PrincipalType } from "cdktf-acr-auth";
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

const CREDENTIALS = ["addClientSecret", "addCertificate", "addFederatedCredential"] as const;

test.each(CREDENTIALS)(
  "in plain JavaScript, %s of it is refused, with why and what to do",
  (add) => {
    const team = AcrPrincipal.fromObjectId(newStack(), "team", {
      objectId: OBJECT_ID,
      principalType: PrincipalType.GROUP,
    }) as unknown as IAcrServicePrincipal;
    expect(() => team[add]("docker", {} as never)).toThrow(
      new RegExp(
        `^\\[test/team\\] ${add}: "docker" can't be added: .*only referenced.*own it here with new AcrServicePrincipal.* with manageCredentials: true`,
      ),
    );
  },
);

test("a name where an id belongs is refused", () => {
  const stack = newStack();
  AcrPrincipal.fromObjectId(stack, "c", { objectId: "z", principalType: PrincipalType.GROUP });
  expect(problems(stack)).toEqual([
    '[test/c] objectId: "z" is not a UUID; give the object id, not the client id or the name',
  ]);
});
