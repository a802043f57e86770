import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Construct } from "constructs";
import { App, Testing } from "cdktf";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { type AccessFileFinding, AccessFileStack, checkAccessFile } from "../../lib/access-file";
import { problems, resources, warnings } from "../support/stack";

const SHOP = "registries: { shop: { name: contosoShop, resourceGroup: rg-registry } }";
const RIGHT = `${SHOP}\nprincipals: { web: { displayName: web, grants: [{ registry: shop, access: pull }] } }`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const file = join(folder, "access.yaml");
  writeFileSync(file, text);
  return file;
}

const isMistake = ({ severity }: AccessFileFinding): boolean => severity === "mistake";

describe("a program with an access file", () => {
  test("grants its own principals access to the registries of the file, and the file's to its own", () => {
    const stack = new AccessFileStack(Testing.app(), "access", fileWith(RIGHT));
    stack.registry("shop").grantPull(new AcrServicePrincipal(stack, "job", { displayName: "job" }));
    const cache = { registryName: "contosoCache", resourceGroupName: "rg" };
    AcrRegistry.fromName(stack, "cache", cache).grantPull(stack.principal("web"));
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azurerm_role_assignment")).toHaveLength(3);
  });

  test("is told which key was probably meant", () => {
    const stack = new AccessFileStack(Testing.app(), "access", fileWith(RIGHT));
    expect(() => stack.registry("shops")).toThrow(
      '[access] "shops" is not the key of a registry in the access file; did you mean "shop"?',
    );
    expect(() => stack.principal("unheard-of")).toThrow(
      '[access] "unheard-of" is not the key of a principal in the access file; the keys are "web"',
    );
  });

  test("has the mistakes of the file told when it is synthesized, each with its line", () => {
    const app = new App({ outdir: join(folder, "out") });
    const file = fileWith(`${RIGHT.replace("pull", "pul")}\nextra: 1`);
    new AccessFileStack(app, "access", file);
    expect(() => {
      app.synth();
    }).toThrow(
      /access\.yaml:2:67 principals\.web\.grants\[0\]\.access: "pul" is not one of [^\n]*\n.*access\.yaml:3:1 extra: is not a key/,
    );
    expect(existsSync(join(folder, "out", "stacks", "access"))).toBe(false);
  });
});

describe("checkAccessFile", () => {
  test("finds nothing in a right file", () => {
    expect(checkAccessFile(fileWith(RIGHT))).toEqual([]);
  });

  test("tells of each mistake what it is and where, in the order of the file", () => {
    const file = fileWith(`${RIGHT.replace("pull", "pul")}\nextra: 1`);
    expect(checkAccessFile(file)).toEqual([
      {
        severity: "mistake",
        id: "acr-auth:mistake",
        file,
        line: 2,
        column: 67,
        path: "principals.web.grants[0].access",
        message: expect.stringMatching(/^"pul" is not one of pull, push/) as string,
      },
      expect.objectContaining({ line: 3, column: 1, path: "extra" }),
    ]);
  });

  test("makes no provider of a subscription that is no text", () => {
    const file = fileWith(RIGHT.replace("name: ", "subscriptionId: [null], name: "));
    expect(checkAccessFile(file)).toEqual([
      expect.objectContaining({
        path: "registries.shop.subscriptionId",
        message: "a list is not text; write text in quotes",
      }),
    ]);
  });

  test("tells of a file that can't be read, at its beginning", () => {
    const [finding, ...others] = checkAccessFile(join(folder, "none.yaml"));
    expect(finding).toMatchObject({ severity: "mistake", line: 1, column: 1, path: "" });
    expect(finding?.message).toMatch(/^does not exist; write it/);
    expect(others).toEqual([]);
  });

  test("tells of a file whose name is no name of a stack, as a synth does", () => {
    const file = join(folder, "Prod.yaml");
    writeFileSync(file, RIGHT);
    expect(checkAccessFile(file)).toEqual([
      expect.objectContaining({
        line: 1,
        column: 1,
        message: expect.stringContaining("does not name a stack; call the file") as string,
      }),
    ]);
  });

  test("writes nothing", () => {
    const before = existsSync("cdktf.out");
    checkAccessFile(fileWith(RIGHT));
    expect(readdirSync(folder)).toEqual(["access.yaml"]);
    expect(existsSync("cdktf.out")).toBe(before);
  });

  test("tells warnings with their ids and lines, also those that wait for all grants", () => {
    const file = fileWith(`registries:
  all: { subscriptionId: 6f3f7e4e-0000-4000-8000-000000000001 }
  shop: { name: contosoShop, resourceGroup: rg, permissionsMode: abac }
principals:
  web:
    displayName: web
    grants:
      - { registry: shop, access: pull, repositories: [team-a/app] }
      - { registry: shop, access: pull }
      - { registry: shop, access: delete }
`);
    const place = ({ severity, id, line, path }: AccessFileFinding): unknown => [
      severity,
      id,
      line,
      path,
    ];
    expect(checkAccessFile(file).map(place)).toEqual([
      ["warning", "acr-auth:many-registries", 2, "registries.all"],
      ["warning", "acr-auth:delete-pushes", 8, "principals.web.grants[0]"],
      ["warning", "acr-auth:wider-grant", 9, "principals.web.grants[1]"],
    ]);
  });

  test("tells what is said of the stack, and of nothing in the file, at the file's beginning", () => {
    const context = process.env.CDKTF_CONTEXT_JSON;
    process.env.CDKTF_CONTEXT_JSON = '{"acr-auth:role-assignments":"none"}';
    try {
      const [finding] = checkAccessFile(fileWith(RIGHT));
      expect(finding).toMatchObject({ severity: "mistake", line: 1, column: 1, path: "" });
      expect(finding?.message).toContain('context acr-auth:role-assignments: "none" is not one');
    } finally {
      process.env.CDKTF_CONTEXT_JSON = context;
      if (context === undefined) {
        delete process.env.CDKTF_CONTEXT_JSON;
      }
    }
  });
});

