/** Names of what is in a registry: github.com/opencontainers/distribution-spec, spec.md#pulling-manifests. */
import { createHash } from "node:crypto";
import { RegistryError } from "./registry-error";

/** @throws RegistryError */
export function checkRepository(name: string): string {
  if (!isRepository(name)) {
    throw new RegistryError("NAME_INVALID", { name });
  }
  return name;
}

export function isRepository(name: string): boolean {
  return name.length <= LONGEST_NAME && REPOSITORY.test(name);
}

/** @throws RegistryError */
export function checkDigest(digest: string): string {
  if (!isDigest(digest)) {
    throw new RegistryError("DIGEST_INVALID", { digest });
  }
  return digest;
}

/** Of the algorithms that registries must or may know. */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/.test(text);
}

/**
 * By what a manifest is called: a digest, or else a tag.
 * @throws RegistryError
 */
export function checkReference(reference: string): string {
  if (reference.includes(":")) {
    return checkDigest(reference);
  }
  if (!/^\w[\w.-]{0,127}$/.test(reference)) {
    throw new RegistryError("TAG_INVALID", { tag: reference });
  }
  return reference;
}

/** By the algorithm of another digest. */
export function digestLike(other: string, bytes: Buffer): string {
  const [algorithm = ""] = other.split(":");
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

export function sha256Of(bytes: Buffer): string {
  return digestLike("sha256:", bytes);
}

const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
/** Together with the login server and a slash, clients take no more than 255. */
const LONGEST_NAME = 255;
