import { isDeepStrictEqual } from "node:util";
import { TerraformStack } from "cdktf";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  PermissionsMode,
} from "cdktf-acr-auth";
import { CloudState } from "../../sandbox/client";
import { Deployment, describeWithTerraform } from "./support";

function program(stack: TerraformStack): void {
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    permissionsMode: PermissionsMode.ABAC,
  });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  web.addClientSecret("docker");
  web.addFederatedCredential(
    "github",
    FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
  );
  registry.grantPull(web);
}

/** What exists, without what the cloud draws or counts itself, in an order of its own. */
function shape(state: CloudState): unknown {
  const drawn = ["secretSha256", "startDate", "keyId", "hint"];
  const text = JSON.stringify(state, (key, value: unknown) => {
    if (drawn.includes(key)) {
      return undefined;
    }
    return Array.isArray(value)
      ? [...(value as unknown[])].sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
      : value;
  });
  const ids = new Map<string, string>();
  const anonymous = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    ids.set(id, ids.get(id) ?? `id ${ids.size}`);
    return String(ids.get(id));
  });
  return JSON.parse(anonymous);
}

function nameOf(element: unknown): string {
  const { displayName, role } = Object(element) as { displayName?: string; role?: string };
  return displayName ?? role ?? JSON.stringify(element);
}

describeWithTerraform("an apply that fails at any of its calls", () => {
  test("and is repeated ends in the same state, with nothing orphaned and nothing made twice", async () => {
    const deployment = await Deployment.start(program);
    try {
      const untouched = shape(await deployment.cloud());
      await deployment.apply();
      const complete = shape(await deployment.cloud());
      const calls = (await deployment.sandbox.log())
        .filter(({ type, outcome }) => type !== undefined && outcome === "ok")
        .map(({ operation, type }) => `${operation} ${String(type)}`);

      let repeated = 0;
      for (const [index, call] of calls.entries()) {
        await deployment.startOver();
        const nth = calls.slice(0, index + 1).filter((other) => other === call).length;
        await deployment.sandbox.fail({ call, nth, how: "error", summary: "injected" });
        const { code, stderr } = await deployment.tryToApply();
        expect([call, nth, code, stderr]).toEqual([
          call,
          nth,
          1,
          expect.stringContaining("injected"),
        ]);
        if (isDeepStrictEqual(shape(await deployment.cloud()), untouched)) {
          continue;
        }
        repeated += 1;
        await deployment.apply();
        expect([call, nth, shape(await deployment.cloud())]).toEqual([call, nth, complete]);
        expect(await deployment.plan()).toHaveNoChanges();
      }
      expect(repeated).toBeGreaterThan(4);
    } finally {
      await deployment.stop();
    }
  }, 300_000);
});
