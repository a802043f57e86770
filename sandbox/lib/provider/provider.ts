import type { Cloud } from "../cloud/cloud";
import { NotModelled } from "../not-modelled";
import { schemaOfBinding } from "../schema/bindings";
import type { Block } from "../schema/schema";
import { conform, Unknown, type Values, zeroValue } from "../schema/values";
import { text } from "./arguments";
import { type Plan, planCreate, planUpdate } from "./plan";
import { HalfMade, ProviderError } from "./provider-error";
import type { DataSourceType, ProviderType, ResourceType } from "./resource-type";
import { Session } from "./session";
import { validate } from "./validate";

/** A Terraform type with the schema that it is served with. */
interface Served<Type> {
  type: Type;
  block: Block;
}

/** A provider as SDKv2 would run it: the generic part of every operation, over the table of its types. */
export class Provider {
  readonly schema: Block;
  readonly resources: ReadonlyMap<string, Served<ResourceType>>;
  readonly dataSources: ReadonlyMap<string, Served<DataSourceType>>;

  constructor(private readonly type: ProviderType) {
    this.schema = providerSchema(type.binding);
    this.resources = served(type.resources);
    this.dataSources = served(type.dataSources);
  }

  configure(cloud: Cloud, config: Values): Session {
    const session = new Session(
      cloud,
      text(config, "tenant_id") ?? cloud.seed.tenantId,
      text(config, "subscription_id") ?? cloud.seed.subscriptionId,
    );
    this.type.checkSession?.(session);
    return session;
  }

  validateResource(typeName: string, config: Values): void {
    const { type, block } = this.resource(typeName);
    validate(type, block, config);
  }

  validateDataSource(typeName: string, config: Values): void {
    const { type, block } = this.dataSource(typeName);
    validate(type, block, config);
  }

  upgradeState(typeName: string, state: Values): Values {
    return conform(this.resource(typeName).block, state);
  }

  readResource(session: Session, typeName: string, state: Values): Values | null {
    const { type, block } = this.resource(typeName);
    const found = type.read(session, state);
    return found === undefined ? null : settle(block, { ...state, ...found });
  }

  planResource(
    session: Session,
    typeName: string,
    prior: Values | null,
    proposed: Values,
    config: Values,
  ): Plan {
    const { type, block } = this.resource(typeName);
    if (prior !== null) {
      return planUpdate(type, block, prior, proposed, config);
    }
    const plan = planCreate(type, block, proposed, config);
    type.checkCreatePlan?.(session, plan.planned);
    return plan;
  }

  createResource(session: Session, typeName: string, planned: Values): Values {
    const { type, block } = this.resource(typeName);
    let made: string | undefined;
    const setId = (id: string): void => {
      made = id;
    };
    try {
      return settle(block, { ...planned, ...type.create(session, planned, setId) });
    } catch (error) {
      throw made === undefined
        ? error
        : new HalfMade(error, settle(block, { ...planned, id: made }));
    }
  }

  updateResource(session: Session, typeName: string, prior: Values, planned: Values): Values {
    const { type, block } = this.resource(typeName);
    if (type.update === undefined) {
      // SDKv2, helper/schema/resource.go: a changed argument that is not ForceNew, on a resource without Update.
      throw new ProviderError("doesn't support update");
    }
    return settle(block, { ...planned, ...type.update(session, planned, prior) });
  }

  deleteResource(session: Session, typeName: string, prior: Values): void {
    this.resource(typeName).type.delete(session, prior);
  }

  importResource(typeName: string, id: string): Values {
    const { type, block } = this.resource(typeName);
    if (type.importId === undefined) {
      throw new ProviderError(`resource ${typeName} doesn't support import`);
    }
    if (!type.importId.test(id)) {
      throw new ProviderError(
        `parsing ${JSON.stringify(id)}: expected an id that matches ${String(type.importId)}`,
      );
    }
    return conform(block, { id });
  }

  readDataSource(session: Session, typeName: string, config: Values): Values {
    const { type, block } = this.dataSource(typeName);
    return settle(block, { ...config, ...type.read(session, config) });
  }

  private resource(typeName: string): Served<ResourceType> {
    const served = this.resources.get(typeName);
    if (served === undefined) {
      throw new NotModelled(typeName);
    }
    return served;
  }

  private dataSource(typeName: string): Served<DataSourceType> {
    const served = this.dataSources.get(typeName);
    if (served === undefined) {
      throw new NotModelled(`data ${typeName}`);
    }
    return served;
  }
}

/** Nothing computed is unknown, or null, once the API has answered. */
function settle(block: Block, values: Values): Values {
  const attributes = Object.entries(block.attributes).map(([name, attribute]) => {
    const value = values[name] ?? null;
    const missing = value instanceof Unknown || (attribute.computed && value === null);
    return [name, missing ? zeroValue(attribute.type) : value];
  });
  return conform(block, { ...values, ...(Object.fromEntries(attributes) as Values) });
}

function served<Type extends ResourceType | DataSourceType>(
  types: readonly Type[],
): Map<string, Served<Type>> {
  return new Map(types.map((type) => [type.type, { type, block: typeSchema(type) }]));
}

function typeSchema(type: ResourceType | DataSourceType): Block {
  const block = schemaOfBinding(type.binding);
  for (const name of type.sensitive ?? []) {
    const attribute = block.attributes[name];
    if (attribute === undefined) {
      throw new Error(`${type.type} has no attribute ${name} to mark as sensitive.`);
    }
    attribute.sensitive = true;
  }
  return block;
}

function providerSchema(binding: string): Block {
  const schema = schemaOfBinding(binding);
  // A meta-argument of Terraform itself, which the bindings list with the others.
  delete schema.attributes.alias;
  const { features } = schema.blocks;
  if (features !== undefined) {
    // azurerm 4.55.0, internal/provider/features.go: required, exactly one; the binding has it as optional.
    features.minItems = 1;
    features.maxItems = 1;
  }
  return schema;
}
