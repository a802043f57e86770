import { execFileSync } from "node:child_process";
import { AzurermBackend, TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrServicePrincipal, DeployerRights, PermissionsMode } from "cdktf-acr-auth";
import fc from "fast-check";
import { inert, shellWord } from "../../lib/core/inert";
import { registryIn, teamIn } from "../grant/granting";
import { hostileText } from "../support/hostile-text";
import { newStack } from "../support/stack";

const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000001";

function shop(context: Record<string, unknown> = {}): TerraformStack {
  const stack = newStack(context);
  new AzurermBackend(stack, {
    resourceGroupName: "rg-state",
    storageAccountName: "contosostate",
    containerName: "state",
    key: "shop",
    useAzureadAuth: true,
  });
  const registry = registryIn(stack, PermissionsMode.ABAC);
  registry.grantPull(teamIn(stack));
  registry.grantPush(new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" }));
  return stack;
}

/** The arguments of the commands in a text, when a shell runs them. What az looks up, it finds. */
function commandsIn(text: string): string[][] {
  const az = `az() { case "$2 $3" in show* | account* | "sp show") echo "ID($*)";; *) printf '%s\\0' "$@"; echo;; esac; }`;
  const commands = text.match(/^ {2}az .*(\n {4}.*)*/gm) ?? [];
  return execFileSync("sh", ["-e"], { input: [az, ...commands].join("\n"), encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.split("\0").slice(0, -1));
}

test("a shell takes the commands as they are, and they grant what the report says", () => {
  const rights = DeployerRights.of(shop());
  const [graph] = rights.graphPermissions;
  const [registration, backend, registry] = rights.azureRoles;
  const grant = (role: string | undefined, scope: string): string[] => [
    ...["role", "assignment", "create"],
    ...["--assignee-object-id", "<deployer object id>"],
    ...["--assignee-principal-type", "ServicePrincipal"],
    ...["--role", String(role)],
    ...["--scope", scope],
  ];
  expect(commandsIn(rights.toText())).toEqual([
    [
      ...["ad", "app", "permission", "add", "--id", "<deployer client id>"],
      ...["--api", "00000003-0000-0000-c000-000000000000"],
      ...["--api-permissions", `${String(graph?.appRoleId)}=Role`],
    ],
    ["ad", "app", "permission", "admin-consent", "--id", "<deployer client id>"],
    grant(registration?.roleDefinitionId, "/subscriptions/<subscription id>"),
    grant(
      backend?.roleDefinitionId,
      "ID(storage account show --name contosostate --resource-group rg-state --query id --output tsv)/blobServices/default/containers/state",
    ),
    [
      ...grant(
        registry?.roleDefinitionId,
        "ID(acr show --name contosoShop --resource-group rg-registry --query id --output tsv)",
      ),
      ...["--condition", String(registry?.condition), "--condition-version", "2.0"],
    ],
  ]);
});

test("the storage account of the state is looked up in the subscription that the backend has", () => {
  const stack = new TerraformStack(newStack().node.root, "state");
  new AzurermBackend(stack, {
    storageAccountName: "contosostate",
    containerName: "state",
    key: "shop",
    subscriptionId: "00000000-0000-4000-8000-00000000000a",
  });
  expect(commandsIn(DeployerRights.of(stack).toText()).at(-1)).toContain(
    "ID(storage account show --name contosostate --subscription 00000000-0000-4000-8000-00000000000a --query id --output tsv)",
  );
});

test("every reason, note and unknown of the report is in its text", () => {
  const stack = shop();
  stack.addOverride("resource.random_pet.name", { length: 2 });
  const rights = DeployerRights.of(stack);
  const text = rights.toText();
  const reasons = [...rights.graphPermissions, ...rights.azureRoles].flatMap(
    ({ because }) => because,
  );
  expect(rights.notes).not.toEqual([]);
  expect(rights.unknown).not.toEqual([]);
  for (const line of [...reasons, ...rights.notes, ...rights.unknown]) {
    expect(text).toContain(`\n  - ${line}\n`);
  }
});

test("where role assignments are reported, the text says who assigns them and what that takes", () => {
  const text = DeployerRights.of(shop({ "acr-auth:role-assignments": "report" })).toText();
  const [deployer = "", whoAssigns = ""] = text.split("It assigns no roles.");
  expect(deployer).not.toContain("Role Based Access Control Administrator");
  expect(whoAssigns).toMatch(
    /role_assignment_commands[^]*Role Based Access Control Administrator on the registry contosoShop/,
  );
  expect(commandsIn(whoAssigns).at(-1)).toContain("<object id of who assigns>");
});

test("Reader on the subscription is told as what may be needed, with its command", () => {
  const stack = new TerraformStack(newStack().node.root, "pull");
  new AzurermProvider(stack, "azurerm", {
    features: [{}],
    resourceProviderRegistrations: "none",
  });
  registryIn(stack, PermissionsMode.LEGACY).grantPull(teamIn(stack));
  const text = DeployerRights.of(stack).toText();
  expect(text).toMatch(
    /\nMay be needed: Azure role Reader on the subscription of the provider azurerm\n {2}- .*ARM_PROVIDER_ENHANCED_VALIDATION=false/,
  );
  expect(commandsIn(text).at(-1)).toEqual([
    ...["role", "assignment", "create", "--assignee-object-id", "<deployer object id>"],
    ...["--assignee-principal-type", "ServicePrincipal"],
    ...["--role", "acdd72a7-3385-48ef-bd42-f606fba81ae7"],
    ...["--scope", "/subscriptions/<subscription id>"],
  ]);
});

test("where an application has other owners, the text has what an administrator runs to add one", () => {
  const stack = shop();
  new AcrServicePrincipal(stack, "api", { displayName: "contoso-api", owners: [OBJECT_ID] });
  const text = DeployerRights.of(stack).toText();
  expect(text).toMatch(
    /\nOwners beside the deployer\n {2}- azuread_application test\/api\/application\n/,
  );
  expect(commandsIn(text).slice(2, 4)).toEqual([
    [
      ...["ad", "app", "owner", "add", "--id", "<client id of the application>"],
      ...["--owner-object-id", "<object id of the owner>"],
    ],
    [
      ...["rest", "--method", "post", "--url"],
      "https://graph.microsoft.com/v1.0/servicePrincipals/ID(ad sp show --id <client id of the application> --query id --output tsv)/owners/$ref",
      ...["--body"],
      '{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/<object id of the owner>"}',
    ],
  ]);
});

test("a stack that needs nothing has a text that says no more", () => {
  expect(DeployerRights.of(new TerraformStack(newStack().node.root, "empty")).toText()).toBe(
    "What the identity that deploys the stack empty needs\n\nNothing, as far as this report knows.\n",
  );
});

test("a word of a command is one word on one line, in the form that a reader sees", () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 20, maxLength: 20 }), (texts) => {
      const words = texts.map(shellWord).join(" ");
      expect(words).toBe(inert(words));
      const input = `printf '%s\\0' ${words}`;
      const output = execFileSync("sh", ["-e"], { input, encoding: "utf8" });
      expect(output.split("\0").slice(0, -1)).toEqual(texts.map(inert));
    }),
    { numRuns: 20 },
  );
});
