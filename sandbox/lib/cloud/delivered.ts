import type { Inventory } from "./inventory";
import { vaultUrl } from "./key-vaults";

/** What consumers have now, in clear, by where it is. */
export type Delivered = Readonly<Record<string, string>>;

export function deliveredIn(cloud: Inventory): Delivered {
  return Object.fromEntries([
    ...secretsOfKeyVaults(cloud),
    ...loginsOfWorkloads(cloud),
    ...secretsOfClusters(cloud),
    ...valuesOfWorkflows(cloud),
  ]);
}

function secretsOfKeyVaults({ keyVaults }: Inventory): [place: string, value: string][] {
  return keyVaults
    .all()
    .flatMap((vault) =>
      [...vault.secrets.values()].map((secret): [string, string] => [
        `${vaultUrl(vault)}secrets/${secret.name}`,
        secret.newest.value,
      ]),
    );
}

function secretsOfClusters({ clusters }: Inventory): [place: string, value: string][] {
  return [...clusters].flatMap(([cluster, { namespaces }]) =>
    [...namespaces].flatMap(([namespace, { secrets }]) =>
      [...secrets].flatMap(([name, { data }]) =>
        Object.entries(data).map(([key, value]): [string, string] => [
          `${cluster}/api/v1/namespaces/${namespace}/secrets/${name}/${key}`,
          value,
        ]),
      ),
    ),
  );
}

function valuesOfWorkflows({ gitHubActions }: Inventory): [place: string, value: string][] {
  return gitHubActions.all().map(({ place, value }) => [place, value]);
}

function loginsOfWorkloads({ subscriptions }: Inventory): [place: string, value: string][] {
  return [...subscriptions.values()]
    .flatMap(({ workloads }) => [...workloads.values()])
    .flatMap(({ id, logins }) =>
      Object.entries(logins).map(([place, value]): [string, string] => [`${id}/${place}`, value]),
    );
}
