import { grouped } from "../grouped";
import { keysOf, type Reading, sourceOf } from "../plan/configuration";
import { isClientSecret } from "../plan/fields";
import type { Change, Fate, Plan } from "../plan/plan";

/** What takes the values of client secrets for itself. */
export class Readers {
  /** By the address of a secret in the configuration. */
  private readonly readings: ReadonlyMap<string, readonly Taken[]>;
  /** By the address of a reader in the configuration. */
  private readonly fates: ReadonlyMap<string, readonly Fate[]>;
  private readonly fatesByKeys = new Map<string, Map<string, Fate[]>>();

  public constructor(plan: Plan) {
    this.readings = grouped(plan.configuration.readings().flatMap(takenIn), ({ of }) => of);
    this.fates = grouped(plan.fates, ({ address }) => sourceOf(address));
  }

  /** The addresses of what reads a secret, and is there after the apply. */
  public of(secret: Change): string[] {
    return this.readersOf(secret).filter((reader) => {
      const fates = this.fatesOf(reader, secret);
      return fates.length === 0 || fates.some(({ fate }) => fate !== "removed");
    });
  }

  /** The arguments that take the value of a secret. */
  public argumentsOf({ source }: Change): string[] {
    return (this.readings.get(source) ?? []).map(({ reader, argument }) => `${reader} ${argument}`);
  }

  /** Of what reads a secret, that which the apply leaves as it is. */
  public keptOf(secret: Change): string[] {
    return this.readersOf(secret).flatMap((reader) =>
      this.fatesOf(reader, secret)
        .filter(({ fate }) => fate === "kept")
        .map(({ address }) => address),
    );
  }

  private readersOf({ source }: Change): string[] {
    return [...new Set((this.readings.get(source) ?? []).map(({ reader }) => reader))];
  }

  /** What becomes of the instances of a reader: of that with the keys of the secret, if there is one. */
  private fatesOf(reader: string, secret: Change): readonly Fate[] {
    const all = this.fates.get(reader) ?? [];
    const byKeys = this.fatesByKeys.get(reader) ?? grouped(all, ({ address }) => keysOf(address));
    this.fatesByKeys.set(reader, byKeys);
    return byKeys.get(keysOf(secret.address)) ?? all;
  }
}

interface Taken {
  readonly of: string;
  readonly reader: string;
  readonly argument: string;
}

function takenIn({ reader, argument, of }: Reading): Taken[] {
  return of
    .filter(({ source, attribute }) => {
      const isValue = attribute === "value" || attribute === "";
      return isValue && isClientSecret(source);
    })
    .map(({ source }) => ({ of: source, reader, argument }));
}
