import type { ApiResponse, Json } from "../api";
import type { Inventory } from "../inventory";

/** A request to Azure Resource Manager. */
export interface ManagementCall {
  readonly cloud: Inventory;
  /** As it was written. */
  readonly path: string;
  readonly apiVersion: string;
  /** Without the version; only what the route takes. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  /** Without a slash at the end: where links lead. */
  readonly endpoint: string;
}

/** What answers a request that has a name, which does not tell its whole path. */
export interface ManagementRoute {
  /** `{scope}` stands for the beginning of a path, any other name for one segment; letter case means nothing. */
  readonly path: string;
  /** As rights name it. */
  readonly type: string;
  /** Those that the providers ask with. */
  readonly apiVersions: readonly string[];
  /** Query options that it takes beside the version. */
  readonly options?: readonly string[];
  /** @param names what stands in the path for `{…}`, as it was written */
  readonly answer: (call: ManagementCall, ...names: string[]) => ApiResponse;
}
