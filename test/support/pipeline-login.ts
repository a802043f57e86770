import { TerraformStack } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, PipelineLoginProps } from "cdktf-acr-auth";
import { render, Resources } from "./stack";

/** What a delivery to pipelines needs to be right, with a client secret. */
export function loginIn(stack: TerraformStack): PipelineLoginProps {
  const servicePrincipal = new AcrServicePrincipal(stack, "build", { displayName: "build" });
  const clientSecret = servicePrincipal.addClientSecret("ci");
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg",
  });
  return { servicePrincipal, clientSecret, registry };
}

/** The rendered resources of one provider. */
export function resourcesOf(stack: TerraformStack, provider: string): Resources {
  return Object.fromEntries(
    Object.entries(render(stack).resource ?? {}).filter(([type]) =>
      type.startsWith(`${provider}_`),
    ),
  );
}
