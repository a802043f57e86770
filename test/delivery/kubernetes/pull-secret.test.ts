import { Fn, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { DataKubernetesServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-service-account-v1";
import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { AcrRegistry, AcrServicePrincipal, DockerConfig } from "cdktf-acr-auth";
import {
  KubernetesPullSecret,
  KubernetesPullSecretProps,
} from "cdktf-acr-auth/delivery/kubernetes";
import * as fc from "fast-check";
import { addProviders, newStack, problems, render, resources } from "../../support/stack";

function stackWithCluster(): TerraformStack {
  const stack = newStack();
  new KubernetesProvider(stack, "kubernetes");
  return stack;
}

function configIn(stack: TerraformStack): DockerConfig {
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg",
  });
  return DockerConfig.of(web.addClientSecret("docker"), registry);
}

function pullSecret(
  stack: TerraformStack,
  props: Partial<KubernetesPullSecretProps> = {},
): KubernetesPullSecret {
  const dockerConfig = props.dockerConfig ?? configIn(stack);
  const where = { name: "acr", namespaces: ["shop", "jobs"] };
  return new KubernetesPullSecret(stack, "pull", { ...where, ...props, dockerConfig });
}

function rendered(props?: Partial<KubernetesPullSecretProps>): unknown {
  const stack = stackWithCluster();
  pullSecret(stack, props);
  return resources(stack, "kubernetes_secret_v1")[0];
}

function told(props: Partial<KubernetesPullSecretProps>): string[] {
  const stack = stackWithCluster();
  pullSecret(stack, props);
  return problems(stack);
}

describe("the secret", () => {
  test("is what a reviewer has seen", () => {
    const stack = stackWithCluster();
    pullSecret(stack, { labels: { "app.kubernetes.io/part-of": "shop" } });
    expect(render(stack).resource?.kubernetes_secret_v1).toMatchSnapshot();
  });

  test("is one for each of the namespaces, whose order in the program decides nothing", () => {
    expect(rendered()).toMatchObject({
      for_each: '${toset(["shop", "jobs"])}',
      metadata: { name: "acr", namespace: "${each.value}" },
    });
  });

  test("waits for namespaces of the program, and takes tokens for all names", () => {
    const stack = stackWithCluster();
    const namespace = new NamespaceV1(stack, "shop", { metadata: { name: "shop" } });
    const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
    const { secretName } = pullSecret(stack, { name, namespaces: [namespace.metadata.name] });
    new TerraformOutput(stack, "secret_name", { value: secretName });
    expect(problems(stack)).toEqual([]);
    expect(render(stack)).toMatchObject({
      output: { secret_name: { value: "${var.name}" } },
      resource: {
        kubernetes_secret_v1: {
          pull_19DC7D2B: { for_each: "${toset([kubernetes_namespace_v1.shop.metadata[0].name])}" },
        },
      },
    });
  });

  test("takes a list of namespaces that only Terraform knows", () => {
    const stack = stackWithCluster();
    const namespaces = new TerraformVariable(stack, "namespaces", { type: "list(string)" });
    pullSecret(stack, { namespaces: namespaces.listValue });
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "kubernetes_secret_v1")[0]).toMatchObject({
      for_each: "${toset(var.namespaces)}",
    });
  });

  test("is moved when its construct is renamed, so that pods can go on pulling", () => {
    const stack = stackWithCluster();
    pullSecret(stack, { renamedFrom: ["docker"] });
    expect(render(stack).moved).toEqual([
      { from: "kubernetes_secret_v1.docker_C1747987", to: "kubernetes_secret_v1.pull_19DC7D2B" },
    ]);
  });

  test("is in the cluster of the provider that is named", () => {
    const stack = stackWithCluster();
    const provider = new KubernetesProvider(stack, "edge", { alias: "edge" });
    pullSecret(stack, { provider });
    expect(resources(stack, "kubernetes_secret_v1")[0]).toMatchObject({
      provider: "kubernetes.edge",
    });
  });
});

