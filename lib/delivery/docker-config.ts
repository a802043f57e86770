import { Fn, Token } from "cdktf";
import { instance, standIn } from "../core/kinds";
import { bringing, inCall, Problem, reportAtSynth } from "../core/problem";
import { readProps } from "../core/props";
import { ClientSecret, noClientSecret } from "../credential/client-secret";
import { compareScopes } from "../grant/same-scope";
import type { IAcrRegistry } from "../registry/registry";
import { AcrScope } from "../registry/scope";
import { meaningOf } from "../terraform/meaning";
import { identityOf } from "./client-secrets";
import { REGISTRY } from "./login-servers";
import {
  manifestProblems,
  PULL_SECRET,
  pullSecretManifest,
  pullSecretProblems,
  type PullSecretProps,
} from "./pull-secret";
import { registryCloudProblems } from "./registry-cloud";

/**
 * What docker has in its config.json to log in to registries, and with it Podman, Helm, kaniko and the pull
 * secrets of Kubernetes: user names and passwords, and no other setting.
 */
export class DockerConfig {
  /** Logs in to each of the registries with the client secret. */
  public static of(secret: ClientSecret, ...registries: IAcrRegistry[]): DockerConfig {
    if (!(secret instanceof ClientSecret)) {
      throw new Error(`DockerConfig.of: ${noClientSecret(secret)}`);
    }
    const readings = registries.map((given, index) => REGISTRY.read(keyOf(index), given));
    const sound = registries
      .map((registry, index) => ({ key: keyOf(index), registry }))
      .filter((_, index) => readings[index]?.problems.length === 0);
    reportAtSynth(secret, () =>
      inCall("DockerConfig.of", [
        ...(registries.length === 0 ? [NO_REGISTRY] : []),
        ...readings.flatMap(({ problems }) => problems),
        ...sound.flatMap((given, index) => [
          ...repetitionProblems(given, sound.slice(0, index)),
          ...registryCloudProblems(given.key, given.registry, identityOf(secret)),
        ]),
      ]),
    );
    const loginServers = readings.map(({ value }) => value.loginServer);
    const config = new DockerConfig(jsonFor(secret, loginServers), secret.revision);
    secrets.set(config, secret);
    return bringing(config, []);
  }

  // Not private to plain JavaScript; what it makes is refused.
  private constructor(
    /**
     * The JSON: for each login server `username`, `password` and `auth`, as `kubectl create secret
     * docker-registry` writes them. Sensitive; has the active slot of the secret, and switches slots by itself.
     */
    public readonly json: string,
    /** The `revision` of the secret: another number for each JSON. */
    public readonly revision: number,
  ) {}

  /**
   * The pull secrets of Kubernetes as one manifest, for what deploys them without Terraform: JSON with a list of
   * a secret for each of the namespaces. Sensitive, as the config in it.
   */
  public pullSecretManifest(props: PullSecretProps): string {
    const reading = readProps(PULL_SECRET, "props", props);
    const secret = clientSecretOf(this);
    if (secret === undefined) {
      throw new Error(
        "DockerConfig#pullSecretManifest: give what DockerConfig.of(secret, registry) returns.",
      );
    }
    reportAtSynth(secret, () =>
      inCall(
        "DockerConfig#pullSecretManifest",
        reading.with([...pullSecretProblems(reading.value), ...manifestProblems(reading.value)]),
      ),
    );
    return pullSecretManifest(this.json, reading.value);
  }
}

const secrets = new WeakMap<DockerConfig, ClientSecret>();

/** The secret that logs in; undefined for what stands in for a config. */
export function clientSecretOf(config: DockerConfig): ClientSecret | undefined {
  return secrets.get(config);
}

export const DOCKER_CONFIG = instance<DockerConfig>(
  (value) => value instanceof DockerConfig,
  "a DockerConfig",
  "give what DockerConfig.of(secret, registry) returns",
  () => ({ json: standIn(), revision: 1 }) as DockerConfig,
);

function jsonFor({ username, value: password }: ClientSecret, loginServers: string[]): string {
  const auth = Fn.base64encode(Fn.join(":", [username, password]));
  // Only Terraform knows the login server of a registry that it looks up, which so is no key of a map here.
  const auths: unknown = Fn.zipmap(
    loginServers,
    loginServers.map(() => ({ username, password, auth })),
  );
  return Token.asString(Fn.sensitive(Fn.jsonencode({ auths })));
}

/** A registry, and where it stands among the arguments. */
interface Given {
  readonly key: string;
  readonly registry: IAcrRegistry;
}

function keyOf(index: number): string {
  return `registries[${index}]`;
}

const NO_REGISTRY: Problem = {
  key: "registries",
  message: "has none in it, so that nobody could log in anywhere; give one or more",
};

function repetitionProblems({ key, registry }: Given, before: Given[]): Problem[] {
  const first = before.find((other) => isSame(registry, other.registry));
  return first === undefined
    ? []
    : [{ key, message: `is the registry of ${first.key} again; give each once` }];
}

function isSame(one: IAcrRegistry, other: IAcrRegistry): boolean {
  return (
    meaningOf(one.loginServer, one) === meaningOf(other.loginServer, other) ||
    (one instanceof AcrScope && other instanceof AcrScope && compareScopes(one, other) === "same")
  );
}
