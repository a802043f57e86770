/** JSON web tokens, as far as they are made and read here. */

export interface Jwt {
  readonly header: Claims;
  readonly claims: Claims;
  /** What the signature is of. */
  readonly signed: string;
  readonly signature: Buffer;
}

export type Claims = Readonly<Record<string, unknown>>;

/** The part of a token that is signed. */
export function unsigned(header: Claims, claims: Claims): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}

/** A token whose signature nobody has looked at yet; nothing for what is no token. */
export function parseJwt(token: string): Jwt | undefined {
  const [, header = "", claims = "", signature = ""] = FORM.exec(token) ?? [];
  const [parsedHeader, parsedClaims] = [header, claims].map(parsePart);
  return (
    parsedHeader &&
    parsedClaims && {
      header: parsedHeader,
      claims: parsedClaims,
      signed: `${header}.${claims}`,
      signature: Buffer.from(signature, "base64url"),
    }
  );
}

const FORM = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function parsePart(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
