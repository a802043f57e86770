import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { FORMATS as REVIEWS } from "../../lib/cli/review/run";
import { FORMATS as STATES } from "../../lib/cli/status/run";
import { NoPlan, PlanReader, review, statusOf } from "../../lib/review";
import { NOW } from "./fixtures/fixtures";
import { planOf, SHOP, WEB } from "./plans";

/** Attributes that hold secrets, whether or not somebody has marked them; no name of a review is in them. */
const SECRET =
  /^(value|value_wo|data|binary_data|password|admin_password|client_secret|constant_value)$/;

const PLANTED = "planted-";

type Json = Readonly<Record<string, unknown>>;

/** Whether somebody has marked an attribute of a resource as sensitive. */
type IsSensitive = (addressAndAttribute: string) => boolean;

/** One plan of a review's every kind of resource, beside those that real Terraform has made. */
const BY_HAND = planOf(
  [
    ["azuread_application.web", { id: "/applications/web", client_id: "c", display_name: "web" }],
    ["azuread_service_principal.web", { object_id: WEB, client_id: "c", display_name: "web" }],
    ["azuread_application_password.a", { ...credential("a"), value: "x" }],
    ["azuread_application_certificate.web", { ...credential("web"), value: "x" }],
    [
      "azuread_application_federated_identity_credential.github",
      { ...credential("github"), issuer: "https://issuer", subject: "sub", audiences: ["aud"] },
    ],
    ["azurerm_container_registry.shop", { id: SHOP, name: "shop", admin_password: "x" }],
    ["azurerm_key_vault_secret.web", { name: "web", value: "x" }],
    ["kubernetes_secret_v1.pull", { data: { ".dockerconfigjson": "x" } }],
    ["terraform_data.any", { input: "rotationDays: 60" }],
  ].flatMap(([address, values]) =>
    ["create", "update", "delete"].map((action, index) => ({
      address: `${address as string}[${index}]`,
      actions: [action],
      ...(action === "create" ? {} : { before: values as object }),
      ...(action === "delete" ? {} : { after: values as object }),
    })),
  ),
  {
    variables: { password: { value: "x" } },
    output_changes: { password: { actions: ["update"], before: "x", after: "x", value: "x" } },
    planned_values: { outputs: { password: { sensitive: true, value: "x" } } },
  },
);

function credential(name: string): object {
  return {
    application_id: "/applications/web",
    display_name: name,
    start_date: "2026-11-01T00:00:00Z",
    end_date: "2026-12-10T00:00:00Z",
    rotate_when_changed: { period: "1" },
  };
}

const plan = fc.constantFrom(
  BY_HAND,
  ...["article", "registry-module-changed", "conditions"].map(
    (name) =>
      JSON.parse(readFileSync(join(__dirname, "fixtures", name, "plan.json"), "utf8")) as object,
  ),
);

/** The same document with a secret in every text that is marked as sensitive, or is a secret by its name. */
function planted(value: unknown, isSensitive: IsSensitive): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => planted(one, isSensitive));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { address, change, values } = value as Json;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET.test(key) ? secret(inner) : planted(inner, isSensitive),
    ]),
  );
  if (typeof address !== "string") {
    return copy;
  }
  const marked = (side: unknown): object => markedIn(side, address, isSensitive);
  const { before, after } = (change ?? {}) as Json;
  return {
    ...copy,
    ...(change === undefined
      ? {}
      : {
          change: {
            ...(copy.change as object),
            before: withSecrets(before, address, isSensitive),
            after: withSecrets(after, address, isSensitive),
            before_sensitive: marked(before),
            after_sensitive: marked(after),
          },
        }),
    ...(values === undefined
      ? {}
      : {
          values: withSecrets(values, address, isSensitive),
          sensitive_values: marked(values),
        }),
  };
}

function withSecrets(values: unknown, address: string, isSensitive: IsSensitive): unknown {
  return typeof values !== "object" || values === null
    ? values
    : Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          SECRET.test(name) || isSensitive(`${address} ${name}`) ? secret(value) : value,
        ]),
      );
}

function markedIn(values: unknown, address: string, isSensitive: IsSensitive): object {
  const names = Object.keys(values ?? {});
  return Object.fromEntries(names.map((name) => [name, isSensitive(`${address} ${name}`)]));
}

/** In place of each text in a value. */
function secret(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(secret);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secret(inner)]))
    : `${PLANTED}${String(value)}`;
}

function reviewsOf(document: Buffer): string[] {
  const reader = new PlanReader();
  reader.write(document);
  const reviews = [{ file: "plan.json", review: review(reader.end(), undefined, NOW) }];
  return Object.values(REVIEWS).map((format) => format(reviews));
}

function statesOf(document: Buffer): string[] {
  const reader = new PlanReader("state");
  reader.write(document);
  const states = [{ file: "state.json", status: statusOf(reader.end(), NOW) }];
  return Object.values(STATES).map((format) => format(states));
}

/** What is left of a plan when all of it is there: what was before it, or else what it makes. */
function stateOf({ resource_changes: changes }: { resource_changes?: Json[] }): object {
  const resources = (changes ?? []).map(({ change, ...resource }) => ({
    ...resource,
    values: (change as Json).before ?? (change as Json).after,
    sensitive_values:
      (change as Json).before === null
        ? (change as Json).after_sensitive
        : (change as Json).before_sensitive,
  }));
  return {
    format_version: "1.0",
    values: { outputs: { a: { value: `${PLANTED}a` } }, root_module: { resources } },
  };
}

test("no secret of a plan or a state is in any output, whatever is marked as one", () => {
  fc.assert(
    fc.property(plan, fc.func(fc.boolean()), (document, isSensitive) => {
      const secretive = planted(document, isSensitive) as { resource_changes?: Json[] };
      const text = JSON.stringify(secretive);
      expect(text).toContain(PLANTED);
      const outputs = [
        ...reviewsOf(Buffer.from(text)),
        ...statesOf(Buffer.from(JSON.stringify(stateOf(secretive)))),
      ];
      expect(outputs.filter((output) => output.includes(PLANTED))).toEqual([]);
    }),
  );
});

test("no secret is in what is said of a plan or a state that can't be read", () => {
  fc.assert(
    fc.property(plan, fc.func(fc.boolean()), fc.nat(), (document, isSensitive, place) => {
      const text = JSON.stringify(planted(document, isSensitive));
      const secrets = [...text.matchAll(/planted-/g)];
      const end = (secrets[place % secrets.length]?.index ?? 0) + PLANTED.length;
      for (const read of [reviewsOf, statesOf]) {
        for (const broken of [
          text.slice(0, end),
          `${text.slice(0, end)}\u0001${text.slice(end)}`,
        ]) {
          expect(said(() => read(Buffer.from(broken)))).not.toContain(PLANTED);
        }
      }
    }),
  );
});

function said(read: () => string[]): string {
  try {
    return read().join("\n");
  } catch (error) {
    if (error instanceof NoPlan) {
      return error.message;
    }
    throw error;
  }
}
