import { execFile, execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal, ClientSecret, DockerConfig } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { evaluated } from "../support/evaluated";
import { newStack, problems, render } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
/** Entra draws from fewer characters. */
const PASSWORD = fc.stringMatching(/^[!-~]{1,40}$/);
const LABELLED = "contososhop-e7ggejfuhzhgedc8.azurecr.cn";

function secretIn(stack: TerraformStack): ClientSecret {
  const web = AcrServicePrincipal.fromAttributes(stack, "web", {
    clientId: CLIENT_ID,
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    applicationResourceId: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
    manageCredentials: true,
  });
  return web.addClientSecret("docker");
}

function registryOf(stack: TerraformStack, name: string, loginServer?: string): AcrRegistry {
  const resourceGroup = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg";
  const registryId = `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  return AcrRegistry.fromAttributes(stack, name, { registryId, loginServer }) as AcrRegistry;
}

/** The slot that was made in the later period is the active one. */
function passwords(a: string, b: string, active: "a" | "b"): Record<string, unknown>[] {
  const [periodA, periodB] = active === "a" ? ["4", "3"] : ["4", "5"];
  return [
    { value: a, rotate_when_changed: { period: periodA } },
    { value: b, rotate_when_changed: { period: periodB } },
  ];
}

/** The JSON for one registry, of a secret with this value. */
function configOf(value: string, loginServer = "contososhop.azurecr.io"): string {
  const stack = newStack();
  const config = DockerConfig.of(secretIn(stack), registryOf(stack, "contosoShop", loginServer));
  return evaluated(stack, config.json, {
    azuread_application_password: passwords(value, "of the other slot", "a"),
  }) as string;
}

function isThere(client: string): boolean {
  return spawnSync(client, ["--help"]).error === undefined;
}

const testWith = (client: string): jest.It => (isThere(client) ? test : test.skip);

describeWithTerraform("evaluated by real Terraform", () => {
  test("it logs in to each registry by its login server, whichever cloud or label that has", () => {
    const stack = newStack();
    const looked = AcrRegistry.fromName(stack, "looked_up", {
      registryName: "contosoShop",
      resourceGroupName: "rg",
    });
    const config = DockerConfig.of(
      secretIn(stack),
      looked,
      registryOf(stack, "contosoLabelled", LABELLED),
    );
    const json = evaluated(stack, config.json, {
      azuread_application_password: passwords("s~3cret", "of the other slot", "a"),
      "data.azurerm_container_registry": [{ login_server: "contososhop.azurecr.us" }],
    });
    const auth = Buffer.from(`${CLIENT_ID}:s~3cret`).toString("base64");
    const entry = { username: CLIENT_ID, password: "s~3cret", auth };
    expect(JSON.parse(json as string)).toEqual({
      auths: { "contososhop.azurecr.us": entry, [LABELLED]: entry },
    });
  });

  test.each(["a", "b"] as const)("it has the value of slot %s while that is active", (active) => {
    const stack = newStack();
    const config = DockerConfig.of(secretIn(stack), registryOf(stack, "contosoShop", LABELLED));
    const json = evaluated(stack, config.json, {
      azuread_application_password: passwords("of a", "of b", active),
    });
    expect(json).toContain(`"of ${active}"`);
    expect(json).not.toContain(`"of ${active === "a" ? "b" : "a"}"`);
  });

  test("its revision is another number for each key id, above 0, that 32 bits hold", () => {
    const keyIds = ["0000000a-0000-4000-8000-000000000000", "FfFfFfFf-ffff-4fff-8fff-ffffffffffff"];
    const of = (active: "a" | "b"): unknown => {
      const slots = passwords("", "", active).map((slot, i) => ({ ...slot, key_id: keyIds[i] }));
      const stack = newStack();
      const config = DockerConfig.of(secretIn(stack), registryOf(stack, "contosoShop", LABELLED));
      return evaluated(stack, config.revision, { azuread_application_password: slots });
    };
    expect([of("a"), of("b")]).toEqual([1, 0x10000000]);
  });

  testWith("kubectl")("equals, as JSON, what kubectl writes, for any password", () => {
    for (const password of fc.sample(PASSWORD, 5)) {
      expect([password, JSON.parse(configOf(password))]).toEqual([password, byKubectl(password)]);
    }
  });

  test("equals, as JSON, what kubectl 1.32 wrote", () => {
    const written =
      '{"auths":{"contososhop.azurecr.io":{"username":"6f3f7e4e-0000-4000-8000-000000000001","password":"p\\u003c\\u0026\\u003e:\\"~\\\\w","auth":"NmYzZjdlNGUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxOnA8Jj46In5cdw=="}}}';
    expect(JSON.parse(configOf('p<&>:"~\\w'))).toEqual(JSON.parse(written));
  });

  testWith("docker")("has the entry that docker login writes", async () => {
    const [password = ""] = fc.sample(PASSWORD, 1);
    const { auths } = JSON.parse(configOf(password)) as { auths: Record<string, object> };
    expect(Object.values(auths)[0]).toMatchObject(await byDockerLogin(password));
  });

  testWith("skopeo")("tells skopeo, and so Podman, who logs in where", () => {
    const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
    try {
      const file = join(directory, "auth.json");
      writeFileSync(file, configOf("s3cret", LABELLED));
      const options = ["login", "--get-login", "--authfile", file, LABELLED];
      expect(execFileSync("skopeo", options, { encoding: "utf8" })).toBe(`${CLIENT_ID}\n`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

function byKubectl(password: string): unknown {
  const secret = execFileSync(
    "kubectl",
    [
      ...["create", "secret", "docker-registry", "pull", "--dry-run=client", "--output=json"],
      ...["--docker-server=contososhop.azurecr.io", `--docker-username=${CLIENT_ID}`],
      `--docker-password=${password}`,
    ],
    { encoding: "utf8" },
  );
  const { data } = JSON.parse(secret) as { data: { ".dockerconfigjson": string } };
  return JSON.parse(Buffer.from(data[".dockerconfigjson"], "base64").toString());
}

/** The entry of a registry that lets everybody in. */
async function byDockerLogin(password: string): Promise<object> {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
  const registry = createServer(({ headers }, response) => {
    const challenge = { "WWW-Authenticate": 'Basic realm="registry"' };
    response.writeHead(headers.authorization === undefined ? 401 : 200, challenge).end("{}");
  });
  try {
    await once(registry.listen(0, "127.0.0.1"), "listening");
    const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
    const docker = execFile(
      "docker",
      ["--config", directory, "login", host, "--username", CLIENT_ID, "--password-stdin"],
      // Without a daemon it logs in by itself.
      { env: { ...process.env, DOCKER_HOST: `unix://${directory}/none` } },
    );
    docker.stdin?.end(password);
    await once(docker, "exit");
    const written = readFileSync(join(directory, "config.json"), "utf8");
    const { auths } = JSON.parse(written) as { auths: Record<string, object> };
    return auths[host] ?? {};
  } finally {
    registry.close();
    rmSync(directory, { recursive: true });
  }
}

