import { arch, platform } from "node:os";

/** This platform, as Terraform names it, such as linux_amd64. */
export function terraformPlatform(): string {
  return `${platform()}_${PROCESSORS[arch()] ?? arch()}`;
}

const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
