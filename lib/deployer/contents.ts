import { TerraformStack } from "cdktf";
import { REPORTED } from "../grant/reported-role-assignments";

/** Arguments as Terraform is given them: a reference reads `${azuread_application.web.id}`. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A resource or data source of a stack. */
export interface Element {
  /** Terraform's type; of a data source with `data.` before it. */
  readonly type: string;
  readonly address: string;
  /** The path of the construct; of what an override adds, its Terraform address. */
  readonly path: string;
  /** The provider configuration it belongs to, as in `azuread` or `azuread.partner`. */
  readonly provider: string;
  readonly arguments: Arguments;
}

interface TerraformJson {
  readonly terraform?: { readonly backend?: Record<string, Arguments> };
  readonly provider?: Record<string, Arguments[]>;
  readonly data?: Record<string, Record<string, Arguments>>;
  readonly resource?: Record<string, Record<string, Arguments>>;
  readonly module?: Record<string, unknown>;
  readonly import?: { readonly to: string }[];
  readonly locals?: Arguments;
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
      ["", json.resource],
    ] as const) {
      for (const [type, elements] of Object.entries(types ?? {})) {
        for (const [name, args] of Object.entries(elements)) {
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
    return Object.keys(this.json.module ?? {});
  }

  /** The role assignments that are reported and not made. */
  public get reported(): Arguments[] {
    return (this.json.locals?.[REPORTED] as Arguments[] | undefined) ?? [];
  }

  /** Whether an element exists already and is imported. */
  public imports({ address }: Element): boolean {
    return this.json.import?.some(({ to }) => to === address) ?? false;
  }

  /** The kind of backend and its arguments; undefined where the state is not said to be anywhere. */
  public get backend(): readonly [string, Arguments] | undefined {
    return Object.entries(this.json.terraform?.backend ?? {})[0];
  }

  /** The provider configurations of one kind, by their names. */
  public providers(kind: string): Map<string, Arguments> {
    return new Map(
      (this.json.provider?.[kind] ?? []).map((args) => [
        typeof args.alias === "string" ? `${kind}.${args.alias}` : kind,
        args,
      ]),
    );
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

  /** The element that a value is an attribute of, and nothing else. */
  public referredTo(value: unknown): Element | undefined {
    const [, address = ""] = /^\$\{([^{}()[\] ]+)\.\w+\}$/.exec(String(value)) ?? [];
    return this.byAddress.get(address);
  }
}

const ADDRESS = /(?:data\.)?[a-z]\w*\.[\w-]+(?=\.\w)/g;

/** A text that is known here; undefined for what only Terraform knows. */
export function literal(value: unknown): string | undefined {
  return typeof value === "string" && !/[$%]\{/.test(value) ? value : undefined;
}

function element(type: string, address: string, args: Arguments): Element {
  const metadata = (args["//"] as { metadata?: { path?: string } } | undefined)?.metadata;
  const [kind = ""] = type.replace("data.", "").split("_");
  return {
    type,
    address,
    path: metadata?.path ?? address,
    provider: typeof args.provider === "string" ? args.provider : kind,
    arguments: args,
  };
}
