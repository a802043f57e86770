import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AccessFileStack } from "cdktf-acr-auth/access-file";
import { Sandbox } from "cdktf-acr-auth-sandbox";
import { RegistryClient } from "../../sandbox/test/registry/client";
import { describeWithTerraform } from "./support";

const FILE = `
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

  test("puts what logs in into a key vault that is there and into an output, and the next one after a period", async () => {
    const stack = (): AccessFileStack =>
      new AccessFileStack(new App(), "access", join(folder, "access.yaml"));
    const pull = "repository:team-a/app:pull";
    const logIn = async (password: string): Promise<number> => {
      const { [`${VAULT}/shop-pull-usr`]: user = "" } = await sandbox.delivered();
      return (await new RegistryClient(sandbox).logIn({ user, password }, pull)).status;
    };
    const delivered = async (): Promise<string> => {
      const { [`${VAULT}/shop-pull-pwd`]: password = "" } = await sandbox.delivered();
      expect(sandbox.outputs(stack()).web_pull_docker_config).toContain(`"password":"${password}"`);
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
