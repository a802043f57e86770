export { ArgoCdRepository } from "./argo-cd-repository";
export type { ArgoCdRepositoryProps } from "./argo-cd-repository-props";
export { KubernetesPullSecret } from "./pull-secret";
export type { KubernetesPullSecretProps } from "./pull-secret-props";
