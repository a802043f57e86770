import { Calls } from "../lib/calls";
import { Cloud } from "../lib/cloud/cloud";
import type { RequestFailure } from "../lib/cloud/refusals";
import type { Request } from "../lib/cloud/requests";
import type { Plan } from "../lib/provider/plan";
import { Provider } from "../lib/provider/provider";
import { HalfDone, type Problem } from "../lib/provider/provider-error";
import { Session, type Variables } from "../lib/provider/session";
import { PROVIDERS } from "../lib/resources";
import type { AzurermVersion } from "../lib/resources/arm";
import type { Block } from "../lib/schema/schema";
import { conform, isObject, type Value, type Values } from "../lib/schema/values";
import { checkSeed, type SeedInput } from "../lib/seed";

export const TENANT = "7e4a0000-0000-4000-8000-000000000001";
export const SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000001";
export const NOW = "2027-01-01T00:00:00Z";
export const REGISTRY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
export const CALLER = "0ca11e00-0000-4000-8000-000000000001";

const NO_BLOCK: Block = { attributes: {}, blocks: {}, deprecated: false };

const served = PROVIDERS.map((type) => ({ ...type, provider: new Provider(type) }));

interface Options {
  /** By default the one that its binding was made from. */
  azurerm?: AzurermVersion;
  seed?: Partial<SeedInput>;
  now?: string;
  replicationLag?: number;
  directoryLag?: number;
}

interface ProviderBlock {
  tenantId?: string;
  subscriptionId?: string;
  /** All that it says. */
  config?: Values;
}

/** The providers of a sandbox without a process or a protocol between: what Terraform asks of them, in its order. */
export class InProcess {
  readonly cloud: Cloud;
  private readonly calls: Calls;
  private readonly session: Session;

  constructor(
    private readonly options: Options = {},
    { tenantId = TENANT, subscriptionId = SUBSCRIPTION, config }: ProviderBlock = {},
    base?: InProcess,
  ) {
    this.calls = base?.calls ?? new Calls(new Set());
    this.cloud = base?.cloud ?? cloudOf(options, this.calls);
    this.session = new Session(this.cloud, {}, tenantId, subscriptionId, config);
  }

  /** Fails the next such request. */
  fail(call: Request, how: RequestFailure, nth = 1): void {
    this.calls.fail({ call, nth, how });
  }

  /** What Terraform does with a `provider` block. */
  configure(name: "azuread" | "azurerm", config: Values, variables: Variables = {}): void {
    const provider = this.providerOf(name);
    provider.validateConfig(config);
    provider.configure(this.cloud, { ARM_SUBSCRIPTION_ID: SUBSCRIPTION, ...variables }, config);
  }

  validate(type: string, given: Values): readonly Problem[] {
    const { provider, config } = this.configOf(type, given);
    return provider.validateResource(type, config);
  }

  /** The same cloud, as providers see it that are configured for another tenant. */
  inTenant(tenantId: string): InProcess {
    return this.with({ tenantId });
  }

  /** The same cloud, as a provider meets it that is configured otherwise. */
  with(block: ProviderBlock): InProcess {
    return new InProcess(this.options, block, this);
  }

  planNew(type: string, given: Values): Plan {
    const { provider, config } = this.configOf(type, given);
    provider.validateResource(type, config);
    return provider.planResource(this.session, type, null, config, config);
  }

  create(type: string, given: Values): Values {
    const { planned } = this.planNew(type, given);
    const { provider, config } = this.configOf(type, given);
    return there(provider.createResource(this.session, type, planned, config));
  }

  /** A creation that fails: the error, and what Terraform keeps as tainted, if anything. */
  createInVain(type: string, given: Values): { error: string; tainted: Values | undefined } {
    const { error, state } = inVain(() => this.create(type, given));
    return { error, tainted: state };
  }

  /** An update that fails: the error, and what Terraform keeps in the state in place of what was there. */
  updateInVain(type: string, prior: Values, given: Values) {
    return inVain(() => this.update(type, prior, given));
  }

  plan(type: string, prior: Values, given: Values): Plan {
    const { provider, config } = this.configOf(type, given);
    const { block = NO_BLOCK } = provider.resources.get(type) ?? {};
    provider.validateResource(type, config);
    return provider.planResource(this.session, type, prior, proposed(block, prior, config), config);
  }

  update(type: string, prior: Values, given: Values): Values {
    const { planned } = this.plan(type, prior, given);
    const { provider, config } = this.configOf(type, given);
    return there(provider.updateResource(this.session, type, prior, planned, config));
  }

  read(type: string, state: Values): Values | null {
    return this.providerOf(type).readResource(this.session, type, state);
  }

  upgrade(type: string, version: number, state: Values): Values {
    return this.providerOf(type).upgradeState(type, version, state);
  }

  import(type: string, id: string): Values | null {
    return this.read(type, this.providerOf(type).importResource(type, id));
  }

  delete(type: string, state: Values): void {
    this.providerOf(type).deleteResource(this.session, type, state);
  }

  data(type: string, given: Values): Values {
    const provider = this.providerOf(type);
    provider.validateDataSource(type, given);
    return provider.readDataSource(this.session, type, given);
  }

  private providerOf(type: string): Provider {
    const [name] = type.split("_");
    const { azurerm = "4.55.0" } = this.options;
    const found = served.find(
      (one) => one.name === name && (name !== "azurerm" || one.version === azurerm),
    );
    if (found === undefined) {
      throw new Error(`No provider serves ${type}.`);
    }
    return found.provider;
  }

  private configOf(type: string, given: Values): { provider: Provider; config: Values } {
    const provider = this.providerOf(type);
    const block = provider.resources.get(type)?.block;
    return { provider, config: block === undefined ? given : conform(block, given) };
  }
}

function inVain(apply: () => Values): { error: string; state: Values | undefined } {
  try {
    apply();
  } catch (error) {
    return {
      error: (error as Error).message,
      state: error instanceof HalfDone ? error.state : undefined,
    };
  }
  throw new Error("It was not in vain.");
}

/** What Terraform asks for after an apply. */
function there(state: Values | null): Values {
  if (state === null) {
    throw new Error("Root object was present, but now absent.");
  }
  return state;
}

function cloudOf(
  { seed, now = NOW, replicationLag = 0, directoryLag = 0 }: Options,
  calls: Calls,
): Cloud {
  const registries = [
    { resourceGroup: "rg-registry", name: "contosoShop", permissionsMode: "abac" },
  ];
  return new Cloud(
    {
      seed: checkSeed({ subscriptionId: SUBSCRIPTION, tenantId: TENANT, registries, ...seed }),
      now,
      replicationLag,
      directoryLag,
    },
    (request) => calls.takeRequestFailure(request),
  );
}

/** Terraform proposes the configuration, with the prior values of what the provider computes. */
function proposed({ attributes, blocks }: Block, prior: Values, config: Values): Values {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]): [string, Value] => {
      const before = prior[name] ?? null;
      const nested = blocks[name];
      if (nested?.nesting === "LIST" && Array.isArray(value) && Array.isArray(before)) {
        const items = value.map((item, position) => {
          const there = before[position];
          return isObject(item) && isObject(there) ? proposed(nested.block, there, item) : item;
        });
        return [name, items];
      }
      return [name, value === null && attributes[name]?.computed === true ? before : value];
    }),
  );
}
