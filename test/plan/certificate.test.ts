import { TerraformVariable } from "cdktf";
import { AcrServicePrincipal, CertificateProps } from "cdktf-acr-auth";
import { certificateValid } from "../credential/certificates";
import { Deployment, describeWithTerraform, Program } from "./support";

const first = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");
const second = certificateValid("2027-04-01T00:00:00Z", "2027-10-01T00:00:00Z");

const RESOURCE = "azuread_application_certificate.web_certificate";

function web(certificates: Record<string, CertificateProps>): Program {
  return (stack) => {
    const principal = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    principal.addClientSecret("docker");
    for (const [id, props] of Object.entries(certificates)) {
      principal.addCertificate(id, props);
    }
  };
}

describeWithTerraform("a certificate", () => {
  let deployment: Deployment;
  afterEach(() => deployment.stop());

  const endDates = async (): Promise<unknown[]> => {
    const [tenant] = Object.values((await deployment.cloud()).tenants);
    return (tenant?.applications ?? []).flatMap(({ certificates }) =>
      certificates.map(({ endDate }) => endDate),
    );
  };

  test("rolls over to a second one and touches nothing else", async () => {
    deployment = await Deployment.start(web({ y26: { pem: first.pem } }));
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    expect(await endDates()).toEqual(["2027-05-01T00:00:00Z"]);

    await deployment.moveTo("2027-04-02T00:00:00Z");
    await deployment.apply(); // The client secret has rotated meanwhile.
    deployment.program = web({ y26: { pem: first.pem }, y27: { pem: second.pem } });
    expect(await deployment.plan()).toCreateOnly([`${RESOURCE}_y27`]);
    await deployment.apply();
    expect(await endDates()).toHaveLength(2);

    deployment.program = web({ y27: { pem: second.pem } });
    expect(await deployment.plan()).toDeleteOnly([`${RESOURCE}_y26`]);
    await deployment.apply();
    expect(await endDates()).toEqual(["2027-10-01T00:00:00Z"]);
  });

  test("in another form, or read from a file with other line breaks, is no change", async () => {
    deployment = await Deployment.start(web({ laptop: { pem: first.pem } }));
    await deployment.apply();
    for (const props of [
      { der: first.der.toString("base64") },
      { pem: first.pem.replaceAll("\n", "\r\n") },
      { pem: first.pem, endDate: "2027-05-01T00:00:00Z" },
    ]) {
      deployment.program = web({ laptop: props });
      expect(await deployment.plan()).toHaveNoChanges();
    }
  });

  test("that Key Vault has renewed is known to Entra before the old one is forgotten", async () => {
    const keyVault =
      (der: Buffer): Program =>
      (stack) => {
        const variable = new TerraformVariable(stack, "data", { default: der.toString("hex") });
        web({ vault: { keyVaultCertificate: { certificateData: variable.stringValue } } })(stack);
      };
    deployment = await Deployment.start(keyVault(first.der), { now: "2027-04-02T00:00:00Z" });
    await deployment.apply();
    deployment.program = keyVault(second.der);
    expect(await deployment.plan()).toReplaceOnly([`${RESOURCE}_vault`]);
    await deployment.apply();
    expect(await endDates()).toEqual(["2027-10-01T00:00:00Z"]);
    const calls = (await deployment.sandbox.log())
      .filter(({ type }) => type === "azuread_application_certificate")
      .map(({ operation }) => operation)
      .filter((operation) => operation === "create" || operation === "delete");
    expect(calls).toEqual(["create", "create", "delete"]);
  });

  test("that has expired stops neither a plan nor a destroy", async () => {
    deployment = await Deployment.start(web({ laptop: { pem: first.pem } }));
    await deployment.apply();
    await deployment.moveTo("2027-05-02T00:00:00Z");
    await deployment.apply();
    expect(await deployment.plan()).toHaveNoChanges();
    await deployment.destroy();
    expect(await endDates()).toEqual([]);
  });
});
