import { Calls } from "../lib/calls";
import { Cloud } from "../lib/cloud/cloud";
import type { Request, RequestFailure } from "../lib/cloud/requests";
import type { Plan } from "../lib/provider/plan";
import { Provider } from "../lib/provider/provider";
import { HalfMade } from "../lib/provider/provider-error";
import { Session } from "../lib/provider/session";
import { PROVIDERS } from "../lib/resources";
import { conform, type Value, type Values } from "../lib/schema/values";
import { checkSeed, type SeedInput } from "../lib/seed";

export const TENANT = "7e4a0000-0000-4000-8000-000000000001";
export const SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000001";
export const NOW = "2027-01-01T00:00:00Z";
export const REGISTRY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`;
export const CALLER = "0ca11e00-0000-4000-8000-000000000001";

const providers = PROVIDERS.map((type) => new Provider(type));

interface Options {
  seed?: Partial<SeedInput>;
  now?: string;
  replicationLag?: number;
  directoryLag?: number;
}

/** The providers of a sandbox without a process or a protocol between: what Terraform asks of them, in its order. */
export class InProcess {
  readonly cloud: Cloud;
  private readonly calls = new Calls(new Set());
  private readonly session: Session;

  constructor(options: Options = {}, tenantId = TENANT, cloud?: Cloud) {
    this.cloud = cloud ?? cloudOf(options, this.calls);
    this.session = new Session(this.cloud, tenantId, SUBSCRIPTION);
  }

  /** Fails the next such request. */
  fail(call: Request, how: RequestFailure, nth = 1): void {
    this.calls.fail({ call, nth, how });
  }

  /** The same cloud, as providers see it that are configured for another tenant. */
  inTenant(tenantId: string): InProcess {
    return new InProcess({}, tenantId, this.cloud);
  }

  create(type: string, given: Values): Values {
    const { provider, config } = this.configured(type, given);
    provider.validateResource(type, config);
    const { planned } = provider.planResource(this.session, type, null, config, config);
    return provider.createResource(this.session, type, planned);
  }

  /** A creation that fails: the error, and what Terraform keeps as tainted, if anything. */
  createInVain(type: string, given: Values): { error: string; tainted: Values | undefined } {
    try {
      this.create(type, given);
    } catch (error) {
      return {
        error: (error as Error).message,
        tainted: error instanceof HalfMade ? error.state : undefined,
      };
    }
    throw new Error(`The ${type} was made.`);
  }

  plan(type: string, prior: Values, given: Values): Plan {
    const { provider, config } = this.configured(type, given);
    provider.validateResource(type, config);
    return provider.planResource(
      this.session,
      type,
      prior,
      proposed(provider, type, prior, config),
      config,
    );
  }

  update(type: string, prior: Values, given: Values): Values {
    const { planned } = this.plan(type, prior, given);
    return providerOf(type).updateResource(this.session, type, prior, planned);
  }

  read(type: string, state: Values): Values | null {
    return providerOf(type).readResource(this.session, type, state);
  }

  import(type: string, id: string): Values | null {
    return this.read(type, providerOf(type).importResource(type, id));
  }

  delete(type: string, state: Values): void {
    providerOf(type).deleteResource(this.session, type, state);
  }

  data(type: string, given: Values): Values {
    const provider = providerOf(type);
    provider.validateDataSource(type, given);
    return provider.readDataSource(this.session, type, given);
  }

  private configured(type: string, given: Values): { provider: Provider; config: Values } {
    const provider = providerOf(type);
    const block = provider.resources.get(type)?.block;
    return { provider, config: block === undefined ? given : conform(block, given) };
  }
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

function providerOf(type: string): Provider {
  const name = type.slice(0, type.indexOf("_"));
  const provider = providers[PROVIDERS.findIndex((candidate) => candidate.name === name)];
  if (provider === undefined) {
    throw new Error(`No provider serves ${type}.`);
  }
  return provider;
}

/** Terraform proposes the configuration, with the prior values of what the provider computes. */
function proposed(provider: Provider, type: string, prior: Values, config: Values): Values {
  const attributes = provider.resources.get(type)?.block.attributes ?? {};
  return Object.fromEntries(
    Object.entries(config).map(([name, value]): [string, Value] => [
      name,
      value === null && attributes[name]?.computed === true ? (prior[name] ?? null) : value,
    ]),
  );
}
