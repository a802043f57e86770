import type {
  ContainerAppIdentity,
  ContainerAppRegistry,
  ContainerAppSecret,
} from "@cdktf/provider-azurerm/lib/container-app";
import type {
  ContainerGroupIdentity,
  ContainerGroupImageRegistryCredential,
} from "@cdktf/provider-azurerm/lib/container-group";
import type {
  ContainerRegistryTaskIdentity,
  ContainerRegistryTaskRegistryCredential,
} from "@cdktf/provider-azurerm/lib/container-registry-task";
import type {
  LinuxFunctionAppIdentity,
  LinuxFunctionAppSiteConfig,
} from "@cdktf/provider-azurerm/lib/linux-function-app";
import type {
  LinuxWebAppIdentity,
  LinuxWebAppSiteConfig,
} from "@cdktf/provider-azurerm/lib/linux-web-app";

// Types alone: the bindings are large, and nobody should load those that they do not use.

/** The part of the config of a `ContainerGroup` by which it logs in. */
export interface ContainerGroupLogin {
  readonly imageRegistryCredential: ContainerGroupImageRegistryCredential[];
  /** Of a login by identity. */
  readonly identity?: ContainerGroupIdentity;
}

/** The part of the config of a `ContainerApp` by which it logs in. */
export interface ContainerAppLogin {
  readonly registry: ContainerAppRegistry[];
  /** Of a login by secret. */
  readonly secret?: ContainerAppSecret[];
  /** Of a login by identity. */
  readonly identity?: ContainerAppIdentity;
}

/** The part of the config of a `ContainerRegistryTask` by which it logs in to a registry that is not its own. */
export interface ContainerRegistryTaskLogin {
  readonly registryCredential: ContainerRegistryTaskRegistryCredential;
  /** Of a login by identity. */
  readonly identity?: ContainerRegistryTaskIdentity;
}

/** The part of the config of a `LinuxWebApp` by which it logs in. */
export interface LinuxWebAppLogin {
  readonly siteConfig: LinuxWebAppSiteConfig;
  /** Of a login by identity. */
  readonly identity?: LinuxWebAppIdentity;
}

/** The part of the config of a `LinuxFunctionApp` by which it logs in. */
export interface LinuxFunctionAppLogin {
  readonly siteConfig: LinuxFunctionAppSiteConfig;
  /** Of a login by identity. */
  readonly identity?: LinuxFunctionAppIdentity;
}
