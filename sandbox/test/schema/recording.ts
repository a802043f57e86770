/**
 * Records the schemas of a provider that the sandbox is to serve, from the real one:
 * `terraform providers schema -json | npx tsx sandbox/test/schema/recording.ts azurerm > azurerm-5.2.0.json`
 */
import { readFileSync } from "node:fs";
import { PROVIDERS } from "../../lib/resources";
import type { RecordedProvider, RecordedSchema } from "../../lib/schema/recorded";
import { sourceOf } from "../../lib/versions/source";

export interface Schemas {
  readonly provider_schemas: Readonly<Record<string, ToldProvider>>;
}

/** Terraform says nothing of data sources where there are none. */
type ToldProvider = Pick<RecordedProvider, "provider" | "resource_schemas"> &
  Partial<RecordedProvider>;

/** @param name as in "azurerm" */
export function recording(schemas: Schemas, name: string): RecordedProvider {
  const served = PROVIDERS.filter((provider) => provider.name === name);
  const recorded = Object.entries(schemas.provider_schemas).find(([address]) =>
    address.endsWith(`/${sourceOf(name)}`),
  )?.[1];
  if (recorded === undefined) {
    throw new Error(`There is no schema of ${name}: terraform init in a folder that requires it.`);
  }
  const { provider, resource_schemas: resources, data_source_schemas: dataSources = {} } = recorded;
  return withoutDescriptions({
    provider,
    resource_schemas: only(
      resources,
      served.flatMap((one) => one.resources),
    ),
    data_source_schemas: only(
      dataSources,
      served.flatMap((one) => one.dataSources),
    ),
  });
}

function only(
  schemas: Readonly<Record<string, RecordedSchema>>,
  types: readonly { readonly type: string }[],
): Record<string, RecordedSchema> {
  const names = new Set(types.map(({ type }) => type));
  return Object.fromEntries(Object.entries(schemas).filter(([type]) => names.has(type)));
}

/** An attribute may be called so as well; what it is called by is no text. */
function withoutDescriptions(schemas: RecordedProvider): RecordedProvider {
  return JSON.parse(
    JSON.stringify(schemas, (key, value: unknown) =>
      ["description", "description_kind"].includes(key) && typeof value === "string"
        ? undefined
        : value,
    ),
  ) as RecordedProvider;
}

if (require.main === module) {
  const schemas = JSON.parse(readFileSync(0, "utf8")) as Schemas;
  process.stdout.write(JSON.stringify(recording(schemas, process.argv[2] ?? "")));
}
