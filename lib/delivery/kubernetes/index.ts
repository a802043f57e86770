export { KubernetesPullSecret } from "./pull-secret";
export type { KubernetesPullSecretProps } from "./pull-secret-props";
