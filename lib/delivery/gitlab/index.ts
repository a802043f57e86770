export { GitLabDelivery } from "./gitlab-delivery";
export type { GitLabDeliveryProps } from "./gitlab-delivery-props";
