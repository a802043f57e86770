import { createHash } from "node:crypto";

export const LOGIN_SERVER = "contososhop.azurecr.io";
export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

export interface Login {
  readonly user: string;
  readonly password: string;
}

export function basic(user: string, password: string) {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

export function digestOf(body: string): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ""] = token.split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
}
