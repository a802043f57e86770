/** What to do with a value of a JSON document, by the keys and indexes that lead to it. */
export type Choice = "take" | "enter" | "skip";

/** Where a value stands: keys, and "*" for an item of an array. */
export type JsonPath = readonly string[];

/** What is wrong with a document, as a sentence without its text. */
export class BadJson extends Error {}

/**
 * Reads a JSON document of any length by parts: the values that are taken are parsed one by one, those that are skipped
 * are never in memory as a whole. JSON.parse takes no text of more than half a gigabyte, and all of a plan at once.
 */
export class JsonSlices {
  private state: "value" | "key" | "colon" | "next" | "end" = "value";
  private readonly containers: { readonly isArray: boolean; key: string }[] = [];
  /** The value or key that has begun and not ended. */
  private slice: Slice | undefined;
  private fresh = false;

  public constructor(
    private readonly choose: (path: JsonPath) => Choice,
    private readonly take: (path: JsonPath, value: unknown) => void,
  ) {}

  /** Reads on. @throws BadJson */
  public write(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      at = this.slice === undefined ? this.begin(chunk, at) : this.goOn(this.slice, chunk, at);
    }
  }

  /** @throws BadJson where the document has not ended */
  public end(): void {
    if (this.slice?.kind === "scalar") {
      this.finish(this.slice);
    }
    if (this.state !== "end") {
      throw new BadJson("it ends in the middle");
    }
  }

  private begin(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0;
    if (BLANKS.has(byte)) {
      return at + 1;
    }
    switch (this.state) {
      case "value":
        return this.beginValue(byte, at);
      case "key":
        return this.beginKey(byte, at);
      case "colon":
        expect(byte === COLON);
        this.state = "value";
        return at + 1;
      case "next":
        return this.beginNext(byte, at);
      case "end":
        throw new BadJson("something follows its end");
    }
  }

  private beginValue(byte: number, at: number): number {
    if (byte === CLOSE_ARRAY && this.fresh) {
      return this.close(byte, at);
    }
    this.fresh = false;
    const choice = this.choose(this.path);
    const isContainer = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
    if (choice === "enter" && isContainer) {
      checkDepth(this.containers.length);
      this.containers.push({ isArray: byte === OPEN_ARRAY, key: "*" });
      this.state = byte === OPEN_ARRAY ? "value" : "key";
      this.fresh = true;
      return at + 1;
    }
    const kind = isContainer ? "container" : byte === QUOTE ? "string" : "scalar";
    this.slice = { kind, isTaken: choice === "take", isKey: false, chunks: [], depth: 0 };
    return at;
  }

  private beginKey(byte: number, at: number): number {
    if (byte === CLOSE_OBJECT && this.fresh) {
      return this.close(byte, at);
    }
    this.fresh = false;
    expect(byte === QUOTE);
    this.slice = { kind: "string", isTaken: true, isKey: true, chunks: [], depth: 0 };
    return at;
  }

  private beginNext(byte: number, at: number): number {
    if (byte !== COMMA) {
      return this.close(byte, at);
    }
    this.state = this.containers.at(-1)?.isArray ? "value" : "key";
    return at + 1;
  }

  private close(byte: number, at: number): number {
    const { isArray } = this.containers.pop() ?? { isArray: undefined };
    expect(byte === (isArray ? CLOSE_ARRAY : CLOSE_OBJECT) && isArray !== undefined);
    this.fresh = false;
    this.state = this.containers.length === 0 ? "end" : "next";
    return at + 1;
  }

  /** Reads on in a value, up to its end or that of the chunk, and tells where. */
  private goOn(slice: Slice, chunk: Buffer, at: number): number {
    const end = slice.kind === "scalar" ? endOfScalar(chunk, at) : endOf(slice, chunk, at);
    if (slice.isTaken) {
      slice.chunks.push(chunk.subarray(at, end.at));
    }
    if (end.isEnd) {
      this.finish(slice);
    }
    return end.at;
  }

  private finish({ chunks, isTaken, isKey }: Slice): void {
    this.slice = undefined;
    const value = isTaken ? parse(chunks) : undefined;
    const container = this.containers.at(-1);
    if (isKey && container !== undefined) {
      container.key = String(value);
      this.state = "colon";
      return;
    }
    if (isTaken) {
      this.take(this.path, value);
    }
    this.state = container === undefined ? "end" : "next";
  }

  private get path(): JsonPath {
    return this.containers.map(({ key }) => key);
  }
}

interface Slice {
  readonly kind: "container" | "string" | "scalar";
  readonly isTaken: boolean;
  readonly isKey: boolean;
  readonly chunks: Buffer[];
  /** How many containers are open, and whether the last byte was in a text, behind a backslash. */
  depth: number;
  isInText?: boolean;
  isEscaped?: boolean;
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
const AFTER_SCALAR = new Set([COMMA, CLOSE_OBJECT, CLOSE_ARRAY, ...BLANKS]);

/** Modules in modules, and blocks in blocks; whoever walks down in what is taken has a stack for it. */
const MAX_DEPTH = 500;

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new BadJson("it is nested too deeply");
  }
}

interface End {
  readonly at: number;
  readonly isEnd: boolean;
}

function endOfScalar(chunk: Buffer, from: number): End {
  const at = chunk.subarray(from).findIndex((byte) => AFTER_SCALAR.has(byte));
  return at < 0 ? { at: chunk.length, isEnd: false } : { at: from + at, isEnd: true };
}

function endOf(slice: Slice, chunk: Buffer, from: number): End {
  for (let at = from; at < chunk.length; at++) {
    if (slice.isInText === true) {
      at = endOfText(slice, chunk, at);
      if (at < chunk.length && slice.depth === 0) {
        return { at: at + 1, isEnd: true };
      }
      continue;
    }
    switch (chunk[at]) {
      case QUOTE:
        slice.isInText = true;
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        slice.depth += 1;
        checkDepth(slice.depth);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        slice.depth -= 1;
        if (slice.depth === 0) {
          return { at: at + 1, isEnd: true };
        }
    }
  }
  return { at: chunk.length, isEnd: false };
}

/** Where the quote is that ends a text; most of a plan is texts, in which Buffer looks much faster than a loop. */
function endOfText(slice: Slice, chunk: Buffer, from: number): number {
  let at = slice.isEscaped === true ? from + 1 : from;
  slice.isEscaped = false;
  for (;;) {
    const quote = chunk.indexOf(QUOTE, at);
    const end = quote < 0 ? chunk.length : quote;
    let backslashes = 0;
    while (end - backslashes > at && chunk[end - backslashes - 1] === BACKSLASH) {
      backslashes += 1;
    }
    const isEscaped = backslashes % 2 === 1;
    if (quote < 0) {
      slice.isEscaped = isEscaped && end > from;
      return end;
    }
    if (!isEscaped) {
      slice.isInText = false;
      return quote;
    }
    at = quote + 1;
  }
}

function parse(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    // The message of JSON.parse shows the text, in which there may be secrets.
    throw new BadJson("it is not JSON throughout");
  }
}

function expect(isSo: boolean): void {
  if (!isSo) {
    throw new BadJson("it is not JSON throughout");
  }
}
