import { Construct, IConstruct } from "constructs";
import { TerraformProvider } from "cdktf";
import { literalId } from "../core/construct-id";
import { withOneCreationStack } from "../core/creation-stack";
import { anything, oneOf, optionalProvider, text } from "../core/kinds";
import { requireOneCopy } from "../core/one-copy";
import { reportAtSynth } from "../core/problem";
import { optional, readPart, Shape } from "../core/props";
import { Grant } from "../grant/grant";
import type { GrantOptions } from "../grant/grant-options";
import type { ScopeParts } from "../grant/grant-scope";
import { addressIdProblems } from "../grant/scope-address";
import { ScopeGrants } from "../grant/scope-grants";
import type { IAcrPrincipal } from "../principal/principal";
import { principalProblems } from "../principal/principal-base";
import { Access } from "../role/access";
import { PermissionsMode } from "../role/permissions-mode";
import { AcrRole } from "../role/roles";
import { moveFrom, RENAME_OPTIONS } from "../terraform/renaming";
import { requireSoundElements } from "../terraform/stack-elements";
import { warnOfStateLeftBehind } from "../terraform/state-left-behind";

/**
 * Something that principals are let in to: a registry, or all of a resource group or subscription.
 *
 * Grants are made once, however often and in whatever order they are asked for.
 */
export interface IAcrScope extends IConstruct {
  /** Which roles are honoured here. */
  readonly permissionsMode: PermissionsMode;

  /**
   * Lets a principal do something with content, by the roles that the permissions mode asks for.
   * Where no role gives the access alone, a warning says what else its role gives.
   */
  grant(principal: IAcrPrincipal, access: Access, options?: GrantOptions): Grant;
  /** Lets a principal pull: AcrPull, or Container Registry Repository Reader in abac mode. */
  grantPull(principal: IAcrPrincipal, options?: GrantOptions): Grant;
  /** Lets a principal push and pull: AcrPush, or Container Registry Repository Writer in abac mode. */
  grantPush(principal: IAcrPrincipal, options?: GrantOptions): Grant;
  /**
   * Lets a principal delete: AcrDelete, or Container Registry Repository Contributor in abac mode,
   * which pushes and pulls too.
   */
  grantDelete(principal: IAcrPrincipal, options?: GrantOptions): Grant;
  /** Assigns a role, for who knows which. A role that the permissions mode ignores is an error. */
  grantRole(principal: IAcrPrincipal, role: AcrRole, options?: GrantOptions): Grant;
}

/** What nothing in Azure tells Terraform. */
export interface AcrScopeOptions {
  /**
   * Which roles the registry honours: `az acr show --query roleAssignmentMode` tells. The wrong mode
   * assigns roles that have no effect.
   * @default PermissionsMode.LEGACY - what registries are made with unless told otherwise
   */
  readonly permissionsMode?: PermissionsMode;
  /**
   * The azurerm provider for the registry and its role assignments; needed when the registry is in
   * another subscription than that of the stack.
   * @default - the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;
  /**
   * Names the registry in the Terraform addresses of its role assignments: 1 to 60 small letters, digits
   * or "-". Needed where two registries have the same name and resource group, in two subscriptions or
   * clouds, and one principal is let in to both. To change it replaces the role assignments.
   * @default - resource group and name, in lower case; where only Terraform knows the name, the path of
   * the construct
   */
  readonly addressId?: string;
  /**
   * The ids that the construct had before, and paths below the stack, as in `shop/registry` or
   * `/registry`, in any order. Matters where only Terraform knows the name, as the path of the construct is
   * in the addresses of role assignments then: Terraform moves them.
   * @default - it had no other
   */
  readonly renamedFrom?: string[];
}

const OPTIONS: Shape<AcrScopeOptions> = {
  permissionsMode: optional(oneOf(PermissionsMode)),
  provider: optionalProvider("azurerm"),
  addressId: optional(text),
  ...RENAME_OPTIONS,
};

/** What every scope may be told, whatever it is: AcrScope itself reads it. */
export const SCOPE_OPTIONS: Shape<AcrScopeOptions> = {
  permissionsMode: optional(anything),
  provider: optional(anything),
  addressId: optional(anything),
  ...RENAME_OPTIONS,
};

/** The grants of every scope. */
export abstract class AcrScope extends Construct implements IAcrScope {
  /** The resource id that roles are assigned at. */
  public abstract readonly scopeId: string;
  /** The subscription in that id: role definitions are named below it. */
  public abstract readonly subscriptionId: string;
  /** What the resource id is made of, as far as it is known. */
  public abstract readonly parts: ScopeParts;
  /** Names the scope in Terraform addresses in place of its names in Azure. */
  public readonly addressId?: string;
  public readonly permissionsMode: PermissionsMode;
  /** The azurerm provider of the scope; undefined is the stack's own. */
  public readonly provider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, options: AcrScopeOptions) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    warnOfStateLeftBehind(this);
    const reading = readPart(OPTIONS, "options", options);
    this.permissionsMode = reading.value.permissionsMode ?? PermissionsMode.LEGACY;
    this.provider = reading.value.provider;
    this.addressId = reading.value.addressId;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () => reading.with(addressIdProblems(this.addressId)));
  }

  public grant(principal: IAcrPrincipal, access: Access, options?: GrantOptions): Grant {
    return this.grantTo(principal, (grants) => grants.grantAccess(access, options));
  }

  public grantPull(principal: IAcrPrincipal, options?: GrantOptions): Grant {
    return this.grant(principal, Access.PULL, options);
  }

  public grantPush(principal: IAcrPrincipal, options?: GrantOptions): Grant {
    return this.grant(principal, Access.PUSH, options);
  }

  public grantDelete(principal: IAcrPrincipal, options?: GrantOptions): Grant {
    return this.grant(principal, Access.DELETE, options);
  }

  public grantRole(principal: IAcrPrincipal, role: AcrRole, options?: GrantOptions): Grant {
    return this.grantTo(principal, (grants) => grants.grantRole(role, options));
  }

  private grantTo(principal: IAcrPrincipal, grant: (grants: ScopeGrants) => Grant): Grant {
    const problems = principalProblems(principal);
    if (problems.length > 0) {
      reportAtSynth(this, () => problems);
      return new Grant([]);
    }
    return withOneCreationStack(() => grant(ScopeGrants.of(this, principal)));
  }
}
