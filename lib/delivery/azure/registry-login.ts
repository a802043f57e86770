import { text } from "../../core/kinds";
import { inCall, Problem, reportAtSynth } from "../../core/problem";
import { lowerCaseUuid } from "../../core/values";
import { ClientSecret, noClientSecret } from "../../credential/client-secret";
import type { IAcrRegistry } from "../../registry/registry";
import { identityOf } from "../client-secrets";
import { REGISTRY } from "../login-servers";
import { registryCloudProblems } from "../registry-cloud";
import { warnOfReplacement } from "./container-group-warning";
import type {
  ContainerAppLogin,
  ContainerGroupLogin,
  ContainerRegistryTaskLogin,
  LinuxFunctionAppLogin,
  LinuxWebAppLogin,
} from "./registry-login-blocks";
import {
  type Argument,
  argumentProblems,
  identityProblems,
  USER_ASSIGNED_IDENTITY,
  type UserAssignedIdentityData,
} from "./registry-login-rules";

/**
 * How what runs containers in Azure logs in to a registry, as blocks that are spread into the config of its
 * construct. From a secret to a managed identity it is another call of this, and nothing else.
 */
export class RegistryLogin {
  /** Logs in by a client secret: each apply delivers its active slot. */
  public static bySecret(secret: ClientSecret, registry: IAcrRegistry): RegistryLogin {
    if (!(secret instanceof ClientSecret)) {
      throw new Error(`RegistryLogin.bySecret: ${noClientSecret(secret)}`);
    }
    const login = new RegistryLogin("bySecret", registry, secret);
    login.report("bySecret", () => registryCloudProblems("registry", registry, identityOf(secret)));
    return login;
  }

  /**
   * Logs in by a managed identity in the tenant of the registry, which has to be granted pull there: no secret
   * exists, and nothing rotates. The resource gets the identity.
   */
  public static byIdentity(
    identity: UserAssignedIdentityData,
    registry: IAcrRegistry,
  ): RegistryLogin {
    const reading = USER_ASSIGNED_IDENTITY.read("identity", identity);
    const login = new RegistryLogin("byIdentity", registry, reading.value);
    login.report("byIdentity", () => reading.with(identityProblems(reading.value)));
    return login;
  }

  private readonly loginServer: string;

  private constructor(
    call: string,
    private readonly registry: IAcrRegistry,
    private readonly by: ClientSecret | UserAssignedIdentityData,
  ) {
    const { value, problems } = REGISTRY.read("registry", registry);
    for (const { key, message } of problems) {
      throw new Error(`RegistryLogin.${call}: ${key}: ${message}.`);
    }
    this.loginServer = value.loginServer;
  }

  /** For `new ContainerGroup`: `image_registry_credential`. */
  public containerGroup(): ContainerGroupLogin {
    const { by, loginServer: server } = this;
    if (!(by instanceof ClientSecret)) {
      return {
        imageRegistryCredential: [{ server, userAssignedIdentityId: by.id }],
        identity: withIdentity(by),
      };
    }
    const { username, value: password } = by;
    warnOfReplacement(by, password);
    return { imageRegistryCredential: [{ server, username, password }] };
  }

  /**
   * For `new ContainerApp`: `registry`, and `secret` where it logs in by one.
   *
   * @param secretName the name of that in the app; `registry-password` by default
   */
  public containerApp(secretName = "registry-password"): ContainerAppLogin {
    const { by, loginServer: server } = this;
    const name = this.argument("containerApp", "secretName", secretName);
    return by instanceof ClientSecret
      ? {
          registry: [{ server, username: by.username, passwordSecretName: name }],
          secret: [{ name, value: by.value }],
        }
      : { registry: [{ server, identity: by.id }], identity: withIdentity(by) };
  }

  /** For `new ContainerRegistryTask`: `registry_credential`, for a registry that is not the task's own. */
  public containerRegistryTask(): ContainerRegistryTaskLogin {
    const { by, loginServer } = this;
    return by instanceof ClientSecret
      ? {
          registryCredential: {
            custom: [{ loginServer, username: by.username, password: by.value }],
          },
        }
      : {
          registryCredential: { custom: [{ loginServer, identity: lowerCaseUuid(by.clientId) }] },
          identity: withIdentity(by),
        };
  }

  /**
   * For `new LinuxWebApp`: `site_config` with `docker_registry_*`.
   *
   * @param dockerImageName the image in the registry, as in `team-a/app:1.0`
   */
  public linuxWebApp(dockerImageName: string): LinuxWebAppLogin {
    const { by, url: dockerRegistryUrl } = this;
    const image = this.argument("linuxWebApp", "dockerImageName", dockerImageName);
    const stack = { dockerImageName: image, dockerRegistryUrl };
    return by instanceof ClientSecret
      ? {
          siteConfig: {
            applicationStack: {
              ...stack,
              dockerRegistryUsername: by.username,
              dockerRegistryPassword: by.value,
            },
          },
        }
      : {
          siteConfig: { ...pullingBy(by), applicationStack: stack },
          identity: withIdentity(by),
        };
  }

  /**
   * For `new LinuxFunctionApp`: `site_config` with the block `docker`.
   *
   * @param imageName the image in the registry, as in `team-a/app`
   * @param imageTag its tag, as in `1.0`
   */
  public linuxFunctionApp(imageName: string, imageTag: string): LinuxFunctionAppLogin {
    const { by, url: registryUrl } = this;
    const docker = {
      registryUrl,
      imageName: this.argument("linuxFunctionApp", "imageName", imageName),
      imageTag: this.argument("linuxFunctionApp", "imageTag", imageTag),
    };
    return by instanceof ClientSecret
      ? {
          siteConfig: {
            applicationStack: {
              docker: [{ ...docker, registryUsername: by.username, registryPassword: by.value }],
            },
          },
        }
      : {
          siteConfig: { ...pullingBy(by), applicationStack: { docker: [docker] } },
          identity: withIdentity(by),
        };
  }

  private get url(): string {
    return `https://${this.loginServer}`;
  }

  private argument(call: string, key: Argument, given: string): string {
    const { value, problems } = text.read(key, given);
    this.report(call, () => (problems.length > 0 ? problems : argumentProblems(key, value)));
    return value;
  }

  private report(call: string, problems: () => Problem[]): void {
    reportAtSynth(this.registry, () => inCall(`RegistryLogin.${call}`, problems()));
  }
}

/** The identity of a resource, which has that one alone. */
function withIdentity({ id }: UserAssignedIdentityData): { type: string; identityIds: string[] } {
  return { type: "UserAssigned", identityIds: [id] };
}

/** How an app of App Service pulls by an identity that it has. */
function pullingBy({ clientId }: UserAssignedIdentityData): {
  containerRegistryUseManagedIdentity: boolean;
  containerRegistryManagedIdentityClientId: string;
} {
  return {
    containerRegistryUseManagedIdentity: true,
    containerRegistryManagedIdentityClientId: lowerCaseUuid(clientId),
  };
}