describe("what the constructs know", () => {
  test("is told of each grant that it is about, though they share role assignments", () => {
    const text = `registries: { shop: { name: contosoShop, resourceGroup: rg-registry } }
principals:
  web:
    displayName: web
    grants:
      - { registry: shop, access: pull }
      - { registry: shop, access: pull, repositories: [team-a] }
      - { registry: shop, access: pull, repositories: [team-b] }
`;
    expect(checkAccessFile(fileWith(text)).filter(isMistake)).toEqual([
      expect.objectContaining({ line: 7, path: "principals.web.grants[1].repositories" }),
      expect.objectContaining({ line: 8, path: "principals.web.grants[2].repositories" }),
    ]);
  });

  test("is told once, and not again of what has been refused already", () => {
    const file = fileWith(`${SHOP}
principals:
  web:
    displayName: 5
    tags: [7, "a b"]
    owners: me
    clientSecrets: { docker: { rotationDays: 0, graceDays: soon } }
`);
    expect(checkAccessFile(file).map(({ path }) => path)).toEqual([
      "principals.web.displayName",
      "principals.web.tags[0]",
      "principals.web.tags[1]",
      "principals.web.owners",
      "principals.web.clientSecrets.docker.rotationDays",
      "principals.web.clientSecrets.docker.graceDays",
    ]);
  });

  test.each(["notes: []", 'notes: ""', 'adopt: "${x}"', 'signInAudience: "%{ if x }"'])(
    "has one mistake where several rules refuse one value: %s",
    (entry) => {
      const file = fileWith(`${SHOP}\nprincipals: { web: { displayName: web, ${entry} } }`);
      expect(checkAccessFile(file)).toHaveLength(1);
    },
  );

  test("is a mistake with a place as well where a call can't go on", () => {
    const stack = new AccessFileStack(
      new Construct(Testing.app(), "a${b}"),
      "access",
      fileWith(RIGHT),
    );
    expect(stack.error?.findings).toEqual([
      expect.objectContaining({ path: "registries.shop", line: 1 }),
      expect.objectContaining({ path: "principals.web", line: 2 }),
    ]);
    expect(stack.error?.message).toContain("has something in it that Terraform would evaluate");
  });

  test("is printed by a synth with the line that it is about", () => {
    const file = fileWith(
      RIGHT.replace(/name: .*g-registry/, "subscriptionId: 6f3f7e4e-0000-4000-8000-000000000001"),
    );
    const stack = new AccessFileStack(Testing.app(), "access", file);
    expect(warnings(stack)).toEqual([
      expect.stringMatching(
        /access\.yaml:1:15 registries\.shop: Grants here reach every registry .*acr-auth:many-registries: to acknowledge/,
      ),
    ]);
  });
});

test("of very many mistakes the first 100 are told, and all are found", () => {
  const grants = Array.from({ length: 150 }, () => "{ registry: shop, access: pul }").join(", ");
  const file = fileWith(`${SHOP}\nprincipals: { web: { displayName: web, grants: [${grants}] } }`);
  const { error } = new AccessFileStack(Testing.app(), "access", file);
  const lines = error?.message.split("\n") ?? [];
  expect(lines.slice(100)).toEqual(["and 50 more", "", `150 mistakes in ${file}`]);
  expect(error?.findings).toHaveLength(150);
});
