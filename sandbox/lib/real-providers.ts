/** The real azuread and azurerm: whether Terraform can get them, and what makes them use a sandbox. */
import { once } from "node:events";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import type { HttpsDoor } from "./https/server";
import { terraformPlatform } from "./platform";
import { sourceOf } from "./versions/source";

/** Where Terraform takes the providers from. */
export interface ProviderSource {
  /** The folder that ACR_AUTH_PROVIDER_MIRROR names; absent where it is the registry, or what Terraform is set up for. */
  readonly folder: string | undefined;
  has: (provider: string) => boolean;
}

/** @throws an error that says what is missing */
export async function findRealProviders(env: NodeJS.ProcessEnv): Promise<ProviderSource> {
  if (platform() !== "linux") {
    throw new Error(
      `providers: the real ones trust the sandbox by SSL_CERT_FILE, which Go reads on Linux only, and this is ${platform()}; use a container, or the providers of the sandbox.`,
    );
  }
  const { ACR_AUTH_PROVIDER_MIRROR: folder = "" } = env;
  if (folder === "") {
    await reachRegistry(env);
    return { folder: undefined, has: () => true };
  }
  const source = { folder: resolve(folder), has: (name: string) => isIn(folder, name) };
  const missing = ["azuread", "azurerm"].filter((name) => !source.has(name));
  if (missing.length > 0) {
    throw new Error(
      `ACR_AUTH_PROVIDER_MIRROR: the folder ${source.folder} has no ${missing.join(" and no ")} for ${terraformPlatform()}; "terraform providers mirror" fills one, and without the variable they come from the registry.`,
    );
  }
  return source;
}

export interface RealProviders extends Pick<ProviderSource, "has"> {
  /** What makes Terraform take them from there, and them use the sandbox; the client id of its caller is missing. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * @param roots the file of whom they trust
 * @param directory of the sandbox: what they need of files is there
 */
export function useRealProviders(
  { folder, has }: ProviderSource,
  { port, callerSecret }: HttpsDoor,
  roots: string,
  directory: string,
): RealProviders {
  const env = {
    ...(folder !== undefined && { TF_CLI_CONFIG_FILE: cliConfig(folder, directory) }),
    SSL_CERT_FILE: roots,
    ARM_METADATA_HOSTNAME: `127.0.0.1:${port}`,
    ARM_CLIENT_SECRET: callerSecret,
    ...Object.fromEntries(PREFERRED_TO_A_SECRET.map((variable) => [variable, ""])),
  };
  return { has, env };
}

/** A folder has a provider unpacked, in a folder of its platform, or packed, in a file whose name ends so. */
function isIn(folder: string, provider: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const hosts = isFolder ? readdirSync(folder) : [];
  return hosts
    .map((host) => join(folder, host, sourceOf(provider)))
    .filter((place) => existsSync(place))
    .flatMap((place) => readdirSync(place, { recursive: true, encoding: "utf8" }))
    .some((file) => new RegExp(`[/_]${terraformPlatform()}(?:\\.zip|/[^/]+)$`).test(file));
}

/** Whoever has a proxy, or has told Terraform where else to look, is not asked. */
async function reachRegistry({ TF_CLI_CONFIG_FILE, HTTPS_PROXY, https_proxy }: NodeJS.ProcessEnv) {
  const settings = TF_CLI_CONFIG_FILE ?? join(homedir(), ".terraformrc");
  if (HTTPS_PROXY !== undefined || https_proxy !== undefined || existsSync(settings)) {
    return;
  }
  const socket = connect({ host: REGISTRY, port: 443, timeout: 5_000 });
  socket.once("timeout", () => socket.destroy(new Error("no answer in 5 seconds")));
  try {
    await once(socket, "connect");
  } catch (error) {
    throw new Error(
      `providers: the real ones come from ${REGISTRY}, which can't be reached (${error instanceof Error ? error.message : String(error)}); connect to the network, or name a folder that has them in ACR_AUTH_PROVIDER_MIRROR.`,
    );
  } finally {
    socket.destroy();
  }
}

function cliConfig(folder: string, directory: string): string {
  const file = join(directory, "terraform.tfrc");
  writeFileSync(
    file,
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`,
  );
  return file;
}

const REGISTRY = "registry.terraform.io";

/** Somebody's own credentials, which the providers would take before the secret, or beside it. */
const PREFERRED_TO_A_SECRET = [
  "ARM_CLIENT_CERTIFICATE",
  "ARM_CLIENT_CERTIFICATE_PATH",
  "ARM_CLIENT_ID_FILE_PATH",
  "ARM_CLIENT_SECRET_FILE_PATH",
  "ARM_USE_AKS_WORKLOAD_IDENTITY",
];
