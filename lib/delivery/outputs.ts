import { Construct } from "constructs";
import { TerraformOutput, TerraformStack } from "cdktf";
import { literalId } from "../core/construct-id";
import { failure, reportAtSynth } from "../core/problem";
import { Kind, notOf, optional, Reading, readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { ClientSecret, noClientSecret } from "../credential/client-secret";
import { clientConfig } from "../principal/owners";
import type { IAcrServicePrincipal } from "../principal/principal";
import { azureadProviderOf } from "../principal/principal-base";
import type { IAcrRegistry } from "../registry/registry";
import { providerIn } from "../terraform/providers";
import { LoginServer, REGISTRY } from "./login-servers";
import { isServicePrincipal } from "./service-principals";

/** What else is told. */
export interface OutputOptions {
  /**
   * The registries to log in to.
   * @default - nothing is told of where to log in
   */
  readonly registries?: IAcrRegistry[];
}

const REGISTRIES: Kind<LoginServer[]> = {
  read: (key, given) => {
    if (!Array.isArray(given)) {
      return new Reading([], [{ key, message: notOf(given, "a list of registries") }]);
    }
    const readings = Array.from(given, (item: unknown, index) =>
      REGISTRY.read(`${key}[${index}]`, item),
    );
    return new Reading(
      readings.map(({ value }) => value),
      readings.flatMap(({ problems }) => problems),
    );
  },
};

const OPTIONS: Shape<{ readonly registries?: LoginServer[] }> = {
  registries: optional(REGISTRIES),
};

/**
 * Terraform outputs by which a script or a person fetches a client secret: `<id>_username` and
 * `<id>_password` (sensitive: `terraform output` prints it only when asked for it by name), and for
 * registries `<id>_login_commands`, which read the password from their input; and by
 * which an alert watches it: `<id>_active_slot`, `<id>_expires_on` and, unless it is rotated by hand,
 * `<id>_rotates_on`. They are part of the stack, since that is where Terraform keeps outputs, and where
 * their names must be unique. The id may be that of the service principal.
 */
export class ClientSecretOutputs extends Construct {
  public constructor(
    scope: TerraformStack,
    id: string,
    secret: ClientSecret,
    options?: OutputOptions,
  ) {
    super(scope, `${literalId(scope, id)}.secret-outputs`);
    requireStack(scope, id);
    if (!(secret instanceof ClientSecret)) {
      throw failure(this, noClientSecret(secret));
    }
    const add = adding(this, id);
    add("username", secret.username);
    add("password", secret.value, true);
    add("active_slot", secret.activeSlot);
    add("expires_on", secret.expiresOn);
    if (secret.rotatesOn !== undefined) {
      add("rotates_on", secret.rotatesOn);
    }
    const commands = loginServers(this, options).map(
      (server) => `docker login ${server} --username ${secret.username} --password-stdin`,
    );
    if (commands.length > 0) {
      add("login_commands", commands);
    }
  }
}

/**
 * Terraform outputs of what a service principal is called where it logs in, and of no secret:
 * `<id>_client_id`, `<id>_object_id`, `<id>_tenant_id`, and for registries `<id>_login_servers`. The id may be
 * that of the service principal.
 */
export class ServicePrincipalOutputs extends Construct {
  public constructor(
    scope: TerraformStack,
    id: string,
    servicePrincipal: IAcrServicePrincipal,
    options?: OutputOptions,
  ) {
    super(scope, `${literalId(scope, id)}.outputs`);
    requireStack(scope, id);
    if (!isServicePrincipal(servicePrincipal)) {
      throw failure(
        this,
        `${shown(servicePrincipal)} is not a service principal; give its construct.`,
      );
    }
    const provider = providerIn(scope, azureadProviderOf(servicePrincipal));
    const add = adding(this, id);
    add("client_id", servicePrincipal.clientId);
    add("object_id", servicePrincipal.objectId);
    add("tenant_id", clientConfig(this, provider).tenantId);
    const servers = loginServers(this, options);
    if (servers.length > 0) {
      add("login_servers", servers);
    }
  }
}

function requireStack(scope: TerraformStack, id: string): void {
  if (!TerraformStack.isStack(scope)) {
    throw failure(scope, `The outputs ${shown(id)} are not made in a stack; give the stack.`);
  }
}

type Add = (name: string, value: string | string[], sensitive?: boolean) => void;

/** Adds outputs whose names begin alike. */
function adding(construct: Construct, prefix: string): Add {
  return (name, value, sensitive) => {
    const output = new TerraformOutput(construct, name, { value, sensitive });
    output.overrideLogicalId(`${prefix}_${name}`);
  };
}

function loginServers(construct: Construct, options?: OutputOptions): string[] {
  const { value, problems } = readProps(OPTIONS, "options", options);
  reportAtSynth(construct, () => problems);
  return (value.registries ?? []).map(({ loginServer }) => loginServer);
}
