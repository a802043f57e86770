import { Token } from "cdktf";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { lowerCaseUuid, segmentOf, UUID } from "../core/values";
import { Adoptable, adoptionProblems, partsOf } from "../terraform/adoption";

/**
 * Federated credentials to adopt, named with their application or without.
 *
 * @param applicationId the resource id of the application, `/applications/<object id>`; may be a token
 */
export function adoptableCredential(applicationId: string): Adoptable {
  return {
    resourceType: ApplicationFederatedIdentityCredential.tfResourceType,
    objectOf: (text) => {
      const { place, uuid } = partsOf(text, IMPORT_ID);
      const application = lowerCaseUuid(place) ?? objectIdIn(applicationId);
      return uuid === undefined
        ? undefined
        : { importId: `${application}/federatedIdentityCredential/${uuid}`, uuid };
    },
    idForms: "<object id of the application>/federatedIdentityCredential/<id> or the id alone",
  };
}

/**
 * The rules for a federated credential that is adopted; undefined passes.
 *
 * @param applicationId undefined where it can't be said
 */
export function adoptedCredentialProblems(
  from: string | undefined,
  applicationId: string | undefined,
): Problem[] {
  return [
    ...adoptionProblems("adopt", from, adoptableCredential(applicationId ?? "<application>")),
    ...elsewhereProblems(from, applicationId),
  ];
}

function elsewhereProblems(from = "", applicationId?: string): Problem[] {
  const application = lowerCaseUuid(partsOf(from, IMPORT_ID).place);
  return application === undefined ||
    applicationId === undefined ||
    Token.isUnresolved(applicationId) ||
    application === objectIdIn(applicationId)
    ? []
    : [
        {
          key: "adopt",
          message: `${shown(from)} is of another application than this one, which is ${shown(applicationId)}; add the federated credential to the principal that has it`,
        },
      ];
}

const IMPORT_ID = new RegExp(`^(${UUID})/federatedIdentityCredential/([^/]+)$`, "i");

function objectIdIn(applicationId: string): string {
  return lowerCaseUuid(segmentOf(applicationId, 2));
}
