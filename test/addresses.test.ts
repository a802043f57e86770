import { Construct } from "constructs";
import { TerraformVariable } from "cdktf";
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
    subscriptionId: "00000000-0000-4000-8000-00000000000a",
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
     "azurerm_role_assignment.audit_grant_registry_AcrPull_4BE359BF",
     "azurerm_role_assignment.audit_grant_registry_ContainerRegistryRepositoryCatalogLister_C1B0A7C2",
     "azurerm_role_assignment.team_grant_all_AcrPull_3B40BB4A",
     "azurerm_role_assignment.team_grant_registry_11111111-2222-4333-8444-555555555555_99D82E00",
     "azurerm_role_assignment.team_grant_registry_AcrPull_7BF41739",
     "azurerm_role_assignment.team_grant_registry_ContainerRegistryRepositoryReader_7A1E7ED6",
     "azurerm_role_assignment.team_grant_registry_ImageAuditor_60D65081",
     "azurerm_role_assignment.web_grant_registry_AcrDelete_8E8B4C65",
     "azurerm_role_assignment.web_grant_registry_AcrPull_C5473447",
     "azurerm_role_assignment.web_grant_registry_AcrPush_7BFCBF48",
     "azurerm_role_assignment.web_grant_registry_ContainerRegistryRepositoryContributor_B2AA344C",
     "azurerm_role_assignment.web_grant_registry_ContainerRegistryRepositoryReader_EA62991F",
     "azurerm_role_assignment.web_grant_registry_ContainerRegistryRepositoryWriter_D4A47099",
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
     "time_sleep.web_grant_registry_AcrPull_propagation_BB76B1DE",
     "time_sleep.web_grant_registry_ContainerRegistryRepositoryReader_propagation_B2201A27",
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
     "azurerm_role_assignment.shop_audit_grant_shop--registry_AcrPull_8A10F602",
     "azurerm_role_assignment.shop_audit_grant_shop--registry_ContainerRegistryRepositoryCatalogLister_3348EE5F",
     "azurerm_role_assignment.shop_team_grant_shop--all_AcrPull_6DD85C03",
     "azurerm_role_assignment.shop_team_grant_shop--registry_11111111-2222-4333-8444-555555555555_229EF64C",
     "azurerm_role_assignment.shop_team_grant_shop--registry_AcrPull_A90B1F84",
     "azurerm_role_assignment.shop_team_grant_shop--registry_ContainerRegistryRepositoryReader_4F1A998A",
     "azurerm_role_assignment.shop_team_grant_shop--registry_ImageAuditor_76D5A442",
     "azurerm_role_assignment.shop_web_grant_shop--registry_AcrDelete_3C3F3909",
     "azurerm_role_assignment.shop_web_grant_shop--registry_AcrPull_E4E9FD1B",
     "azurerm_role_assignment.shop_web_grant_shop--registry_AcrPush_A3F81668",
     "azurerm_role_assignment.shop_web_grant_shop--registry_ContainerRegistryRepositoryContributor_5A6C1C09",
     "azurerm_role_assignment.shop_web_grant_shop--registry_ContainerRegistryRepositoryReader_6F17FE36",
     "azurerm_role_assignment.shop_web_grant_shop--registry_ContainerRegistryRepositoryWriter_266E99F7",
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
     "time_sleep.shop_web_grant_shop--registry_AcrPull_propagation_C4E800B0",
     "time_sleep.shop_web_grant_shop--registry_ContainerRegistryRepositoryReader_propagation_4E8C39E4",
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
