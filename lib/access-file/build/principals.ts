import { shown } from "../../core/shown";
import { KnownIdentities } from "../../credential/known-identities";
import { ServicePrincipalOutputs } from "../../delivery/outputs";
import { AdoptableModule } from "../../principal/adoptable-module";
import {
  AdoptedServicePrincipal,
  adoptedServicePrincipalProblems,
} from "../../principal/adopted-service-principal";
import { AcrPrincipal } from "../../principal/existing-principal";
import type { IAcrPrincipal, IAcrServicePrincipal } from "../../principal/principal";
import { AcrServicePrincipal } from "../../principal/service-principal";
import { keyOfForm } from "../../yaml/forms";
import type { Path } from "../../yaml/mistake";
import { isMap, mapsAt, valueAt } from "../../yaml/values";
import {
  adopt as adoptSchema,
  AdoptKeys,
  principal as principalSchema,
  PrincipalKeys,
} from "../schema";
import type { Credentials } from "./credentials";
import { Entries, oldKeys } from "./entries";
import type { Grants } from "./grants";
import type { Providers } from "./providers";

/** The principals of an access file, with what stands below each. */
export class Principals {
  public readonly all = new Map<string, IAcrPrincipal>();

  public constructor(
    private readonly entries: Entries,
    private readonly providers: Providers,
    credentials: Credentials,
    grants: Grants,
  ) {
    const references: [IAcrPrincipal, Path][] = [];
    for (const [path, entry] of mapsAt(entries.file, "principals")) {
      const principal = this.addPrincipal(path, entry as unknown as PrincipalKeys);
      if (principal !== undefined) {
        const registries = grants.registriesOf(path);
        if ("addClientSecret" in principal) {
          credentials.add(principal, path, registries);
        }
        grants.add(principal, path);
        if (entry.outputs === true && "clientId" in principal) {
          entries.make(path, principalSchema, {}, (key) => {
            new ServicePrincipalOutputs(entries.stack, key, principal, { registries });
          });
        }
        const id = ["resourceId", "clientId", "objectId"].find((key) => key in entry);
        if (
          id !== undefined &&
          !("displayName" in entry) &&
          entries.findings.isSound([...path, id])
        ) {
          references.push([principal, [...path, id]]);
        }
      }
    }
    entries.findings.refuseLater(() => {
      for (const [principal, path] of references) {
        entries.refuseSecond(
          KnownIdentities.of(entries.stack).of(principal),
          path,
          "Azure would refuse the second assignment of a role to it, declare the principal once",
          { named: path.slice(0, -1), covers: [path, [...path.slice(0, -1), "grants"]] },
        );
      }
    });
  }

  private addPrincipal(
    path: Path,
    entry: PrincipalKeys,
  ): IAcrPrincipal | IAcrServicePrincipal | undefined {
    const told = keyOfForm(principalSchema, entry);
    const principal = this.entries.make(path, principalSchema, {}, (id) =>
      told === undefined || told === "displayName"
        ? this.servicePrincipal(id, path, entry)
        : this.reference(id, told, path, entry),
    );
    if (principal !== undefined) {
      this.all.set(String(path.at(-1)), principal);
    }
    return principal;
  }

  private reference(
    id: string,
    told: string,
    path: Path,
    entry: PrincipalKeys,
  ): IAcrPrincipal | IAcrServicePrincipal {
    const { objectId, principalType, clientId, applicationResourceId, manageCredentials } = entry;
    const renamedFrom = oldKeys(entry);
    if (["objectId", "principalType"].includes(told)) {
      return AcrPrincipal.fromObjectId(this.entries.stack, id, {
        objectId,
        principalType,
        renamedFrom,
      });
    }
    const tenantId = this.entries.sound(String(path[0]), id, "applicationTenantId");
    const applicationProvider =
      tenantId === undefined ? undefined : this.providers.azureadOf(tenantId);
    const options = { manageCredentials, applicationProvider, renamedFrom };
    if (told === "resourceId") {
      return AcrServicePrincipal.fromResourceId(this.entries.stack, id, entry.resourceId, options);
    }
    return valueAt(entry, "objectId") === undefined
      ? AcrServicePrincipal.fromClientId(this.entries.stack, id, clientId, options)
      : AcrServicePrincipal.fromAttributes(this.entries.stack, id, {
          ...options,
          clientId,
          objectId,
          applicationResourceId,
        });
  }

  private servicePrincipal(id: string, path: Path, entry: PrincipalKeys): IAcrServicePrincipal {
    const tenantId = this.entries.sound(String(path[0]), id, "applicationTenantId");
    const props = Object.entries(entry).filter(([key]) => PROPERTIES.has(key));
    return new AcrServicePrincipal(this.entries.stack, id, {
      ...(Object.fromEntries(props) as Pick<PrincipalKeys, "displayName">),
      ...(tenantId !== undefined && {
        provider: this.providers.azureadOf(tenantId),
        servicePrincipalProvider: this.providers.azuread,
      }),
      adopt: this.adopted([...path, "adopt"], valueAt(entry, "adopt")),
      renamedFrom: oldKeys(entry),
    });
  }

  /** What an entry adopts: what it names, or what a call of a known module has made. */
  private adopted(path: Path, given: unknown): AdoptedServicePrincipal | undefined {
    if (!isMap(given)) {
      return undefined;
    }
    const entry = given as unknown as AdoptKeys;
    switch (keyOfForm(adoptSchema, entry)) {
      case "application":
      case "servicePrincipal":
        return given as unknown as AdoptedServicePrincipal;
      default:
        return this.entries.findings.isSound(path) ? this.adoptedModule(path, entry) : undefined;
    }
  }

  private adoptedModule(path: Path, { source, module }: AdoptKeys): AdoptedServicePrincipal {
    const adopted = AdoptableModule.from(source).at(module);
    const at = { path: [...path, "module"], covers: [path] };
    if (adoptedServicePrincipalProblems(adopted).length > 0) {
      const message = `${shown(module)} is no address of a module call; write it as in module.web`;
      this.entries.findings.refuse({ ...at, message });
    }
    this.entries.refuseSecond(
      `module ${module}`,
      at.path,
      "Terraform adopts a thing once, leave one out",
      at,
    );
    return adopted;
  }
}

/** The keys of a service principal that the file owns which are properties of its construct as they are. */
const PROPERTIES = new Set([
  "displayName",
  "preventDuplicateNames",
  "description",
  "owners",
  "deployerIsOwner",
  "tags",
  "notes",
  "signInAudience",
  "serviceManagementReference",
  "accountEnabled",
]);
