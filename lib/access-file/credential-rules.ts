import { z } from "zod";
import { readCertificateProps } from "../credential/certificate-rules";
import { federatedCredentialNameProblems } from "../credential/federated-credential";
import { tokenProblems } from "../credential/platforms/any";
import { azureDevOpsProblems } from "../credential/platforms/azure-devops";
import { gitHubProblems } from "../credential/platforms/github";
import { gitLabProblems } from "../credential/platforms/gitlab";
import { kubernetesProblems } from "../credential/platforms/kubernetes";
import { terraformCloudProblems } from "../credential/platforms/terraform-cloud";
import { rotationProblems } from "../credential/rotation-rules";
import { Problem } from "../rules/problem";
import { certificateProps } from "./certificate-file";
import { certificate as certificateSchema, clientSecret, platforms } from "./credential-schema";
import { Place } from "./place";

/** Refuses client secrets that break a rule; `now` is the time of the synth in milliseconds. */
export function checkClientSecrets(secrets: Place, now: number): void {
  for (const secret of secrets.maps()) {
    const props = secret.read(clientSecret);
    if (props !== undefined) {
      secret.refuseKeys(rotationProblems(props, now));
    }
  }
}

/** Refuses certificates that break a rule; `folder` is that of the access file. */
export function checkCertificates(certificates: Place, folder: string): void {
  for (const certificate of certificates.maps()) {
    if (certificate.has("file") === certificate.has("pem")) {
      certificate.refuse(
        "needs exactly one of file, the path of a certificate, and pem, the certificate itself",
      );
    } else {
      certificate.refuseKeys(certificateProblems(certificate, folder));
    }
  }
}

function certificateProblems(certificate: Place, folder: string): Problem[] {
  const entry = certificate.read(certificateSchema) ?? {};
  const { file, pem } = entry;
  if (file === undefined) {
    return pem === undefined ? [] : readCertificateProps(entry).problems;
  }
  try {
    // To a file, pem and der are forms of its content.
    return readCertificateProps(certificateProps(entry, folder)).problems.map(
      ({ key, message }) => ({ key: key === "endDate" ? key : "file", message }),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `"${file}" can't be read (${code}); give a path relative to this file`;
    return [{ key: "file", message }];
  }
}

/** Refuses federated credentials that break a rule. */
export function checkFederatedCredentials(credentials: Place): void {
  const keys = Object.keys(platforms);
  for (const credential of credentials.maps()) {
    for (const { message } of federatedCredentialNameProblems(credential.key)) {
      credential.refuse(message);
    }
    if (keys.filter((key) => credential.has(key)).length !== 1) {
      credential.refuse(
        `needs exactly one of ${keys.slice(0, -1).join(", ")}, for a token of that platform, and of, for the token of any other issuer`,
      );
    }
    checkWhole(credential.at("github"), platforms.github, gitHubProblems);
    checkWhole(credential.at("gitlab"), platforms.gitlab, gitLabProblems);
    checkWhole(credential.at("azureDevOps"), platforms.azureDevOps, azureDevOpsProblems);
    checkWhole(credential.at("kubernetes"), platforms.kubernetes, kubernetesProblems);
    checkWhole(credential.at("terraformCloud"), platforms.terraformCloud, terraformCloudProblems);
    checkWhole(credential.at("of"), platforms.of, tokenProblems);
  }
}

// The keys depend on each other: without one that is of a wrong type the others would be blamed.
function checkWhole<T>(place: Place, schema: z.ZodType<T>, rule: (value: T) => Problem[]): void {
  const { data } = schema.safeParse(place.value);
  if (data !== undefined) {
    place.refuseKeys(rule(data));
  }
}
