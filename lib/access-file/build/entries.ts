import { IConstruct } from "constructs";
import { TerraformStack } from "cdktf";
import { z } from "zod";
import { madeAt } from "../../core/place";
import { shown } from "../../core/shown";
import { Path, pathText } from "../../yaml/mistake";
import { textAt, valueAt } from "../../yaml/values";
import { Findings, Names } from "../findings";
import type { AccessFile } from "../schema";

/** What stands in an access file, of which constructs of a stack are made. */
export class Entries {
  private readonly firsts = new Map<string, Path>();

  public constructor(
    public readonly stack: TerraformStack,
    public readonly findings: Findings,
    public readonly file: AccessFile,
    public readonly folder: string,
  ) {}

  /** Makes a construct of an entry, unless that has been refused. */
  public make<T>(
    path: Path,
    schema: z.ZodType,
    ofProperties: Names["ofProperties"],
    make: (id: string) => T,
  ): T | undefined {
    if (this.findings.isRefused(path)) {
      return undefined;
    }
    const depth = this.stack.node.scopes.length;
    const holds = ({ node: { scopes } }: IConstruct): boolean =>
      scopes[depth - 1] === this.stack && scopes[depth]?.node.id === path[1];
    const place = this.findings.placeAt(path, { schema, ofProperties }, holds);
    try {
      return madeAt(place, () => make(String(path.at(-1))));
    } catch (error) {
      // What a call can't go on with is a mistake of the user; any other kind is a defect, and keeps its
      // stack trace.
      if (!(error instanceof Error) || error.name !== "Error") {
        throw error;
      }
      this.findings.refuse({ path, message: error.message.replace(/^\[[^\]]*\] /, "") });
      return undefined;
    }
  }

  /** Refuses a value of an identity that an earlier one has. */
  public refuseSecond(
    identity: string,
    path: Path,
    fix: string,
    { named = path, covers }: { named?: Path; covers?: Path[] } = {},
  ): void {
    const first = this.firsts.get(identity);
    if (first === undefined) {
      this.firsts.set(identity, named);
    } else {
      const message = `${shown(valueAt(this.file, ...path))} is ${pathText(first)} too; ${fix}`;
      this.findings.refuse({ path, message, covers });
    }
  }

  /** The value at a path, if nothing is wrong with it. */
  public sound(...path: string[]): string | undefined {
    return this.findings.isSound(path) ? textAt(this.file, ...path) : undefined;
  }
}

/** The keys that an entry had before. */
export function oldKeys(entry: object): string[] | undefined {
  const given = valueAt(entry, "renamedFrom") as string | string[] | undefined;
  return given === undefined ? undefined : [given].flat();
}