test("it is sensitive, and not in plain text", () => {
  const stack = newStack();
  const { json } = DockerConfig.of(secretIn(stack), registryOf(stack, "contosoShop", LABELLED));
  new TerraformOutput(stack, "config", { value: json, sensitive: true });
  expect(render(stack).output).toEqual({
    config: {
      value: expect.stringMatching(/^\$\{sensitive\(jsonencode\(/) as string,
      sensitive: true,
    },
  });
});

describe("what can't be logged in with is refused", () => {
  test("no client secret, at once", () => {
    expect(() => DockerConfig.of("s3cret" as never)).toThrow(
      new Error(
        'DockerConfig.of: "s3cret" is not a client secret; give what web.addClientSecret("docker") returns.',
      ),
    );
  });

  const told = (registries: (stack: TerraformStack) => unknown[], stack = newStack()): string[] => {
    DockerConfig.of(secretIn(stack), ...(registries(stack) as never[]));
    return problems(stack);
  };
  const AT = "[test/web/client_secret/docker] DockerConfig.of:";

  test("no registry", () => {
    expect(told(() => [])).toEqual([
      `${AT} registries: has none in it, so that nobody could log in anywhere; give one or more`,
    ]);
  });

  test("something else among the registries", () => {
    expect(
      told((stack) => [registryOf(stack, "contosoShop", LABELLED), "contososhop", null]),
    ).toEqual([
      `${AT} registries[1]: "contososhop" is not a registry; give what AcrRegistry.fromName returns`,
      `${AT} registries[2]: null is not a registry; give what AcrRegistry.fromName returns`,
    ]);
  });

  test("one registry twice, by one reference", () => {
    const twice = (stack: TerraformStack): unknown[] => {
      const registry = registryOf(stack, "contosoShop", LABELLED);
      return [registry, registry];
    };
    expect(told(twice)).toEqual([
      `${AT} registries[1]: is the registry of registries[0] again; give each once`,
    ]);
  });

  test("one registry twice, by two references that only Terraform looks up", () => {
    const attributes = { registryName: "contosoShop", resourceGroupName: "rg" };
    const twice = (stack: TerraformStack): unknown[] =>
      ["one", "two"].map((id) => AcrRegistry.fromName(stack, id, attributes));
    expect(told(twice)).toEqual([
      `${AT} registries[1]: is the registry of registries[0] again; give each once`,
    ]);
  });

  test("a registry in another cloud than the secret", () => {
    const stack = new TerraformStack(new App(), "test");
    new AzureadProvider(stack, "azuread", { environment: "public" });
    new AzurermProvider(stack, "azurerm", { features: [{}], environment: "china" });
    expect(told((here) => [registryOf(here, "contosoShop", LABELLED)], stack)).toEqual([
      `${AT} registries[0]: the azuread provider of the client secret is in the cloud public and the azurerm provider of the registry in china; nothing reaches from one cloud into another, write the same environment for both`,
    ]);
  });

  test("a registry whose login server nobody knows", () => {
    expect(told((stack) => [registryOf(stack, "contosoShop")])).toEqual([
      expect.stringMatching(/^\[test\/contosoShop\] loginServer: is asked for and not known/),
    ]);
  });
});
