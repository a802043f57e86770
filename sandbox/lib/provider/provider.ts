import type { Cloud } from "../cloud/cloud";
import { NotModelled } from "../not-modelled";
import { schemaOfBinding } from "../schema/bindings";
import { blockOf, recordedBlock, type RecordedSchema } from "../schema/recorded";
import { type Block, mark } from "../schema/schema";
import { conform, type Values } from "../schema/values";
import { requiredText, text } from "./arguments";
import { type Plan, planCreate, planUpdate } from "./plan";
import { HalfDone, type Problem, ProviderError } from "./provider-error";
import type { DataSourceType, ProviderType, ResourceType } from "./resource-type";
import { Session, type Variables } from "./session";
import { emptied, halfMadeState, stateOf } from "./state";
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
    const { resources, dataSources, schemas } = type;
    this.schema = schemas === undefined ? providerSchema(type) : blockOf(schemas.provider.block);
    this.resources = served(resources, schemas?.resource_schemas);
    this.dataSources = served(dataSources, schemas?.data_source_schemas);
  }

  validateConfig(config: Values): void {
    this.type.validate?.(config);
  }

  /** @param variables what the process of the provider finds in its environment */
  configure(cloud: Cloud, variables: Variables, config: Values): Session {
    const session = new Session(
      cloud,
      variables,
      text(config, "tenant_id") ?? cloud.seed.tenantId,
      subscriptionOf(config, variables),
      config,
    );
    this.type.configure?.(session, config);
    return session;
  }

  /** What it warns of; throws what is wrong. */
  validateResource(typeName: string, config: Values): readonly Problem[] {
    const { type, block } = this.resource(typeName);
    return validate(type, block, config);
  }

  validateDataSource(typeName: string, config: Values): void {
    const { type, block } = this.dataSource(typeName);
    validate(type, block, config);
  }

  /** @param version of the schema that the state was written with */
  upgradeState(typeName: string, version: number, state: Values): Values {
    const { type, block } = this.resource(typeName);
    const upgrades = type.stateUpgrades?.slice(version) ?? [];
    return conform(
      block,
      upgrades.reduce((old, upgrade) => upgrade(old), state),
    );
  }

  /** Null when it is gone. */
  readResource(session: Session, typeName: string, state: Values): Values | null {
    const { type, block } = this.resource(typeName);
    const found = type.read(session, state);
    return found === undefined ? null : stateOf(block, state, found, "read");
  }

  planResource(
    session: Session,
    typeName: string,
    prior: Values | null,
    proposed: Values,
    config: Values,
  ): Plan {
    const { type, block } = this.resource(typeName);
    const plan =
      prior === null
        ? planCreate(type, block, proposed, config)
        : planUpdate(type, block, prior, proposed, config);
    type.checkPlan?.(session, plan.planned, prior ?? undefined);
    return plan;
  }

  /** Null when it is gone again before it was read. */
  createResource(
    session: Session,
    typeName: string,
    planned: Values,
    config: Values,
  ): Values | null {
    const { type, block } = this.resource(typeName);
    let made: Values | undefined;
    return finish(
      block,
      planned,
      () => made,
      () => {
        const tell = (attributes: typeof made): void => {
          made = attributes;
        };
        type.create(session, planned, tell, config);
        return type.read(session, { ...planned, ...made });
      },
    );
  }

  updateResource(
    session: Session,
    typeName: string,
    prior: Values,
    planned: Values,
    config: Values,
  ): Values | null {
    const { type, block } = this.resource(typeName);
    const { update } = type;
    if (update === undefined) {
      // SDKv2, helper/schema/resource.go: a changed argument that is not ForceNew, on a resource without Update.
      throw new ProviderError("doesn't support update");
    }
    return finish(
      block,
      planned,
      () => emptied(block, prior, planned),
      () => {
        update(session, planned, prior, config);
        return type.read(session, planned);
      },
    );
  }

  deleteResource(session: Session, typeName: string, prior: Values): void {
    this.resource(typeName).type.delete(session, prior);
  }

  importResource(typeName: string, id: string): Values {
    const { type, block } = this.resource(typeName);
    if (type.checkImportId === undefined) {
      throw new ProviderError(`resource ${typeName} doesn't support import`);
    }
    type.checkImportId(id);
    return conform(block, { id });
  }

  readDataSource(session: Session, typeName: string, config: Values): Values {
    const { type, block } = this.dataSource(typeName);
    return conform(block, { ...config, ...type.read(session, config) });
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

/** An empty text in the program is one: the environment is not asked then. */
function subscriptionOf(config: Values, variables: Variables): string {
  return (config.subscription_id ?? null) === null
    ? (variables.ARM_SUBSCRIPTION_ID ?? "")
    : requiredText(config, "subscription_id");
}

/**
 * The state after an apply, also after one that failed: SDKv2 then stores what was planned, as if it had been done.
 *
 * @param set what the provider knows of an object that is there; undefined while there is none
 */
function finish(
  block: Block,
  planned: Values,
  set: () => Values | undefined,
  apply: () => Values | undefined,
): Values | null {
  try {
    const found = apply();
    return found === undefined ? null : stateOf(block, planned, { ...set(), ...found }, "apply");
  } catch (error) {
    const known = set();
    throw known === undefined ? error : new HalfDone(error, halfMadeState(block, planned, known));
  }
}

function served<Type extends ResourceType | DataSourceType>(
  types: readonly Type[],
  schemas: Readonly<Record<string, RecordedSchema>> | undefined,
): Map<string, Served<Type>> {
  return new Map(
    types.map((type) => {
      const block = schemas === undefined ? typeSchema(type) : recordedBlock(schemas, type.type);
      return [type.type, { type, block }];
    }),
  );
}

function providerSchema(type: ProviderType): Block {
  const schema = typeSchema(type);
  // A meta-argument of Terraform itself, which the bindings list with the others.
  delete schema.attributes.alias;
  return schema;
}

type Marked = Pick<ResourceType, "binding" | "sensitive" | "deprecated" | "writeOnly">;

function typeSchema({ binding, sensitive, deprecated, writeOnly }: Marked): Block {
  const block = schemaOfBinding(binding);
  sensitive?.forEach((path) => {
    mark(block, path, "sensitive");
  });
  deprecated?.forEach((path) => {
    mark(block, path, "deprecated");
  });
  writeOnly?.forEach((path) => {
    mark(block, path, "writeOnly");
  });
  return block;
}
