import { Construct } from "constructs";
import { Aspects, TerraformResource, TerraformStack } from "cdktf";
import { oncePer } from "../core/once-per";
import { nameOf, placeOfConstruct } from "../core/place";
import { Problem, reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";
import { exactMeaningOf, meaningOf } from "../terraform/meaning";
import type { ApplicationReference } from "./application-reference";
import type { FederatedIdentity } from "./federated-identity";
import { applicationIdentity, clientIdentity, KnownIdentities } from "./known-identities";

/** Entra's limit for one application. */
const MAX_FEDERATED_CREDENTIALS = 20;

/** A federated credential, as others of its application see it. */
interface Member {
  readonly construct: Construct;
  readonly identity: FederatedIdentity;
  readonly resource: TerraformResource;
}

/**
 * Finds, when the stack is synthesized, what Entra refuses among the federated credentials of one
 * application, and has them written one after the other: Entra refuses to write two at the same time.
 * Whichever references to the application they were added to, in whichever stack.
 */
export function joinApplication(member: Member, application: ApplicationReference): void {
  const { construct } = member;
  const { root } = construct.node;
  const all = oncePer(
    root,
    FederatedCredentials,
    () => new FederatedCredentials(KnownIdentities.of(root)),
  );
  all.add(member, application);
  reportAtSynth(construct, () => {
    const earlier = all.before(construct);
    return [
      ...limitProblems(member, earlier),
      ...nameProblems(member, earlier),
      ...repetitionProblems(member, earlier),
    ];
  });
  Aspects.of(construct).add({
    visit: (visited) => {
      if (visited === construct) {
        waitForLast(member, all.before(construct));
      }
    },
  });
}

/** All federated credentials of an app. Which are of one application is known when it is synthesized. */
class FederatedCredentials {
  private readonly all: Member[] = [];
  private earlier = new Map<Construct, Member[]>();
  private groupedAt = "";

  public constructor(private readonly applications: KnownIdentities) {}

  public add(member: Member, { id, clientId }: ApplicationReference): void {
    const { construct } = member;
    this.all.push(member);
    this.applications.add(construct, () => [
      applicationIdentity(meaningOf(id, construct)),
      clientIdentity(meaningOf(clientId, construct)),
    ]);
  }

  /** Those of the same application that were made before it. */
  public before(construct: Construct): Member[] {
    const extent = `${this.all.length} ${this.applications.extent}`;
    if (this.groupedAt !== extent) {
      this.groupedAt = extent;
      this.earlier = this.group();
    }
    return this.earlier.get(construct) ?? [];
  }

  private group(): Map<Construct, Member[]> {
    const groups = new Map<string, Member[]>();
    const earlier = new Map<Construct, Member[]>();
    for (const member of this.all) {
      const application = this.applications.of(member.construct);
      const group = groups.get(application) ?? [];
      earlier.set(member.construct, group);
      groups.set(application, [...group, member]);
    }
    return earlier;
  }
}

// One in another stack is written by another apply.
function waitForLast({ construct, resource }: Member, earlier: Member[]): void {
  const stack = TerraformStack.of(construct);
  const last = earlier.filter((other) => TerraformStack.of(other.construct) === stack).at(-1);
  if (last !== undefined) {
    const address = `${last.resource.terraformResourceType}.${last.resource.friendlyUniqueId}`;
    resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), address])];
  }
}

// Of a file each one that is too much has its own line; in a program the first is enough to know.
function limitProblems({ construct }: Member, earlier: Member[]): Problem[] {
  const isTold =
    placeOfConstruct(construct) === undefined
      ? earlier.length === MAX_FEDERATED_CREDENTIALS
      : earlier.length >= MAX_FEDERATED_CREDENTIALS;
  return isTold
    ? [
        {
          key: "id",
          message: `${shown(construct.node.id)} is one more than the ${MAX_FEDERATED_CREDENTIALS} federated credentials that Entra allows an application; use another service principal for some`,
        },
      ]
    : [];
}

function nameProblems({ construct }: Member, earlier: Member[]): Problem[] {
  const { id } = construct.node;
  const same = earlier.find((other) => other.construct.node.id.toLowerCase() === id.toLowerCase());
  return same === undefined
    ? []
    : [
        {
          key: "id",
          message: `${shown(id)} is the name of ${nameOf(same.construct)} too; Entra allows it once for an application, choose another`,
        },
      ];
}

function repetitionProblems({ construct, identity }: Member, earlier: Member[]): Problem[] {
  const token = tokenOf(identity, construct);
  const same = earlier.find((other) => tokenOf(other.identity, other.construct) === token);
  return same === undefined
    ? []
    : [
        {
          key: "subject",
          message: `${shown(identity.subject)} of the same issuer is that of ${nameOf(same.construct)} too; Entra allows it once for an application, remove one`,
        },
      ];
}

// Entra compares these letter by letter.
function tokenOf({ issuer, subject }: FederatedIdentity, construct: Construct): string {
  return [issuer, subject].map((text) => exactMeaningOf(text, construct)).join("\n");
}
