/** What a registry reads in a manifest: github.com/opencontainers/image-spec, manifest.md and image-index.md. */
import { z } from "zod";
import type { JsonObject } from "../cloud/api";
import { isDigest } from "./names";
import { RegistryError } from "./registry-error";

export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Digests of what must be there before it. */
  readonly blobs: readonly string[];
  readonly manifests: readonly string[];
  /** The digest of the manifest that this one is about, such as a signature's. */
  readonly subject: string | undefined;
  /** Of one with a subject, as a list of referrers has it. */
  readonly descriptor: JsonObject;
}

/** @throws RegistryError */
export function parseManifest(bytes: Buffer, contentType: string, digest: string): Manifest {
  const mediaType = contentType.replace(/;.*$/s, "").trim();
  const schema = SCHEMAS.get(mediaType);
  if (schema === undefined) {
    throw invalid(`the media type "${mediaType}" is none of ${[...SCHEMAS.keys()].join(", ")}`);
  }
  const parsed = schema.safeParse(jsonOf(bytes));
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: "" }] = parsed.error.issues;
    throw invalid(`${path.join(".") || "(top)"}: ${message}`);
  }
  const { config, layers = [], manifests = [], subject, annotations, ...content } = parsed.data;
  if (content.mediaType !== undefined && content.mediaType !== mediaType) {
    throw invalid(`its media type is "${content.mediaType}", that of the request "${mediaType}"`);
  }
  return {
    digest,
    mediaType,
    bytes,
    // Layers with URLs are kept elsewhere.
    blobs: [...(config ? [config] : []), ...layers.filter(({ urls }) => urls === undefined)].map(
      (blob) => blob.digest,
    ),
    manifests: manifests.map((manifest) => manifest.digest),
    subject: subject?.digest,
    descriptor: {
      mediaType,
      digest,
      size: bytes.length,
      artifactType: content.artifactType ?? config?.mediaType,
      annotations,
    },
  };
}

const descriptor = z.looseObject({
  mediaType: z.string(),
  digest: z.string().refine(isDigest, "must be a digest, such as sha256:…"),
  size: z.int().nonnegative(),
  urls: z.array(z.string()).optional(),
});

const common = {
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  subject: descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
};

const image = z.looseObject({
  ...common,
  config: descriptor,
  layers: z.array(descriptor),
  manifests: z.undefined().optional(),
});

const index = z.looseObject({
  ...common,
  config: z.undefined().optional(),
  layers: z.undefined().optional(),
  manifests: z.array(descriptor),
});

const SCHEMAS = new Map<string, typeof image | typeof index>([
  ["application/vnd.oci.image.manifest.v1+json", image],
  [OCI_INDEX, index],
  ["application/vnd.docker.distribution.manifest.v2+json", image],
  ["application/vnd.docker.distribution.manifest.list.v2+json", index],
]);

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

function invalid(reason: string): RegistryError {
  return new RegistryError("MANIFEST_INVALID", reason);
}
