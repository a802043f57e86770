import { hasExpression, isMark } from "../core/expressions";
import { privateKeyProblems } from "../core/private-key";
import { uuidProblems } from "../core/values";
import { checkBackend } from "./backend-rules";
import { Mistake } from "./mistake";
import { Place } from "./place";
import { checkPrincipals } from "./principal-rules";
import { checkRegistries } from "./registry-rules";
import { shown } from "../core/shown";

/**
 * What in a file breaks a rule, whatever else is wrong with it: its structure is not looked at here.
 * `now` is the time of the synth in milliseconds, `folder` that of the file.
 */
export function ruleMistakes(value: unknown, now: number, folder: string): Mistake[] {
  const mistakes: Mistake[] = [];
  const file = new Place(value, mistakes);
  checkValues(file);
  checkAzure(file.at("azure"));
  checkBackend(file.at("backend"));
  checkIds(file.at("registries"), file.at("principals"));
  checkRegistries(file.at("registries"), file.at("azure").at("environment").value);
  checkPrincipals(file, now, folder);
  return mistakes;
}

// What holds of every value, whatever it is for.
function checkValues(place: Place): void {
  const { value } = place;
  if (typeof value === "string") {
    if (hasExpression(value)) {
      place.refuse(`${shown(value)} has \${ or %{, or a mark of cdktf's, in it, ${ANOTHER_VALUE}`);
    }
    place.checkText((text) => privateKeyProblems("", text));
  } else if (typeof value === "number" && isMark(value)) {
    place.refuse(`${value} is a mark of cdktf's, ${ANOTHER_VALUE}`);
  }
  place.entries().forEach(checkValues);
}

const ANOTHER_VALUE = "in whose place another value would be put; write the value itself";

function checkAzure(azure: Place): void {
  for (const key of ["subscriptionId", "tenantId"]) {
    azure
      .at(key)
      .checkText((id) => uuidProblems(key, id, `the ${key} as az account show prints it`));
  }
}

// Registries and principals are constructs of one stack, with their keys for ids.
function checkIds(registries: Place, principals: Place): void {
  for (const place of [...registries.entries(), ...principals.entries()]) {
    if (place.key === "backend" || place.key.startsWith("acr-auth-")) {
      place.refuse(
        `${shown(place.key)} is a name that the stack needs for itself; choose another key`,
      );
    }
  }
  for (const principal of principals.entries()) {
    if (registries.has(principal.key)) {
      principal.refuse(
        `${shown(principal.key)} is the key of a registry too; both are ids in one stack, rename the newer one`,
      );
    }
  }
}
