/** Blobs and their uploads: github.com/opencontainers/distribution-spec, spec.md#pushing-blobs. */
import { checkDigest, checkRepository } from "../../registry/names";
import { RegistryError } from "../../registry/registry-error";
import type { Upload } from "../../registry/uploads";
import type { HttpAnswer } from "../http";
import {
  DELETE,
  PULL,
  PUSH,
  type RegistryCall,
  type RegistryRoute,
  type RegistryRoutes,
} from "./call";
import { chunkRangeOf, rangeOf } from "./range";

const readBlob: RegistryRoute = {
  needs: PULL,
  answer: ({ content, request, parameters: [name = "", digest = ""] }) => {
    const blob = content.blob(name, checkDigest(digest));
    const headers = {
      "Content-Type": "application/octet-stream",
      "Docker-Content-Digest": digest,
      "Accept-Ranges": "bytes",
    };
    const range =
      request.method === "GET" ? rangeOf(request.headers.range, blob.length) : ("whole" as const);
    if (range === "whole") {
      return { status: 200, headers, body: blob };
    }
    if (range === "outside") {
      throw new RegistryError(
        "BLOB_UPLOAD_INVALID",
        { range: request.headers.range },
        {
          status: 416,
          message: "requested range not satisfiable",
          headers: { "Content-Range": `bytes */${blob.length}` },
        },
      );
    }
    return {
      status: 206,
      headers: {
        ...headers,
        "Content-Range": `bytes ${range.first}-${range.last}/${blob.length}`,
      },
      body: blob.subarray(range.first, range.last + 1),
    };
  },
};

/** `/v2/<name>/blobs/<digest>` */
export const blob: RegistryRoutes = {
  GET: readBlob,
  HEAD: readBlob,
  DELETE: {
    needs: DELETE,
    answer: ({ content, parameters: [name = "", digest = ""] }) => {
      content.deleteBlob(name, checkDigest(digest));
      return { status: 202, headers: {} };
    },
  },
};

/** `/v2/<name>/blobs/uploads/` */
export const uploads: RegistryRoutes = {
  POST: {
    // Who mounts a blob reads it where it is.
    needs: (call) => {
      const from = mountedFrom(call);
      return [
        ...PUSH(call),
        ...(from === undefined
          ? []
          : [{ type: "repository", name: from, actions: ["pull"] } as const]),
      ];
    },
    answer: (call) => {
      const { content, query, request, parameters } = call;
      const [name = ""] = parameters;
      const [from, mount] = [mountedFrom(call), query.get("mount")];
      if (from !== undefined && content.mountBlob(name, checkDigest(mount ?? ""), from)) {
        return created(name, mount ?? "");
      }
      const digest = query.get("digest");
      if (digest === null || mount !== null) {
        return underWay(202, content.uploads.begin(name));
      }
      content.addBlob(name, checkDigest(digest), request.body);
      return created(name, digest);
    },
  },
};

/** `/v2/<name>/blobs/uploads/<id>` */
export const upload: RegistryRoutes = {
  GET: {
    needs: PUSH,
    answer: ({ content, parameters: [name = "", id = ""] }) =>
      underWay(204, content.uploads.find(name, id)),
  },
  PATCH: {
    needs: PUSH,
    answer: (call) => underWay(202, append(call)),
  },
  PUT: {
    needs: PUSH,
    answer: (call) => {
      const { content, query, parameters } = call;
      const digest = checkDigest(query.get("digest") ?? "");
      const [name = "", id = ""] = parameters;
      append(call);
      content.addBlob(name, digest, content.uploads.end(name, id));
      return created(name, digest);
    },
  },
  DELETE: {
    needs: PUSH,
    answer: ({ content, parameters: [name = "", id = ""] }) => {
      content.uploads.end(name, id);
      return { status: 204, headers: {} };
    },
  },
};

function append({ content, request, parameters: [name = "", id = ""] }: RegistryCall): Upload {
  const begun = content.uploads.find(name, id);
  const { "content-range": header } = request.headers;
  const range = header === undefined ? undefined : chunkRangeOf(header);
  const isNext =
    header === undefined ||
    (range?.first === begun.size && range.last - range.first + 1 === request.body.length);
  if (!isNext) {
    throw new RegistryError(
      "BLOB_UPLOAD_INVALID",
      { "Content-Range": header },
      { status: 416, message: "the chunk is not the next one", headers: whereIs(begun) },
    );
  }
  return content.uploads.append(name, id, request.body);
}

function mountedFrom({ query }: RegistryCall): string | undefined {
  const from = query.get("from");
  return query.get("mount") === null || from === null ? undefined : checkRepository(from);
}

function underWay(status: number, begun: Upload): HttpAnswer {
  return { status, headers: whereIs(begun) };
}

function whereIs({ repository, id, size }: Upload) {
  return {
    Location: `/v2/${repository}/blobs/uploads/${id}`,
    Range: `0-${Math.max(size - 1, 0)}`,
    "Docker-Upload-UUID": id,
  };
}

function created(name: string, digest: string): HttpAnswer {
  return {
    status: 201,
    headers: { Location: `/v2/${name}/blobs/${digest}`, "Docker-Content-Digest": digest },
  };
}
