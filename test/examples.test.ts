import { EXAMPLES, synthesizeProgram } from "./support/program";
import { schemaMistakes } from "./support/schema-mistakes";
import type { TerraformJson } from "./support/stack";

/** The JSON without what cdktf adds for itself: its metadata, and the path of the local state. */
function essence(json: string): unknown {
  const parsed = JSON.parse(json, (key, value: unknown) => (key === "//" ? undefined : value)) as {
    terraform: { backend?: unknown };
  };
  delete parsed.terraform.backend;
  return parsed;
}

describe.each(EXAMPLES)("%s", (file) => {
  const stacks = synthesizeProgram(file);

  test("synthesizes what a reviewer has seen", () => {
    for (const [name, json] of Object.entries(stacks)) {
      expect(essence(json)).toMatchSnapshot(name);
    }
  });

  test("has what the schemas of its providers ask for, and nothing that they do not have", () => {
    for (const json of Object.values(stacks)) {
      expect(schemaMistakes(essence(json) as TerraformJson)).toEqual([]);
    }
  });

  test("leaves no token text in the JSON, neither plainly nor inside base64", () => {
    for (const json of Object.values(stacks)) {
      const decoded = (json.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).map((text) =>
        Buffer.from(text, "base64").toString("latin1"),
      );
      expect(decoded.length).toBeGreaterThan(0);
      expect([json, ...decoded].filter((text) => text.includes("TfToken"))).toEqual([]);
    }
  });

  test("shows no secret: every value is a reference, and every output of one is sensitive", () => {
    for (const json of Object.values(stacks)) {
      const { output = {}, resource } = JSON.parse(json) as {
        output?: Record<string, { value: unknown; sensitive?: boolean }>;
        resource: Record<string, Record<string, Record<string, unknown>>>;
      };
      for (const password of Object.values(resource.azuread_application_password ?? {})) {
        expect(password).not.toHaveProperty("value");
      }
      for (const { value, sensitive } of Object.values(output)) {
        expect([JSON.stringify(value).includes(".value"), sensitive ?? false]).not.toEqual([
          true,
          false,
        ]);
      }
    }
  });
});

test("what a schema forbids is found: by its name, its type, and where it is missing", () => {
  const resource = {
    gitlab_project_variable: {
      ci: { kye: "ACR", project: "contoso/shop", value: "${var.value}", masked: "yes", id: "1" },
    },
    azurerm_key_vault_access_policy: { all: { secret_permissions: "Get", count: 2 } },
    azurerm_container_group: { job: { identity: [{}, {}] } },
  };
  const data = { azurerm_container_registry: { shop: { name: ["shop"] } } };
  expect(schemaMistakes({ data, resource })).toMatchSnapshot();
});
