import { adoptedServicePrincipalProblems } from "../principal/adopted-service-principal";
import { adopted } from "./adopted";
import { Place, refuseMissing } from "./place";
import { adopt } from "./schema";
import { shown } from "../core/shown";

/** Refuses what a principal adopts where that can't be. */
export function checkAdopt(principal: Place): void {
  // That it is no map has been said already.
  for (const place of principal.maps().filter(({ key }) => key === "adopt")) {
    checkForm(place);
    checkValues(principal, place);
  }
}

function checkForm(place: Place): void {
  const keys = ["module", "source"];
  if (!["application", "servicePrincipal", ...keys].some((key) => place.has(key))) {
    place.refuse("has neither application nor module and source; give one of them");
  } else if (keys.some((key) => place.has(key))) {
    refuseMissing(place, keys, "give module and source, or application in place of both");
    for (const key of ["application", "servicePrincipal"].filter((other) => place.has(other))) {
      place.at(key).refuse("has no meaning beside module, which says it all; leave it out");
    }
  } else {
    refuseMissing(place, ["application"], "the service principal is that of an application");
  }
}

function checkValues(principal: Place, place: Place): void {
  const entry = adopt.safeParse(place.value).data;
  const problems = entry ? adoptedServicePrincipalProblems(adopted(entry)) : [];
  if (entry === undefined || !("module" in entry)) {
    principal.refuseKeys(problems);
  } else if (problems.length > 0) {
    place
      .at("module")
      .refuse(`${shown(entry.module)} is no address of a module call; write it as in module.web`);
  }
}
