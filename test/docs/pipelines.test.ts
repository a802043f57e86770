import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";

const PAGE = readFileSync(join(ROOT, "docs", "pipelines.md"), "utf8");

test("a pipeline is told all that it has to say in its environment, and options that cdktf has", () => {
  const pipelines = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, code = ""]) => code)
    .filter((code) => /cdktf deploy.*--auto-approve/.test(code));
  const cli = readFileSync(
    join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf.js"),
    "utf8",
  );
  const help = readFileSync(join(ROOT, "help"), "utf8");
  expect(pipelines).toHaveLength(1);
  for (const pipeline of pipelines) {
    for (const name of ["TENANT_ID", "SUBSCRIPTION_ID", "CLIENT_ID", "USE_OIDC"]) {
      expect(pipeline).toContain(`export ARM_${name}=`);
      expect(help).toContain(`ARM_${name}`);
    }
    expect(pipeline).toContain("export ARM_PROVIDER_ENHANCED_VALIDATION=false # azurerm 4");
    const [command = ""] = /^npx cdktf deploy.*$/m.exec(pipeline) ?? [];
    for (const [, option] of `${command} --skip-provider-lock`.matchAll(/--([a-z-]+)/g)) {
      expect(PAGE).toContain(`--${String(option)}`);
      expect(cli).toContain(`"${String(option)}"`);
    }
  }
});
