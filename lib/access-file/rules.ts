import { didYouMean } from "../core/did-you-mean";
import { hasExpression, isMark } from "../core/expressions";
import { privateKeyProblems } from "../core/private-key";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { uuidProblems } from "../core/values";
import { repositoryPatternProblems } from "../grant/repositories";
import { AcrRole, BUILT_IN_ROLES } from "../role/roles";
import { versionProblems } from "../terraform/provider-versions";
import { PROVIDER_TYPES } from "../terraform/providers";
import { Mistake, Path } from "../yaml/mistake";
import { isMap, mapsAt, textAt, valueAt } from "../yaml/values";
import { backendMistakes } from "./backend-rules";
import { credentials } from "./credential-schema";
import { UNMANAGED_CREDENTIALS } from "./schema";

/**
 * What breaks a rule that only a file has, whatever else is wrong with it: what constructs know, they say
 * themselves when they are made.
 */
export function ruleMistakes(file: unknown): Mistake[] {
  return [
    ...azureMistakes(file),
    ...backendMistakes(file),
    ...keyMistakes(file),
    ...mapsAt(file, "principals").flatMap(([path, principal]) => [
      ...tenantMistakes(file, path, principal),
      ...referenceMistakes(path, principal),
      ...certificateMistakes(path, principal),
      ...mapsAt(principal, "clientSecrets").flatMap(([at, secret]) =>
        deliveryMistakes(file, [...path, ...at, "deliver"], valueAt(secret, "deliver")),
      ),
      ...mapsAt(principal, "grants").flatMap(([at, grant]) =>
        grantMistakes(file, [...path, ...at], grant),
      ),
    ]),
  ];
}

/** What breaks a rule that holds of every value, whatever it is for. */
export function valueMistakes(value: unknown, path: Path = []): Mistake[] {
  if (typeof value === "string") {
    const expression = hasExpression(value)
      ? [
          `${shown(value)} has \${ or %{, or a mark of cdktf's, in it, in whose place another value would be put; write the value itself`,
        ]
      : [];
    return mistakesAt(path, [
      ...expression,
      ...privateKeyProblems("", value).map(({ message }) => message),
    ]);
  }
  if (typeof value === "number" && isMark(value)) {
    return mistakesAt(path, [
      `${value} is a mark of cdktf's, in whose place another value would be put; write the value itself`,
    ]);
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([step, inner]) => valueMistakes(inner, [...path, step]));
}

function azureMistakes(file: unknown): Mistake[] {
  return [
    ...["subscriptionId", "tenantId"].flatMap((key) =>
      problemMistakes(
        ["azure", key],
        uuidProblems(key, textAt(file, "azure", key), `the ${key} as az account show prints it`),
      ),
    ),
    ...PROVIDER_TYPES.flatMap((type) => {
      const path = ["azure", "providerVersions", type];
      const constraint = textAt(file, ...path);
      return constraint === undefined
        ? []
        : problemMistakes(path, versionProblems(type, constraint));
    }),
  ];
}

// Registries and principals are constructs of one stack, with their keys for ids.
function keyMistakes(file: unknown): Mistake[] {
  const [registries, principals] = ["registries", "principals"].map((section) => {
    const entries = valueAt(file, section);
    return isMap(entries) ? Object.keys(entries).map((key) => [section, key] as const) : [];
  }) as [(readonly [string, string])[], (readonly [string, string])[]];
  const keys = new Set(registries.map(([, key]) => key));
  return [
    ...[...registries, ...principals]
      .filter(([, key]) => key === "backend" || key.startsWith("acr-auth-"))
      .flatMap((path) =>
        mistakesAt(path, [
          `${shown(path[1])} is a name that the stack needs for itself; choose another key`,
        ]),
      ),
    ...principals
      .filter(([, key]) => keys.has(key))
      .flatMap((path) =>
        mistakesAt(path, [
          `${shown(path[1])} is the key of a registry too; both are ids in one stack, rename the newer one`,
        ]),
      ),
  ];
}

function tenantMistakes(file: unknown, path: Path, principal: object): Mistake[] {
  const tenantId = textAt(principal, "applicationTenantId");
  const at = [...path, "applicationTenantId"];
  if (tenantId?.toLowerCase() === textAt(file, "azure", "tenantId")?.toLowerCase()) {
    return tenantId === undefined
      ? []
      : mistakesAt(at, [
          `${shown(tenantId)} is that of the registries, azure.tenantId; leave it out`,
        ]);
  }
  return problemMistakes(at, uuidProblems("", tenantId, "the id of a tenant, not its domain"));
}

