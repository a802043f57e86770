import { addressIdProblems } from "../grant/scope-address";
import { registryIdProblems } from "../registry/scope-ids";
import {
  loginServerProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "../registry/registry-rules";
import { resourceGroupIdProblems } from "../registry/scope-ids";
import { cloudNamed, loginServerCloudProblems } from "../terraform/azure-cloud";
import { uuidProblems } from "../core/values";
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
    registry
      .at("subscriptionId")
      .checkText((id) =>
        uuidProblems("", id, "the id of a subscription, as az account show prints it"),
      );
    registry.at("addressId").checkText(addressIdProblems);
  }
  checkRepetitions(registries.maps());
}

function checkRepetitions(registries: Place[]): void {
  // Beside a name, a subscription is where that is looked up.
  const [named, wholly] = [true, false].map((isNamed) =>
    registries.filter((registry) => registry.has("name") === isNamed),
  ) as [Place[], Place[]];
  for (const key of IDS) {
    refuseRepeated(
      wholly.map((registry) => registry.at(key)),
      "declare the registry once",
    );
  }
  // With domain name labels, registries of two groups or subscriptions may have one name.
  refuseRepeated(
    named.map((registry) => registry.at("name")),
    "declare the registry once",
    (name, position) =>
      ["subscriptionId", "resourceGroup"]
        .map((key) => String(named[position]?.at(key).value))
        .concat(name)
        .join("/"),
  );
}

/** What says alone where grants reach, beside a name and its resource group: the narrowest first. */
const IDS = ["id", "resourceGroupId", "subscriptionId"];
const LOOK_UP = ["name", "resourceGroup"];

// Of several forms the narrowest is meant, and what else is given has to go: without the narrow one, the
// same grants would reach more.
function checkForm(registry: Place): void {
  const given = [...IDS, ...LOOK_UP].filter((key) => registry.has(key));
  if (given.length === 0) {
    registry.refuse(
      "has neither name and resourceGroup nor id, and for all registries of a place neither resourceGroupId nor subscriptionId; give one of them",
    );
  } else if (registry.has("id")) {
    refuseBeside(
      registry,
      "id, which says it all",
      given.filter((key) => key !== "id"),
    );
  } else if (LOOK_UP.some((key) => registry.has(key))) {
    checkLookUp(registry);
  } else {
    const [place = "", ...others] = given;
    refuseBeside(registry, place, [...others, "loginServer"]);
  }
}

// Terraform looks a registry up by its name and its resource group, in a subscription.
function checkLookUp(registry: Place): void {
  for (const key of LOOK_UP.filter((other) => !registry.has(other))) {
    registry
      .at(key)
      .refuse("is missing; give it, or the id of the registry in place of name and resourceGroup");
  }
  refuseBeside(registry, "name, of which the group is given as resourceGroup", ["resourceGroupId"]);
  refuseBeside(registry, "a name, by which Terraform reads it", ["loginServer"]);
}

function refuseBeside(registry: Place, meant: string, keys: string[]): void {
  for (const key of keys.filter((other) => registry.has(other))) {
    registry.at(key).refuse(`has no meaning beside ${meant}; leave it out`);
  }
}
