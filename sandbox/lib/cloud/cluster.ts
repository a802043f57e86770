export interface KubernetesSecret {
  readonly uid: string;
  readonly type: string;
  data: Record<string, string>;
  about: Metadata;
}

export interface ServiceAccount {
  readonly uid: string;
  about: Metadata;
  imagePullSecrets: readonly string[];
  automountsToken: boolean;
}

export interface Namespace {
  readonly uid: string;
  about: Metadata;
  readonly secrets: Map<string, KubernetesSecret>;
  readonly serviceAccounts: Map<string, ServiceAccount>;
}

/** Labels and annotations. */
export interface Metadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An answer of the API of Kubernetes that is an error. */
export class ClusterError extends Error {}

/** A Kubernetes cluster: its namespaces, and the secrets and service accounts in them. */
export class Cluster {
  readonly namespaces = new Map<string, Namespace>();

  /** With the namespaces that each cluster has. */
  constructor(private readonly newGuid: () => string) {
    for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"]) {
      this.createNamespace(name, { labels: {}, annotations: {} });
    }
  }

  createNamespace(name: string, about: Metadata): void {
    if (this.namespaces.has(name)) {
      throw new ClusterError(`namespaces "${name}" already exists`);
    }
    this.namespaces.set(name, {
      uid: this.newGuid(),
      about,
      secrets: new Map(),
      serviceAccounts: new Map(),
    });
    // Each namespace has one from the beginning.
    this.createServiceAccount(name, "default", {
      about: { labels: {}, annotations: {} },
      imagePullSecrets: [],
      automountsToken: true,
    });
  }

  namespace(name: string): Namespace {
    const namespace = this.namespaces.get(name);
    if (namespace === undefined) {
      throw new ClusterError(`namespaces "${name}" not found`);
    }
    return namespace;
  }

  createServiceAccount(
    namespace: string,
    name: string,
    account: Omit<ServiceAccount, "uid">,
  ): void {
    const { serviceAccounts } = this.namespace(namespace);
    if (serviceAccounts.has(name)) {
      throw new ClusterError(`serviceaccounts "${name}" already exists`);
    }
    serviceAccounts.set(name, { ...account, uid: this.newGuid() });
  }

  serviceAccount(namespace: string, name: string): ServiceAccount {
    const account = this.namespace(namespace).serviceAccounts.get(name);
    if (account === undefined) {
      throw new ClusterError(`serviceaccounts "${name}" not found`);
    }
    return account;
  }

  createSecret(namespace: string, name: string, secret: Omit<KubernetesSecret, "uid">): void {
    const { secrets } = this.namespace(namespace);
    if (secrets.has(name)) {
      throw new ClusterError(`secrets "${name}" already exists`);
    }
    checkData(name, secret);
    secrets.set(name, { ...secret, uid: this.newGuid() });
  }

  secret(namespace: string, name: string): KubernetesSecret {
    const secret = this.namespace(namespace).secrets.get(name);
    if (secret === undefined) {
      throw new ClusterError(`secrets "${name}" not found`);
    }
    return secret;
  }

  setData(namespace: string, name: string, data: Record<string, string>): void {
    const secret = this.secret(namespace, name);
    checkData(name, { ...secret, data });
    secret.data = data;
  }
}

/** What the API asks of a secret of this type: kubernetes, pkg/apis/core/validation, ValidateSecret. */
function checkData(name: string, { type, data }: Pick<KubernetesSecret, "type" | "data">): void {
  const config = data[".dockerconfigjson"];
  if (type !== "kubernetes.io/dockerconfigjson" || (config !== undefined && isJson(config))) {
    return;
  }
  const problem =
    config === undefined ? "Required value" : "Invalid value: <secret contents redacted>";
  throw new ClusterError(`Secret "${name}" is invalid: data[.dockerconfigjson]: ${problem}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
