import { z } from "zod";
import { adoptedCredentialProblems } from "../credential/adopted-credential";
import { readCertificateProps } from "../credential/certificate-rules";
import { federatedCredentialNameProblems } from "../credential/federated-credential";
import { MAX_FEDERATED_CREDENTIALS } from "../credential/federated-credentials";
import { tokenProblems } from "../credential/platforms/any";
import { azureDevOpsClaims, azureDevOpsProblems } from "../credential/platforms/azure-devops";
import { TokenClaims } from "../credential/platforms/claims";
import { gitHubClaims, gitHubProblems } from "../credential/platforms/github";
import { gitLabClaims, gitLabProblems } from "../credential/platforms/gitlab";
import { kubernetesClaims, kubernetesProblems } from "../credential/platforms/kubernetes";
import {
  terraformCloudClaims,
  terraformCloudProblems,
} from "../credential/platforms/terraform-cloud";
import { rotationProblems } from "../credential/rotation-rules";
import { Problem } from "../core/problem";
import { certificateProps } from "./certificate-file";
import { certificate as certificateSchema, clientSecret, platforms } from "./credential-schema";
import { Place } from "./place";
import { UnreadableFile } from "./read-file";
import { shown } from "../core/shown";

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
  if (file.includes("-----BEGIN")) {
    return [
      { key: "file", message: "is the path of a certificate, not its text; give that as pem" },
    ];
  }
  try {
    // To a file, pem and der are forms of its content.
    return readCertificateProps(certificateProps(entry, folder)).problems.map(
      ({ key, message }) => ({ key: key === "endDate" ? key : "file", message }),
    );
  } catch (error) {
    if (!(error instanceof UnreadableFile)) {
      throw error;
    }
    const message = `${shown(file)} ${error.message}, or give another path, relative to this file`;
    return [{ key: "file", message }];
  }
}

/**
 * Refuses federated credentials that break a rule, each alone or all of an application together; what is
 * said of the application's resource id is that it is given.
 */
export function checkFederatedCredentials(
  credentials: Place,
  applicationResourceId: unknown,
): void {
  const applicationId =
    typeof applicationResourceId === "string" ? applicationResourceId : undefined;
  const accepted = new Map<string, Place>();
  for (const [index, credential] of credentials.maps().entries()) {
    for (const { message } of federatedCredentialNameProblems(credential.key)) {
      credential.refuse(message);
    }
    if (index >= MAX_FEDERATED_CREDENTIALS) {
      credential.refuse(
        `is one more than the ${MAX_FEDERATED_CREDENTIALS} federated credentials that Entra allows an application; use another principal for some`,
      );
    }
    credential.at("adopt").checkText((from) => adoptedCredentialProblems(from, applicationId));
    const claims = claimsOf(credential);
    const identity = claims && `${claims.issuer} ${claims.subject}`;
    const first = identity && accepted.get(identity);
    if (first) {
      credential.refuse(
        `accepts the same token as ${first.name}; Entra allows it once for an application, remove one`,
      );
    } else if (identity) {
      accepted.set(identity, credential);
    }
  }
}

/** The claims of the one platform that a credential is of; undefined where that can't be said. */
function claimsOf(credential: Place): TokenClaims | undefined {
  const keys = Object.keys(platforms);
  if (keys.filter((key) => credential.has(key)).length !== 1) {
    credential.refuse(
      `needs exactly one of ${keys.slice(0, -1).join(", ")}, for a token of that platform, and of, for the token of any other issuer`,
    );
  }
  const { github, gitlab, azureDevOps, kubernetes, terraformCloud, of } = platforms;
  const ofPlatforms = [
    whole(credential.at("github"), github, gitHubProblems, gitHubClaims),
    whole(credential.at("gitlab"), gitlab, gitLabProblems, gitLabClaims),
    whole(credential.at("azureDevOps"), azureDevOps, azureDevOpsProblems, azureDevOpsClaims),
    whole(credential.at("kubernetes"), kubernetes, kubernetesProblems, kubernetesClaims),
    whole(
      credential.at("terraformCloud"),
      terraformCloud,
      terraformCloudProblems,
      terraformCloudClaims,
    ),
    whole(credential.at("of"), of, tokenProblems, (token) => token),
  ];
  return ofPlatforms.find((claims) => claims !== undefined);
}

// The keys depend on each other: without one that is of a wrong type the others would be blamed.
function whole<T>(
  place: Place,
  schema: z.ZodType<T>,
  rule: (value: T) => Problem[],
  claims: (value: T) => TokenClaims,
): TokenClaims | undefined {
  const { data } = schema.safeParse(place.value);
  if (data === undefined) {
    return undefined;
  }
  const problems = rule(data);
  place.refuseKeys(problems);
  return problems.length === 0 ? claims(data) : undefined;
}
