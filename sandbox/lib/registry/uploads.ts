import { randomUUID } from "node:crypto";
import { RegistryError } from "./registry-error";

/** A blob on its way into a repository, in chunks that come in order. */
export interface Upload {
  readonly id: string;
  readonly repository: string;
  readonly size: number;
}

export class Uploads {
  private readonly uploads = new Map<string, Upload & { size: number; chunks: Buffer[] }>();

  /** Of all that are under way. */
  get size(): number {
    return [...this.uploads.values()].reduce((sum, { size }) => sum + size, 0);
  }

  begin(repository: string): Upload {
    const upload = { id: randomUUID(), repository, size: 0, chunks: [] };
    this.uploads.set(upload.id, upload);
    return upload;
  }

  /** @throws RegistryError where the repository has no such upload under way */
  find(repository: string, id: string): Upload {
    return this.known(repository, id);
  }

  /** @throws RegistryError */
  append(repository: string, id: string, chunk: Buffer): Upload {
    const upload = this.known(repository, id);
    upload.chunks.push(chunk);
    upload.size += chunk.length;
    return upload;
  }

  /** @throws RegistryError */
  end(repository: string, id: string): Buffer {
    const { chunks } = this.known(repository, id);
    this.uploads.delete(id);
    return Buffer.concat(chunks);
  }

  private known(repository: string, id: string) {
    const upload = this.uploads.get(id);
    if (upload?.repository !== repository) {
      throw new RegistryError("BLOB_UPLOAD_UNKNOWN");
    }
    return upload;
  }
}
