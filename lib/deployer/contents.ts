import { TerraformStack } from "cdktf";
import { REPORTED } from "../grant/reported-role-assignments";

/** Arguments as Terraform is given them: a reference reads `${azuread_application.web.id}`. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A resource, data source or ephemeral resource of a stack. */
export interface Element {
  /** Terraform's type; with `data.` or `ephemeral.` before it where it is no resource. */
  readonly type: string;
  readonly address: string;
  /** The path of the construct; of what an override adds, its Terraform address. */
  readonly path: string;
  /** The provider configuration it belongs to, as in `azuread` or `azuread.partner`. */
  readonly provider: string;
  readonly arguments: Arguments;
}

/** Where Terraform has blocks, it takes a single one in place of a list, too. */
interface TerraformJson {
  readonly terraform?: unknown;
  readonly provider?: unknown;
  readonly data?: unknown;
  readonly ephemeral?: unknown;
  readonly resource?: unknown;
  readonly module?: unknown;
  readonly import?: unknown;
  readonly locals?: unknown;
}

/**
 * What Terraform is given of a stack. It is read from what the stack renders, so that nothing is
 * missed that a program adds beside the constructs of this library, or overrides.
 */
export class Contents {
  public static of(stack: TerraformStack): Contents {
    return new Contents(stack.toTerraform() as TerraformJson);
  }

  private readonly byAddress = new Map<string, Element>();

  private constructor(private readonly json: TerraformJson) {
    for (const [mode, types] of [
      ["data.", json.data],
      ["ephemeral.", json.ephemeral],
      ["", json.resource],
    ] as const) {
      for (const [type, elements] of labelled(types)) {
        for (const [name, args] of labelled(elements)) {
          const address = `${mode}${type}.${name}`;
          this.byAddress.set(address, element(`${mode}${type}`, address, args));
        }
      }
    }
  }

  public get elements(): Element[] {
    return [...this.byAddress.values()];
  }

  public get modules(): string[] {
    return labelled(this.json.module).map(([name]) => name);
  }

  /** The role assignments that are reported and not made. */
  public get reported(): Arguments[] {
    return blocks(this.json.locals).flatMap((locals) => blocks(locals[REPORTED]));
  }

  /** Whether an element exists already and is imported. */
  public imports({ address }: Element): boolean {
    return blocks(this.json.import).some(({ to }) => to === address);
  }

  /** The kind of backend and its arguments; undefined where the state is not said to be anywhere. */
  public get backend(): readonly [string, Arguments] | undefined {
    const settings = blocks(this.json.terraform);
    const [cloud] = settings.flatMap((block) => blocks(block.cloud));
    return cloud === undefined
      ? settings.flatMap(({ backend }) => labelled(backend))[0]
      : ["cloud", cloud];
  }

  /** The provider configurations of one kind, by their names. */
  public providers(kind: string): Map<string, Arguments> {
    return new Map(
      labelled(this.json.provider)
        .filter(([label]) => label === kind)
        .map(([, args]) => [typeof args.alias === "string" ? `${kind}.${args.alias}` : kind, args]),
    );
  }

  /** The versions of a provider that Terraform may take, as in ">= 4.81.0, < 5.0.0". */
  public versionOf(kind: string): string | undefined {
    const [provider] = blocks(this.json.terraform)
      .flatMap((block) => blocks(block.required_providers))
      .flatMap((providers) => blocks(providers[kind]));
    return literal(provider?.version);
  }

  /** A literal argument of a provider configuration. */
  public providerArgument(name: string, argument: string): string | undefined {
    const [kind = ""] = name.split(".");
    return literal(this.providers(kind).get(name)?.[argument]);
  }

  /** All elements that a value refers to, anywhere in it. */
  public mentionedIn(value: unknown): Element[] {
    const addresses = JSON.stringify(value ?? "").match(ADDRESS) ?? [];
    return addresses.flatMap((address) => this.byAddress.get(address) ?? []);
  }

  /** The element that a value is an attribute of, or this attribute, and nothing else. */
  public referredTo(value: unknown, attribute = "\\w+"): Element | undefined {
    const reference = new RegExp(String.raw`^\$\{([^{}()[\] ]+)\.${attribute}\}$`);
    return this.byAddress.get(reference.exec(String(value))?.[1] ?? "");
  }
}

/** What Terraform passes over in JSON, and cdktf has its metadata in. */
const COMMENT = "//";

const ADDRESS = /(?:(?:data|ephemeral)\.)?[a-z]\w*\.[\w-]+(?=\.\w)/g;

/** A text that is known here; undefined for what only Terraform knows. */
export function literal(value: unknown): string | undefined {
  return typeof value === "string" && !/[$%]\{/.test(value) ? value : undefined;
}

/** Blocks without a label, of which Terraform takes one or a list. */
function blocks(value: unknown): Arguments[] {
  return [value ?? []].flat() as Arguments[];
}

/** Blocks with their labels; of one label there may be several. */
function labelled(value: unknown): [string, Arguments][] {
  return blocks(value)
    .flatMap((byLabel) => Object.entries(byLabel))
    .filter(([label]) => label !== COMMENT)
    .flatMap(([label, bodies]) => blocks(bodies).map((body): [string, Arguments] => [label, body]));
}

function element(type: string, address: string, args: Arguments): Element {
  const metadata = (args[COMMENT] as { metadata?: { path?: string } } | undefined)?.metadata;
  const [kind = ""] = type.replace(/^(data|ephemeral)\./, "").split("_");
  return {
    type,
    address,
    path: metadata?.path ?? address,
    provider: typeof args.provider === "string" ? args.provider : kind,
    arguments: args,
  };
}
