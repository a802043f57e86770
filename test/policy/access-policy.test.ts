import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import {
  Access,
  AcrRegistries,
  AcrRole,
  AcrServicePrincipal,
  PermissionsMode,
  Repositories,
} from "cdktf-acr-auth";
import { checkAccessFile } from "cdktf-acr-auth/access-file";
import { AcrAccessPolicy } from "cdktf-acr-auth/policy";
import { registryIn } from "../grant/granting";
import { newStack, problems, warnings } from "../support/stack";

const SHOP = {
  name: "contosoShop",
  resourceGroupName: "rg-registry",
  location: "westeurope",
  sku: "Basic",
};

const directory = mkdtempSync(join(tmpdir(), "policy-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

/** A stack whose principal may do all on a registry by a role that leads to all others. */
function withOwner(context: Record<string, unknown> = {}): TerraformStack {
  const stack = newStack(context);
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const registry = registryIn(stack, PermissionsMode.LEGACY);
  registry.grantRole(web, AcrRole.OWNER);
  return stack;
}

/** A registry whose admin user is enabled. */
function withAdminUser(context: Record<string, unknown> = {}): TerraformStack {
  const stack = newStack(context);
  new ContainerRegistry(stack, "shop", { ...SHOP, adminEnabled: true });
  return stack;
}

describe("a strict policy", () => {
  test("lets through what keeps to the least", () => {
    const stack = newStack();
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    registryIn(stack, PermissionsMode.ABAC).grant(web, Access.PULL, {
      repositories: Repositories.withPrefix("team-a/"),
    });
    AcrAccessPolicy.strict().applyTo(stack);
    expect(problems(stack)).toEqual([]);
  });

  test("stops the synth by a role that leads to all others, with who, what, why, fix and where", () => {
    const stack = withOwner();
    AcrAccessPolicy.strict().applyTo(stack);
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /^\[.*\/web\/.*\] contoso-web, an application, may give away access to contosoShop, .* by the role Owner\. .* Give it a role .* \[acr-auth:far-reaching-role, azurerm_role_assignment\..*\]$/,
      ),
    ]);
  });

  test("tells all that it finds at once, of resources without our constructs, too", () => {
    const stack = newStack();
    const registry = new ContainerRegistry(stack, "shop", { ...SHOP, adminEnabled: true });
    new RoleAssignment(stack, "role", {
      scope: registry.id,
      principalId: "6f3f7e4e-0000-4000-8000-000000000002",
      principalType: "ServicePrincipal",
      roleDefinitionName: "Contributor",
    });
    AcrAccessPolicy.strict().applyTo(stack);
    expect(problems(stack).map((text) => /\[(acr-auth:[\w-]+),/.exec(text)?.[1])).toEqual([
      "acr-auth:far-reaching-role",
      "acr-auth:admin-user",
    ]);
  });

  test("finds a scope that is wider than a registry", () => {
    const stack = newStack();
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    AcrRegistries.inSubscription(stack, "all", {
      subscriptionId: "00000000-0000-4000-8000-00000000000a",
      permissionsMode: PermissionsMode.LEGACY,
    }).grantPull(web);
    AcrAccessPolicy.strict().applyTo(stack);
    expect(problems(stack)).toEqual([expect.stringContaining("acr-auth:many-registries")]);
  });

  test("says nothing of a principal that only another stack knows", () => {
    const stack = newStack();
    new RoleAssignment(stack, "role", {
      scope: registryIn(stack, PermissionsMode.LEGACY).registryId,
      principalId: "${data.terraform_remote_state.one.outputs.web}",
      roleDefinitionName: "AcrPull",
    });
    AcrAccessPolicy.strict().applyTo(stack);
    expect(problems(stack)).toEqual([]);
  });

  test("says nothing of what is low", () => {
    const policyFile = file("low.yaml", "rules: { acr-auth:admin-user: low }\n");
    const stack = withAdminUser();
    AcrAccessPolicy.strict({ policyFile }).applyTo(stack);
    expect(problems(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test("says nothing of what its file acknowledges, up to the day that it names", () => {
    const stack = withOwner();
    AcrAccessPolicy.strict().applyTo(stack);
    const [, address = ""] =
      /, (azurerm_role_assignment\.[\w-]+)\]$/.exec(problems(stack)[0] ?? "") ?? [];
    const acknowledge = (until: string): string =>
      `acknowledge: [{ finding: acr-auth:far-reaching-role, address: ${address}, reason: r, by: Jo, until: ${until} }]\n`;
    const found = ["2999-12-31", "2020-01-01"].map((until) => {
      const acknowledged = withOwner();
      const policyFile = file(`${until}.yaml`, acknowledge(until));
      AcrAccessPolicy.strict({ policyFile }).applyTo(acknowledged);
      return problems(acknowledged).length;
    });
    expect(found).toEqual([0, 1]);
  });
});

test("an advisory policy warns of it, and stops nothing", () => {
  const stack = withAdminUser();
  AcrAccessPolicy.advisory().applyTo(stack);
  expect(problems(stack)).toEqual([]);
  expect(warnings(stack)).toEqual([
    expect.stringMatching(
      /^The admin user of contosoShop is enabled\. .* Set admin_enabled to false/,
    ),
  ]);
});

test("what constructs warn of themselves is not warned of twice", () => {
  const stack = withOwner();
  AcrAccessPolicy.advisory().applyTo(stack);
  expect(problems(stack)).toEqual([]);
  const ofRole = warnings(stack).filter((text) => text.includes("acr-auth:far-reaching-role"));
  expect(ofRole).toHaveLength(1);
});

test("what the context acknowledges is not warned of", () => {
  const stack = withAdminUser({ "acr-auth:acknowledge": ["acr-auth:admin-user"] });
  AcrAccessPolicy.advisory().applyTo(stack);
  expect(problems(stack)).toEqual([]);
  expect(warnings(stack)).toEqual([]);
});

test("an app is refused, since it would look at itself only when all is written", () => {
  expect(() => {
    AcrAccessPolicy.strict().applyTo(new App() as unknown as TerraformStack);
  }).toThrow(/is no stack; apply the policy to each TerraformStack of the app$/);
});

test("a misspelt property is refused, and not passed over", () => {
  const props = { policyfile: "policy.yaml" } as object;
  expect(() => AcrAccessPolicy.strict(props)).toThrow(
    /^policyfile: .*did you mean "policyFile"\?$/,
  );
});

test("a policy file with mistakes is refused with all of them", () => {
  const policyFile = file("wrong.yaml", "rule: {}\nlimit: {}\n");
  expect(() => AcrAccessPolicy.strict({ policyFile })).toThrow(
    /rule: .*\n.*limit: .*\n\n2 mistakes/,
  );
});

test("acr-auth check warns of it at the grant of the access file", () => {
  const access = file(
    "access.yaml",
    `registries:
  shop: { name: contosoShop, resourceGroup: rg-registry, permissionsMode: abac }
principals:
  web:
    displayName: contoso-web
    grants:
      - { registry: shop, access: push, repositories: [team-a/*] }
  build:
    displayName: contoso-build
    grants:
      - { registry: shop, access: push }
`,
  );
  expect(checkAccessFile(access)).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      id: "acr-auth:registry-wide-push",
      line: 11,
      path: "principals.build.grants[0]",
    }),
  );
});
