import { IConstruct } from "constructs";
import { Identities } from "../core/identities";
import { oncePer } from "../core/once-per";

// Ids by what they are of, since Entra has four kinds that look alike. Each takes the meaning of the id.

/** The object id of a service principal, group or user. */
export function objectIdentity(objectId: string): string {
  return `object ${objectId}`;
}

/** The client id of an application, which its service principals share. */
export function clientIdentity(clientId: string): string {
  return `client ${clientId}`;
}

/** The resource id of an application, `/applications/<object id>`, or that object id. */
export function applicationIdentity(resourceId: string): string {
  return `application ${resourceId.replace(/^\/applications\//, "")}`;
}

/**
 * What the constructs of an app know together of principals and applications: one may know the client
 * id, another the object id, and a third both. To be asked at synth, when all are there.
 */
export class KnownIdentities {
  public static of({ node: { root } }: IConstruct): KnownIdentities {
    return oncePer(root, KnownIdentities, () => new KnownIdentities());
  }

  private readonly identities = new Identities();
  private readonly constructs = new Set<IConstruct>();
  private readonly unseen: (() => string[])[] = [];

  /** Adds all that a construct knows of one principal or application; it is asked at synth. */
  public add(construct: IConstruct, ids: () => string[]): void {
    this.constructs.add(construct);
    this.unseen.push(() => [atPath(construct), ...ids()]);
  }

  public has(construct: IConstruct): boolean {
    return this.constructs.has(construct);
  }

  /** The same text for all constructs that know of one principal or application. */
  public of(construct: IConstruct): string {
    for (const ids of this.unseen.splice(0)) {
      this.identities.join(ids());
    }
    return this.identities.of(atPath(construct));
  }

  /** Grows with what is known. */
  public get extent(): number {
    return this.constructs.size;
  }
}

function atPath(construct: IConstruct): string {
  return `at ${construct.node.path}`;
}
