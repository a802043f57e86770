import {
  Composer,
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Pair,
  Parser,
  visit,
  YAMLError,
  YAMLMap,
} from "yaml";
import { shown } from "../core/shown";
import { errorListing, Path, TextMistake } from "./mistake";
import type { FileKind } from "./read-text";

/** What a YAML text holds, and where. */
export interface YamlText {
  readonly value: unknown;
  /** Where the key stands that a path leads to; where it is missing, the key that it should be below. */
  readonly positionOf: (path: Path) => { line: number; column: number };
  /** Whether a list is where a path leads. */
  readonly isList: (path: Path) => boolean;
}

/**
 * Parses the text of a file.
 *
 * @throws FileError that lists all mistakes in its YAML
 */
export function parseYaml(file: string, text: string, kind: FileKind): YamlText {
  const lines = new LineCounter();
  const mistakes = new Map<number, TextMistake>();
  const position = (offset: number) => {
    const { line, col: column } = lines.linePos(offset);
    return { line, column };
  };
  const refuse = (offset: number, message: string): void => {
    // One slip of the pen can be several errors to a parser: the first of a line tells enough.
    const place = position(offset);
    if (!mistakes.has(place.line)) {
      mistakes.set(place.line, { ...place, path: "", message });
    }
  };

  const [document, second] = compose(text, lines, kind, refuse);
  if (second !== undefined) {
    refuse(second.range[0], `begins a second document (---); ${kind.name} holds one`);
  }
  for (const error of document?.errors ?? []) {
    refuse(error.pos[0], syntaxMessage(error, text));
  }
  if (document !== undefined && mistakes.size === 0) {
    refuseWhatNobodyNeeds(document, kind, refuse);
  }
  const value: unknown = mistakes.size === 0 ? document?.toJS() : undefined;
  if (mistakes.size === 0 && value == null) {
    refuse(0, `is empty; ${kind.name} ${kind.purpose}`);
  }
  if (document === undefined || mistakes.size > 0) {
    throw errorListing(file, [...mistakes.values()]);
  }
  return {
    value,
    positionOf: (path) => position(find(document, path).offset),
    isList: (path) => isSeq(find(document, path).node),
  };
}

type Refuse = (offset: number, message: string) => void;

// The form of an access file, the deepest one, has seven levels; the parser takes up to three of its own for each.
// Past some ten thousand it would take the process down with it.
const MAX_DEPTH = 100;

function compose(
  text: string,
  lines: LineCounter,
  { name }: FileKind,
  refuse: Refuse,
): Document.Parsed[] {
  const parser = new Parser(lines.addNewLine);
  function* tokens() {
    lines.addNewLine(0);
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      if (parser.stack.length > MAX_DEPTH) {
        refuse(parser.offset, `is nested too deeply for ${name}; close the brackets before`);
        return;
      }
    }
    yield* parser.end();
  }
  const composer = new Composer({
    // Fixed, so that a %YAML directive can't change what a text means.
    schema: "core",
    stringKeys: true,
    // Found here: the library compares each key with all before it.
    uniqueKeys: false,
    lineCounter: lines,
  });
  return [...composer.compose(tokens(), true, text.length)];
}

function syntaxMessage({ code, pos }: YAMLError, text: string): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "is indented by a tab; YAML wants spaces";
    case "BAD_INDENT":
      return "does not fit the lines before; align it with its neighbours, or close the bracket that is open before it";
    case "MISSING_CHAR":
      return "comes before a quote or bracket is closed, or a comma or space is missing before it; add it";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "has a second colon in one line; put text that holds a colon and a space in quotes";
    case "MULTILINE_IMPLICIT_KEY":
      return "has no colon and space after the key; write it as in key: value";
    case "BAD_SCALAR_START":
      return `begins with ${shown(text.charAt(pos[0]))}, which has a meaning of its own in YAML; put the text in quotes`;
    case "BAD_DQ_ESCAPE":
      return "has an escape that YAML does not know; write \\\\ for a backslash, or take single quotes";
    default:
      return "is not YAML here; look at its quotes, brackets, colons and spaces";
  }
}

function refuseWhatNobodyNeeds(
  document: Document.Parsed,
  { name }: FileKind,
  refuse: Refuse,
): void {
  visit(document, {
    Node: (place, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) {
        refuse(
          offset,
          `${shown(`*${node.source}`)} is an alias; write the value itself, so that a review of this file shows at each place who may do what`,
        );
      } else if (node.tag !== undefined) {
        refuse(offset, `has a tag (!…), which means nothing in ${name}; remove the tag`);
      } else if (place === "key" && isScalar(node) && node.value === "__proto__") {
        refuse(offset, '"__proto__" can\'t be a key; choose another name');
      }
      if (isMap(node)) {
        refuseRepeatedKeys(node, refuse);
      }
    },
  });
}

function refuseRepeatedKeys(map: YAMLMap, refuse: Refuse): void {
  const seen = new Set<unknown>();
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (seen.has(key) && isScalar(pair.key)) {
      refuse(
        pair.key.range?.[0] ?? 0,
        `${shown(key)} stands twice in this map; the second would replace the first, remove one`,
      );
    }
    seen.add(key);
  }
}

function find(document: Document.Parsed, path: Path): { offset: number; node: unknown } {
  let offset = document.contents?.range[0] ?? 0;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairsOf(node).get(step);
      if (!isScalar(pair?.key)) {
        return { offset, node: undefined };
      }
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    }
  }
  return { offset, node };
}

const pairs = new WeakMap<YAMLMap, Map<unknown, Pair>>();

// Asked for many of the keys of a map, it is searched through once.
function pairsOf(map: YAMLMap): Map<unknown, Pair> {
  const known = pairs.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]));
  pairs.set(map, known);
  return known;
}

function keyOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : key;
}
