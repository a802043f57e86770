import {
  Access,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  PermissionsMode,
  Repositories,
} from "cdktf-acr-auth";
import type { Program } from "../../plan/support/program";
import type { Scenario } from "../run";

const { LEGACY, MIGRATING, ABAC } = PermissionsMode;

function grants(permissionsMode: PermissionsMode, repositories?: Repositories): Program {
  return (stack) => {
    const registry = AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoBase",
      resourceGroupName: "rg-registry",
      permissionsMode,
    });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    registry.grantPull(web, repositories && { repositories });
    registry.grant(web, Access.DELETE);
    registry.grantRole(web, AcrRole.ACR_QUARANTINE_WRITER);
  };
}

export const migration: Scenario = {
  name: "a registry on its way from legacy to abac, where repositories then change",
  async play(run) {
    await run.apply(grants(LEGACY));
    await run.apply(grants(MIGRATING));
    await run.apply(grants(ABAC, Repositories.withPrefix("team-a/")));
    await run.apply(grants(ABAC, Repositories.named("team-a/app", "base")));
    await run.destroy(grants(ABAC));
  },
};
