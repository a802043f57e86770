import { execFileSync, spawnSync } from "node:child_process";
import { Fn, TerraformOutput, TerraformStack, Token } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, DockerConfig, PullSecretProps } from "cdktf-acr-auth";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { evaluated } from "../support/evaluated";
import { newStack, problems, render } from "../support/stack";

const CLIENT_ID = "6f3f7e4e-0000-4000-8000-000000000001";
const PASSWORD = 'p<&>:"~\\w';

function configIn(stack: TerraformStack): DockerConfig {
  const web = AcrServicePrincipal.fromAttributes(stack, "web", {
    clientId: CLIENT_ID,
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    applicationResourceId: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
    manageCredentials: true,
  });
  const registry = AcrRegistry.fromAttributes(stack, "registry", {
    registryId:
      "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop",
    loginServer: "contososhop.azurecr.io",
  });
  return DockerConfig.of(web.addClientSecret("docker"), registry);
}

/** As kubectl prints it, with the docker config in base64. */
interface Secret {
  readonly metadata: object;
  readonly data: Record<string, string>;
}

/** The order of keys in the config is nobody's concern. */
function readable({ data, ...rest }: Secret): unknown {
  const decoded = Object.entries(data).map(([key, value]) => [
    key,
    JSON.parse(Buffer.from(value, "base64").toString()) as unknown,
  ]);
  return { ...rest, data: Object.fromEntries(decoded) as object };
}

function manifestOf(props: PullSecretProps): unknown {
  const stack = newStack();
  const manifest = evaluated(stack, configIn(stack).pullSecretManifest(props), {
    azuread_application_password: [
      { value: PASSWORD, rotate_when_changed: { period: "4" } },
      { value: "of the other slot", rotate_when_changed: { period: "3" } },
    ],
  });
  const { items, ...list } = JSON.parse(manifest as string) as { items: Secret[] };
  return { ...list, items: items.map(readable) };
}

const testWithKubectl = spawnSync("kubectl", ["--help"]).error === undefined ? test : test.skip;

describeWithTerraform("the manifest, evaluated by real Terraform", () => {
  testWithKubectl("has for each namespace the secret that kubectl writes", () => {
    const byKubectl = (namespace: string): unknown => {
      const printed = execFileSync(
        "kubectl",
        [
          ...["create", "secret", "docker-registry", "pull", `--namespace=${namespace}`],
          ...["--docker-server=contososhop.azurecr.io", `--docker-username=${CLIENT_ID}`],
          ...[`--docker-password=${PASSWORD}`, "--dry-run=client", "--output=json"],
        ],
        { encoding: "utf8" },
      );
      const secret = JSON.parse(printed) as Secret;
      return readable({ ...secret, metadata: { name: "pull", namespace } });
    };
    expect(manifestOf({ name: "pull", namespaces: ["shop", "jobs"] })).toEqual({
      apiVersion: "v1",
      kind: "List",
      items: [byKubectl("shop"), byKubectl("jobs")],
    });
  });

  test("is what kubectl 1.32 wrote, with the labels that are asked for", () => {
    const labels = { "app.kubernetes.io/part-of": "shop" };
    const written = {
      kind: "Secret",
      apiVersion: "v1",
      metadata: { name: "pull", namespace: "shop", labels },
      data: {
        ".dockerconfigjson":
          "eyJhdXRocyI6eyJjb250b3Nvc2hvcC5henVyZWNyLmlvIjp7InVzZXJuYW1lIjoiNmYzZjdlNGUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIiwicGFzc3dvcmQiOiJwXHUwMDNjXHUwMDI2XHUwMDNlOlwiflxcdyIsImF1dGgiOiJObVl6WmpkbE5HVXRNREF3TUMwME1EQXdMVGd3TURBdE1EQXdNREF3TURBd01EQXhPbkE4Smo0NkluNWNkdz09In19fQ==",
      },
      type: "kubernetes.io/dockerconfigjson",
    };
    expect(manifestOf({ name: "pull", namespaces: ["shop"], labels })).toEqual({
      apiVersion: "v1",
      kind: "List",
      items: [readable(written)],
    });
  });
});

test("the manifest is sensitive, and has no secret in plain text", () => {
  const stack = newStack();
  const value = configIn(stack).pullSecretManifest({ name: "pull", namespaces: ["shop"] });
  new TerraformOutput(stack, "manifest", { value, sensitive: true });
  expect(render(stack).output?.manifest).toEqual({
    value: expect.stringMatching(
      /^\$\{sensitive\(jsonencode\(.*base64encode\(sensitive\(/,
    ) as string,
    sensitive: true,
  });
});

test("what Kubernetes would refuse in a manifest is told of the secret, all at once", () => {
  const stack = newStack();
  configIn(stack).pullSecretManifest({
    name: "Pull",
    namespaces: ["shop.eu"],
    labels: { team: "team a" },
  });
  const at = "[test/web/client_secret/docker] DockerConfig#pullSecretManifest:";
  expect(problems(stack)).toEqual([
    expect.stringContaining(`${at} name: "Pull" is no name in Kubernetes`),
    expect.stringContaining(`${at} namespaces[0]: "shop.eu" is no name in Kubernetes`),
    expect.stringContaining(`${at} labels.team: "team a" is no value of a label`),
  ]);
});

test("a manifest of namespaces that only Terraform knows is refused", () => {
  const stack = newStack();
  const namespaces = Token.asList(Fn.toset(["shop"]));
  configIn(stack).pullSecretManifest({ name: "pull", namespaces });
  expect(problems(stack)).toEqual([
    "[test/web/client_secret/docker] DockerConfig#pullSecretManifest: namespaces: is a token, a list that only Terraform knows; write the list itself",
  ]);
});
