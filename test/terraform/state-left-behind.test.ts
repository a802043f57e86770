import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, AzurermBackend, LocalBackend, TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { addProviders, render, warnings } from "../support/stack";

const ID = "acr-auth:state-left-behind";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "acr-auth-")));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const newApp = (context: Record<string, unknown> = {}): App =>
  new App({ outdir: join(folder, "cdktf.out"), context });

/** A stack whose state is a file of its name in the folder. */
function shopAccess(id: string, app = newApp(), displayName = "contoso-web"): TerraformStack {
  const stack = new TerraformStack(app, id);
  addProviders(stack);
  new LocalBackend(stack, { path: join(folder, `terraform.${id}.tfstate`) });
  const web = new AcrServicePrincipal(stack, "web", { displayName });
  AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  }).grantPull(web);
  return stack;
}

/** What Terraform would keep of a stack after an apply, as far as the program knows it. */
function stateOf(stack: TerraformStack): string {
  const resources = Object.entries(render(stack).resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => ({
      mode: "managed",
      type,
      name,
      instances: [{ attributes }],
    })),
  );
  return JSON.stringify({ version: 4, serial: 1, lineage: "x", outputs: {}, resources });
}

const write = (name: string, content: string): void => {
  writeFileSync(join(folder, name), content);
};
const deployed = (id: string, name = `terraform.${id}.tfstate`): void => {
  write(name, stateOf(shopAccess(id)));
};

/** The warnings of a stack when its app is synthesized. */
function warningsOf(stack: TerraformStack): string[] {
  (stack.node.root as App).synth();
  return warnings(stack).filter((warning) => warning.includes(ID));
}

test("a renamed stack is told of the state under its old name, with the command that moves it", () => {
  deployed("access");
  const [warning = "", ...more] = warningsOf(shopAccess("shop"));
  expect(more).toEqual([]);
  expect(warning).toBe(
    `The state of this stack, terraform.shop.tfstate, is not there, and terraform.access.tfstate beside it, which no stack here has, is of a stack that made the same. If this stack, or its access file, had another name before, everything would be made a second time; move its state first: mv ${folder}/terraform.access.tfstate ${folder}/terraform.shop.tfstate [${ID}: to acknowledge, add this id to the context "acr-auth:acknowledge"]`,
  );
  const [, command = ""] = /(mv .*) \[/.exec(warning) ?? [];
  execFileSync("sh", ["-c", command]);
  expect(existsSync(join(folder, "terraform.shop.tfstate"))).toBe(true);
  expect(warningsOf(shopAccess("shop"))).toEqual([]);
});

test("a stack that was renamed together with all that is in it is told as well", () => {
  deployed("access");
  const stack = new TerraformStack(newApp(), "shop");
  addProviders(stack);
  new LocalBackend(stack, { path: join(folder, "terraform.shop.tfstate") });
  new AcrServicePrincipal(stack, "shop-web", {
    displayName: "contoso-web",
    renamedFrom: ["backend", "web"],
  });
  expect(warningsOf(stack)).toEqual([expect.stringContaining("terraform.access.tfstate")]);
});

test("the place where cdktf keeps the state of a stack without a backend is looked at as well", () => {
  deployed("access");
  const before = process.cwd();
  process.chdir(folder);
  try {
    const stack = new TerraformStack(newApp(), "shop");
    addProviders(stack);
    new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    expect(warningsOf(stack)).toEqual([expect.stringContaining("terraform.access.tfstate")]);
  } finally {
    process.chdir(before);
  }
});

test("a path beside the synthesized stack is looked for there, where Terraform runs", () => {
  const stack = shopAccess("shop");
  const backend = stack.node.findChild("backend") as LocalBackend;
  backend.addOverride("path", "now.tfstate");
  const beside = join(folder, "cdktf.out", "stacks", "shop");
  mkdirSync(beside, { recursive: true });
  writeFileSync(join(beside, "before.tfstate"), stateOf(shopAccess("access")));
  expect(warningsOf(stack)).toEqual([
    expect.stringContaining(`mv ${beside}/before.tfstate ${beside}/now.tfstate`),
  ]);
});

test("a file name is quoted for the shell", () => {
  deployed("access", "what's $(this).tfstate");
  expect(warningsOf(shopAccess("shop"))).toEqual([
    expect.stringContaining(`mv '${folder}/what'\\''s $(this).tfstate' ${folder}/terraform.shop`),
  ]);
});

test("a stack without applications is known by what else it makes", () => {
  const granted = (id: string): TerraformStack => {
    const stack = new TerraformStack(newApp(), id);
    addProviders(stack);
    new LocalBackend(stack, { path: join(folder, `terraform.${id}.tfstate`) });
    const objectId = "6f3f7e4e-0000-4000-8000-000000000001";
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    }).grantPull(
      AcrServicePrincipal.fromAttributes(stack, "audit", { objectId, clientId: objectId }),
    );
    return stack;
  };
  write("terraform.access.tfstate", stateOf(granted("access")));
  expect(warningsOf(granted("shop"))).toHaveLength(1);
});

