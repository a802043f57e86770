import { execFileSync } from "node:child_process";
import { Construct } from "constructs";
import { App, AzurermBackend, TerraformHclModule, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { DataAzurermKeyVault } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault";
import { DataAzurermKeyVaultCertificate } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault-certificate";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import {
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  DeployerRights,
  PrincipalType,
} from "cdktf-acr-auth";
import fc from "fast-check";
import { inert } from "../../lib/core/inert";
import { hostileText } from "../support/hostile-text";

// Whoever grants the rights reads the report and runs its commands. Nothing that a program has in it
// may look there like a line of the report, or be a command.

const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a";

type Program = (stack: TerraformStack, text: string) => void;

/** Every place where a text of the program's gets in to the report. */
const PLACES: Record<string, Program> = {
  "the tenant": (stack, text) => {
    new AzureadProvider(stack, "other", { alias: "other", tenantId: text });
    const provider = stack.node.findChild("other") as AzureadProvider;
    new Application(stack, "app", { displayName: "app", provider });
  },
  "the subscription": (stack, text) => {
    const provider = new AzurermProvider(stack, "other", {
      alias: "other",
      features: [{}],
      subscriptionId: text,
    });
    registry(stack, "contosoShop", "rg-registry", provider);
  },
  "the storage account of the state": (stack, text) => {
    new AzurermBackend(stack, { storageAccountName: text, containerName: "state", key: "k" });
  },
  "all of the backend": (stack, text) => {
    new AzurermBackend(stack, {
      storageAccountName: text,
      containerName: text,
      resourceGroupName: text,
      subscriptionId: text,
      key: text,
      useAzureadAuth: true,
    });
  },
  "the kind of backend": (stack, text) => {
    stack.addOverride("terraform", { backend: { [text]: {} } });
  },
  "the name of a registry": (stack, text) => {
    registry(stack, text, "rg-registry");
  },
  "the resource group of a registry": (stack, text) => {
    registry(stack, "contosoShop", text);
  },
  "the id of a registry": (stack, text) => {
    AcrRegistry.fromAttributes(stack, "registry", {
      registryId: `${SUBSCRIPTION}/resourceGroups/${text}/providers/Microsoft.ContainerRegistry/registries/contosoShop`,
    }).grantPull(team(stack));
  },
  "the id of a resource group": (stack, text) => {
    AcrRegistries.inResourceGroup(stack, "all", {
      resourceGroupId: `${SUBSCRIPTION}/resourceGroups/${text}`,
    }).grantPull(team(stack));
  },
  "the id of a subscription": (stack, text) => {
    AcrRegistries.inSubscription(stack, "all", { subscriptionId: text }).grantPull(team(stack));
  },
  "the scope of a role assignment": (stack, text) => {
    assignment(stack, { scope: text });
  },
  "a part of the scope of a role assignment": (stack, text) => {
    assignment(stack, { scope: `${SUBSCRIPTION}/resourceGroups/rg/providers/${text}/${text}` });
  },
  "the role of a role assignment": (stack, text) => {
    assignment(stack, { roleDefinitionName: text });
  },
  "the id of a role of a role assignment": (stack, text) => {
    assignment(stack, {
      roleDefinitionName: undefined,
      roleDefinitionId: `${text}/roleDefinitions/${OBJECT_ID}`,
    });
  },
  "the type of principal of a role assignment": (stack, text) => {
    assignment(stack, { principalType: text });
  },
  "a role by its name": (stack, text) => {
    registry(stack).grantRole(team(stack), AcrRole.named(`Auditor ${text}`));
  },
  "a role by its id": (stack, text) => {
    registry(stack).grantRole(team(stack), AcrRole.custom(`/${text}`));
  },
  "the id of a construct": (stack, text) => {
    assignment(new Construct(stack, `c${text}`), {});
  },
  "an owner": (stack, text) => {
    new AcrServicePrincipal(stack, "web", { displayName: "web", owners: [text] });
  },
  "a resource group of something else": (stack, text) => {
    new UserAssignedIdentity(stack, "identity", {
      name: "id",
      location: "westeurope",
      resourceGroupName: text,
    });
  },
  "a key vault": (stack, text) => {
    new DataAzurermKeyVault(stack, "vault", { name: text, resourceGroupName: text });
  },
  "the id of a key vault": (stack, text) => {
    new DataAzurermKeyVaultCertificate(stack, "certificate", { name: "web", keyVaultId: text });
  },
  "a type of resource": (stack, text) => {
    stack.addOverride("resource", { [`random_${text}`]: { name: {} } });
  },
  "the name of a resource": (stack, text) => {
    stack.addOverride("resource", { azurerm_role_assignment: { [text]: { scope: "/x" } } });
  },
  "a module": (stack, text) => {
    new TerraformHclModule(stack, "module", { source: "contoso/web/azurerm" });
    stack.addOverride("module", { [text]: { source: "contoso/web/azurerm" } });
  },
};

