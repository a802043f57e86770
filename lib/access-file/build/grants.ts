import { adoptedOfSeveralProblems } from "../../grant/adopted-assignment";
import { repositoriesFromPattern, unionOf } from "../../grant/repositories";
import type { IAcrPrincipal } from "../../principal/principal";
import { AcrRegistry, type IAcrRegistry } from "../../registry/registry";
import type { IAcrScope } from "../../registry/scope";
import { rolesFor } from "../../role/access";
import type { Path } from "../../yaml/mistake";
import { mapsAt, textAt, valueAt } from "../../yaml/values";
import { grant as grantSchema, GrantKeys } from "../grant-schema";
import { roleFromText } from "../rules";
import type { Entries } from "./entries";

/** The grants of principals on the registries of an access file. */
export class Grants {
  public constructor(
    private readonly entries: Entries,
    private readonly registries: ReadonlyMap<string, IAcrScope>,
  ) {}

  /** Adds what stands below the entry of a principal. */
  public add(principal: IAcrPrincipal, above: Path): void {
    for (const [path, entry] of mapsAt(this.entries.file, ...above, "grants")) {
      const grant = entry as unknown as GrantKeys;
      const registry = this.registries.get(grant.registry);
      if (registry !== undefined && this.entries.findings.isSound(path)) {
        this.entries.make(path, grantSchema, {}, () => {
          this.addGrant(path, registry, principal, grant);
        });
      }
    }
  }

  /** The registries, among those that a principal has grants on, whose login servers are known. */
  public registriesOf(above: Path): IAcrRegistry[] {
    const grants = mapsAt(this.entries.file, ...above, "grants");
    return this.withLoginServers(grants.map(([, entry]) => textAt(entry, "registry") ?? ""));
  }

  /** The registries, among those with these keys, whose login servers are known. */
  public withLoginServers(keys: string[]): IAcrRegistry[] {
    const { file } = this.entries;
    return [...new Set(keys)].flatMap((key) => {
      const registry = this.registries.get(key);
      const [isById, isKnown] = ["id", "loginServer"].map(
        (property) => valueAt(file, "registries", key, property) !== undefined,
      );
      return registry instanceof AcrRegistry && (isKnown || !isById) ? [registry] : [];
    });
  }

  private addGrant(
    path: Path,
    registry: IAcrScope,
    principal: IAcrPrincipal,
    { access, role, repositories, adopt }: GrantKeys,
  ): void {
    const accesses = [access ?? []].flat();
    const roles = accesses.flatMap((one) => rolesFor(one, registry.permissionsMode));
    // The constructs know the accesses of a list as grants of their own.
    const roleNames = [...new Set(roles)].map(({ roleName }) => roleName);
    for (const { message } of adopt === undefined
      ? []
      : adoptedOfSeveralProblems(adopt, roleNames)) {
      this.entries.findings.refuse({ path: [...path, "adopt"], message });
    }
    const options = {
      ...(repositories && { repositories: unionOf(repositories.map(repositoriesFromPattern)) }),
      adopt,
    };
    if (role !== undefined) {
      registry.grantRole(principal, roleFromText(role), options);
    }
    for (const one of accesses) {
      registry.grant(principal, one, options);
    }
  }
}
