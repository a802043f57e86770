// What the resources of the kubernetes provider share: 2.38.0, kubernetes/structures.go and schema_metadata.go
import { ClusterError, type Metadata } from "../cloud/cluster";
import { NotModelled } from "../not-modelled";
import { blocks, requiredText, text, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { Argument } from "../provider/resource-type";
import { isZero, Unknown, type Value, type Values } from "../schema/values";

/** Labels and annotations change in place. */
export const METADATA: Argument = { forceNew: isElsewhere };

function isElsewhere(before: Value, after: Value): boolean {
  const [prior, planned] = [before, after].map((metadata) => metadataOf({ metadata }));
  return ["name", "namespace"].some((name) => prior?.[name] !== planned?.[name]);
}

export function metadataOf(values: Values): Values {
  return blocks(values, "metadata")[0] ?? {};
}

/** Of the default namespace and of a name that the API makes the provider tells more than is modelled. */
export function checkMetadata(type: string, planned: Values, required: readonly string[]): void {
  const metadata = metadataOf(planned);
  const missing = required.find(
    (name) => isZero(metadata[name]) && !(metadata[name] instanceof Unknown),
  );
  if (missing !== undefined) {
    throw new NotModelled(`a ${type} without \`metadata.${missing}\``);
  }
  if (text(metadata, "generate_name") !== undefined) {
    throw new NotModelled(`\`metadata.generate_name\` of ${type}`);
  }
}

export function aboutOf(values: Values): Metadata {
  const metadata = metadataOf(values);
  return { labels: textMap(metadata, "labels"), annotations: textMap(metadata, "annotations") };
}

/** As a state has it. */
export function shownMetadata(
  place: Values,
  { uid, about }: { readonly uid: string; readonly about: Metadata },
): Values[] {
  const shown = (texts: Readonly<Record<string, string>>): Value =>
    isZero({ ...texts }) ? null : { ...texts };
  return [
    {
      ...place,
      labels: shown(about.labels),
      annotations: shown(about.annotations),
      generation: 0,
      resource_version: "1",
      uid,
    },
  ];
}

/** The API's own sentence, behind what the provider says of it. */
export function kubernetes<Result>(doing: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof ClusterError ? new ProviderError(`${doing}${error.message}`) : error;
  }
}

/** The namespace and the name of an id. */
export function placeOf(state: Values): [namespace: string, name: string] {
  const [namespace = "", name = ""] = requiredText(state, "id").split("/");
  return [namespace, name];
}
