/** What the parent process and the server in its child process say to each other over the IPC channel. */
import type { Call, FailRule } from "./calls";
import type { Delivered } from "./cloud/delivered";
import type { CloudOptions } from "./cloud/inventory";
import type { AnsweredRequest } from "./cloud/requests";
import type { CloudState } from "./cloud/state";
import type { HttpsDoor } from "./https/server";
import type { ProviderType } from "./provider/resource-type";
import type { Variables } from "./provider/session";
import type { Caller } from "./seed";

export interface Control {
  start: (start: Start) => Promise<Doors>;
  /** As after a start, on the same ports. */
  reset: (options: CloudOptions) => void;
  setNow: (instant: string) => void;
  setCaller: (caller: Caller) => void;
  fail: (rule: FailRule) => void;
  az: (command: string) => void;
  log: () => Call[];
  requests: () => AnsweredRequest[];
  notModelled: () => string[];
  dump: () => CloudState;
  delivered: () => Delivered;
}

export interface Start {
  readonly cloud: CloudOptions;
  /** Of the HTTPS door, 0 for a free one. */
  readonly httpsPort: number;
  /** What the providers find in the environment, beside the subscription of the seed. */
  readonly variables: Variables;
}

/** Where the cloud is reached: by Terraform as a provider, and by anything that speaks to Azure. */
export interface Doors {
  readonly ports: Ports;
  readonly https: HttpsDoor;
}

/** In the folder of the sandbox, after each request and each change: a CloudSnapshot. */
export const SNAPSHOT = "cloud.json";

/** Of this host: by the names of the providers and their versions. */
export type Ports = Partial<Record<ProviderType["name"], Readonly<Record<string, number>>>>;

export interface ControlRequest {
  id: number;
  method: keyof Control;
  argument: unknown;
}

export type ControlReply = { id: number } & ({ result: unknown } | { error: string });
