import { z } from "zod";
import { NotModelled } from "../../not-modelled";
import type { JsonObject } from "../api";
import { certificateOf, type CertificateRequest } from "../certificates";
import type { Application, Certificate } from "../directory-objects";
import type { Environment } from "../environment";
import { date } from "./body";

/** The certificates of an application, all of them, in a request that changes it. */
export const keyCredentials = z.array(
  z.strictObject({
    keyId: z.guid().nullish(),
    /** Not told of one that is there; and so those that stay come back without it. */
    key: z.base64().nullish(),
    type: z.string().nullish(),
    usage: z.string().nullish(),
    displayName: z.string().nullish(),
    startDateTime: date.nullish(),
    endDateTime: date.nullish(),
  }),
);

type KeyCredential = z.output<typeof keyCredentials>[number];

/** Makes these the certificates of an application: those that are there stay, new ones are looked at. */
export function setKeyCredentials(
  { certificates }: Application,
  listed: readonly KeyCredential[],
  environment: Environment,
): void {
  const wanted = listed.map(
    (credential) =>
      certificates.find(({ keyId }) => keyId === credential.keyId?.toLowerCase()) ??
      certificateOf(requestOf(credential, environment), environment),
  );
  certificates.splice(0, certificates.length, ...wanted);
}

export function shownKeyCredential({ keyId, startDate, endDate }: Certificate): JsonObject {
  return {
    displayName: null,
    endDateTime: endDate,
    key: null,
    keyId,
    startDateTime: startDate,
    type: "AsymmetricX509Cert",
    usage: "Verify",
  };
}

function requestOf(
  { type, usage, displayName, keyId, key, ...dates }: KeyCredential,
  environment: Environment,
): CertificateRequest {
  if (type !== "AsymmetricX509Cert" || usage !== "Verify" || typeof displayName === "string") {
    throw new NotModelled(
      "a key credential of another type than AsymmetricX509Cert, another usage than Verify, or with a displayName",
    );
  }
  return {
    keyId: (keyId ?? environment.newGuid()).toLowerCase(),
    certificate: Buffer.from(key ?? "", "base64"),
    startDate: dates.startDateTime ?? undefined,
    endDate: dates.endDateTime ?? undefined,
  };
}
