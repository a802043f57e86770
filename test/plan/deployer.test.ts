import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import {
  AcrRegistry,
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  DeployerRights,
} from "cdktf-acr-auth";
import type { CallerInput } from "cdktf-acr-auth-sandbox";
import { ROOT } from "../support/program";
import { newStack } from "../support/stack";
import { Deployment, describeWithTerraform, Program } from "./support";

const OWNED_BY = { permission: "Application.ReadWrite.OwnedBy" as const };
const OLD = {
  objectId: "0ca11e00-0000-4000-8000-00000000000a",
  clientId: "0ca11e00-0000-4000-8000-00000000000b",
  ...OWNED_BY,
};
const NEW = {
  objectId: "0ca11e00-0000-4000-8000-00000000000c",
  clientId: "0ca11e00-0000-4000-8000-00000000000d",
  ...OWNED_BY,
};

const [, FORGET = ""] =
  /```sh\ncd .*\n(terraform state list \| grep '\^terraform_data[^]*?)```/.exec(
    readFileSync(join(ROOT, "docs", "permissions.md"), "utf8"),
  ) ?? [];

const ADMINISTRATOR: CallerInput = {
  objectId: "0ca11e00-0000-4000-8000-00000000000e",
  clientId: "0ca11e00-0000-4000-8000-00000000000f",
  type: "User",
};

const isOurs = ({ displayName }: { displayName: string }): boolean =>
  /^contoso-(web|api)$/.test(displayName);

function apps(props: Partial<AcrServicePrincipalProps> = {}): Program {
  return (stack: TerraformStack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    for (const id of ["web", "api"]) {
      const principal = new AcrServicePrincipal(stack, id, {
        displayName: `contoso-${id}`,
        ...props,
      });
      principal.addClientSecret("docker");
      registry.grantPull(principal);
    }
  };
}

/** What the permissions report prints for owners beside the deployer. */
const [PRINTED = ""] =
  /^Owners beside the deployer$[^]*?(?=\n\n(?! {2}az))/m.exec(
    reportOf(apps({ owners: [NEW.objectId] })),
  ) ?? [];

function reportOf(program: Program): string {
  const stack = newStack();
  program(stack);
  return DeployerRights.of(stack).toText();
}

/** The words that az is called with, once what is in `<…>` has been filled in. */
function wordsOf(printed: string, given: Record<string, string>): string[][] {
  const commands = printed
    .match(/^ {2}az .*(\n {4}.*)*/gm)
    ?.join("\n")
    .replace(/<([^<>]*)>/g, (_, name: string) => given[name] ?? "");
  const az = `az() { case "$*" in "ad sp show "*) echo '${String(given["object id of the service principal"])}';; *) printf '%s\\0' "$@"; echo;; esac; }`;
  return execFileSync("sh", ["-e"], { input: `${az}\n${String(commands)}`, encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.split("\0").slice(0, -1));
}

describeWithTerraform("a stack whose deployer changes", () => {
  let deployment: Deployment;
  beforeEach(async () => {
    deployment = await Deployment.start(apps());
    await deployment.sandbox.setCaller(NEW);
    await deployment.sandbox.setCaller(OLD);
    await deployment.apply();
  });
  afterEach(() => deployment.stop());

  const owned = async (): Promise<{ objectId: string; owners: string[] }[]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    return [...(tenant?.applications ?? []), ...(tenant?.servicePrincipals ?? [])].filter(isOurs);
  };
  const owners = async (): Promise<string[][]> =>
    (await owned()).map((object) => [...object.owners].sort());
  /** An administrator runs the commands that the report prints, for each application. */
  const administratorAdds = async (owner: string, caller: CallerInput): Promise<void> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    await deployment.sandbox.setCaller(ADMINISTRATOR);
    for (const { clientId } of (tenant?.applications ?? []).filter(isOurs)) {
      const servicePrincipal = tenant?.servicePrincipals.find(
        (other) => other.clientId === clientId,
      );
      const words = wordsOf(PRINTED, {
        "client id of the application": clientId,
        "object id of the owner": owner,
        "object id of the service principal": servicePrincipal?.objectId ?? "",
      });
      for (const command of words) {
        await deployment.sandbox.az(`az ${command.join(" ")}`);
      }
    }
    await deployment.sandbox.setCaller(caller);
  };
  const fourTimes = <T>(value: T): T[] => Array<T>(4).fill(value);

  test("can't make the new one an owner by an apply of the old one", async () => {
    deployment.program = apps({ owners: [NEW.objectId] });
    const { code, stderr } = await deployment.tryToApply();
    expect(code).toBe(1);
    expect(stderr).toContain("Could not add owners to application");
    expect(await owners()).toEqual(fourTimes([OLD.objectId]));
  });

  test("has no change to plan once the new one is named, and an administrator has added it", async () => {
    deployment.program = apps({ owners: [NEW.objectId] });
    await administratorAdds(NEW.objectId, OLD);
    for (const caller of [OLD, NEW]) {
      await deployment.sandbox.setCaller(caller);
      expect(await deployment.plan()).toHaveNoChanges();
    }
    deployment.program = apps({ owners: [NEW.objectId], description: "the shop" });
    await deployment.apply();
    await deployment.sandbox.setCaller(OLD);
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await owners()).toEqual(fourTimes([OLD.objectId, NEW.objectId]));
  });

  test("lets go of the old one when Terraform is told to forget it, and nothing else changes", async () => {
    await administratorAdds(NEW.objectId, NEW);
    const { stdout, stderr } = await deployment.shell(FORGET);
    expect(stderr).toBe("");
    expect(stdout).toContain("Plan: 2 to add, 4 to change, 2 to destroy.");
    expect(await owners()).toEqual(fourTimes([NEW.objectId]));
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.sandbox.setCaller(OLD);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is blocked when the old one is deleted from Entra, until Terraform is told to forget it", async () => {
    await deployment.sandbox.setCaller(NEW);
    await deployment.sandbox.az(`az ad sp delete --id ${OLD.objectId}`);
    await administratorAdds(NEW.objectId, NEW);
    deployment.program = apps({ owners: [NEW.objectId] });
    expect(await deployment.plan()).toUpdateOnly([
      "azuread_application.web",
      "azuread_application.api",
      "azuread_service_principal.web",
      "azuread_service_principal.api",
    ]);
    expect((await deployment.tryToApply()).code).toBe(1);
    expect((await deployment.shell(FORGET)).stderr).toBe("");
    expect(await owners()).toEqual(fourTimes([NEW.objectId]));
    expect(await deployment.plan()).toHaveNoChanges();
    deployment.program = apps();
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
  });
});
