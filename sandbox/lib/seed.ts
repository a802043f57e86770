import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const id = z.guid("must be a GUID, such as 00000000-0000-4000-8000-000000000001");
/** The directory answers in lower case. */
const directoryId = id.toLowerCase();
const name = z.string().min(1, "must not be empty");

const callerSchema = z.strictObject({
  objectId: directoryId,
  clientId: directoryId,
  type: z.enum(["ServicePrincipal", "User"]).default("ServicePrincipal"),
  permission: z
    .enum(["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"])
    .default("Application.ReadWrite.All"),
  /** Where in Azure Resource Manager it may do everything: in the subscriptions, or at registries alone. */
  rolesOn: z.enum(["subscription", "registries"]).default("subscription"),
});

/** Of Azure, of its cloud for the US government, and of that in China. */
export const LOGIN_SERVER_SUFFIXES = ["azurecr.io", "azurecr.us", "azurecr.cn"] as const;

const registrySchema = z.strictObject({
  resourceGroup: name,
  name: z.string().regex(/^[a-zA-Z0-9]{5,50}$/, "must have 5 to 50 letters and digits"),
  loginServer: z
    .string()
    .regex(
      new RegExp(`^[a-z0-9]+(?:-[a-z0-9]+)*\\.(?:${LOGIN_SERVER_SUFFIXES.join("|")})$`),
      "must be a login server in lower case, such as contososhop-e7ggejfuhzhgedc8.azurecr.io",
    )
    .optional(),
  permissionsMode: z.enum(["legacy", "abac"]).default("legacy"),
  subscriptionId: id.optional(),
});

const keyVaultSchema = z.strictObject({
  resourceGroup: name,
  name: z
    .string()
    .regex(
      /^(?=.{3,24}$)[a-zA-Z](?:-?[a-zA-Z0-9])+$/,
      'must have 3 to 24 letters, digits and "-", a letter first',
    ),
});

const applicationSchema = z.strictObject({
  clientId: directoryId,
  objectId: directoryId,
  displayName: name,
});

const servicePrincipalSchema = z.strictObject({
  clientId: directoryId,
  objectId: directoryId,
  displayName: name,
});

const groupSchema = z.strictObject({ objectId: directoryId, displayName: name });

const seedSchema = z.strictObject({
  subscriptionId: id,
  tenantId: directoryId,
  caller: callerSchema.prefault({
    objectId: "0ca11e00-0000-4000-8000-000000000001",
    clientId: "0ca11e00-0000-4000-8000-000000000002",
  }),
  registries: z
    .array(registrySchema)
    .superRefine(unique("name"))
    .superRefine((registries, context) => {
      const servers = registries.map(({ name, loginServer }) => ({
        loginServer: loginServer ?? `${name}.azurecr.io`,
      }));
      unique("loginServer")(servers, context);
    })
    .default([]),
  /** In the subscription. */
  keyVaults: z.array(keyVaultSchema).superRefine(unique("name")).default([]),
  /** Its service principal, if it has one, is below with the same clientId. */
  applications: z
    .array(applicationSchema)
    .superRefine(unique("clientId"))
    .superRefine(unique("objectId"))
    .default([]),
  servicePrincipals: z
    .array(servicePrincipalSchema)
    .superRefine(unique("clientId"))
    .superRefine(unique("objectId"))
    .default([]),
  groups: z.array(groupSchema).superRefine(unique("objectId")).default([]),
  /** Of the tenant: the longest lifetime of a password, as its app management policy has it. */
  appManagementPolicy: z
    .strictObject({
      id: id.default("0b0b0b0b-0000-4000-8000-000000000001"),
      passwordLifetimeDays: z.int().positive(),
    })
    .optional(),
});

/** Azure ignores letter case in all of these. */
function unique<Key extends string>(key: Key) {
  return (items: Record<Key, string>[], context: z.RefinementCtx): void => {
    const values = items.map((item) => item[key].toLowerCase());
    values.forEach((value, position) => {
      if (values.indexOf(value) < position) {
        context.addIssue({ code: "custom", path: [position, key], message: "is there twice" });
      }
    });
  };
}

/** What is there before the first apply, as one writes it. */
export type SeedInput = z.input<typeof seedSchema>;
/** The same with every default filled in. */
export type Seed = z.output<typeof seedSchema>;
export type Caller = Seed["caller"];
export type CallerInput = NonNullable<SeedInput["caller"]>;

export function readSeed(file: string): Seed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(`The seed ${file} cannot be read: name a YAML file.`);
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new Error(
      `The seed ${file} is no YAML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return checkSeed(content, `The seed ${file}`);
}

/** Throws one error that lists every mistake with its place. */
export function checkSeed(content: unknown, what = "The seed"): Seed {
  return check(seedSchema, content, what);
}

export function checkCaller(content: unknown): Caller {
  return check(callerSchema, content, "The caller");
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  content: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(content);
  if (result.success) {
    return result.data;
  }
  const mistakes = result.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "(top)"}: ${message}`,
  );
  throw new Error(`${what} is not valid:\n${mistakes.join("\n")}`);
}
