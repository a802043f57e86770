import { generateKeyPairSync, randomUUID, sign, verify } from "node:crypto";
import { type Claims, parseJwt, unsigned } from "./jwt";

/**
 * The access tokens of Entra, signed so that nobody else makes one. Entra signs by RSA, whose keys take longer to make
 * than the sandbox to start.
 */
export class Tokens {
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private readonly keyId = randomUUID();

  /** What they can be verified by, as a JSON web key set. */
  get keySet() {
    const key = this.keys.publicKey.export({ format: "jwk" });
    return { keys: [{ ...key, kid: this.keyId, use: "sig", alg: ALGORITHM }] };
  }

  issue(claims: Claims): string {
    const content = unsigned({ typ: "JWT", alg: ALGORITHM, kid: this.keyId }, claims);
    const key = { key: this.keys.privateKey, dsaEncoding: "ieee-p1363" } as const;
    return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
  }

  /** The claims of a token that was issued here. */
  claimsOf(token: string): Claims | undefined {
    const jwt = parseJwt(token);
    const key = { key: this.keys.publicKey, dsaEncoding: "ieee-p1363" } as const;
    return jwt !== undefined && verify("sha256", Buffer.from(jwt.signed), key, jwt.signature)
      ? jwt.claims
      : undefined;
  }
}

const ALGORITHM = "ES256";
