import { type Parties, type Party, type Seen, seen, type When } from "../parties";

/** Who is let in by the credentials of a plan: a service principal, also where they are its application's. */
export class Holders {
  /** Service principals and identities, by the ids that credentials name: theirs, or that of the application. */
  private readonly principals = new Map<string, Party>();

  public constructor(
    private readonly parties: Parties,
    private readonly when: When,
  ) {
    for (const identity of this.ofType("azurerm_user_assigned_identity")) {
      this.add(identity, identity, "principal_id");
    }
    const applications = new Map(
      [
        ...this.ofType("azuread_application"),
        ...this.ofType("azuread_application_registration"),
      ].map((application) => [this.keyOf(application, "client_id"), application]),
    );
    for (const principal of this.ofType("azuread_service_principal")) {
      this.add(principal, principal, "object_id");
      const { key } = parties.named(principal, "client_id", ["client_id"]);
      const application = applications.get(key);
      if (application !== undefined) {
        this.add(application, principal, "object_id");
      }
    }
  }

  /** @param argument that names the application, the service principal or the identity */
  public of(credential: Seen, argument: string): Party {
    const named = this.parties.named(credential, argument, ["id"]);
    const principal = this.principals.get(named.key);
    const [, objectId] = /^\/serviceprincipals\/(.+)$/.exec(named.key) ?? [];
    // Of a service principal the id has the object id in it, which roles are assigned to.
    return principal ?? (objectId === undefined ? named : { ...named, key: objectId });
  }

  private ofType(type: string): Seen[] {
    return this.parties.ofType(type).flatMap((change) => seen(change, this.when) ?? []);
  }

  private add(by: Seen, { change }: Seen, attribute: string): void {
    this.principals.set(this.keyOf(by, "id"), this.parties.party(change, this.when, attribute));
  }

  private keyOf({ change }: Seen, attribute: string): string {
    return this.parties.keyOf(change, this.when, attribute);
  }
}
