/** Attaches Terraform to the providers of a sandbox: to the newest versions that the program in a folder lets in. */
import { resolve } from "node:path";
import type { Ports } from "../control";
import { compareVersions, letsIn } from "./constraint";
import { type RequiredProvider, requiredProviders } from "./required-providers";
import { sourceOf } from "./source";

/** The process that serves providers, and where. */
export interface Served {
  readonly pid: number;
  readonly ports: Partial<Ports>;
}

/** Terraform's own variable, and one that tells commands what there is to be attached to. */
export interface Attachment {
  readonly TF_REATTACH_PROVIDERS: string;
  readonly ACR_AUTH_SANDBOX_SERVED: string;
}

/** For commands whose program nobody has looked at yet: attached to the newest of all. */
export function attachedToNewest(served: Served): Attachment {
  return {
    TF_REATTACH_PROVIDERS: reattach(served, []),
    ACR_AUTH_SANDBOX_SERVED: JSON.stringify(served),
  };
}

export const NOT_ATTACHED: Attachment = { TF_REATTACH_PROVIDERS: "", ACR_AUTH_SANDBOX_SERVED: "" };

/**
 * For a command of Terraform, what an environment has to be changed to.
 * @throws an error that names the constraint which no version fits
 */
export function attachedFor(
  { ACR_AUTH_SANDBOX_SERVED: served = "" }: NodeJS.ProcessEnv,
  cwd: string,
  args: readonly string[],
): Partial<Attachment> {
  const chdir = args.find((arg) => arg.startsWith(CHDIR))?.slice(CHDIR.length) ?? "";
  return served === ""
    ? {}
    : {
        TF_REATTACH_PROVIDERS: reattach(
          JSON.parse(served) as Served,
          requiredProviders(resolve(cwd, chdir)),
        ),
      };
}

const CHDIR = "-chdir=";

function reattach({ pid, ports }: Served, required: readonly RequiredProvider[]): string {
  const attached = Object.entries(ports).flatMap(([name, byVersion]) => {
    const port = byVersion[newestFitting(name, Object.keys(byVersion), required)];
    // OpenTofu looks under its own host.
    return ["registry.terraform.io", "registry.opentofu.org"].map((host) => [
      `${host}/${sourceOf(name)}`,
      {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: pid,
        Test: true,
        Addr: { Network: "tcp", String: `127.0.0.1:${String(port)}` },
      },
    ]);
  });
  return JSON.stringify(Object.fromEntries(attached));
}

function newestFitting(
  name: string,
  versions: readonly string[],
  required: readonly RequiredProvider[],
): string {
  const asked = required.filter(({ source }) => source === sourceOf(name));
  const served = [...versions].sort(compareVersions);
  const newest = served.findLast((version) =>
    asked.every(({ constraint }) => letsIn(constraint, version)),
  );
  if (newest === undefined) {
    const places = asked.map(({ constraint, file }) => `${JSON.stringify(constraint)} in ${file}`);
    throw new Error(
      `${name}: the sandbox serves ${served.join(" and ")}, and required_providers asks for ${places.join(" and ")}, which lets in none of them; ask for one that it serves.`,
    );
  }
  return newest;
}
