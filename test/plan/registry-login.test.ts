import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  AcrRegistry,
  AcrServicePrincipal,
  DockerConfig,
  PermissionsMode,
  Repositories,
} from "cdktf-acr-auth";
import { RegistryClient } from "../../sandbox/test/registry/client";
import { claimsOf, type Login, LOGIN_SERVER } from "../../sandbox/test/registry/wire";
import { testWithSkopeo } from "../../sandbox/test/with-skopeo";
import { Deployment, describeWithTerraform } from "./support";
import { day, EVERY_90_DAYS } from "./support/client-secret";

/** Lets web pull what is team A's, and delivers what docker logs in with, as long as it has a secret. */
const web =
  (hasSecret = true) =>
  (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });
    const principal = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    registry.grantPull(principal, { repositories: Repositories.withPrefix("team-a/") });
    if (hasSecret) {
      const secret = principal.addClientSecret("docker", EVERY_90_DAYS);
      const { json: value } = DockerConfig.of(secret, registry);
      new TerraformOutput(stack, "docker_config", { value, sensitive: true });
    }
  };

describeWithTerraform("what is delivered to docker", () => {
  let deployment: Deployment;
  let client: RegistryClient;
  beforeEach(async () => {
    deployment = await Deployment.start(web(), { now: day(0) });
    await deployment.apply();
    client = new RegistryClient(deployment.sandbox);
  });
  afterEach(() => deployment.stop());

  const delivered = (): string => String(deployment.outputs().docker_config);
  const loginIn = (config: string): Login => {
    const { auths } = JSON.parse(config) as Record<string, Record<string, { auth: string }>>;
    const auth = Buffer.from(auths?.[LOGIN_SERVER]?.auth ?? "", "base64").toString();
    const [, user = "", password = ""] = /^([^:]*):(.*)$/.exec(auth) ?? [];
    return { user, password };
  };
  const logIn = async (config: string, scope = "repository:team-a/app:pull") =>
    (await client.logIn(loginIn(config), scope)).status;

  test("logs in to what is granted, and to nothing else", async () => {
    const asked = "repository:team-a/app:pull,push repository:team-b/app:pull registry:catalog:*";
    const { body } = await client.logIn(loginIn(delivered()), asked);
    const { access_token: token } = JSON.parse(body) as { access_token: string };
    expect(claimsOf(token).access).toEqual([
      { type: "repository", name: "team-a/app", actions: ["pull"] },
    ]);
    expect(await logIn(delivered(), "repository:team-b/app:pull")).toBe(401);
  });

  test("logs in at once when it is rotated, as what was delivered before does until its end", async () => {
    const before = delivered();
    await deployment.moveTo(day(90));
    await deployment.apply();
    const after = delivered();
    expect(after).not.toBe(before);
    expect([await logIn(before), await logIn(after)]).toEqual([200, 200]);
    await deployment.moveTo(day(180));
    expect([await logIn(before), await logIn(after)]).toEqual([401, 200]);
  });

  test("logs in no more when the secret is removed", async () => {
    const before = delivered();
    deployment.program = web(false);
    await deployment.apply();
    expect(await logIn(before)).toBe(401);
  });

  testWithSkopeo("is what skopeo logs in with", () => {
    const folder = mkdtempSync(join(tmpdir(), "acr-auth-docker-"));
    const file = join(folder, "config.json");
    writeFileSync(file, delivered());
    const env = { ...process.env, ...deployment.sandbox.registryEnv, REGISTRY_AUTH_FILE: file };
    const { status, stdout } = spawnSync("skopeo", ["login", LOGIN_SERVER], { env });
    rmSync(folder, { recursive: true });
    expect(stdout.toString()).toContain(`Already logged in to ${LOGIN_SERVER}`);
    expect(status).toBe(0);
  });
});
