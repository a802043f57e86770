import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { AccessFileStack } from "../../lib/access-file";
import { readPolicy } from "../../lib/review/policy-file";
import { compilerMessages, ROOT, synthesizeProgram } from "../support/program";

// What a page shows is a few lines of a constructor or of an access file. The rest of them is here,
// so that every sample is compiled, run and synthesized.

const PAGES = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md") && name !== "sandbox.md") // the sandbox has tests of its own
  .map((name) => name.replace(".md", ""));

const PROGRAM = `
import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { DataAzurermKeyVaultCertificate } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault-certificate";
import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { LinuxWebApp } from "@cdktf/provider-azurerm/lib/linux-web-app";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { Variable } from "@cdktf/provider-tfe/lib/variable";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import {
  Access, AcrPrincipal, AcrRegistries, AcrRegistry, AcrRole, AcrServicePrincipal, AdoptableModule, ClientSecretOutputs, DeployerRights, DockerConfig, ExternalSecretsPullSecret,
  FederatedIdentity, KeyVaultDelivery, PermissionsMode, PrincipalType, ProviderVersions, RegistryLogin, Repositories, ServicePrincipalOutputs, TerraformRunPhase,
} from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";
import { ArgoCdRepository, KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";
import { AcrAccessPolicy } from "cdktf-acr-auth/policy";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";
const clientId = "6f3f7e4e-0000-4000-8000-000000000001";
const subscriptionId = "00000000-0000-4000-8000-00000000000a";
const partnerTenantId = "00000000-0000-4000-8000-00000000000c";
const resourceGroupId = \`/subscriptions/\${subscriptionId}/resourceGroups/rg-registry\`;
const registryId = \`\${resourceGroupId}/providers/Microsoft.ContainerRegistry/registries/contosoShop\`;
// Of no cloud, as the samples are of several.
const loginServer = "registry.contoso.example";
const servicePlanId = \`\${resourceGroupId}/providers/Microsoft.Web/serverFarms/shop\`;
const permissionsMode = PermissionsMode.ABAC;
`;

const sample = (code: string, index: number): string => `
class Sample${index} extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = this;
    ${code.includes('new AzureadProvider(this, "azuread"') ? "" : PROVIDERS}
    const registry = AcrRegistry.fromAttributes(this, "registry", { registryId, loginServer, permissionsMode });
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    const operator = new AcrServicePrincipal(this, "operator", { displayName: "contoso-operator" });
    const scanner = new AcrServicePrincipal(this, "scanner", { displayName: "contoso-scanner" });
    const containerApp = new Construct(this, "container_app");
    const identity = new UserAssignedIdentity(this, "identity", {
      name: "shop", resourceGroupName: "rg-shop", location: "westeurope",
    });
    {
${code}
    }
  }
}
const app${index} = new App();
new Sample${index}(app${index}, "sample-${index}");
app${index}.synth();
`;

const PROVIDERS = `
    const azuread = new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
`;

function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, "docs", `${page}.md`), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, block = ""]) => block,
  );
}

describe("the programs of the docs", () => {
  mkdirSync(join(ROOT, ".scratch"), { recursive: true });
  const directory = mkdtempSync(join(ROOT, ".scratch", "docs-"));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });
  const program = join(directory, "program.ts");
  const [wholes, samples] = [true, false].map((isWhole) =>
    PAGES.flatMap((page) => blocks(page, "ts")).filter(
      (code) => code.startsWith("import ") === isWhole,
    ),
  ) as [string[], string[]];
  writeFileSync(program, `${PROGRAM}${samples.map(sample).join("")}`);
  const wholePrograms = wholes.map((code, index) => {
    const file = join(directory, `whole-${index}.ts`);
    writeFileSync(file, code);
    return file;
  });

  test("compile", () => {
    expect(compilerMessages(directory)).toBe("");
  });

  test("synthesize", () => {
    expect(Object.keys(synthesizeProgram(program))).toHaveLength(samples.length);
  });

  test.each(wholePrograms)("synthesize where they are whole: %#", (file) => {
    expect(Object.values(synthesizeProgram(file))[0]).toContain("azurerm_role_assignment");
  });
});

/** A block of access.yaml, completed to a whole file. */
function whole(block: string): string {
  const isGrants = block.startsWith("grants:");
  const grants = isGrants ? block.replaceAll(/^/gm, "    ") : "";
  return [
    isGrants ? "" : block,
    block.includes("registries:")
      ? ""
      : "registries: { shop: { name: contosoShop, resourceGroup: rg-registry, permissionsMode: abac } }",
    block.includes("principals:")
      ? ""
      : `principals:\n  web:\n    displayName: contoso-web\n${grants}`,
  ].join("\n");
}

/** The workflow of a pipeline is YAML as well. */
const isAccessFile = (block: string): boolean =>
  !isPolicy(block) && !/^(on|jobs|trigger|steps|stages):/m.test(block);

/** Each names its schema, by which editors find it. */
const isPolicy = (block: string): boolean => block.includes("policy.schema.json");

test("the policies of the pages are right", () => {
  const policies = PAGES.flatMap((page) => blocks(page, "yaml")).filter(isPolicy);
  expect(policies).not.toEqual([]);
  for (const policy of policies) {
    const directory = mkdtempSync(join(ROOT, ".scratch", "docs-"));
    try {
      writeFileSync(join(directory, "policy.yaml"), policy);
      expect(readPolicy(join(directory, "policy.yaml")).acknowledgements).not.toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
});

test.each(
  PAGES.flatMap((page) =>
    blocks(page, "yaml")
      .filter(isAccessFile)
      .map((block) => [page, block] as const),
  ),
)("the access file of docs/%s.md is right: %j", (_, block) => {
  const directory = mkdtempSync(join(ROOT, ".scratch", "docs-"));
  try {
    const file = join(directory, "access.yaml");
    writeFileSync(file, whole(block));
    const stack = new AccessFileStack(new App(), "access", file);
    expect(Testing.synth(stack, true)).toContain('"provider"');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