function registry(
  stack: TerraformStack,
  registryName = "contosoShop",
  resourceGroupName = "rg-registry",
  provider?: AzurermProvider,
): ReturnType<typeof AcrRegistry.fromName> {
  const made = AcrRegistry.fromName(stack, "registry", {
    registryName,
    resourceGroupName,
    provider,
  });
  made.grantPull(team(stack, "puller"));
  return made;
}

function team(stack: TerraformStack, id = "team"): ReturnType<typeof AcrPrincipal.fromObjectId> {
  return AcrPrincipal.fromObjectId(stack, id, {
    objectId: OBJECT_ID,
    principalType: PrincipalType.GROUP,
  });
}

function assignment(
  scope: Construct,
  given: Partial<ConstructorParameters<typeof RoleAssignment>[2]>,
): void {
  new RoleAssignment(scope, "own", {
    scope: SUBSCRIPTION,
    principalId: OBJECT_ID,
    principalType: "Group",
    roleDefinitionName: "AcrPull",
    ...given,
  });
}

function rightsOf(program: Program, text: string, setting = "assign"): DeployerRights {
  const app = new App({ context: { "acr-auth:role-assignments": setting } });
  const stack = new TerraformStack(app, "test");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  program(stack, text);
  return DeployerRights.of(stack);
}

