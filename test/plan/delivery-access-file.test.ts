import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AccessFileStack } from "cdktf-acr-auth/access-file";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { RegistryClient } from "../../sandbox/test/registry/client";
import { describeWithTerraform } from "./support";

const FILE = `
kubernetes: { configPath: ~/.kube/config, configContext: shop }
github: { owner: contoso }
registries:
  shop: { name: contosoShop, resourceGroup: rg-registry, permissionsMode: abac }
principals:
  web:
    displayName: contoso-web
    clientSecrets:
      pull:
        deliver:
          dockerConfig: true
          keyVault: { name: contoso-shop, resourceGroup: rg-registry, secret: shop-pull }
          kubernetes: { name: registry, namespaces: [default] }
          github: { repository: shop, environment: production }
    grants:
      - { registry: shop, access: pull, repositories: ["team-a/*"] }
`;

describeWithTerraform("an access file that delivers", () => {
  const folder = mkdtempSync(join(tmpdir(), "acr-auth-deliver-"));
  let sandbox: Sandbox;
  beforeAll(async () => {
    writeFileSync(join(folder, "access.yaml"), FILE);
    sandbox = await Sandbox.start();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await sandbox.stop();
  });

  test("puts what logs in into an output, a key vault that is there, a cluster and GitHub, and the next one after a period", async () => {
    const stack = (): AccessFileStack =>
      new AccessFileStack(new App(), "access", join(folder, "access.yaml"));
    const pull = "repository:team-a/app:pull";
    const logIn = async (password: string): Promise<number> => {
      const { [`${VAULT}/shop-pull-usr`]: user = "" } = await sandbox.delivered();
      return (await new RegistryClient(sandbox).logIn({ user, password }, pull)).status;
    };
    const delivered = async (): Promise<string> => {
      const places = await sandbox.delivered();
      const { [`${VAULT}/shop-pull-usr`]: user, [`${VAULT}/shop-pull-pwd`]: password = "" } =
        places;
      const { web_pull_docker_config: config } = sandbox.outputs(stack());
      expect(config).toContain(`"password":"${password}"`);
      expect(places).toMatchObject({
        [PULL_SECRET]: config,
        [`${PRODUCTION}/variables/ACR_CLIENT_ID`]: user,
        [`${PRODUCTION}/variables/ACR_LOGIN_SERVER`]: "contososhop.azurecr.io",
        [`${PRODUCTION}/secrets/ACR_CLIENT_SECRET`]: password,
      });
      return password;
    };

    await sandbox.apply(stack());
    expect(await sandbox.plan(stack())).toHaveNoChanges();
    const before = await delivered();
    await sandbox.travel({ days: 60 });
    await sandbox.apply(stack());
    const after = await delivered();
    expect(after).not.toBe(before);
    expect([await logIn(before), await logIn(after)]).toEqual([200, 200]);
    await sandbox.destroy(stack());
    expect(await sandbox.delivered()).toEqual({});
  });
});

const VAULT = "https://contoso-shop.vault.azure.net/secrets";
const PULL_SECRET = "shop/api/v1/namespaces/default/secrets/registry/.dockerconfigjson";
const PRODUCTION = "https://api.github.com/repos/contoso/shop/environments/production";