// A service principal that the file refers to, by its client id or a resource id.
function referenceMistakes(path: Path, principal: object): Mistake[] {
  const has = (key: string): boolean => valueAt(principal, key) !== undefined;
  if (has("displayName") || !(has("clientId") || has("resourceId"))) {
    return [];
  }
  const unmanaged = [
    ...Object.keys(credentials).map((key) => [key, UNMANAGED_CREDENTIALS] as const),
    [
      "applicationTenantId",
      "has no meaning without manageCredentials: true, since nothing is done to the application; leave it out",
    ] as const,
  ].filter(([key]) => has(key) && valueAt(principal, "manageCredentials") !== true);
  return [
    ...unmanaged.flatMap(([key, message]) => mistakesAt([...path, key], [message])),
    ...(has("applicationResourceId") && !has("objectId") && !has("resourceId")
      ? mistakesAt(
          [...path, "objectId"],
          ["is missing; give it, or leave out applicationResourceId"],
        )
      : []),
  ];
}

function certificateMistakes(path: Path, principal: object): Mistake[] {
  return mapsAt(principal, "certificates").flatMap(([at, certificate]) => {
    if (Object.hasOwn(certificate, "file") === Object.hasOwn(certificate, "pem")) {
      return mistakesAt(
        [...path, ...at],
        ["needs exactly one of file, the path of a certificate, and pem, the certificate itself"],
      );
    }
    return textAt(certificate, "file")?.includes("-----BEGIN") === true
      ? mistakesAt(
          [...path, ...at, "file"],
          ["is the path of a certificate, not its text; give that as pem"],
        )
      : [];
  });
}

function deliveryMistakes(file: unknown, path: Path, deliver: unknown): Mistake[] {
  const named = valueAt(deliver, "registries");
  const registries = Array.isArray(named) ? (named as unknown[]) : [];
  const subscriptionId = ["keyVault", "subscriptionId"];
  return [
    ...registries.flatMap((registry, index) => {
      const at = [...path, "registries", index];
      return typeof registry === "string" && registries.indexOf(registry) < index
        ? mistakesAt(at, [`${shown(registry)} stands here twice; remove one`])
        : undeclaredMistakes(file, at, textAt(registries, index));
    }),
    ...undeclaredMistakes(
      file,
      [...path, "github", "registry"],
      textAt(deliver, "github", "registry"),
    ),
    ...problemMistakes(
      [...path, ...subscriptionId],
      uuidProblems("", textAt(deliver, ...subscriptionId), "the id, as az account show prints it"),
    ),
  ];
}

function grantMistakes(file: unknown, path: Path, grant: object): Mistake[] {
  const patterns = valueAt(grant, "repositories");
  return [
    ...undeclaredMistakes(file, [...path, "registry"], textAt(grant, "registry")),
    ...(Object.hasOwn(grant, "access") ? [] : roleMistakes(path, textAt(grant, "role"))),
    ...(Array.isArray(patterns) ? patterns : []).flatMap((pattern: unknown, index) =>
      problemMistakes(
        [...path, "repositories", index],
        typeof pattern === "string" && pattern !== "" ? repositoryPatternProblems(pattern) : [],
      ),
    ),
  ];
}

function undeclaredMistakes(file: unknown, path: Path, registry: string | undefined): Mistake[] {
  if (registry === undefined || valueAt(file, "registries", registry) !== undefined) {
    return [];
  }
  const registries = valueAt(file, "registries");
  const declared = isMap(registries) ? Object.keys(registries) : [];
  // Where there are no registries at all, that is the mistake, and not each grant.
  if (declared.length === 0) {
    return [];
  }
  const fix = didYouMean(registry, declared) || "; declare it there";
  return mistakesAt(path, [`${shown(registry)} is not declared under registries${fix}`]);
}

/** Reads the role of a grant: the name of a role that Azure has, or a resource id. */
export function roleFromText(text: string): AcrRole {
  return text.includes("/") ? AcrRole.custom(text) : AcrRole.named(text);
}

// Of a role that is given by an id, the grant says what is wrong.
function roleMistakes(path: Path, role: string | undefined): Mistake[] {
  if (role === undefined || roleFromText(role).definitionId !== undefined) {
    return [];
  }
  const names = BUILT_IN_ROLES.map(({ roleName }) => roleName);
  const fix =
    didYouMean(role, names) ||
    "; write the name of one, or the resource id of a role definition of your own";
  return mistakesAt(
    [...path, "role"],
    [`${shown(role)} is not a role that Azure has for registries${fix}`],
  );
}

function problemMistakes(path: Path, problems: Problem[]): Mistake[] {
  return mistakesAt(
    path,
    problems.map(({ message }) => message),
  );
}

function mistakesAt(path: Path, messages: string[]): Mistake[] {
  return messages.map((message) => ({ path, message }));
}
