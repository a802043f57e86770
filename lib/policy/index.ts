export { AcrAccessPolicy, type AcrAccessPolicyProps } from "./access-policy";
