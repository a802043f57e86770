import { az } from "../lib/az";
import { createCertificate } from "../lib/certificate";
import { InProcess } from "./in-process";

function withCredentials() {
  const sandbox = new InProcess({ now: new Date().toISOString() });
  const { id: application_id = null, client_id } = sandbox.create("azuread_application", {
    display_name: "web",
  });
  const password = sandbox.create("azuread_application_password", { application_id });
  const certificate = sandbox.create("azuread_application_certificate", {
    application_id,
    type: "AsymmetricX509Cert",
    value: createCertificate("web.contoso.com").pem,
  });
  const federated = sandbox.create("azuread_application_federated_identity_credential", {
    application_id,
    display_name: "github",
    audiences: ["api://AzureADTokenExchange"],
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
  });
  const { applications } = sandbox.cloud.directory(sandbox.cloud.seed.tenantId);
  return {
    application: applications.get((application_id as string).slice("/applications/".length)),
    applications,
    passwordId: password.key_id as string,
    certificateId: certificate.key_id as string,
    federatedId: federated.credential_id as string,
    run: (command: string) => {
      az(sandbox.cloud, `${command} --id ${client_id as string}`);
    },
  };
}

test("an application is deleted", () => {
  const { run, applications } = withCredentials();
  run("az ad app delete");
  expect(applications.size).toBe(0);
});

test("a password and a certificate are deleted by their key ids", () => {
  const { run, application, passwordId, certificateId } = withCredentials();
  run(`az ad app credential delete --key-id ${passwordId}`);
  expect(application).toMatchObject({ passwords: [], certificates: [{}] });
  run(`az ad app credential delete --cert --key-id ${certificateId}`);
  expect(application).toMatchObject({ certificates: [] });
});

test.each(["name", "id"])("a federated credential is deleted by its %s", (by) => {
  const { run, application, federatedId } = withCredentials();
  const id = by === "id" ? federatedId : "github";
  run(`az ad app federated-credential delete --federated-credential-id ${id}`);
  expect(application).toMatchObject({ federatedCredentials: [] });
});

describe("an owner", () => {
  const OWNER = "0ca11e00-0000-4000-8000-00000000000a";
  const URL = "https://graph.microsoft.com/v1.0";
  const seed = {
    servicePrincipals: [{ clientId: OWNER, objectId: OWNER, displayName: "deployer" }],
  };

  function withPrincipal() {
    const sandbox = new InProcess({ seed });
    const { client_id = null } = sandbox.create("azuread_application", { display_name: "web" });
    const { object_id } = sandbox.create("azuread_service_principal", { client_id });
    const { applications, servicePrincipals } = sandbox.cloud.directory(
      sandbox.cloud.seed.tenantId,
    );
    return {
      addToApplication: `az ad app owner add --id ${client_id as string} --owner-object-id ${OWNER}`,
      addToServicePrincipal: `az rest --method post --url ${URL}/servicePrincipals/${object_id as string}/owners/$ref --body {"@odata.id": "${URL}/directoryObjects/${OWNER}"}`,
      run: (command: string) => {
        az(sandbox.cloud, command);
      },
      owners: () =>
        [...applications.values(), ...servicePrincipals.values()]
          .filter(({ displayName }) => displayName === "web")
          .map((object) => [...object.owners]),
      sandbox,
    };
  }

  test("is added to an application, and by a request to its service principal", () => {
    const { addToApplication, addToServicePrincipal, run, owners } = withPrincipal();
    run(addToApplication);
    expect(owners()).toEqual([[OWNER], []]);
    run(addToServicePrincipal);
    expect(owners()).toEqual([[OWNER], [OWNER]]);
  });

  test("is not added by somebody with Application.ReadWrite.OwnedBy", () => {
    const { addToApplication, addToServicePrincipal, run, sandbox } = withPrincipal();
    const { caller } = sandbox.cloud.seed;
    sandbox.cloud.environment.setCaller({
      ...caller,
      permission: "Application.ReadWrite.OwnedBy",
    });
    for (const command of [addToApplication, addToServicePrincipal]) {
      expect(() => {
        run(command);
      }).toThrow("Insufficient privileges");
    }
  });

  test("owns nothing any more when it is deleted", () => {
    const { addToApplication, addToServicePrincipal, run, owners } = withPrincipal();
    run(addToApplication);
    run(addToServicePrincipal);
    run(`az ad sp delete --id ${OWNER}`);
    expect(owners()).toEqual([[], []]);
    expect(() => {
      run(addToApplication);
    }).toThrow("The reference to the owner");
  });

  test("is added by no other request", () => {
    const { run } = withPrincipal();
    expect(() => {
      run(`az rest --method get --url ${URL}/me`);
    }).toThrow('The sandbox does not model the request "get');
  });
});

test("what is not there is not deleted", () => {
  const { run, applications } = withCredentials();
  expect(() => {
    run("az ad app credential delete --key-id 6f3f7e4e-0000-4000-8000-000000000001");
  }).toThrow("No password credential found");
  run("az ad app delete");
  expect(() => {
    run("az ad app delete");
  }).toThrow("404");
  expect(applications.size).toBe(0);
});

test("another command is not modelled", () => {
  expect(() => {
    withCredentials().run("az ad app create");
  }).toThrow('The sandbox does not model the command "az ad app create"');
});
