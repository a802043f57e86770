import type { Request, RequestFailure } from "cdktf-acr-auth-sandbox";

// What docs/broken-off-applies.md says is what test/plan/failure.test.ts makes come true.

/** Each kind of thing that an apply makes. */
export const KINDS = {
  application: "azuread_application",
  "service principal": "azuread_service_principal",
  "client secret": "azuread_application_password",
  certificate: "azuread_application_certificate",
  "federated credential": "azuread_application_federated_identity_credential",
  "role assignment": "azurerm_role_assignment",
} as const;
export type Kind = keyof typeof KINDS;

/** A request that fails, by its kind and the number of it, and all the ways in which it fails alike. */
export interface Failure {
  readonly kind: Kind;
  readonly request: Request;
  readonly nth: number;
  readonly how: readonly RequestFailure[];
}

export type WayOut =
  | "nothing to do"
  | "apply again"
  | "untaint"
  | "adopt the application"
  | "adopt the federated credential"
  | "adopt the role assignment"
  | "delete the other application"
  | "delete the client secret"
  | "delete the certificate";

/** What a failure leaves behind, and the way out. */
export interface Leftover {
  readonly what: string;
  /** What Terraform says; "…" is for what differs. Undefined where it says nothing. */
  readonly says?: string;
  /** Whether every plan, or else every apply, says it again until the way out is taken. */
  readonly again?: "each plan" | "each apply";
  readonly state: "nothing" | "it, as tainted" | "it";
  readonly azure: "nothing" | "it" | "it, under a temporary name" | "two";
  readonly way: WayOut;
  readonly failures: readonly Failure[];
}

const POST_APPLICATION = { kind: "application", request: "POST /applications", nth: 1 } as const;
const PATCH_APPLICATION = { kind: "application", request: "PATCH /applications/{id}" } as const;
const POST_PRINCIPAL = {
  kind: "service principal",
  request: "POST /servicePrincipals",
  nth: 1,
} as const;
const PATCH_PRINCIPAL = {
  kind: "service principal",
  request: "PATCH /servicePrincipals/{id}",
  nth: 1,
} as const;
const ADD_PASSWORD = {
  kind: "client secret",
  request: "POST /applications/{id}/addPassword",
  nth: 1,
} as const;
// The application has been patched twice before its certificate is added.
const ADD_CERTIFICATE = { ...PATCH_APPLICATION, kind: "certificate", nth: 3 } as const;
const ADD_FEDERATED = {
  kind: "federated credential",
  request: "POST /applications/{id}/federatedIdentityCredentials",
  nth: 1,
} as const;
const PUT_ASSIGNMENT = {
  kind: "role assignment",
  request: "PUT /roleAssignments/{name}",
  nth: 1,
} as const;

const NAMESAKE =
  'An existing "azuread_application" with name "…" (ID: "…") was found and `prevent_duplicate_names` was specified';

/** Of every writing request of an apply: together, all of them in all three ways. */
export const LEFTOVERS: readonly Leftover[] = [
  {
    what: "any of them",
    says: "unexpected status 403",
    state: "nothing",
    azure: "nothing",
    way: "apply again",
    failures: [
      POST_APPLICATION,
      POST_PRINCIPAL,
      ADD_PASSWORD,
      ADD_CERTIFICATE,
      ADD_FEDERATED,
      PUT_ASSIGNMENT,
    ].map((failure) => ({ ...failure, how: ["403"] })),
  },
  {
    what: "application",
    says: NAMESAKE,
    again: "each plan",
    state: "it, as tainted",
    azure: "it",
    way: "untaint",
    failures: [
      { ...PATCH_APPLICATION, nth: 1, how: ["403"] },
      { ...PATCH_APPLICATION, nth: 2, how: ["lost"] },
    ],
  },
  {
    what: "application",
    says: NAMESAKE,
    again: "each plan",
    state: "nothing",
    azure: "it",
    way: "adopt the application",
    failures: [{ ...POST_APPLICATION, how: ["lost"] }],
  },
  {
    what: "application",
    says: 'Failed to patch application with object ID "…" after creating',
    state: "it, as tainted",
    azure: "it, under a temporary name",
    way: "apply again",
    failures: [
      { ...PATCH_APPLICATION, nth: 1, how: ["lost"] },
      { ...PATCH_APPLICATION, nth: 2, how: ["403"] },
    ],
  },
  {
    what: "application",
    state: "it",
    azure: "two",
    way: "delete the other application",
    failures: [{ ...POST_APPLICATION, how: ["500"] }],
  },
  {
    what: "service principal",
    says: "Could not create service principal",
    state: "nothing",
    azure: "it",
    way: "apply again",
    failures: [{ ...POST_PRINCIPAL, how: ["lost", "500"] }],
  },
  {
    what: "service principal",
    says: "Failed to patch service principal after creating",
    state: "it, as tainted",
    azure: "it",
    way: "apply again",
    failures: [{ ...PATCH_PRINCIPAL, how: ["403", "lost"] }],
  },
  {
    what: "client secret",
    says: 'Adding password for Application (Application: "…")',
    state: "nothing",
    azure: "it",
    way: "delete the client secret",
    failures: [{ ...ADD_PASSWORD, how: ["lost"] }],
  },
  {
    what: "client secret",
    state: "it",
    azure: "two",
    way: "delete the client secret",
    failures: [{ ...ADD_PASSWORD, how: ["500"] }],
  },
  {
    what: "certificate",
    says: 'Adding certificate for Application (Application: "…")',
    state: "nothing",
    azure: "it",
    way: "delete the certificate",
    failures: [{ ...ADD_CERTIFICATE, how: ["lost"] }],
  },
  {
    what: "federated credential",
    says: "FederatedIdentityCredential with name … already exists",
    again: "each apply",
    state: "nothing",
    azure: "it",
    way: "adopt the federated credential",
    failures: [{ ...ADD_FEDERATED, how: ["lost", "500"] }],
  },
  {
    what: "role assignment",
    says: "RoleAssignmentExists: The role assignment already exists. The ID of the existing role assignment is …",
    again: "each apply",
    state: "nothing",
    azure: "it",
    way: "adopt the role assignment",
    failures: [{ ...PUT_ASSIGNMENT, how: ["lost"] }],
  },
  {
    what: "any of them",
    state: "it",
    azure: "it",
    way: "nothing to do",
    failures: [
      { ...PATCH_APPLICATION, nth: 1, how: ["500"] },
      { ...PATCH_APPLICATION, nth: 2, how: ["500"] },
      { ...PATCH_PRINCIPAL, how: ["500"] },
      { ...ADD_CERTIFICATE, how: ["500"] },
      { ...PUT_ASSIGNMENT, how: ["500"] },
    ],
  },
];

/** The commands of the page by which the test puts things right. */
export const COMMANDS = {
  untaint: 'terraform untaint "$ADDRESS"',
  giveUp: "terraform destroy -refresh=false",
  deleteApplication: 'az ad app delete --id "$ID"',
  deletePassword: 'az ad app credential delete --id "$CLIENT_ID" --key-id "$KEY_ID"',
  deleteCertificate: 'az ad app credential delete --id "$CLIENT_ID" --key-id "$KEY_ID" --cert',
  deleteFederatedCredential:
    'az ad app federated-credential delete --id "$CLIENT_ID" --federated-credential-id "$ID"',
} as const;

/** A command with its variables filled in. */
export function filledIn(
  command: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  return command.replaceAll(/"\$(\w+)"/g, (_, name: string) => variables[name] ?? "");
}