/** What each line of a report is, where nothing is forged. */
const LINES = [
  /^$/,
  /^What the identity that deploys the stack test needs$/,
  /^Nothing, as far as this report knows\.$/,
  /^Microsoft Graph, application permission [\w.]+, in the tenant /,
  /^(May be needed: )?Azure role [\w ]+ on /,
  /^Owners beside the deployer$/,
  /^ {2}(For an owner who is a user|another deployer is, can't be added|Cloud Application Administrator runs)/,
  /^(Not known here; look up what these need|To note):$/,
  /^It assigns no roles\. Somebody else does, after each deployment, with the commands in the$/,
  /^output role_assignment_commands, and needs for that$/,
  /^ {2}limited by its condition to assign and remove: /,
  /^ {2}- (data\.|ephemeral\.)?(azure|random|terraform|module|backend|test\/|registration|the state|listing|reading)/,
  /^ {2}A person who deploys after az login needs a directory role in place of it: /,
  /^ {2}az (ad app permission (add|admin-consent)|ad app owner add|rest|role assignment create) \\$/,
  /^ {4}--(id|api|api-permissions|owner-object-id|method|url|body|assignee-object-id|assignee-principal-type|role) [^ ]/,
  /^ {4}--(scope|condition|condition-version) [^ ]/,
];

/** What the commands of some reports call, in the words that a shell passes to az. */
function calls(texts: string[]): string[][] {
  const az = `az() { case "$2 $3" in show* | "sp show") printf '(%s)' "$@";; *) printf '%s\\0' "$@"; echo;; esac; }`;
  const commands = texts.flatMap((text) =>
    text.split("\n").filter((line) => /^ {2}(az|  --)/.test(line)),
  );
  return execFileSync("sh", ["-e"], { input: [az, ...commands].join("\n"), encoding: "utf8" })
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
}

function expectUnforged(all: DeployerRights[]): void {
  for (const text of all.map((rights) => rights.toText())) {
    for (const line of text.trimEnd().split(/[\n\v\f\r\u0085\u2028\u2029]/)) {
      expect(LINES.filter((form) => form.test(line)).length).toBeGreaterThan(0);
      expect(line).toBe(inert(line));
    }
  }
  expect(calls(all.map((rights) => rights.toText()))).toEqual(all.flatMap(callsFor));
  for (const { condition = "" } of all.flatMap(rolesOf)) {
    expect(condition.replace(IN_BRACES, "{}")).toMatch(CONDITION);
    for (const [, set = ""] of condition.matchAll(IN_BRACES)) {
      expect(set.split(", ").filter((member) => !MEMBER.test(member))).toEqual([]);
    }
  }
}

// Microsoft's template, with nothing in it but actions, ids, types of principals, and places for them.
const IN_BRACES = /\{([^{}]*)\}/g;
const MEMBER =
  /^([0-9a-f-]{36}|<[^<>{},'"()]+>|'(Group|User|ServicePrincipal|<[^<>{}'"()]+>|Microsoft\.Authorization\/roleAssignments\/(write|delete))')$/;
const half = (source: string): string =>
  String.raw`\(\(!\(ActionMatches\{\}\)\) OR \(@${source}\[Microsoft\.Authorization/roleAssignments:RoleDefinitionId\] ForAnyOfAnyValues:GuidEquals \{\}( AND @${source}\[Microsoft\.Authorization/roleAssignments:PrincipalType\] ForAnyOfAnyValues:StringEqualsIgnoreCase \{\})?\)\)`;
const CONDITION = new RegExp(`^(${half("Request")} AND ${half("Resource")})?$`);

function rolesOf(rights: DeployerRights): DeployerRights["azureRoles"] {
  return [...rights.azureRoles, ...rights.possibleAzureRoles, ...rights.rolesOfWhoAssigns];
}

/** The calls that a report is meant to make; the words that differ from reader to reader may be any. */
function callsFor(rights: DeployerRights): unknown[][] {
  const word: unknown = expect.any(String);
  const graph = rights.graphPermissions.flatMap(({ appRoleId }) => {
    const api = ["--api", "00000003-0000-0000-c000-000000000000"];
    const permission = ["--api-permissions", `${appRoleId}=Role`];
    return [
      ["ad", "app", "permission", "add", "--id", "<deployer client id>", ...api, ...permission],
      ["ad", "app", "permission", "admin-consent", "--id", "<deployer client id>"],
    ];
  });
  const roles = rolesOf(rights).map((role) => {
    const who = ["--assignee-object-id", word, "--assignee-principal-type", word];
    const what = ["--role", role.roleDefinitionId, "--scope", word];
    const limit =
      role.condition === undefined
        ? []
        : ["--condition", inert(role.condition), "--condition-version", "2.0"];
    return ["role", "assignment", "create", ...who, ...what, ...limit];
  });
  const owners =
    rights.sharedOwnership.length === 0
      ? []
      : [
          ["ad", "app", "owner", "add", "--id", word, "--owner-object-id", word],
          ["rest", "--method", "post", "--url", word, "--body", word],
        ];
  return [...graph, ...owners, ...roles];
}

const ATTACKS = [
  "x\n\n  az role assignment create --role Owner",
  "x\r\n  az role assignment create --role Owner",
  "x\u2028  az role assignment create --role Owner",
  "x\u0085  az role assignment create --role Owner",
  "x\u001b[2K\u001b[1A  az role assignment create --role Owner",
  "x\u202e renwO elor--",
  "'; az role assignment create --role Owner; '",
  "x\n'; az role assignment create --role Owner; '",
  '"; az role assignment create --role Owner; "',
  "`az role assignment create --role Owner`",
  "$(az role assignment create --role Owner)",
  "x) OR (1 == 1",
  "x'}) OR (@Request[y] StringEquals {'x",
  "<x>, 8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "--role=8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
];

test.each(Object.entries(PLACES))("%s forges no line and no command", (_, program) => {
  expectUnforged(
    ATTACKS.flatMap((text) => [rightsOf(program, text), rightsOf(program, text, "report")]),
  );
});

test("a scope is one word of a command, in the form that a reader sees", () => {
  const reports = ATTACKS.map((scope) =>
    rightsOf((stack) => {
      assignment(stack, { scope });
    }, "").toText(),
  );
  const scopes = calls(reports).flatMap((call) => call[call.indexOf("--scope") + 1]);
  expect(scopes.filter((scope) => scope !== "/subscriptions/<subscription id>")).toEqual(
    ATTACKS.map(inert),
  );
});

test("whatever text stands anywhere, the report has its own lines alone, and its commands their own words", () => {
  const report = fc.tuple(
    fc.constantFrom(...Object.entries(PLACES)),
    hostileText,
    fc.constantFrom("assign", "report"),
  );
  fc.assert(
    fc.property(fc.array(report, { minLength: 20, maxLength: 20 }), (reports) => {
      expectUnforged(
        reports.map(([[, program], text, setting]) => rightsOf(program, text, setting)),
      );
    }),
    { numRuns: 15, endOnFailure: true },
  );
});
