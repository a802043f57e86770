import { registryIdProblems } from "../registry/registry-id";
import {
  loginServerProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "../registry/registry-rules";
import { resourceGroupIdProblems } from "../registry/resource-group-id";
import { cloudNamed, loginServerCloudProblems } from "../rules/azure-cloud";
import { uuidProblems } from "../rules/values";
import { Place, refuseRepeated } from "./place";

/** Refuses registries that break a rule; `environment` is the name of their cloud. */
export function checkRegistries(registries: Place, environment: unknown): void {
  for (const registry of registries.maps()) {
    checkForm(registry);
    registry.at("name").checkText(registryNameProblems);
    registry.at("resourceGroup").checkText(resourceGroupNameProblems);
    registry.at("id").checkText(registryIdProblems);
    registry
      .at("loginServer")
      .checkText((loginServer) => [
        ...loginServerProblems(loginServer),
        ...loginServerCloudProblems(loginServer, cloudNamed(environment)),
      ]);
    registry.at("resourceGroupId").checkText(resourceGroupIdProblems);
    registry.at("subscriptionId").checkText((id) => uuidProblems("", id, WHOLE_SUBSCRIPTION));
  }
  for (const key of ["name", ...IDS]) {
    refuseRepeated(
      registries.maps().map((registry) => registry.at(key)),
      "Azure would refuse the second assignment of a role on it, declare the registry once",
    );
  }
}

const WHOLE_SUBSCRIPTION = "the id of a subscription, as az account show prints it";

/** One of these says where grants reach, all alone. */
const IDS = ["id", "resourceGroupId", "subscriptionId"];

// Terraform looks a registry up by name and resourceGroup, or takes an id as it is.
function checkForm(registry: Place): void {
  const [id, ...others] = [...IDS, "name", "resourceGroup"].filter((key) => registry.has(key));
  if (id === undefined) {
    registry.refuse(
      "has neither name and resourceGroup nor id, and for all registries of a place neither resourceGroupId nor subscriptionId; give one of them",
    );
  } else if (IDS.includes(id)) {
    for (const key of others) {
      registry.at(key).refuse(`has no meaning beside ${id}, which says it all; leave one out`);
    }
    if (id !== "id" && registry.has("loginServer")) {
      registry.at("loginServer").refuse(`has no meaning beside ${id}; leave it out`);
    }
  } else {
    checkLookUp(registry);
  }
}

function checkLookUp(registry: Place): void {
  for (const key of ["name", "resourceGroup"].filter((other) => !registry.has(other))) {
    registry
      .at(key)
      .refuse("is missing; give it, or the id of the registry in place of name and resourceGroup");
  }
  if (registry.has("loginServer")) {
    registry
      .at("loginServer")
      .refuse("has no meaning beside a name, by which Terraform reads it; leave it out");
  }
}
