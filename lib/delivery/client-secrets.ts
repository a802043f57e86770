import { optionalElement } from "../core/kinds";
import { ClientSecret } from "../credential/client-secret";

/** A client secret that is delivered; nothing can stand in for one. */
export const OPTIONAL_CLIENT_SECRET = optionalElement(
  (value): value is ClientSecret => value instanceof ClientSecret,
  "a client secret",
);
