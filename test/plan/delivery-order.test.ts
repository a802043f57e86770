import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { KeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, DockerConfig, KeyVaultDelivery } from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";
import { KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import type { AnsweredRequest, FailRule } from "cdktf-acr-auth-sandbox";
import { RegistryClient } from "../../sandbox/test/registry/client";
import { type Login, LOGIN_SERVER } from "../../sandbox/test/registry/wire";
import { Deployment, describeWithTerraform } from "./support";
import { day, EVERY_90_DAYS } from "./support/client-secret";

interface How {
  readonly writeOnly: boolean;
  readonly generation?: number;
}

/** One client secret, in a key vault in two forms, in a cluster, and in a repository. */
const delivering =
  ({ writeOnly, generation }: How) =>
  (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const secret = web.addClientSecret("docker", { ...EVERY_90_DAYS, generation });
    const { tenantId } = new DataAzureadClientConfig(stack, "current");
    const { id: keyVaultId } = new KeyVault(stack, "vault", {
      name: "kv-shop",
      resourceGroupName: "rg-registry",
      location: "westeurope",
      skuName: "standard",
      tenantId,
    });
    new KeyVaultDelivery(stack, "pair", {
      keyVaultId,
      name: "shop",
      clientSecret: secret,
      writeOnly,
    });
    const dockerConfig = DockerConfig.of(secret, registry);
    new KeyVaultDelivery(stack, "config", { keyVaultId, name: "config", dockerConfig, writeOnly });
    new KubernetesProvider(stack, "kubernetes", { host: "https://cluster.example" });
    const { metadata } = new NamespaceV1(stack, "shop", { metadata: { name: "shop" } });
    new KubernetesPullSecret(stack, "pull", {
      name: "registry",
      namespaces: [metadata.name],
      dockerConfig,
      writeOnly,
    });
    new GithubProvider(stack, "github", { owner: "contoso" });
    const login = { servicePrincipal: web, clientSecret: secret, registry };
    new GitHubActionsDelivery(stack, "actions", { ...login, repository: "shop" });
  };

/** What a rotation asks Azure to change, the deliveries in whatever order. */
const CHANGES = [
  { call: "POST /applications/{id}/addPassword", nth: 1 },
  { call: "PATCH /secrets/{name}", nth: 1 },
  { call: "PUT /secrets/{name}", nth: 1 },
  { call: "PUT /secrets/{name}", nth: 2 },
  { call: "POST /applications/{id}/removePassword", nth: 1 },
] as const;

const FAILURES: readonly FailRule[] = [
  ...CHANGES.flatMap((change) => (["403", "lost"] as const).map((how) => ({ ...change, how }))),
  { call: "update kubernetes_secret_v1", nth: 1, how: "error" },
  { call: "create github_actions_secret", nth: 1, how: "error" },
];

/** github 6.9 deletes the secret, without waiting for the new password, and creates it once that is there. */
const LEAVE_NONE_IN_GITHUB = [
  "POST /applications/{id}/addPassword",
  "create github_actions_secret",
];

const VAULT = "https://kv-shop.vault.azure.net/secrets";
const PULL_SECRET =
  "https://cluster.example/api/v1/namespaces/shop/secrets/registry/.dockerconfigjson";
const ACTIONS = "https://api.github.com/repos/contoso/shop/actions";
const SECRET_OF_ACTIONS = `${ACTIONS}/secrets/ACR_CLIENT_SECRET`;

describeWithTerraform("a rotation of what is delivered", () => {
  let deployment: Deployment;
  beforeEach(async () => {
    deployment = await Deployment.start(delivering({ writeOnly: false }), { now: day(0) });
    await deployment.apply();
    await deployment.moveTo(day(90));
  });
  afterEach(() => deployment.stop());

  /** What the second apply asks Azure to change. */
  const rotate = async (): Promise<AnsweredRequest[]> => {
    const before = (await deployment.sandbox.requests()).length;
    await deployment.apply();
    return (await deployment.sandbox.requests()).slice(before);
  };

  /** What stands delivered, as whoever reads it there logs in with it. */
  const logins = async (): Promise<Login[]> => {
    const delivered = await deployment.sandbox.delivered();
    const at = (place: string): string => delivered[place] ?? "";
    const inConfig = (place: string): Login => {
      const { auths } = JSON.parse(at(place)) as {
        auths: Record<string, { username: string; password: string }>;
      };
      const { username = "", password = "" } = auths[LOGIN_SERVER] ?? {};
      return { user: username, password };
    };
    return [
      { user: at(`${VAULT}/shop-usr`), password: at(`${VAULT}/shop-pwd`) },
      inConfig(`${VAULT}/config`),
      inConfig(PULL_SECRET),
      ...(SECRET_OF_ACTIONS in delivered
        ? [{ user: at(`${ACTIONS}/variables/ACR_CLIENT_ID`), password: at(SECRET_OF_ACTIONS) }]
        : []),
    ];
  };

  const statuses = async (all: readonly Login[]): Promise<number[]> => {
    const client = new RegistryClient(deployment.sandbox);
    return Promise.all(all.map(async (login) => (await client.logIn(login)).status));
  };

  test("makes the new password, delivers it everywhere, and only then deletes the old one", async () => {
    const before = await logins();
    const requests = (await rotate()).map(({ request }) => request);
    expect([requests[0], requests.at(-1)]).toEqual([
      "POST /applications/{id}/addPassword",
      "POST /applications/{id}/removePassword",
    ]);
    expect(requests.sort()).toEqual(CHANGES.map(({ call }) => call).sort());
    const after = await logins();
    expect(await statuses([...before, ...after])).toEqual(Array(8).fill(200));
    expect(new Set(after.map(({ password }) => password)).size).toBe(1);
    expect(after[0]?.password).not.toBe(before[0]?.password);

    const log = (await deployment.sandbox.log()).map(
      ({ operation, type }) => `${operation} ${type ?? ""}`,
    );
    const order = [
      "delete github_actions_secret",
      "create github_actions_secret",
      "delete azuread_application_password",
    ];
    const happened = order.map((call) => log.lastIndexOf(call));
    expect(happened).not.toContain(-1);
    expect(happened).toEqual([...happened].sort((one, other) => one - other));
  });

  test.each(FAILURES)(
    "that breaks off at $call, time $nth, by $how, leaves nothing delivered that does not log in, and the next apply ends it",
    async (failure) => {
      const before = await logins();
      await deployment.sandbox.fail(failure);
      const broken = await deployment.tryToApply();
      expect(broken.stdout + broken.stderr).not.toContain("No changes");
      const left = LEAVE_NONE_IN_GITHUB.includes(failure.call) ? 3 : 4;
      expect(await statuses(await logins())).toEqual(Array(left).fill(200));

      await deployment.apply();
      const after = await logins();
      expect(await statuses(after)).toEqual([200, 200, 200, 200]);
      expect(new Set(after.map(({ password }) => password)).size).toBe(1);
      expect(after[0]?.password).not.toBe(before[0]?.password);
      expect(await deployment.plan()).toHaveNoChanges();
    },
  );

  test("that breaks off where a write-only value is sent, is not sent again before another one", async () => {
    deployment.program = delivering({ writeOnly: true });
    await deployment.startOver();
    await deployment.loseState();
    await deployment.apply();
    const [, before] = await logins();
    deployment.program = delivering({ writeOnly: true, generation: 1 });
    for (const nth of [1, 2]) {
      await deployment.sandbox.fail({ call: "PUT /secrets/{name}", nth, how: "403" });
    }
    await deployment.tryToApply();
    await deployment.apply();
    const all = await logins();
    expect(await statuses(all)).toEqual([401, 401, 200, 200]);
    expect(all[1]).toEqual(before);
    expect(await deployment.plan()).toHaveNoChanges();

    deployment.program = delivering({ writeOnly: true, generation: 2 });
    await deployment.apply();
    expect(await statuses(await logins())).toEqual([200, 200, 200, 200]);
  });
});
