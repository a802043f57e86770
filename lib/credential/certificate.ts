import { Construct } from "constructs";
import { ApplicationCertificate } from "@cdktf/provider-azuread/lib/application-certificate";
import { literalId } from "../core/construct-id";
import { expressionOf } from "../core/expressions";
import { reportAtSynth } from "../core/problem";
import { readProps } from "../core/props";
import { warnOnce } from "../core/warning";
import { synthTime } from "../terraform/now";
import { moveFrom } from "../terraform/renaming";
import { ApplicationReference, requireApplication } from "./application-reference";
import {
  CERTIFICATE,
  CertificateProps,
  certificateWarnings,
  expressionProblems,
  readCertificateProps,
} from "./certificate-rules";

/**
 * A certificate of a service principal: who holds its private key can log in, and neither Entra
 * nor Terraform ever has that key. Made by `addCertificate` of an `AcrServicePrincipal`.
 */
export class Certificate extends Construct {
  private readonly resource: ApplicationCertificate;

  /**
   * @param application the application of the service principal
   */
  public constructor(
    scope: Construct,
    id: string,
    application: ApplicationReference,
    props: CertificateProps,
  ) {
    super(scope, literalId(scope, id));
    requireApplication(this, application);
    const reading = readProps(CERTIFICATE, "props", props);
    moveFrom(this, reading.value, "in its principal");
    const { source, problems, value, encoding, endDate, validity } = readCertificateProps(
      reading.value,
    );
    reportAtSynth(this, () =>
      reading.with([
        ...problems,
        ...Object.entries({ [source]: value, endDate }).flatMap(([key, given]) =>
          expressionProblems(key, expressionOf(this, given)),
        ),
      ]),
    );
    for (const warning of validity ? certificateWarnings(validity, synthTime(this)) : []) {
      warnOnce(this, warning.id, warning.message);
    }
    this.resource = new ApplicationCertificate(this, "Resource", {
      provider: application.provider,
      applicationId: application.id,
      type: "AsymmetricX509Cert",
      encoding,
      value,
      endDate,
      // When Key Vault renews its certificate, Entra knows the new one before it forgets the old.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** When Entra refuses it: a UTC second. */
  public get expiresOn(): string {
    return this.resource.endDate;
  }

  /** The id under which Entra's portal lists it. */
  public get keyId(): string {
    return this.resource.keyId;
  }
}
