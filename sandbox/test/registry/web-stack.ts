import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../lib";
import type { Login } from "./wire";

const SUBSCRIPTION = "/subscriptions/5b5c0000-0000-4000-8000-000000000001";
const REGISTRY = `${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
const TEAM_A = ["read", "write"]
  .map((action) => `Microsoft.ContainerRegistry/registries/repositories/content/${action}`)
  .map((action) => `!(ActionMatches{'${action}'})`)
  .join(" AND ");

/** What a program makes for a build that pushes what is team A's, by secrets with the dates of their ends. */
export async function applyWeb(
  sandbox: Sandbox,
  folder: string,
  role: string,
  secrets: Record<string, string>,
): Promise<(secret: string) => Login> {
  const application_id = "${azuread_application.web.id}";
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({
      terraform: {
        required_providers: {
          azuread: { source: "hashicorp/azuread" },
          azurerm: { source: "hashicorp/azurerm" },
        },
      },
      provider: { azurerm: { features: {}, resource_provider_registrations: "none" } },
      resource: {
        azuread_application: { web: { display_name: "web" } },
        azuread_service_principal: { web: { client_id: "${azuread_application.web.client_id}" } },
        ...(Object.keys(secrets).length > 0 && {
          azuread_application_password: Object.fromEntries(
            Object.entries(secrets).map(([name, end_date]) => [name, { application_id, end_date }]),
          ),
        }),
        azurerm_role_assignment: {
          web: {
            scope: REGISTRY,
            role_definition_name: role,
            principal_id: "${azuread_service_principal.web.object_id}",
            condition: `((${TEAM_A}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team-a/'))`,
            condition_version: "2.0",
          },
        },
      },
      output: {
        client_id: { value: "${azuread_application.web.client_id}" },
        ...Object.fromEntries(
          Object.keys(secrets).map((name) => [
            name,
            { value: `\${azuread_application_password.${name}.value}`, sensitive: true },
          ]),
        ),
      },
    }),
  );
  await sandbox.apply(folder);
  const outputs = sandbox.outputs(folder) as Record<string, string>;
  return (secret) => ({ user: outputs.client_id ?? "", password: outputs[secret] ?? "" });
}
