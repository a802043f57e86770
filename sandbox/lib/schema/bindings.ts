/**
 * Derives a Terraform schema from an installed @cdktf/provider-* binding.
 *
 * Every module of a binding carries an inline source map with its TypeScript, which was generated from the provider's
 * schema and still tells all of it that matters here: the comment before each member has computed, optional and
 * required; the HCL synthesis tells types and blocks. So the sandbox serves what the library is compiled against,
 * and cannot drift from it.
 */
import { readFileSync } from "node:fs";
import type { Attribute, Block, CtyType, NestedBlock } from "./schema";

/** The schema of one module of a binding, such as `@cdktf/provider-azuread/lib/application`. */
export function schemaOfBinding(modulePath: string): Block {
  const source = typescriptOf(require.resolve(modulePath));
  const root = /export class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider) /.exec(
    source,
  )?.[1];
  if (root === undefined) {
    throw new Error(`${modulePath} holds no Terraform resource, data source or provider.`);
  }
  return new BindingSource(source).block(root);
}

/** The version of the provider that a binding was generated from. */
export function providerVersionOf(modulePath: string): string {
  const version = /providerVersion: '([^']+)'/.exec(typescriptOf(require.resolve(modulePath)))?.[1];
  if (version === undefined) {
    throw new Error(`${modulePath} does not tell the version of its provider.`);
  }
  return version;
}

function typescriptOf(file: string): string {
  const encoded = /sourceMappingURL=data:application\/json;[^,]*base64,([A-Za-z0-9+/=]+)/.exec(
    readFileSync(file, "utf8"),
  );
  const sourceMap = JSON.parse(Buffer.from(encoded?.[1] ?? "", "base64").toString()) as {
    sourcesContent: string[];
  };
  return sourceMap.sourcesContent.join("\n");
}

/** What the HCL synthesis tells of an argument. */
interface Hcl {
  isBlock: boolean;
  type: string;
  storageClass: string;
  value: string;
}

interface Member {
  computed: boolean;
  optional: boolean;
  required: boolean;
  /** The member's code; empty where the binding only has an interface (the blocks of a provider). */
  code: string;
}

class BindingSource {
  private readonly classes = new Map<string, string>();
  private readonly functions = new Map<string, string>();
  private readonly interfaces = new Map<string, string>();

  constructor(source: string) {
    for (const [, kind, name, body] of source.matchAll(
      /^export (class|function|interface) (\w+)([^\n]*\{\n[\s\S]*?^\})/gm,
    )) {
      const declarations = {
        class: this.classes,
        function: this.functions,
        interface: this.interfaces,
      }[kind ?? ""];
      declarations?.set(name ?? "", body ?? "");
    }
  }

  block(struct: string): Block {
    const hcl = this.hclOf(struct);
    const block: Block = { attributes: {}, blocks: {}, deprecated: false };
    for (const [name, member] of this.membersOf(struct, hcl)) {
      const argument = hcl.get(name);
      if (isNestedBlock(member, argument)) {
        block.blocks[name] = this.nestedBlock(member, argument);
      } else {
        block.attributes[name] = this.attribute(member, argument);
      }
    }
    return block;
  }

  private nestedBlock(member: Member, hcl: Hcl): NestedBlock {
    const struct = hcl.storageClass.replace(/List$/, "");
    if (hcl.type === "struct") {
      return { nesting: "SINGLE", minItems: 0, maxItems: 0, block: this.block(struct) };
    }
    return {
      nesting: hcl.type === "set" ? "SET" : "LIST",
      minItems: member.required ? 1 : 0,
      // The binding takes a single struct, not a list of them, exactly where the schema says MaxItems 1.
      maxItems: ["OutputReference(", `?: ${struct};`].some((one) => member.code.includes(one))
        ? 1
        : 0,
      block: this.block(struct),
    };
  }

  private attribute(member: Member, hcl: Hcl | undefined): Attribute {
    const { computed, optional, required } = member;
    const type = this.typeOf(member.code, hcl);
    return {
      type,
      computed,
      optional,
      required,
      sensitive: false,
      deprecated: false,
      writeOnly: false,
    };
  }

