/** The OCI distribution API: github.com/opencontainers/distribution-spec, spec.md#endpoints. */
import { ok } from "../../cloud/api";
import { NotModelled } from "../../not-modelled";
import { checkRepository } from "../../registry/names";
import { RegistryError } from "../../registry/registry-error";
import { blob, upload, uploads } from "./blobs";
import { pageOf, type RegistryRoute, type RegistryRoutes } from "./call";
import { manifest, referrers, tags } from "./manifests";

/**
 * What answers a request, and what stands for the groups of its path.
 * @throws RegistryError, NotModelled
 */
export function routeOf(
  method: string,
  path: string,
): { route: RegistryRoute; parameters: string[] } {
  for (const [pattern, routes] of ROUTES) {
    const groups = pattern.exec(path)?.slice(1).map(decoded);
    if (groups !== undefined) {
      const route = Object.hasOwn(routes, method) ? routes[method] : undefined;
      if (route === undefined) {
        throw new RegistryError("UNSUPPORTED", undefined, {
          headers: { Allow: Object.keys(routes).join(", ") },
        });
      }
      groups.slice(0, 1).forEach(checkRepository);
      return { route, parameters: groups };
    }
  }
  throw new NotModelled(`the request ${method} ${path} to a registry`);
}

/** A slash that is written as %2F stays so, and is no name. */
function decoded(text: string): string {
  return text.replaceAll(/%3a/gi, ":");
}

const ping: RegistryRoute = {
  needs: () => [],
  answer: () => ok({}),
};

const catalog: RegistryRoute = {
  needs: () => [{ type: "registry", name: "catalog", actions: ["*"] }],
  answer: (call) => pageOf(call, call.content.repositoryNames, (page) => ({ repositories: page })),
};

/** From the top; the first group of a path is a repository. */
const ROUTES: readonly (readonly [RegExp, RegistryRoutes])[] = [
  [/^\/v2\/?$/, { GET: ping, HEAD: ping }],
  [/^\/v2\/_catalog$/, { GET: catalog }],
  [/^\/v2\/(.+)\/tags\/list$/, tags],
  [/^\/v2\/(.+)\/manifests\/([^/]+)$/, manifest],
  [/^\/v2\/(.+)\/referrers\/([^/]+)$/, referrers],
  [/^\/v2\/(.+)\/blobs\/uploads\/?$/, uploads],
  [/^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/, upload],
  [/^\/v2\/(.+)\/blobs\/([^/]+)$/, blob],
];
