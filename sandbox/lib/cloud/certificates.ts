import { X509Certificate } from "node:crypto";
import { AzureError } from "./azure-error";
import { graphDate } from "./dates";
import type { Application, Certificate } from "./directory-objects";
import type { Environment } from "./environment";

export interface CertificateRequest {
  /** The caller draws it: a request that is sent twice adds one certificate. */
  keyId: string;
  startDate: string | undefined;
  endDate: string | undefined;
  certificate: Buffer;
}

export function certificateOf(request: CertificateRequest, environment: Environment): Certificate {
  const { validFrom, validTo } = parse(request.certificate);
  const startDate = graphDate(request.startDate ?? validFrom);
  const endDate = graphDate(request.endDate ?? validTo);
  const inForce =
    Date.parse(endDate) > environment.now().getTime() &&
    Date.parse(endDate) > Date.parse(startDate);
  if (!inForce || Date.parse(endDate) > Date.parse(validTo)) {
    throw new AzureError(
      400,
      "KeyCredentialsInvalidEndDate",
      "Key credential end date is invalid.",
    );
  }
  if (Date.parse(startDate) < Date.parse(validFrom)) {
    throw new AzureError(
      400,
      "KeyCredentialsInvalidStartDate",
      "Key credential start date is invalid.",
    );
  }
  return { keyId: request.keyId, value: request.certificate, startDate, endDate };
}

export function removeCertificate(application: Application, keyId: string): void {
  const position = application.certificates.findIndex((certificate) => certificate.keyId === keyId);
  if (position >= 0) {
    application.certificates.splice(position, 1);
  }
}

function parse(der: Buffer): { validFrom: string; validTo: string } {
  try {
    const { validFrom, validTo } = new X509Certificate(der);
    return {
      validFrom: new Date(validFrom).toISOString(),
      validTo: new Date(validTo).toISOString(),
    };
  } catch {
    throw new AzureError(
      400,
      "KeyCredentialsInvalidValue",
      "Key credential value is invalid: it is no X.509 certificate.",
    );
  }
}
