import { TerraformOutput, type TerraformStack } from "cdktf";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { AcrRegistry, AcrServicePrincipal, DockerConfig } from "cdktf-acr-auth";
import { KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";
import { Deployment, describeWithTerraform } from "./support";
import { B, day, EVERY_90_DAYS } from "./support/client-secret";

const CLUSTER = "https://shop.example";
const NAMESPACES = ["shop", "jobs"];

const delivering = (writeOnly: boolean) => (stack: TerraformStack) => {
  new KubernetesProvider(stack, "kubernetes", { host: CLUSTER });
  const namespaces = NAMESPACES.map(
    (name) => new NamespaceV1(stack, name, { metadata: { name } }).metadata.name,
  );
  const registry = AcrRegistry.fromAttributes(stack, "registry", {
    registryId:
      "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop",
    loginServer: "contososhop.azurecr.io",
  });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const secret = web.addClientSecret("docker", EVERY_90_DAYS);
  const dockerConfig = DockerConfig.of(secret, registry);
  const pull = new KubernetesPullSecret(stack, "pull", {
    dockerConfig,
    name: "acr",
    namespaces,
    writeOnly,
  });
  const [namespace] = namespaces;
  pull.attachTo(new ServiceAccountV1(stack, "account", { metadata: { name: "web", namespace } }));
  new TerraformOutput(stack, "config", { value: dockerConfig.json, sensitive: true });
  new TerraformOutput(stack, "password", { value: secret.value, sensitive: true });
};

describeWithTerraform("a pull secret", () => {
  let deployment: Deployment;
  const deploy = async (writeOnly = false): Promise<void> => {
    deployment = await Deployment.start(delivering(writeOnly), { now: day(0) });
    await deployment.apply();
  };
  afterEach(() => deployment.stop());

  /** All that is delivered: the JSON, in each namespace. */
  const everywhere = (config: unknown): Record<string, unknown> =>
    Object.fromEntries(
      NAMESPACES.map((namespace) => [
        `${CLUSTER}/api/v1/namespaces/${namespace}/secrets/acr/.dockerconfigjson`,
        config,
      ]),
    );

  test("is in each namespace, and gets the next slot in place, before the old one is deleted", async () => {
    await deploy();
    const before = deployment.outputs().config;
    expect(await deployment.sandbox.delivered()).toEqual(everywhere(before));
    expect(await deployment.plan()).toHaveNoChanges();

    await deployment.moveTo(day(90));
    const { changes } = await deployment.plan();
    expect(changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual([
      expect.stringMatching(new RegExp(`^replace ${B}`)),
      expect.stringMatching(/^update kubernetes_secret_v1\..*\["jobs"\]$/),
      expect.stringMatching(/^update kubernetes_secret_v1\..*\["shop"\]$/),
    ]);
    await deployment.apply();
    expect(deployment.outputs().config).not.toBe(before);
    expect(await deployment.sandbox.delivered()).toEqual(everywhere(deployment.outputs().config));
    expect(await deployment.plan()).toHaveNoChanges();

    const log = (await deployment.sandbox.log()).map(
      ({ operation, type }) => `${operation} ${type ?? ""}`,
    );
    const isDelivered = log.lastIndexOf("update kubernetes_secret_v1");
    expect(isDelivered).toBeGreaterThan(0);
    expect(isDelivered).toBeLessThan(log.indexOf("delete azuread_application_password"));
  });

  test("that is only written is written by each rotation, and leaves no copy in the state", async () => {
    await deploy(true);
    for (const days of [90, 180]) {
      const { config, password } = deployment.outputs();
      expect(await deployment.sandbox.delivered()).toEqual(everywhere(config));
      const known = deployment.known("kubernetes_secret_v1");
      expect(known).toHaveLength(2);
      expect(JSON.stringify(known)).not.toContain(String(password));
      expect(await deployment.plan()).toHaveNoChanges();
      await deployment.moveTo(day(days));
      await deployment.apply();
      expect(deployment.outputs().password).not.toBe(password);
    }
  });

  test("that becomes write-only keeps in the state what was there, and none of what comes, until it is replaced", async () => {
    await deploy();
    const { password: before } = deployment.outputs();
    deployment.program = delivering(true);
    await deployment.moveTo(day(90));
    await deployment.apply();
    const { config, password: after } = deployment.outputs();
    expect(await deployment.sandbox.delivered()).toEqual(everywhere(config));
    const kept = (): boolean[] => {
      const known = JSON.stringify(deployment.known("kubernetes_secret_v1"));
      return [before, after].map((password) => known.includes(String(password)));
    };
    expect(kept()).toEqual([true, false]);

    const [secret] = deployment.known("kubernetes_secret_v1");
    const replaced = NAMESPACES.map((name) => `-replace=${secret?.address}["${name}"]`);
    await deployment.terraform("apply", "-auto-approve", ...replaced);
    expect(kept()).toEqual([false, false]);
    expect(await deployment.sandbox.delivered()).toEqual(everywhere(config));
  });

  test("is there before the service account that it is attached to", async () => {
    await deploy();
    const created = (await deployment.sandbox.log())
      .filter(({ operation }) => operation === "create")
      .map(({ type }) => type);
    const [account] = deployment.known("kubernetes_service_account_v1");
    expect(account?.attributes.image_pull_secret).toEqual([{ name: "acr" }]);
    expect(created.lastIndexOf("kubernetes_secret_v1")).toBeLessThan(
      created.indexOf("kubernetes_service_account_v1"),
    );
  });
});
