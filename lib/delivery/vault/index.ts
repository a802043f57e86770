export { VaultDelivery } from "./vault-delivery";
export type { VaultDeliveryProps } from "./vault-delivery-props";
