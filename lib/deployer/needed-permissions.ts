import type { Contents, Element } from "./contents";
import { KnownPermission, PERMISSIONS } from "./known-rights";

/** An application permission of Microsoft Graph that the deployer needs in one tenant. */
export interface NeededPermission {
  /** As in `Application.ReadWrite.OwnedBy`. */
  readonly permission: string;
  /** The id of the permission. */
  readonly appRoleId: string;
  /** The directory role that a person needs in place of it, who deploys after `az login`. */
  readonly directoryRole: string;
  /** The azuread provider, which stands for the tenant: `azuread`, or `azuread.<alias>`. */
  readonly provider: string;
  /** The tenant, where the provider says it literally. */
  readonly tenantId?: string;
  /** What needs the permission: Terraform types and construct paths. */
  readonly because: string[];
}

/** One reason for a permission. */
interface PermissionNeed {
  readonly permission: KnownPermission;
  readonly element: Element;
}

/** The one permission for each tenant that allows all that is needed there. */
export function neededPermissions(needs: PermissionNeed[], contents: Contents): NeededPermission[] {
  const providers = [...new Set(needs.map(({ element }) => element.provider))];
  return providers.flatMap((provider) => {
    const ofTenant = needs
      .filter(({ element }) => element.provider === provider)
      .sort((one, other) => rank(other) - rank(one));
    const widest = ofTenant[0]?.permission;
    return widest === undefined
      ? []
      : [
          {
            ...widest,
            provider,
            tenantId: contents.providerArgument(provider, "tenant_id"),
            because: ofTenant.map((need) => reason(need, widest)),
          },
        ];
  });
}

function rank({ permission }: PermissionNeed): number {
  return PERMISSIONS.indexOf(permission);
}

function reason({ permission, element }: PermissionNeed, widest: KnownPermission): string {
  const lesser = permission === widest ? "" : ` (${permission.permission} would do)`;
  return `${element.type} ${element.path}${lesser}`;
}
