import { registryIdProblems } from "../registry/registry-id";
import {
  loginServerProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "../registry/registry-rules";
import { Place, refuseRepeated } from "./place";

/** Refuses registries that break a rule. */
export function checkRegistries(registries: Place): void {
  for (const registry of registries.maps()) {
    checkForm(registry);
    registry.at("name").checkText(registryNameProblems);
    registry.at("resourceGroup").checkText(resourceGroupNameProblems);
    registry.at("id").checkText(registryIdProblems);
    registry.at("loginServer").checkText(loginServerProblems);
  }
  for (const key of ["name", "id"]) {
    refuseRepeated(
      registries.maps().map((registry) => registry.at(key)),
      "Azure would refuse the second assignment of a role on it, declare the registry once",
    );
  }
}

// Terraform looks a registry up by name and resourceGroup, or takes the id as it is.
function checkForm(registry: Place): void {
  const given = ["name", "resourceGroup"].filter((key) => registry.has(key));
  if (registry.has("id")) {
    for (const key of given) {
      registry.at(key).refuse("has no meaning beside an id, which holds it already; leave it out");
    }
  } else if (given.length === 0) {
    registry.refuse("has neither name and resourceGroup nor id; give one or the other");
  } else {
    for (const key of ["name", "resourceGroup"].filter((other) => !given.includes(other))) {
      registry
        .at(key)
        .refuse(
          "is missing; give it, or the id of the registry in place of name and resourceGroup",
        );
    }
    if (registry.has("loginServer")) {
      registry
        .at("loginServer")
        .refuse("has no meaning beside a name, by which Terraform reads it; leave it out");
    }
  }
}
