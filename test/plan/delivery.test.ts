import { TerraformOutput, TerraformStack } from "cdktf";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecretOutputs,
  DockerConfig,
  ServicePrincipalOutputs,
} from "cdktf-acr-auth";
import { Deployment, describeWithTerraform } from "./support";
import { day, EVERY_90_DAYS } from "./support/client-secret";

const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop";
const LOGIN_SERVER = "contososhop.azurecr.io";

function delivering(stack: TerraformStack): void {
  const registry = AcrRegistry.fromAttributes(stack, "registry", {
    registryId: REGISTRY_ID,
    loginServer: LOGIN_SERVER,
  });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const secret = web.addClientSecret("docker", EVERY_90_DAYS);
  const registries = [registry];
  const { json, revision } = DockerConfig.of(secret, registry);
  new TerraformOutput(stack, "config", { value: json, sensitive: true });
  new TerraformOutput(stack, "revision", { value: revision });
  new ServicePrincipalOutputs(stack, "web", web, { registries });
  new ClientSecretOutputs(stack, "web_docker", secret, { registries });
}

interface Delivered {
  readonly config: string;
  readonly revision: number;
  readonly web_client_id: string;
  readonly web_docker_password: string;
}

describeWithTerraform("what logs in to a registry", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  test("is delivered anew by the apply that rotates the secret, under another revision", async () => {
    deployment = await Deployment.start(delivering, { now: day(0) });
    await deployment.apply();
    const before = deployment.outputs() as unknown as Delivered;
    await deployment.moveTo(day(90));
    await deployment.apply();
    const after = deployment.outputs() as unknown as Delivered;

    for (const { config, web_client_id: username, web_docker_password: password } of [
      before,
      after,
    ]) {
      const auth = Buffer.from(`${username}:${password}`).toString("base64");
      expect(JSON.parse(config)).toEqual({
        auths: { [LOGIN_SERVER]: { username, password, auth } },
      });
    }
    expect(after.web_docker_password).not.toBe(before.web_docker_password);
    expect(after.revision).not.toBe(before.revision);
    expect(await deployment.plan()).toHaveNoChanges();
  });

  test("is told by outputs: who, of which tenant, where and by which command", async () => {
    deployment = await Deployment.start(delivering, { now: day(0) });
    await deployment.apply();
    const tenants = Object.entries((await deployment.cloud()).tenants);
    const [tenantId, tenant] = tenants[0] ?? [];
    const application = tenant?.applications.find(
      ({ displayName }) => displayName === "contoso-web",
    );
    const username = application?.clientId;
    expect(deployment.outputs()).toMatchObject({
      web_client_id: username,
      web_tenant_id: tenantId,
      web_login_servers: [LOGIN_SERVER],
      web_docker_login_commands: [
        `docker login ${LOGIN_SERVER} --username ${username} --password-stdin`,
      ],
    });
  });
});
