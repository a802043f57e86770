export { HcpTerraformDelivery } from "./hcp-terraform-delivery";
export type { HcpTerraformDeliveryProps } from "./hcp-terraform-delivery-props";