  private typeOf(code: string, hcl: Hcl | undefined): CtyType {
    const struct = /new (\w+?)(?:List|OutputReference)\(this, "\w+"(?:, (true|false))?\)/.exec(
      code,
    );
    if (struct !== null) {
      return [struct[2] === "true" ? "set" : "list", this.objectType(struct[1] ?? "")];
    }
    const getter = code.includes("cdktf.Fn.tolist(this.getListAttribute")
      ? "tolist"
      : (/this\.get(\w+)Attribute\('/.exec(code)?.[1] ?? /new cdktf\.(\w+)\(this/.exec(code)?.[1]);
    const type = TYPE_OF_GETTER[getter ?? ""] ?? TYPE_OF_STORAGE_CLASS[hcl?.storageClass ?? ""];
    if (type === undefined) {
      throw new Error(`The binding tells no type that is known here: ${code.trim()}`);
    }
    return hcl?.type === "set" && Array.isArray(type) && type[0] === "list"
      ? ["set", type[1]]
      : type;
  }

  private objectType(struct: string): CtyType {
    const { attributes } = this.block(struct);
    return [
      "object",
      Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])),
    ];
  }

  private membersOf(struct: string, hcl: Map<string, Hcl>): Map<string, Member> {
    const body = this.classes.get(struct) ?? this.classes.get(`${struct}OutputReference`);
    if (body !== undefined) {
      return membersOfClass(body);
    }
    const declared = this.interfaces.get(struct) ?? "";
    return new Map(
      [...hcl.keys()].map((name) => {
        const optional = new RegExp(`readonly ${camelCase(name)}\\?:`).test(declared);
        return [name, { computed: false, optional, required: !optional, code: "" }];
      }),
    );
  }

  private hclOf(struct: string): Map<string, Hcl> {
    const toHcl = `${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform`;
    const synthesis =
      this.functions.get(toHcl) ??
      this.classes.get(struct)?.split("synthesizeHclAttributes()")[1] ??
      "";
    return new Map(
      [
        ...synthesis.matchAll(
          /^ +(\w+): \{\n +value: (.*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)"/gm,
        ),
      ].map(([, name = "", value = "", isBlock, type = "", storageClass = ""]) => [
        name,
        { isBlock: isBlock === "true", type, storageClass, value },
      ]),
    );
  }
}

/**
 * A computed list of objects, and a list that is mapped with isBlock false, are attributes that HCL also lets one
 * write as blocks ("attributes as blocks", like `network_rule_set` of a registry); all other structs are real blocks.
 */
function isNestedBlock(member: Member, hcl: Hcl | undefined): hcl is Hcl {
  return (
    hcl?.isBlock === true && !member.computed && !/listMapperHcl\(\w+, false\)/.test(hcl.value)
  );
}

function membersOfClass(body: string): Map<string, Member> {
  const comment =
    /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$/gm;
  const comments = [...body.matchAll(comment)];
  return new Map(
    comments.map((match, position) => {
      const [, name = "", computed, optional, required] = match;
      const code = body.slice(
        match.index + match[0].length,
        comments[position + 1]?.index ?? body.indexOf("// ====", match.index),
      );
      return [
        name,
        {
          computed: computed === "true",
          optional: optional === "true",
          required: required === "true",
          code,
        },
      ];
    }),
  );
}

const TYPE_OF_GETTER: Partial<Record<string, CtyType>> = {
  String: "string",
  Number: "number",
  Boolean: "bool",
  List: ["list", "string"],
  tolist: ["set", "string"],
  NumberList: ["list", "number"],
  StringMap: ["map", "string"],
  NumberMap: ["map", "number"],
  BooleanMap: ["map", "bool"],
};

const TYPE_OF_STORAGE_CLASS: Partial<Record<string, CtyType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  stringList: ["list", "string"],
  numberList: ["list", "number"],
  stringMap: ["map", "string"],
};

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
