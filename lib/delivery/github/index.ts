export { GitHubActionsDelivery } from "./actions-delivery";
export type { GitHubActionsDeliveryProps } from "./actions-delivery-props";
