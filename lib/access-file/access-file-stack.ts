import { dirname } from "node:path";
import { Construct, IConstruct } from "constructs";
import { TerraformStack } from "cdktf";
import { didYouMean } from "../core/did-you-mean";
import { inert } from "../core/inert";
import { failure } from "../core/problem";
import { shown } from "../core/shown";
import { warningsOf } from "../core/warning";
import type { IAcrPrincipal } from "../principal/principal";
import type { IAcrScope } from "../registry/scope";
import {
  errorOf,
  FileError,
  FileFinding,
  findingOf,
  findingTexts,
  listed,
  Path,
} from "../yaml/mistake";
import { parseYaml } from "../yaml/parse-yaml";
import { type FileKind, readText } from "../yaml/read-text";
import { structureMistakes } from "../yaml/structure-mistakes";
import { valueAt } from "../yaml/values";
import { build, type Built } from "./build/build";
import { Entries } from "./build/entries";
import { Findings } from "./findings";
import { ruleMistakes, valueMistakes } from "./rules";
import { AccessFile, accessFile } from "./schema";

const ACCESS_FILE: FileKind = {
  name: "an access file",
  purpose: "declares registries and principals",
  another: "name another file in ACR_ACCESS_FILE",
};

/**
 * What an access file says, as constructs. Registries and principals have their keys for ids, right
 * below the stack: a program that names its constructs so has the same Terraform addresses.
 *
 * The mistakes in the file are told when the app is synthesized, all at once, each with its line.
 */
export class AccessFileStack extends TerraformStack {
  private readonly unreadable?: FileError;
  private readonly read?: { readonly findings: Findings; readonly built: Built };

  /**
   * @param file the path of the file; paths in it are relative to its folder
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly file: string,
  ) {
    super(scope, id);
    try {
      this.read = this.buildFrom(file);
    } catch (error) {
      if (!(error instanceof FileError)) {
        throw error;
      }
      this.unreadable = error;
    }
    this.node.addValidation({ validate: () => findingTexts(this.error?.findings ?? []) });
  }

  /** What is wrong with the file, if anything is: a synth tells it. */
  public get error(): FileError | undefined {
    const mistakes = this.read?.findings.mistakes() ?? [];
    return mistakes.length > 0 ? errorOf(this.file, mistakes) : this.unreadable;
  }

  /**
   * The mistakes in the file and the warnings about it so far, in the order in which they stand in it. What
   * is said of the stack and of nothing in the file stands at its beginning.
   */
  public get findings(): readonly FileFinding[] {
    const mistakes = this.error?.findings ?? [];
    const told = new Set(findingTexts(mistakes));
    const ofStack = this.node.findAll().flatMap((construct) =>
      construct.node
        .validate()
        .filter((text) => !told.has(text))
        .map((text) => this.findingOfStack(construct, text)),
    );
    const warnings = warningsOf(this.node.root)
      .filter(({ construct }) => construct.node.scopes.includes(this))
      .map(
        (warning) =>
          this.read?.findings.warning(warning) ?? {
            ...this.findingOfStack(warning.construct, warning.message),
            severity: "warning" as const,
            id: warning.id,
          },
      );
    return listed([...mistakes, ...ofStack, ...warnings]);
  }

  private findingOfStack({ node }: IConstruct, text: string): FileFinding {
    const message = `[${inert(node.path)}] ${text}`;
    return findingOf(this.file, { line: 1, column: 1, path: "", message });
  }

  /**
   * The principal with a key of the file.
   *
   * @throws when the file has no principal with that key
   */
  public principal(key: string): IAcrPrincipal {
    return this.declared("principal", key, this.read?.built.principals);
  }

  /**
   * The registry, or the registries, with a key of the file.
   *
   * @throws when the file has no registry with that key
   */
  public registry(key: string): IAcrScope {
    return this.declared("registry", key, this.read?.built.registries);
  }

  private buildFrom(file: string): { findings: Findings; built: Built } {
    const text = parseYaml(file, readText(file, ACCESS_FILE), ACCESS_FILE);
    const findings = new Findings(file, text);
    const { value } = text;
    const structure = structureMistakes(accessFile, value);
    for (const mistake of [...valueMistakes(value), ...structure, ...ruleMistakes(value)]) {
      findings.refuse(mistake);
    }
    for (const { path } of structure.filter(({ isUnknownKey }) => isUnknownKey)) {
      leaveOut(value, path);
    }
    const built = build(new Entries(this, findings, value as AccessFile, dirname(file)));
    return { findings, built };
  }

  private declared<T>(what: string, key: string, declared: ReadonlyMap<string, T> = new Map()): T {
    const found = declared.get(key);
    if (found === undefined) {
      // Where the file has mistakes, they are what is wrong.
      if (this.error !== undefined) {
        throw this.error;
      }
      const keys = [...declared.keys()];
      const fix = didYouMean(key, keys) || `; the keys are ${keys.map(shown).join(", ")}`;
      throw failure(this, `${shown(key)} is not the key of a ${what} in the access file${fix}`);
    }
    return found;
  }
}

function leaveOut(value: unknown, path: Path): void {
  const [key, ...reversed] = [...path].reverse();
  const map = valueAt(value, ...reversed.reverse());
  if (typeof map === "object" && map !== null && key !== undefined) {
    Reflect.deleteProperty(map, key);
  }
}