describe("a secret that is only written", () => {
  test("is in no argument that Terraform keeps, and is sent again when its revision changes", () => {
    expect(rendered({ writeOnly: true })).toMatchObject({
      data_wo: {
        ".dockerconfigjson": expect.stringMatching(/^\$\{sensitive\(jsonencode\(/) as unknown,
      },
      data_wo_revision: expect.stringMatching(
        /^\$\{\(parseint\(substr\(.*key_id.*, 0, 7\), 16\) \+ 1\)\}$/,
      ) as unknown,
    });
    expect(rendered({ writeOnly: true })).not.toHaveProperty("data");
  });

  test("requires the Terraform that can do that, which other secrets do not", () => {
    const required = (writeOnly: boolean): unknown => {
      const stack = stackWithCluster();
      pullSecret(stack, { writeOnly });
      return (render(stack).terraform as { required_version?: string }).required_version;
    };
    expect([required(true), required(false)]).toEqual([">= 1.11", undefined]);
  });
});

describe("attached to a service account", () => {
  const metadata = { name: "web", namespace: "shop" };

  test("it is made first, and stands beside the secrets that the account has already", () => {
    const stack = stackWithCluster();
    const account = new ServiceAccountV1(stack, "account", {
      metadata,
      imagePullSecret: [{ name: "other" }],
      dependsOn: [],
    });
    pullSecret(stack).attachTo(account);
    expect(resources(stack, "kubernetes_service_account_v1")).toEqual([
      {
        depends_on: ["kubernetes_secret_v1.pull_19DC7D2B"],
        image_pull_secret: [{ name: "other" }, { name: "acr" }],
        metadata,
      },
    ]);
  });

  test("it can be that of all pods that name none, where the program has taken the default account over", () => {
    const stack = stackWithCluster();
    const account = new DefaultServiceAccountV1(stack, "account", {
      metadata: { namespace: "shop" },
    });
    pullSecret(stack).attachTo(account);
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "kubernetes_default_service_account_v1")[0]).toMatchObject({
      image_pull_secret: [{ name: "acr" }],
    });
  });

  test("an account of another stack waits for nothing of this one", () => {
    const stack = stackWithCluster();
    const other = new TerraformStack(stack.node.root, "other");
    new KubernetesProvider(other, "kubernetes");
    addProviders(other);
    pullSecret(stack).attachTo(new ServiceAccountV1(other, "account", { metadata }));
    const [account] = resources(other, "kubernetes_service_account_v1");
    expect(account).toEqual({ image_pull_secret: [{ name: "acr" }], metadata });
  });

  const attached = (accountIn: (stack: TerraformStack) => unknown): string[] => {
    const stack = stackWithCluster();
    pullSecret(stack).attachTo(accountIn(stack) as never);
    return problems(stack);
  };

  test("an account that is managed elsewhere is refused, since its list would be taken over", () => {
    expect(
      attached((stack) => new DataKubernetesServiceAccountV1(stack, "account", { metadata })),
    ).toEqual([
      "[test/pull] attachTo: serviceAccount: a map is not a kubernetes_service_account_v1 or kubernetes_default_service_account_v1 of the program; give the construct of one, or name the secret in imagePullSecrets of the pods: no resource adds a pull secret to an account that is managed elsewhere",
    ]);
  });

  test("an account of a namespace in which the secret is not is refused", () => {
    expect(
      attached((stack) => new ServiceAccountV1(stack, "account", { metadata: { name: "web" } })),
    ).toEqual([
      '[test/pull] attachTo: serviceAccount: is in the namespace "default", in which the secret is not; add that to namespaces',
    ]);
  });

  test("an account whose pull secrets only Terraform knows is refused", () => {
    const imagePullSecret = Fn.tolist([]) as never;
    expect(
      attached((stack) => new ServiceAccountV1(stack, "account", { metadata, imagePullSecret })),
    ).toEqual([
      "[test/pull] attachTo: serviceAccount: has a token as image_pull_secret; give it a list, or none",
    ]);
  });
});

describe("what Kubernetes would refuse, or what would be in two places, is told at synth", () => {
  test.each<[string, Partial<KubernetesPullSecretProps>, string]>([
    ["a name with capitals", { name: "Acr" }, 'name: "Acr" is no name in Kubernetes; use 1 to 253'],
    ["a name that is empty", { name: "" }, 'name: "" is no name in Kubernetes'],
    [
      "a namespace with a dot",
      { namespaces: ["shop", "shop.eu"] },
      'namespaces[1]: "shop.eu" is no name in Kubernetes; use 1 to 63 lower-case letters, digits and "-", and a letter or digit at both ends',
    ],
    ["no namespace", { namespaces: [] }, "namespaces: has none in it; name one or more"],
    [
      "a namespace twice",
      { namespaces: ["shop", "shop"] },
      'namespaces[1]: "shop" stands here twice; remove one',
    ],
    [
      "a key of a label with two slashes",
      { labels: { "a/b/c": "d" } },
      'labels."a/b/c": is no key of a label; write 63 letters, digits, "-", "_" and "." at most, with a letter or digit at both ends, after a domain and "/" or alone',
    ],
    [
      "a value of a label with a blank",
      { labels: { team: "team a" } },
      'labels.team: "team a" is no value of a label',
    ],
    [
      "what is no docker config",
      { dockerConfig: "{}" as never },
      'dockerConfig: "{}" is not a DockerConfig; give what DockerConfig.of(secret, registry) returns',
    ],
    [
      "a docker config that no call of this library made",
      { dockerConfig: Object.create(DockerConfig.prototype) as never },
      "dockerConfig: a map is not a DockerConfig",
    ],
  ])("%s", (_, props, message) => {
    expect(told(props)).toEqual([expect.stringContaining(`[test/pull] ${message}`)]);
  });

  test("two deliveries to one place", () => {
    const stack = stackWithCluster();
    const dockerConfig = configIn(stack);
    pullSecret(stack, { dockerConfig });
    const props = { dockerConfig, name: "acr" };
    new KubernetesPullSecret(stack, "again", { ...props, namespaces: ["jobs", "other"] });
    const expected = [
      '[test/again] name: "acr" in the namespace "jobs" is where test/pull delivers, too; give one of them another name',
    ];
    expect(problems(stack)).toEqual(expected);
    expect(problems(stack)).toEqual(expected);
  });

  test("but not two in two clusters, namespaces or names", () => {
    const stack = stackWithCluster();
    const dockerConfig = configIn(stack);
    const provider = new KubernetesProvider(stack, "edge", { alias: "edge" });
    const props = { dockerConfig, name: "acr", namespaces: ["shop"] };
    new KubernetesPullSecret(stack, "one", props);
    new KubernetesPullSecret(stack, "two", { ...props, provider });
    new KubernetesPullSecret(stack, "three", { ...props, namespaces: ["jobs"] });
    new KubernetesPullSecret(stack, "four", { ...props, name: "acr.two" });
    expect(problems(stack)).toEqual([]);
  });
});

describe("names of Kubernetes, by their definition", () => {
  const isWord = (text: string, inner: string): boolean =>
    text !== "" &&
    Array.from(text).every((letter) =>
      `${inner}abcdefghijklmnopqrstuvwxyz0123456789`.includes(letter),
    ) &&
    ![text.at(0), text.at(-1)].some((letter) => inner.includes(letter ?? ""));
  const letters = (text: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(text));
  const names = fc.oneof(
    fc.string({ unit: letters("ab0-.") }),
    fc.string({ unit: letters("aZ0-._/ \n") }),
    fc.string({ unit: letters("a-"), minLength: 60, maxLength: 70 }),
    fc.string({ unit: letters("a."), minLength: 250, maxLength: 260 }),
  );

  test("a secret is named by words of lower-case letters, digits and -, with dots between them", () => {
    fc.assert(
      fc.property(names, (name) => {
        const isName = name.length <= 253 && name.split(".").every((word) => isWord(word, "-"));
        expect([name, told({ name }).length]).toEqual([name, isName ? 0 : 1]);
      }),
      { numRuns: 40 },
    );
  });

  test("a namespace is one such word of 63 letters at most", () => {
    fc.assert(
      fc.property(names, (name) => {
        const isName = name.length <= 63 && isWord(name, "-");
        expect([name, told({ namespaces: [name] }).length]).toEqual([name, isName ? 0 : 1]);
      }),
      { numRuns: 40 },
    );
  });

  test("a label has a word of 63 letters at most as value and as key, which a domain may go before", () => {
    const isLabel = (text: string): boolean =>
      text.length <= 63 && isWord(text.toLowerCase(), "-._");
    fc.assert(
      fc.property(names, names, (key, value) => {
        const [word = "", domain, ...more] = key.split("/").reverse();
        const isKey =
          isLabel(word) &&
          more.length === 0 &&
          (domain === undefined ||
            (domain.length <= 253 && domain.split(".").every((part) => isWord(part, "-"))));
        const mistakes = [isKey, value === "" || isLabel(value)].filter((isRight) => !isRight);
        expect([key, value, told({ labels: { [key]: value } }).length]).toEqual([
          key,
          value,
          mistakes.length,
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
