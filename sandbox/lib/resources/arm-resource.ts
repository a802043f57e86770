// How azurerm makes, reads and deletes what it puts into a resource group.
import type { JsonObject } from "../cloud/api";
import { objectIn } from "../provider/answers";
import { blocks, requiredText, texts } from "../provider/arguments";
import {
  fixed,
  generated,
  IN_RESOURCE_GROUP,
  named,
  ResourceIdType,
  resourceProvider,
} from "../provider/resource-id";
import type { Arguments, Made } from "../provider/resource-type";
import { only, type Rule } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Value, Values } from "../schema/values";
import { alreadyExists, arm, called } from "./arm";

/** What is put into a resource group by its name. */
export interface ArmKind {
  /** As in "azurerm_container_group". */
  readonly resource: string;
  /** As messages call it, such as "Container Group". */
  readonly title: string;
  /** What they call its name, where that is not the title. */
  readonly named?: string;
  readonly namespace: string;
  readonly collection: string;
  readonly query: Readonly<Record<string, string>>;
  /** What it is doing, for messages; "retrieving" by default. */
  readonly reading?: string;
}

type IdOf = ResourceIdType<"subscriptionId" | "resourceGroupName" | "name">;

export class ArmResource {
  private readonly ids: IdOf;

  constructor(private readonly kind: ArmKind) {
    const { title, namespace, collection } = kind;
    this.ids = new ResourceIdType(
      title.replaceAll(" ", ""),
      generated([
        ...IN_RESOURCE_GROUP,
        fixed("providers"),
        resourceProvider(namespace),
        fixed(collection),
        named("name"),
      ]),
    );
  }

  /** What an id names: throws where it is no id of such a resource. */
  parse(id: string): ReturnType<IdOf["parse"]> {
    return this.ids.parse(id);
  }

  /** An id in the letter case of the provider. */
  normalId(id: string): string {
    const { namespace, collection } = this.kind;
    const { subscriptionId, resourceGroupName, name } = this.ids.parse(id, true);
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${namespace}/${collection}/${name}`;
  }

  get rule(): Rule {
    return this.ids.rule;
  }

  idOf({ subscriptionId }: Session, planned: Values): string {
    const { namespace, collection } = this.kind;
    const group = requiredText(planned, "resource_group_name");
    return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${namespace}/${collection}/${requiredText(planned, "name")}`;
  }

  /** Puts one that must not be there yet. */
  create(session: Session, planned: Values, body: JsonObject, made: Made): void {
    const { query, resource } = this.kind;
    const id = this.idOf(session, planned);
    const existing = arm(`checking for presence of existing ${this.called(id)}`, () =>
      session.management.find(id, query),
    );
    if (existing !== undefined) {
      throw alreadyExists(resource, id);
    }
    arm(`creating ${this.called(id)}`, () => session.management.put({ path: id, query, body }));
    made({ id });
  }

  /** What Azure tells of one that must be there. */
  get(session: Session, id: string, doing = this.kind.reading ?? "retrieving"): JsonObject {
    return arm(`${doing} ${this.called(id)}`, () => session.management.get(id, this.kind.query));
  }

  /** What Azure tells of it; undefined where it is gone. */
  find(session: Session, state: Values): JsonObject | undefined {
    const id = requiredText(state, "id");
    const { reading = "retrieving", query } = this.kind;
    return arm(`${reading} ${this.called(id)}`, () => session.management.find(id, query));
  }

  delete(session: Session, state: Values): void {
    const path = requiredText(state, "id");
    arm(`deleting ${this.called(path)}`, () => {
      session.management.delete({ path, query: this.kind.query });
    });
  }

  /** An id as messages name it. */
  called(id: string): string {
    const { subscriptionId, resourceGroupName, name } = this.parse(id);
    const { title, named: label = `${title} Name` } = this.kind;
    return called(title, {
      Subscription: subscriptionId,
      "Resource Group Name": resourceGroupName,
      [label]: name,
    });
  }
}

/** The block `identity`, for what Azure takes: of its types, the one that is modelled. */
export function expandIdentity(planned: Values): JsonObject | undefined {
  const [identity] = blocks(planned, "identity");
  return (
    identity && {
      type: requiredText(identity, "type"),
      userAssignedIdentities: Object.fromEntries(
        texts(identity, "identity_ids").map((id) => [id, {}]),
      ),
    }
  );
}

/** What Azure tells, for the block `identity`. */
export function flattenIdentity(found: JsonObject): Value {
  const identity = objectIn(found, "identity") ?? NO_IDENTITY;
  const ids = Object.keys(objectIn(identity, "userAssignedIdentities") ?? {}).sort();
  return identity.type === NO_IDENTITY.type
    ? []
    : [{ type: "UserAssigned", identity_ids: ids, principal_id: "", tenant_id: "" }];
}

/** What some kinds send where there is no such block. */
export const NO_IDENTITY = { type: "None", userAssignedIdentities: null } satisfies JsonObject;

/** Of the block `identity`, what is modelled. */
export const IDENTITY: Arguments = {
  type: { expected: only("UserAssigned") },
  identity_ids: {},
};
