import { type Manifest, parseManifest } from "./manifest";
import { digestLike, sha256Of } from "./names";
import { RegistryError } from "./registry-error";
import { Uploads } from "./uploads";

interface Repository {
  /** Digests. A blob is in a repository only when it was pushed or mounted there. */
  readonly blobs: Set<string>;
  /** By digest. */
  readonly manifests: Map<string, Manifest>;
  /** Digests by tag. */
  readonly tags: Map<string, string>;
}

/** What a registry holds. */
export class Content {
  readonly uploads = new Uploads();
  /** By digest, each kept once. */
  private readonly blobs = new Map<string, Buffer>();
  private readonly repositories = new Map<string, Repository>();

  /** In bytes. */
  get size(): number {
    const manifests = [...this.repositories.values()].flatMap((repository) => [
      ...repository.manifests.values(),
    ]);
    const all = [...this.blobs.values(), ...manifests.map(({ bytes }) => bytes)];
    return all.reduce((sum, { length }) => sum + length, this.uploads.size);
  }

  /** Those that have a manifest, in the order of their letters. */
  get repositoryNames(): string[] {
    return [...this.repositories]
      .filter(([, { manifests }]) => manifests.size > 0)
      .map(([name]) => name)
      .sort();
  }

  /** @throws RegistryError where the repository has no manifest */
  tagsOf(name: string): string[] {
    if (!this.repositoryNames.includes(name)) {
      throw new RegistryError("NAME_UNKNOWN", { name });
    }
    return [...this.repository(name).tags.keys()].sort();
  }

  /** @throws RegistryError */
  blob(name: string, digest: string): Buffer {
    const blob = this.hasBlob(name, digest) ? this.blobs.get(digest) : undefined;
    if (blob === undefined) {
      throw new RegistryError("BLOB_UNKNOWN", { digest });
    }
    return blob;
  }

  hasBlob(name: string, digest: string): boolean {
    return this.repositories.get(name)?.blobs.has(digest) === true;
  }

  /** @throws RegistryError where the digest is another one */
  addBlob(name: string, digest: string, bytes: Buffer): void {
    if (digestLike(digest, bytes) !== digest) {
      throw new RegistryError("DIGEST_INVALID", { digest });
    }
    this.blobs.set(digest, bytes);
    this.repository(name).blobs.add(digest);
  }

  /** Makes a blob of one repository one of another, too, where it is there. */
  mountBlob(name: string, digest: string, from: string): boolean {
    const isThere = this.hasBlob(from, digest);
    if (isThere) {
      this.repository(name).blobs.add(digest);
    }
    return isThere;
  }

  /** @throws RegistryError */
  deleteBlob(name: string, digest: string): void {
    this.blob(name, digest);
    this.repository(name).blobs.delete(digest);
    if (![...this.repositories.values()].some(({ blobs }) => blobs.has(digest))) {
      this.blobs.delete(digest);
    }
  }

  /** @throws RegistryError */
  manifest(name: string, reference: string): Manifest {
    const repository = this.repositories.get(name);
    const digest = repository?.tags.get(reference) ?? reference;
    const manifest = repository?.manifests.get(digest);
    if (manifest === undefined) {
      throw new RegistryError("MANIFEST_UNKNOWN", { Name: name, Reference: reference });
    }
    return manifest;
  }

  /** @throws RegistryError */
  putManifest(name: string, reference: string, bytes: Buffer, contentType: string): Manifest {
    const isTag = !reference.includes(":");
    const digest = isTag ? sha256Of(bytes) : reference;
    if (digestLike(digest, bytes) !== digest) {
      throw new RegistryError("DIGEST_INVALID", { digest });
    }
    const manifest = parseManifest(bytes, contentType, digest);
    const repository = this.repository(name);
    const missing = [
      ...manifest.blobs.filter((blob) => !repository.blobs.has(blob)),
      ...manifest.manifests.filter((one) => !repository.manifests.has(one)),
    ];
    if (missing.length > 0) {
      throw new RegistryError("MANIFEST_BLOB_UNKNOWN", { digests: missing });
    }
    repository.manifests.set(digest, manifest);
    if (isTag) {
      repository.tags.set(reference, digest);
    }
    return manifest;
  }

  /** @throws RegistryError */
  deleteManifest(name: string, digest: string): void {
    this.manifest(name, digest);
    const { manifests, tags } = this.repository(name);
    manifests.delete(digest);
    for (const [tag, tagged] of tags) {
      if (tagged === digest) {
        tags.delete(tag);
      }
    }
  }

  /** The manifests that are about one of the repository, which need not be there. */
  referrers(name: string, subject: string): Manifest[] {
    const manifests = this.repositories.get(name)?.manifests.values() ?? [];
    return [...manifests].filter((manifest) => manifest.subject === subject);
  }

  private repository(name: string): Repository {
    const known = this.repositories.get(name);
    if (known !== undefined) {
      return known;
    }
    const repository = { blobs: new Set<string>(), manifests: new Map(), tags: new Map() };
    this.repositories.set(name, repository);
    return repository;
  }
}
