import { Fn, Token } from "cdktf";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { Adoptable, adoptionProblems, uuidIn } from "../terraform/adoption";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { UUID } from "../core/values";

/**
 * Federated credentials to adopt, named with their application or without.
 *
 * @param applicationId the resource id of the application, `/applications/<object id>`; may be a token
 */
export function adoptableCredential(applicationId: string): Adoptable {
  return {
    resourceType: ApplicationFederatedIdentityCredential.tfResourceType,
    objectOf: (text) => {
      const { application = objectIdIn(applicationId), uuid } = partsOf(text);
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
  const { application } = partsOf(from);
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

// Without a uuid it is no id; without the object id of an application it is an id alone.
function partsOf(text: string): { application?: string; uuid?: string } {
  if (Token.isUnresolved(text)) {
    return {};
  }
  const [, application, id] = IMPORT_ID.exec(text) ?? [];
  const uuid = uuidIn(id ?? text);
  return uuid === undefined ? {} : { application: application?.toLowerCase(), uuid };
}

const IMPORT_ID = new RegExp(`^(${UUID})/federatedIdentityCredential/([^/]+)$`, "i");

// Taken apart here where it is literal, in Terraform where it is a token.
function objectIdIn(applicationId: string): string {
  return Token.isUnresolved(applicationId)
    ? Token.asString(Fn.element(Fn.split("/", applicationId), 2))
    : (applicationId.split("/")[2] ?? "").toLowerCase();
}
