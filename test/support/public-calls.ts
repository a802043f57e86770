import { join } from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { ROOT } from "./program";

/** What a parameter or a property may be, as far as its type tells. */
export type Kind =
  | { readonly is: "text" | "number" | "flag" | "texts" | "textMap" | "enum" }
  | { readonly is: "object"; readonly name: string }
  | { readonly is: "props"; readonly name: string; readonly properties: readonly Property[] };

/** A property of an interface that a caller fills. */
export interface Property {
  readonly name: string;
  readonly isOptional: boolean;
  /** Whether a call takes any number of them. */
  readonly isRest: boolean;
  readonly kind: Kind;
}

/** A public way into the library: a constructor, a factory or a method, with its parameters. */
export interface PublicCall {
  readonly name: string;
  readonly parameters: readonly Property[];
}

const ENTRIES = ["lib/index.ts", ...globSync("lib/delivery/*/index.ts", { cwd: ROOT })].map(
  (entry) => join(ROOT, entry),
);

/** All that a program can call with arguments, by what the compiler finds exported. */
export function publicCalls(): PublicCall[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.Node16,
    strict: true,
    skipLibCheck: true,
    types: [],
  };
  const program = ts.createProgram(ENTRIES, options);
  const checker = program.getTypeChecker();
  const calls = new Map<string, PublicCall>();

  const add = (name: string, signature: ts.Signature | undefined): void => {
    const declaration = signature?.getDeclaration();
    if (signature === undefined || declaration === undefined || !isOurs(declaration)) {
      return;
    }
    const parameters = signature.getParameters().map((symbol) => property(symbol));
    if (isPublic(declaration) && parameters.length > 0) {
      calls.set(name, { name, parameters });
    }
  };

  for (const exported of ENTRIES.flatMap((entry) => exportsOf(entry))) {
    const symbol =
      exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isClassDeclaration(declaration) || isTypeOnly(exported)) {
      continue;
    }
    const statics = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    if (!has(declaration, ts.SyntaxKind.AbstractKeyword)) {
      add(`new ${symbol.name}`, statics.getConstructSignatures()[0]);
    }
    for (const member of statics.getProperties()) {
      add(`${symbol.name}.${member.name}`, call(member));
    }
    for (const member of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
      const of = member.valueDeclaration?.parent;
      const owner = of && ts.isClassDeclaration(of) ? (of.name?.text ?? "") : symbol.name;
      add(`${owner}#${member.name}`, call(member));
    }
  }
  return [...calls.values()];

  function exportsOf(entry: string): ts.Symbol[] {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    return module ? checker.getExportsOfModule(module) : [];
  }

  function call(member: ts.Symbol): ts.Signature | undefined {
    const declaration = member.valueDeclaration;
    return declaration && ts.isMethodDeclaration(declaration)
      ? checker.getTypeOfSymbolAtLocation(member, declaration).getCallSignatures()[0]
      : undefined;
  }

  function property(symbol: ts.Symbol): Property {
    const declaration = symbol.valueDeclaration as ts.ParameterDeclaration | ts.PropertySignature;
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    const isRest = ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
    const item = isRest ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
    return {
      name: symbol.name,
      isRest,
      isOptional:
        declaration.questionToken !== undefined ||
        ("initializer" in declaration && declaration.initializer !== undefined),
      kind: kind(checker.getNonNullableType(item ?? type)),
    };
  }

  function kind(type: ts.Type): Kind {
    if (type.flags & ts.TypeFlags.EnumLike) {
      return { is: "enum" };
    }
    if (type.flags & ts.TypeFlags.StringLike) {
      return { is: "text" };
    }
    if (type.flags & ts.TypeFlags.NumberLike) {
      return { is: "number" };
    }
    if (type.flags & ts.TypeFlags.BooleanLike) {
      return { is: "flag" };
    }
    if (checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined) {
      return { is: "textMap" };
    }
    // What is put together of several types has no name of its own.
    const name = type.isUnionOrIntersection() ? "" : type.symbol.name;
    if (name === "Array") {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return item && item.flags & ts.TypeFlags.StringLike
        ? { is: "texts" }
        : { is: "object", name };
    }
    const isProps =
      !type.isUnionOrIntersection() &&
      type.symbol.flags & ts.SymbolFlags.Interface &&
      type.symbol.declarations?.every(isOurs) === true &&
      !name.startsWith("I");
    return isProps
      ? { is: "props", name, properties: type.getProperties().map((symbol) => property(symbol)) }
      : { is: "object", name };
  }
}

function isTypeOnly(exported: ts.Symbol): boolean {
  return exported.declarations?.every(ts.isTypeOnlyExportDeclaration) === true;
}

function isOurs(declaration: ts.Node): boolean {
  return declaration.getSourceFile().fileName.startsWith(join(ROOT, "lib"));
}

function isPublic(declaration: ts.SignatureDeclaration | ts.JSDocSignature): boolean {
  return (
    !ts.isJSDocSignature(declaration) &&
    !has(declaration, ts.SyntaxKind.PrivateKeyword) &&
    !has(declaration, ts.SyntaxKind.ProtectedKeyword)
  );
}

function has(declaration: ts.Node, keyword: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(declaration) &&
    ts.getModifiers(declaration)?.some(({ kind }) => kind === keyword) === true
  );
}
