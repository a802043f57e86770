import type { ApiResponse, Json } from "../api";
import type { Directory } from "../directory";
import type { Inventory } from "../inventory";

export type Version = "v1.0" | "beta";

/** A request to Microsoft Graph, in the tenant that it is about. */
export interface GraphCall {
  readonly cloud: Inventory;
  readonly directory: Directory;
  readonly version: Version;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  /** Of this version of Graph, without a slash at the end: where links lead. */
  readonly root: string;
  /** Below the root. */
  readonly path: string;
}

/** @param ids what stands in the path for `{…}`; a GUID in lower case, as the directory keeps it */
export type GraphHandler = (call: GraphCall, ...ids: string[]) => ApiResponse;
