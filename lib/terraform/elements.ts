import { Construct } from "constructs";
import { TerraformDataSource, TerraformResource } from "cdktf";
import { failure } from "../core/problem";
import { shown } from "../core/shown";

/** Whether a value is the construct of a resource of a type, whichever copy of its class made it. */
export function isResource(value: unknown, type: string): boolean {
  return TerraformResource.isTerraformResource(value) && value.terraformResourceType === type;
}

/** @throws when an argument is not the resource, or the data source, without which a call can't go on */
export function requireElement(
  scope: Construct,
  kind: "resource" | "data source",
  type: string,
  given: unknown,
): void {
  const isElement =
    kind === "resource"
      ? isResource(given, type)
      : TerraformDataSource.isTerraformDataSource(given) && given.terraformResourceType === type;
  if (!isElement) {
    throw failure(scope, `${shown(given)} is not the ${kind} ${type}; give its construct.`);
  }
}
