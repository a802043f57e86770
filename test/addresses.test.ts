import { Construct } from "constructs";
import { Fn, TerraformStack, TerraformVariable } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import {
  Access,
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  FederatedIdentity,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { newStack, render, TerraformJson } from "./support/stack";

// A Terraform address is a promise to people with state in production: when one changes, their
// credentials are replaced and their clusters can't pull. A change here needs `moved` blocks and a
// major version.

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";

function addresses({ data = {}, resource = {} }: TerraformJson): string[] {
  return [
    ...Object.entries(data).map(([type, elements]) => [`data.${type}`, elements] as const),
    ...Object.entries(resource),
  ]
    .flatMap(([type, elements]) => Object.keys(elements).map((name) => `${type}.${name}`))
    .sort();
}

function everything(scope: Construct): void {
  const byName = AcrRegistry.fromName(scope, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    permissionsMode: PermissionsMode.MIGRATING,
  });
  const web = new AcrServicePrincipal(scope, "web", { displayName: "contoso-web" });
  web.addClientSecret("docker", { propagationSeconds: 30 });
  web.addCertificate("laptop", { pem: new TerraformVariable(scope, "pem", {}).stringValue });
  web.addFederatedCredential(
    "github",
    FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
  );
  new AcrServicePrincipal(scope, "partner", {
    displayName: "contoso-partner",
    servicePrincipalProvider: new AzureadProvider(scope, "azuread_partner", { alias: "partner" }),
  });
  const application = new Application(scope, "application", { displayName: "contoso-app" });
  AcrServicePrincipal.fromApplication(scope, "app", application);
  AcrServicePrincipal.fromClientId(scope, "vendor", "6f3f7e4e-0000-4000-8000-000000000003", {
    manageCredentials: true,
  }).addClientSecret("docker");
  byName.grantPull(web, { propagationSeconds: 60 });
  byName.grantPush(web);
  byName.grantDelete(web);
  byName.grant(
    AcrServicePrincipal.fromClientId(scope, "audit", "6f3f7e4e-0000-4000-8000-000000000001"),
    Access.LIST,
  );
  const team = AcrPrincipal.fromObjectId(scope, "team", {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType: PrincipalType.GROUP,
  });
  byName.grantPull(team);
  byName.grantRole(team, AcrRole.named("Image Auditor"));
  byName.grantRole(team, AcrRole.custom("11111111-2222-4333-8444-555555555555"));
  AcrRegistries.inSubscription(scope, "all", {
    subscriptionId: SUBSCRIPTION,
  }).grantPull(team);
  AcrRegistries.inResourceGroup(scope, "group", {
    resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`,
  }).grantPull(team);
  const registryId = new TerraformVariable(scope, "registry_id", {}).stringValue;
  AcrRegistry.fromAttributes(scope, "variable", { registryId }).grantPull(team);
  AcrRegistry.fromAttributes(scope, "eu", { registryId, addressId: "shop-eu" }).grantPush(team);
  const { root } = scope.node;
  const shared = root.node.tryFindChild("shared") ?? new TerraformStack(root, "shared");
  AcrRegistry.fromAttributes(shared, scope.node.id, {
    registryId: Fn.lookup({ shared: "id" }, "shared", "") as string,
  }).grantPull(team);
}

test("the addresses of everything that the library makes stay as they are", () => {
  const stack = newStack();
  everything(stack);
  expect(addresses(render(stack))).toMatchInlineSnapshot(`
   [
     "azuread_application.application",
     "azuread_application.partner_application_34BE31B8",
     "azuread_application.web_application_E791E121",
     "azuread_application_certificate.web_certificate_laptop_F1B74562",
     "azuread_application_federated_identity_credential.web_federated_credential_github_4706D2B2",
     "azuread_application_password.vendor_client_secret_docker_a_7BBD80E3",
     "azuread_application_password.vendor_client_secret_docker_b_32BD9638",
     "azuread_application_password.web_client_secret_docker_a_A021C4F4",
     "azuread_application_password.web_client_secret_docker_b_FA136B51",
     "azuread_service_principal.app_service_principal_0E595E84",
     "azuread_service_principal.partner_service_principal_42B83E02",
     "azuread_service_principal.web_service_principal_B4C5180B",
     "azurerm_role_assignment.audit_grant_registry-rg-registry-contososhop_AcrPull_4E29E018",
     "azurerm_role_assignment.audit_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryCatalogLister_CC81FD1F",
     "azurerm_role_assignment.team_grant_id-shop-eu_AcrPush_B693BB68",
     "azurerm_role_assignment.team_grant_path-variable_AcrPull_1287034C",
     "azurerm_role_assignment.team_grant_registry-rg-registry-contososhop_11111111-2222-4333-8444-555555555555_A2FD5855",
     "azurerm_role_assignment.team_grant_registry-rg-registry-contososhop_AcrPull_EB9773F7",
     "azurerm_role_assignment.team_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_C65AEF84",
     "azurerm_role_assignment.team_grant_registry-rg-registry-contososhop_ImageAuditor_BA953E13",
     "azurerm_role_assignment.team_grant_resource-group-00000000-0000-4000-8000-00000000000a-rg-registry_AcrPull_C4A67B9F",
     "azurerm_role_assignment.team_grant_stack-shared_test_AcrPull_F6483C85",
     "azurerm_role_assignment.team_grant_subscription-00000000-0000-4000-8000-00000000000a_AcrPull_AB561A42",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_AcrDelete_9171CE4E",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_AcrPull_FF04FA0F",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_AcrPush_4C274355",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryContributor_FB557B0E",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_66E3C5A2",
     "azurerm_role_assignment.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryWriter_F6F14747",
     "data.azuread_application.vendor_application_F250893E",
     "data.azuread_client_config.acr-auth-deployer",
     "data.azuread_client_config.acr-auth-deployer-partner",
     "data.azuread_service_principal.audit_A48D740E",
     "data.azuread_service_principal.vendor_1515F034",
     "data.azurerm_container_registry.registry_EFEA226F",
     "terraform_data.app_deployer_7B582DA3",
     "terraform_data.partner_deployer_C777387C",
     "terraform_data.partner_service_principal_deployer_B0CA36F2",
     "terraform_data.vendor_client_secret_docker_schedule_84D1AEDF",
     "terraform_data.web_client_secret_docker_schedule_41A192F6",
     "terraform_data.web_deployer_D21511A7",
     "time_sleep.web_client_secret_docker_propagation_7E5F3B72",
     "time_sleep.web_grant_registry-rg-registry-contososhop_AcrPull_propagation_440AF12B",
     "time_sleep.web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_propagation_16D7AB89",
   ]
  `);
});

test("the addresses below a construct of the user's own stay as they are", () => {
  const stack = newStack();
  everything(new Construct(stack, "shop"));
  expect(addresses(render(stack))).toMatchInlineSnapshot(`
   [
     "azuread_application.shop_application_63A8F991",
     "azuread_application.shop_partner_application_A0A08123",
     "azuread_application.shop_web_application_BFE279CD",
     "azuread_application_certificate.shop_web_certificate_laptop_59433B88",
     "azuread_application_federated_identity_credential.shop_web_federated_credential_github_D61D61B0",
     "azuread_application_password.shop_vendor_client_secret_docker_a_4B363163",
     "azuread_application_password.shop_vendor_client_secret_docker_b_4A4BEC7B",
     "azuread_application_password.shop_web_client_secret_docker_a_82DF7334",
     "azuread_application_password.shop_web_client_secret_docker_b_00691AD1",
     "azuread_service_principal.shop_app_service_principal_4DA21B55",
     "azuread_service_principal.shop_partner_service_principal_247B1C9D",
     "azuread_service_principal.shop_web_service_principal_FDDEAA4F",
     "azurerm_role_assignment.shop_audit_grant_registry-rg-registry-contososhop_AcrPull_08648972",
     "azurerm_role_assignment.shop_audit_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryCatalogLister_997411FF",
     "azurerm_role_assignment.shop_team_grant_id-shop-eu_AcrPush_0E2A9397",
     "azurerm_role_assignment.shop_team_grant_path-shop_variable_AcrPull_8E0EAC30",
     "azurerm_role_assignment.shop_team_grant_registry-rg-registry-contososhop_11111111-2222-4333-8444-555555555555_E5DCB8B2",
     "azurerm_role_assignment.shop_team_grant_registry-rg-registry-contososhop_AcrPull_EE391AAB",
     "azurerm_role_assignment.shop_team_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_805F796E",
     "azurerm_role_assignment.shop_team_grant_registry-rg-registry-contososhop_ImageAuditor_CE5F1C65",
     "azurerm_role_assignment.shop_team_grant_resource-group-00000000-0000-4000-8000-00000000000a-rg-registry_AcrPull_141D3278",
     "azurerm_role_assignment.shop_team_grant_stack-shared_shop_AcrPull_C8C3FE2F",
     "azurerm_role_assignment.shop_team_grant_subscription-00000000-0000-4000-8000-00000000000a_AcrPull_0210F294",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_AcrDelete_6C57A83E",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_AcrPull_6D60FE8C",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_AcrPush_784DE871",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryContributor_7938B2D5",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_8C25AA0D",
     "azurerm_role_assignment.shop_web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryWriter_1B3E4286",
     "data.azuread_application.shop_vendor_application_8E1A992B",
     "data.azuread_client_config.acr-auth-deployer",
     "data.azuread_client_config.acr-auth-deployer-partner",
     "data.azuread_service_principal.shop_audit_5C157F1C",
     "data.azuread_service_principal.shop_vendor_340E4F6B",
     "data.azurerm_container_registry.shop_registry_BDE2819D",
     "terraform_data.shop_app_deployer_C9EB3FE9",
     "terraform_data.shop_partner_deployer_31253406",
     "terraform_data.shop_partner_service_principal_deployer_A00F40C4",
     "terraform_data.shop_vendor_client_secret_docker_schedule_45CF2B73",
     "terraform_data.shop_web_client_secret_docker_schedule_DAE00BF0",
     "terraform_data.shop_web_deployer_D179D5E9",
     "time_sleep.shop_web_client_secret_docker_propagation_9574DCB9",
     "time_sleep.shop_web_grant_registry-rg-registry-contososhop_AcrPull_propagation_30064CDA",
     "time_sleep.shop_web_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_propagation_91AE9CB4",
   ]
  `);
});

test("an unrelated construct that comes first changes no address", () => {
  const alone = newStack();
  everything(alone);
  const accompanied = newStack();
  new AcrServicePrincipal(accompanied, "another", { displayName: "another" });
  everything(accompanied);
  expect(addresses(render(accompanied))).toEqual(expect.arrayContaining(addresses(render(alone))));
});
