import { TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { newStack, problems, render, resources, warnings } from "../support/stack";

const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

function application(stack: TerraformStack, signInAudience?: string): Application {
  return new Application(stack, "app", { displayName: "contoso-web", signInAudience });
}

const partner = (stack: TerraformStack): AzureadProvider =>
  new AzureadProvider(stack, "partner", { alias: "partner", tenantId: "partner" });

test("an application that the program makes itself gets a service principal, its role and a secret", () => {
  const stack = newStack();
  const web = AcrServicePrincipal.fromApplication(stack, "web", application(stack));
  AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID }).grantPull(web);
  web.addClientSecret("docker");
  const [servicePrincipal] = resources(stack, "azuread_service_principal");
  expect(servicePrincipal).toMatchObject({
    client_id: "${azuread_application.app.client_id}",
    use_existing: true,
    lifecycle: { ignore_changes: ["use_existing"] },
    owners: [expect.stringMatching(/^\$\{terraform_data\.web_deployer_\w+\.output\}$/)],
  });
  expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
    {
      principal_id: expect.stringMatching(
        /^\$\{azuread_service_principal\.web_service_principal_\w+\.object_id\}$/,
      ) as string,
    },
  ]);
  expect(resources(stack, "azuread_application_password")).toMatchObject([
    { application_id: "${azuread_application.app.id}" },
    { application_id: "${azuread_application.app.id}" },
  ]);
});

test("a service principal that the program makes too is not made again", () => {
  const stack = newStack();
  const app = application(stack);
  const servicePrincipal = new ServicePrincipal(stack, "sp", { clientId: app.clientId });
  const web = AcrServicePrincipal.fromApplication(stack, "web", app, { servicePrincipal });
  AcrRegistry.fromAttributes(stack, "registry", { registryId: REGISTRY_ID }).grantPull(web);
  expect(resources(stack, "azuread_service_principal")).toHaveLength(1);
  expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
    { principal_id: "${azuread_service_principal.sp.object_id}" },
  ]);
});

test("the service principal of a multitenant application is made in the tenant of its provider", () => {
  const stack = newStack();
  const app = application(stack, "AzureADMultipleOrgs");
  AcrServicePrincipal.fromApplication(stack, "web", app, { provider: partner(stack) });
  const [servicePrincipal] = resources(stack, "azuread_service_principal");
  expect(servicePrincipal).toMatchObject({ provider: "azuread.partner" });
  // One that is there may be somebody else's.
  expect(servicePrincipal).not.toHaveProperty("use_existing");
});

test.each([undefined, "AzureADMyOrg"])(
  "an application whose sign-in audience is %s has no service principal in another tenant",
  (signInAudience) => {
    const stack = newStack();
    AcrServicePrincipal.fromApplication(stack, "web", application(stack, signInAudience), {
      provider: partner(stack),
    });
    expect(problems(stack)).toEqual([
      '[test/web] signInAudience: "AzureADMyOrg" keeps the application in its own tenant, and its service principal is to be in another; write AzureADMultipleOrgs',
    ]);
  },
);

test("the stack's own provider is that of the application, named or not", () => {
  const stack = newStack();
  const [azuread] = stack.allProviders();
  AcrServicePrincipal.fromApplication(stack, "web", application(stack), { provider: azuread });
  expect(problems(stack)).toEqual([]);
});

test("an application without owners is warned of, for its deployer may be locked out", () => {
  const warned = (owners?: string[]): string[] => {
    const stack = newStack();
    const app = new Application(stack, "app", { displayName: "contoso-web" });
    AcrServicePrincipal.fromApplication(stack, "web", app);
    // The program may say who owns it at its end.
    app.owners = owners ?? [];
    if (owners === undefined) {
      app.resetOwners();
    }
    render(stack);
    return warnings(stack);
  };
  expect(warned()).toEqual([
    expect.stringMatching(/^The application has no owners.*\[acr-auth:application-without-owner/),
  ]);
  expect(warned(["11111111-1111-4111-8111-111111111111"])).toEqual([]);
});

test("a provider beside a service principal that is given is refused", () => {
  const stack = newStack();
  const app = application(stack, "AzureADMultipleOrgs");
  const servicePrincipal = new ServicePrincipal(stack, "sp", { clientId: app.clientId });
  const provider = partner(stack);
  AcrServicePrincipal.fromApplication(stack, "web", app, { servicePrincipal, provider });
  expect(problems(stack)).toEqual([
    '[test/web] provider: "test/partner" has no meaning beside servicePrincipal, which has a provider of its own; leave it out',
  ]);
});

test("a second service principal of an application in one tenant is refused", () => {
  const stack = newStack();
  const own = new AcrServicePrincipal(stack, "own", {
    displayName: "own",
    signInAudience: "AzureADMultipleOrgs",
  });
  AcrServicePrincipal.fromApplication(stack, "again", own.application);
  AcrServicePrincipal.fromApplication(stack, "elsewhere", own.application, {
    provider: partner(stack),
  });
  expect(problems(stack)).toEqual([
    "[test/again] application: has its service principal in this tenant from test/own already; use that, or give the service principal as servicePrincipal",
  ]);
});

test("a second service principal in one tenant is refused, by which providers whatsoever", () => {
  const stack = newStack();
  const tenantId = "6f3f7e4e-0000-4000-8000-00000000000f";
  const app = application(stack, "AzureADMultipleOrgs");
  for (const alias of ["one", "two"]) {
    AcrServicePrincipal.fromApplication(stack, `web-${alias}`, app, {
      provider: new AzureadProvider(stack, alias, { alias, tenantId }),
    });
  }
  expect(problems(stack)).toEqual([
    expect.stringContaining("[test/web-two] application: has its service principal in this tenant"),
  ]);
});
