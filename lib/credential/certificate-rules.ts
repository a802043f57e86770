import { Token, Tokenization } from "cdktf";
import { DAY, parseInstant, utcSecond } from "../core/instant";
import { text } from "../core/kinds";
import { privateKeyProblems } from "../core/private-key";
import { Problem } from "../core/problem";
import { having, optional, Shape } from "../core/props";
import { shown } from "../core/shown";
import { utcSecondProblems } from "../core/utc-second";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { CredentialWarning, expiryWarnings } from "./expiry";
import { PublicCertificate, readCertificate } from "./x509";

/** A certificate in Azure Key Vault: the resource or the data source `azurerm_key_vault_certificate`. */
export interface KeyVaultCertificateData {
  /** The attribute `certificate_data`: the public certificate in hexadecimal. */
  readonly certificateData: string;
}

/** A public certificate, by exactly one of `pem`, `der` and `keyVaultCertificate`. */
export interface CertificateProps extends RenameOptions {
  /**
   * The certificate in PEM, without its private key and its chain. May be a token, as of
   * `tls_self_signed_cert.cert_pem`, but not text around one; only literal text is checked when the
   * program runs.
   */
  readonly pem?: string;
  /** The certificate in DER, encoded in base64. May be a token. */
  readonly der?: string;
  /**
   * The certificate of this construct; its private key stays in Key Vault. Its version is what was
   * current at the last apply: after Key Vault has renewed it, the next apply replaces it in Entra.
   */
  readonly keyVaultCertificate?: KeyVaultCertificateData;
  /**
   * When Entra refuses it: a UTC second as in `2027-01-31T00:00:00Z`, or a token for one.
   * @default - when the certificate ends; for one that is a token, what Entra decides
   */
  readonly endDate?: string;
}

const KEY_VAULT_CERTIFICATE: Shape<KeyVaultCertificateData> = { certificateData: text };
export const CERTIFICATE: Shape<CertificateProps> = {
  pem: optional(text),
  der: optional(text),
  keyVaultCertificate: optional(having(KEY_VAULT_CERTIFICATE)),
  endDate: optional(text),
  ...RENAME_OPTIONS,
};

/** What Entra will be told, and what is known of it when the program runs. */
interface CertificateReading {
  readonly source: Source;
  readonly problems: Problem[];
  readonly value: string;
  readonly encoding: "pem" | "base64" | "hex";
  readonly endDate?: string;
  readonly validity?: Validity;
}

/** In milliseconds. */
interface Validity {
  readonly begin: number;
  readonly end: number;
}

const SOURCES = ["pem", "der", "keyVaultCertificate"] as const;
type Source = (typeof SOURCES)[number];
const ENCODINGS = { pem: "pem", der: "base64", keyVaultCertificate: "hex" } as const;

/** CISA's secure baseline for Entra ID asks for 365 days at most. */
const ADVISED_LIFETIME_DAYS = 365;

/** Reads a certificate and applies the rules; what breaks one is not in the result. */
export function readCertificateProps(props: CertificateProps): CertificateReading {
  const [source, ...others] = SOURCES.filter((key) => props[key] !== undefined);
  if (source === undefined || others.length > 0) {
    return refusal(
      others[0] ?? "pem",
      `exactly one of ${SOURCES.join(", ")} names the certificate; give one`,
    );
  }
  const { endDate } = props;
  const value =
    source === "keyVaultCertificate"
      ? (props.keyVaultCertificate?.certificateData ?? "")
      : (props[source] ?? "");
  if (Token.isUnresolved(value)) {
    return isWholeToken(value)
      ? {
          source,
          problems: endDateProblems(endDate),
          value,
          encoding: ENCODINGS[source],
          endDate,
        }
      : refusal(
          source,
          "is text around a token, which can't be checked for a private key; give the token alone, or the whole certificate as literal text",
        );
  }
  if (source === "keyVaultCertificate") {
    return refusal(source, "is literal text; give the construct of the certificate, or its der");
  }
  try {
    return { source, ...literalReading(readCertificate(source, value), endDate) };
  } catch (error) {
    return refusal(source, (error as Error).message);
  }
}

/** What a certificate that keeps the rules may still be warned of; `now` in milliseconds. */
export function certificateWarnings({ begin, end }: Validity, now: number): CredentialWarning[] {
  const days = Math.ceil((end - begin) / DAY);
  const early =
    begin > now
      ? [
          {
            id: "acr-auth:early-certificate",
            message: `the certificate is valid from ${utcSecond(begin)} on, nobody can log in with it before that; keep the one in use until then`,
          },
        ]
      : [];
  const long =
    days > ADVISED_LIFETIME_DAYS
      ? [
          {
            id: "acr-auth:long-lived-certificate",
            message: `the certificate lives ${days} days; CISA's baseline for Entra advises ${ADVISED_LIFETIME_DAYS} at most, and a tenant may refuse more; issue it for a shorter time`,
          },
        ]
      : [];
  const fix = "add its successor with another id, move over to it, then remove this one";
  return [...early, ...long, ...expiryWarnings("certificate", "endDate", end, now, fix)];
}

function literalReading(
  { pem, notBefore, notAfter }: PublicCertificate,
  endDate = utcSecond(notAfter),
): Omit<CertificateReading, "source"> {
  const problems = endDateProblems(endDate);
  const end = Token.isUnresolved(endDate) ? notAfter : (parseInstant(endDate) ?? notAfter);
  if (end > notAfter || end <= notBefore) {
    problems.push({
      key: "endDate",
      message: `${shown(endDate)} is not within the certificate's own time, ${utcSecond(notBefore)} to ${utcSecond(notAfter)}, and Entra would refuse it; give an instant in that time`,
    });
  }
  return { problems, value: pem, encoding: "pem", endDate, validity: { begin: notBefore, end } };
}

function endDateProblems(endDate: string | undefined): Problem[] {
  return Token.isUnresolved(endDate) ? [] : utcSecondProblems("endDate", endDate);
}

function isWholeToken(text: string): boolean {
  return Tokenization.reverseString(text).length === 1;
}

/** The rule for what Terraform is given for a property: it neither has nor is a private key. */
export function expressionProblems(key: string, expression: string): Problem[] {
  return PRIVATE_KEY_ATTRIBUTE.test(expression)
    ? [
        {
          key,
          message: `${shown(expression)} is the private key itself, which Terraform's state would keep; give the certificate, as in tls_self_signed_cert.cert_pem`,
        },
      ]
    : privateKeyProblems(key, expression);
}

const PRIVATE_KEY_ATTRIBUTE = /\.private_key(?:_pem|_openssh|_pem_pkcs8)?\b(?!\.)/;

function refusal(source: Source, message: string): CertificateReading {
  return { source, problems: [{ key: source, message }], value: "", encoding: "pem" };
}
