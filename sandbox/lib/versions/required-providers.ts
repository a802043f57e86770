/** What a configuration asks for in `required_providers`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface RequiredProvider {
  /** As in "hashicorp/azurerm". */
  readonly source: string;
  readonly constraint: string;
  /** The file that says so. */
  readonly file: string;
}

/** The constraints of the root module in a folder. What Terraform can't read either is left for it to tell. */
export function requiredProviders(folder: string): RequiredProvider[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".tf") || name.endsWith(".tf.json"))
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, "utf8");
      const required = name.endsWith(".json") ? ofJson(text) : ofHcl(text);
      return required.flatMap(({ source, version: constraint }) =>
        constraint === undefined ? [] : [{ source: fullSource(source), constraint, file }],
      );
    });
}

interface Required {
  readonly source: string;
  readonly version: string | undefined;
}

function ofJson(text: string): Required[] {
  let configuration: unknown;
  try {
    configuration = JSON.parse(text);
  } catch {
    return [];
  }
  return blocks(configuration)
    .flatMap(({ terraform }) => blocks(terraform))
    .flatMap(({ required_providers: required }) => blocks(required))
    .flatMap((required) => Object.entries(required))
    .map(([localName, value]) => {
      const { source, version } = Object(value) as { source?: unknown; version?: unknown };
      return {
        source: textOr(localName, source),
        version: textOr(undefined, typeof value === "string" ? value : version),
      };
    });
}

/** Of Terraform's own language as much as this block needs. */
function ofHcl(text: string): Required[] {
  const withoutComments = text.replaceAll(
    /"(?:[^"\\]|\\.)*"|#.*|\/\/.*|\/\*[\s\S]*?\*\//g,
    (part) => (part.startsWith('"') ? part : " "),
  );
  return [
    ...withoutComments.matchAll(/\brequired_providers\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g),
  ].flatMap(([, block = ""]) =>
    [...block.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|\{([^{}]*)\})/g)].map(
      ([, localName = "", version, object = ""]) => ({
        source: argument(object, "source") ?? localName,
        version: version ?? argument(object, "version"),
      }),
    ),
  );
}

function argument(object: string, name: string): string | undefined {
  return new RegExp(`\\b${name}"?\\s*[=:]\\s*"([^"]*)"`).exec(object)?.[1];
}

/** Terraform takes a single block in place of a list. */
function blocks(value: unknown): Record<string, unknown>[] {
  return [value ?? []].flat() as Record<string, unknown>[];
}

function textOr<Other>(other: Other, value: unknown): string | Other {
  return typeof value === "string" ? value : other;
}

/** Without its host, and with the namespace that may be left out. */
function fullSource(source: string): string {
  const [type = "", namespace = "hashicorp"] = source.toLowerCase().split("/").reverse();
  return `${namespace}/${type}`;
}
