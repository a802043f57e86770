/** Manifests and what lists them: github.com/opencontainers/distribution-spec, spec.md#pushing-manifests. */
import type { JsonObject } from "../../cloud/api";
import { type Manifest, OCI_INDEX } from "../../registry/manifest";
import { checkDigest, checkReference } from "../../registry/names";
import { RegistryError } from "../../registry/registry-error";
import {
  DELETE,
  onRepository,
  pageOf,
  PULL,
  PUSH,
  type RegistryRoute,
  type RegistryRoutes,
} from "./call";

const readManifest: RegistryRoute = {
  needs: PULL,
  answer: ({ content, request, parameters: [name = "", reference = ""] }) => {
    const manifest = content.manifest(name, checkReference(reference));
    if (!isAccepted(request.headers.accept, manifest)) {
      throw new RegistryError(
        "MANIFEST_UNKNOWN",
        { mediaType: manifest.mediaType },
        { message: `the manifest is there, but Accept does not have ${manifest.mediaType}` },
      );
    }
    return {
      status: 200,
      headers: { "Content-Type": manifest.mediaType, "Docker-Content-Digest": manifest.digest },
      body: manifest.bytes,
    };
  },
};

/** `/v2/<name>/manifests/<reference>` */
export const manifest: RegistryRoutes = {
  GET: readManifest,
  HEAD: readManifest,
  PUT: {
    needs: PUSH,
    answer: ({ content, request, parameters: [name = "", reference = ""] }) => {
      const { digest, subject } = content.putManifest(
        name,
        checkReference(reference),
        request.body,
        request.headers["content-type"] ?? "",
      );
      return {
        status: 201,
        headers: {
          Location: `/v2/${name}/manifests/${digest}`,
          "Docker-Content-Digest": digest,
          ...(subject !== undefined && { "OCI-Subject": subject }),
        },
      };
    },
  },
  DELETE: {
    needs: DELETE,
    // https://learn.microsoft.com/rest/api/containerregistry: by its digest only.
    answer: ({ content, parameters: [name = "", reference = ""] }) => {
      if (!checkReference(reference).includes(":")) {
        throw new RegistryError("UNSUPPORTED", { reference });
      }
      content.deleteManifest(name, reference);
      return { status: 202, headers: {} };
    },
  },
};

/** `/v2/<name>/tags/list` */
export const tags: RegistryRoutes = {
  GET: {
    needs: onRepository("metadata_read"),
    answer: (call) => {
      const [name = ""] = call.parameters;
      return pageOf(call, call.content.tagsOf(name), (page) => ({ name, tags: page }));
    },
  },
};

/** `/v2/<name>/referrers/<digest>` */
export const referrers: RegistryRoutes = {
  GET: {
    needs: PULL,
    answer: ({ content, query, parameters: [name = "", digest = ""] }) => {
      const wanted = query.get("artifactType");
      const manifests = content
        .referrers(name, checkDigest(digest))
        .map(({ descriptor }): JsonObject => descriptor)
        .filter(({ artifactType }) => wanted === null || artifactType === wanted);
      const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
      return {
        status: 200,
        headers: {
          "Content-Type": OCI_INDEX,
          ...(wanted !== null && { "OCI-Filters-Applied": "artifactType" }),
        },
        body: Buffer.from(JSON.stringify(index)),
      };
    },
  },
};

/** Nothing asked for is anything accepted. */
function isAccepted(accept: string | undefined, { mediaType }: Manifest): boolean {
  const types = (accept ?? "*/*").split(",").map((type) => type.replace(/;.*$/s, "").trim());
  return types.some((type) => ["*/*", "application/*", mediaType].includes(type));
}
