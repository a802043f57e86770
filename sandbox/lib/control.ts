/** What the parent process and the server in its child process say to each other over the IPC channel. */
import type { Call, FailRule } from "./calls";
import type { CloudOptions } from "./cloud/cloud";
import type { AnsweredRequest } from "./cloud/requests";
import type { CloudState } from "./cloud/state";
import type { ProviderType } from "./provider/resource-type";
import type { Caller } from "./seed";

export interface Control {
  start: (options: CloudOptions) => Promise<Ports>;
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
}

/** In the folder of the sandbox, after each request and each change: a CloudSnapshot. */
export const SNAPSHOT = "cloud.json";

export type Ports = Record<ProviderType["name"], number>;

export interface ControlRequest {
  id: number;
  method: keyof Control;
  argument: unknown;
}

export type ControlReply = { id: number } & ({ result: unknown } | { error: string });