describe("nothing is said", () => {
  test("of the first deployment, without any state", () => {
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("where the state is there", () => {
    deployed("access");
    deployed("shop");
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("of the state of another stack of the app", () => {
    deployed("access");
    const app = newApp();
    shopAccess("access", app);
    expect(warningsOf(shopAccess("shop", app))).toEqual([]);
  });

  test("of the state of another access file in the folder", () => {
    deployed("access");
    write("access.yaml", "");
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("of the state of the same program for another environment", () => {
    write("terraform.test.tfstate", stateOf(shopAccess("test", newApp(), "contoso-web-test")));
    expect(warningsOf(shopAccess("prod"))).toEqual([]);
  });

  test.each([
    ["an empty file", ""],
    ["no JSON", "version: 4"],
    ["no state", '{ "resources": "none" }'],
    ["JSON of another kind", "[null]"],
    [
      "the state of another program",
      '{ "version": 4, "resources": [{ "mode": "managed", "type": "aws_s3_bucket", "name": "web", "instances": [] }] }',
    ],
  ])("of a file that is %s", (_what, content) => {
    write("terraform.access.tfstate", content);
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("of what a module or a look-up of the same name has in a state", () => {
    const state = stateOf(shopAccess("access"));
    write("a.tfstate", state.replaceAll('"managed"', '"data"'));
    write("b.tfstate", state.replaceAll('"mode"', '"module":"module.web","mode"'));
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("of a state in a pipe or a folder, which is not waited for either", () => {
    mkdirSync(join(folder, "folder.tfstate"));
    execFileSync("mkfifo", [join(folder, "pipe.tfstate")]);
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("of a state that is too large to be looked into", () => {
    deployed("access");
    const padding = Buffer.alloc(64 * 1024 * 1024, " ");
    appendFileSync(join(folder, "terraform.access.tfstate"), padding);
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test.each(["prod", "default"])(
    "in the workspace %s, unless it is the default one",
    (workspace) => {
      deployed("access");
      process.env.TF_WORKSPACE = workspace;
      try {
        expect(warningsOf(shopAccess("shop"))).toHaveLength(workspace === "default" ? 1 : 0);
      } finally {
        delete process.env.TF_WORKSPACE;
      }
    },
  );

  test("of a name that a terminal would obey", () => {
    deployed("access", "\u001b[2J.tfstate");
    expect(warningsOf(shopAccess("shop"))).toEqual([]);
  });

  test("where the state is in a storage account", () => {
    deployed("access");
    const stack = new TerraformStack(newApp(), "shop");
    addProviders(stack);
    new AzurermBackend(stack, { storageAccountName: "st", containerName: "c", key: "k" });
    new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    expect(warningsOf(stack)).toEqual([]);
  });

  test("once it is acknowledged", () => {
    deployed("access");
    const stack = shopAccess("shop", newApp({ "acr-auth:acknowledge": [ID] }));
    expect(warningsOf(stack)).toEqual([]);
  });
});

test("is told by cdktf, which prints the annotations of the manifest", () => {
  deployed("access");
  warningsOf(shopAccess("shop"));
  const manifest = readFileSync(join(folder, "cdktf.out", "manifest.json"), "utf8");
  expect(manifest.split(ID)).toHaveLength(2);
});
