/**
 * Ids of both APIs as the providers read them, and their words where a text is none: go-azure-helpers,
 * resourcemanager/resourceids.
 */
import { ProviderError } from "./provider-error";
import { type Rule, textRule } from "./rules";

export interface Segment {
  readonly name: string;
  /** The one value that it may have. */
  readonly fixed?: string;
  readonly example: string;
  readonly is: string;
}

export function fixed(text: string): Segment {
  return {
    name: text,
    fixed: text,
    example: text,
    is: `should be the literal value ${JSON.stringify(text)}`,
  };
}

export function resourceProvider(namespace: string): Segment {
  return {
    name: "resourceProvider",
    fixed: namespace,
    example: namespace,
    is: `should be the name of the Resource Provider [for example '${namespace}']`,
  };
}

export function named(name: string, example = name): Segment {
  const what = name.replace(/Name$/, "");
  return {
    name,
    example,
    is: `should be the user specified value for this ${what} [for example ${JSON.stringify(example)}]`,
  };
}

/** Segments as the generated parts of the SDK have them, which name each fixed one in a way of their own. */
export function generated(segments: readonly Segment[]): Segment[] {
  return segments.map((segment) =>
    segment.fixed === undefined
      ? segment
      : { ...segment, name: `static${segment.fixed.split(".").map(capitalized).join("")}` },
  );
}

/** The segments with which the id of nearly everything in Azure Resource Manager begins. */
export const IN_SUBSCRIPTION: readonly Segment[] = [
  fixed("subscriptions"),
  {
    name: "subscriptionId",
    example: "12345678-1234-9876-4563-123456789012",
    is: "should be the UUID of the Azure Subscription",
  },
];

export const IN_RESOURCE_GROUP: readonly Segment[] = [
  ...IN_SUBSCRIPTION,
  fixed("resourceGroups"),
  {
    name: "resourceGroupName",
    example: "example-resource-group",
    is: "should be the name of the Resource Group",
  },
];

/** A kind of id, such as `/applications/{applicationId}`. */
export class ResourceIdType<Name extends string> {
  constructor(
    private readonly kind: string,
    private readonly segments: readonly Segment[],
  ) {}

  /** What an id names, by the name of each segment; `insensitively`, in whatever case the fixed ones are. */
  parse(id: string, insensitively = false): Readonly<Record<Name, string>> {
    const problem = this.findProblem(id, insensitively);
    if (problem !== undefined) {
      throw new ProviderError(`parsing ${JSON.stringify(id)}: ${problem}`);
    }
    return Object.fromEntries(this.parsed(split(id))) as Record<Name, string>;
  }

  get rule(): Rule {
    return textRule((text) => {
      const problem = this.findProblem(text);
      return problem && `parsing ${JSON.stringify(text)}: ${problem}`;
    });
  }

  /** What is wrong with an id, in the SDK's words. */
  findProblem(id: string, insensitively = false): string | undefined {
    if (id === "") {
      return "cannot parse an empty string";
    }
    const parts = split(id);
    if (parts.length < this.segments.length) {
      return this.tooFewSegments(id);
    }
    const differs = (part: string, wanted: string): boolean =>
      insensitively ? part.toLowerCase() !== wanted.toLowerCase() : part !== wanted;
    const wrong = this.segments.findIndex(
      (segment, position) =>
        segment.fixed !== undefined && differs(parts[position] ?? "", segment.fixed),
    );
    if (wrong >= 0) {
      return `parsing segment "${this.segments[wrong]?.name ?? ""}": ${this.missing(id, wrong)}`;
    }
    const extra = parts.slice(this.segments.length).join("/");
    if (extra !== "") {
      return `unexpected segment ${JSON.stringify(extra)} present at the end of the URI (input ${JSON.stringify(id)})`;
    }
    const empty = this.segments.findIndex((_, position) => parts[position] === "");
    return empty >= 0 ? this.missing(id, empty) : undefined;
  }

  private parsed(parts: readonly string[]): [string, string][] {
    return this.segments.map(({ name, fixed: text }, position) => [
      name,
      text ?? parts[position] ?? "",
    ]);
  }

  private tooFewSegments(id: string): string {
    const expected = this.segments.map(({ is }, position) => `* Segment ${position} - this ${is}`);
    const found = this.segments.map((_, position) => `* Segment ${position} - not found`);
    return `parsing the ${this.kind} ID: the number of segments didn't match

Expected a ${this.kind} ID that matched (containing ${this.segments.length} segments):

> ${this.example}

However this value was provided (which was parsed into 0 segments):

> ${id}

The following Segments are expected:

${expected.join("\n")}

The following Segments were parsed:

${found.join("\n")}
`;
  }

  private missing(id: string, position: number): string {
    return `parsing the ${this.kind} ID: the segment at position ${position} didn't match

Expected a ${this.kind} ID that matched:

> ${this.example}

However this value was provided:

> ${id}

The parsed Resource ID was missing a value for the segment at position ${position}
(which ${this.segments[position]?.is ?? ""}).

`;
  }

  private get example(): string {
    return `/${this.segments.map(({ example }) => example).join("/")}`;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function split(id: string): string[] {
  return id.replace(/^\//, "").split("/");
}
