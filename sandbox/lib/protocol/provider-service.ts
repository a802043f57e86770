import type { Cloud } from "../cloud/cloud";
import type { Provider } from "../provider/provider";
import { HalfDone } from "../provider/provider-error";
import type { Session, Variables } from "../provider/session";
import type { Values } from "../schema/values";
import { attributePath, diagnostics, schemaMessage } from "./encode";
import type {
  ApplyRequest,
  ConfigRequest,
  ImportRequest,
  PlanRequest,
  ReadRequest,
  TypedConfigRequest,
  UpgradeRequest,
} from "./messages";
import { fromWire, toWire } from "./wire";

/** What a call is, for the log and for injected failures, and how to answer it. */
export interface Handled {
  operation: string;
  type?: string;
  answer: () => object;
  /** What goes to Terraform beside the error when the answer throws. */
  answerToError?: (error: unknown) => object;
}

/** The connection that a call came by: Terraform opens one for each `provider` block. */
export interface Connection {
  session: Session | undefined;
}

/** What the providers are configured with, beside what the program says. */
export interface Azure {
  readonly cloud: Cloud;
  readonly variables: Variables;
}

type Handler<Request> = (request: Request, connection: Connection) => Handled;

/**
 * The calls of service tfplugin6.Provider, by name, over a provider.
 * @param changed what to do before Terraform hears of a change
 */
export function providerHandlers(provider: Provider, azure: () => Azure, changed: () => void) {
  return {
    GetProviderSchema: () => ({ operation: "schema", answer: () => schemaResponse(provider) }),

    ValidateProviderConfig: ({ config }: ConfigRequest) => ({
      operation: "validate",
      answer: () => {
        provider.validateConfig(required(config));
        return {};
      },
    }),

    ConfigureProvider: ({ config }: ConfigRequest, connection) => ({
      operation: "configure",
      answer: () => {
        const { cloud, variables } = azure();
        connection.session = provider.configure(cloud, variables, required(config));
        return {};
      },
    }),

    ValidateResourceConfig: ({ type_name, config }: TypedConfigRequest) => ({
      operation: "validate",
      type: type_name,
      answer: () => ({
        diagnostics: diagnostics("WARNING", provider.validateResource(type_name, required(config))),
      }),
    }),

    ValidateDataResourceConfig: ({ type_name, config }: TypedConfigRequest) => ({
      operation: "validate",
      type: `data ${type_name}`,
      answer: () => {
        provider.validateDataSource(type_name, required(config));
        return {};
      },
    }),

    UpgradeResourceState: ({ type_name, version, raw_state }: UpgradeRequest) => ({
      operation: "upgrade",
      type: type_name,
      answer: () => {
        const state = JSON.parse(Buffer.from(raw_state.json).toString()) as Values;
        return { upgraded_state: toWire(provider.upgradeState(type_name, version, state)) };
      },
    }),

    ReadResource: ({ type_name, current_state }: ReadRequest, connection) => ({
      operation: "read",
      type: type_name,
      answer: () => ({
        new_state: toWire(
          provider.readResource(sessionOf(connection), type_name, required(current_state)),
        ),
      }),
    }),

    PlanResourceChange: (request: PlanRequest, connection) => ({
      operation: "plan",
      type: request.type_name,
      answer: () => planResponse(provider, sessionOf(connection), request),
    }),

    ApplyResourceChange: (request: ApplyRequest, connection) => {
      const prior = fromWire(request.prior_state);
      const planned = fromWire(request.planned_state);
      return {
        operation: planned === null ? "delete" : prior === null ? "create" : "update",
        type: request.type_name,
        answer: () => {
          try {
            const config = fromWire(request.config) ?? {};
            return applied(
              apply(provider, sessionOf(connection), request.type_name, prior, planned, config),
            );
          } finally {
            // What failed may have had an effect all the same.
            changed();
          }
        },
        answerToError: (error) => (error instanceof HalfDone ? applied(error.state) : {}),
      };
    },

    ImportResourceState: ({ type_name, id }: ImportRequest) => ({
      operation: "import",
      type: type_name,
      answer: () => ({
        imported_resources: [{ type_name, state: toWire(provider.importResource(type_name, id)) }],
      }),
    }),

    ReadDataSource: ({ type_name, config }: TypedConfigRequest, connection) => ({
      operation: "read",
      type: `data ${type_name}`,
      answer: () => ({
        state: toWire(provider.readDataSource(sessionOf(connection), type_name, required(config))),
      }),
    }),

    StopProvider: () => ({ operation: "stop", answer: () => ({}) }),
  } satisfies Record<string, Handler<never>>;
}

function schemaResponse(provider: Provider): object {
  const resources = [...provider.resources].map(([name, { type, block }]) => [
    name,
    schemaMessage(block, type.stateUpgrades?.length),
  ]);
  const dataSources = [...provider.dataSources].map(([name, { block }]) => [
    name,
    schemaMessage(block),
  ]);
  return {
    provider: schemaMessage(provider.schema),
    resource_schemas: Object.fromEntries(resources) as object,
    data_source_schemas: Object.fromEntries(dataSources) as object,
  };
}

function planResponse(provider: Provider, session: Session, request: PlanRequest): object {
  const proposed = fromWire(request.proposed_new_state);
  // Azure's providers are written with SDKv2, whose looser rules (a default on an argument that is not computed, an
  // API that answers with another form of a value) Terraform only accepts with this flag.
  const legacy = { legacy_type_system: true };
  if (proposed === null) {
    return { planned_state: toWire(null), ...legacy };
  }
  const prior = fromWire(request.prior_state);
  const plan = provider.planResource(
    session,
    request.type_name,
    prior,
    proposed,
    required(request.config),
  );
  return {
    planned_state: toWire(plan.planned),
    requires_replace: plan.requiresReplace.map(attributePath),
    ...legacy,
  };
}

function apply(
  provider: Provider,
  session: Session,
  type: string,
  prior: Values | null,
  planned: Values | null,
  config: Values,
): Values | null {
  if (planned !== null) {
    return prior === null
      ? provider.createResource(session, type, planned, config)
      : provider.updateResource(session, type, prior, planned, config);
  }
  if (prior !== null) {
    provider.deleteResource(session, type, prior);
  }
  return null;
}

function applied(state: Values | null): object {
  return { new_state: toWire(state), legacy_type_system: true };
}

function sessionOf({ session }: Connection): Session {
  if (session === undefined) {
    throw new Error("Terraform called the provider before it configured it.");
  }
  return session;
}

function required(value: Parameters<typeof fromWire>[0]): Values {
  return fromWire(value) ?? {};
}
