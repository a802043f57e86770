import { shown } from "../../core/shown";
import type { ICredentialHolder } from "../../credential/credential-holder";
import { FederatedIdentity } from "../../credential/federated-identity";
import { ClientSecretOutputs } from "../../delivery/outputs";
import type { IAcrServicePrincipal } from "../../principal/principal";
import type { IAcrRegistry } from "../../registry/registry";
import { keyOfForm } from "../../yaml/forms";
import type { Path } from "../../yaml/mistake";
import { UnreadableFile } from "../../yaml/read-file";
import { mapsAt, valueAt } from "../../yaml/values";
import { certificateIn } from "../certificate-file";
import {
  certificate as certificateSchema,
  clientSecret as clientSecretSchema,
  federatedCredential as federatedCredentialSchema,
} from "../credential-schema";
import type { Names } from "../findings";
import type { Deliveries } from "./deliveries";
import { Entries, oldKeys } from "./entries";

/** The credentials of an application. */
export class Credentials {
  public constructor(
    private readonly entries: Entries,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * Adds what stands below the entry of a principal.
   *
   * @param registries where it logs in
   */
  public add(principal: IAcrServicePrincipal, above: Path, registries: IAcrRegistry[]): void {
    this.addSecrets(principal, above, registries);
    this.addCertificates(principal, above);
    this.addFederatedCredentials(principal, above);
  }

  private addSecrets(
    principal: IAcrServicePrincipal,
    above: Path,
    registries: IAcrRegistry[],
  ): void {
    for (const [path, { outputs, deliver, ...entry }] of mapsAt(
      this.entries.file,
      ...above,
      "clientSecrets",
    )) {
      const secret = this.entries.make(path, clientSecretSchema, {}, (id) => {
        const made = principal.addClientSecret(id, { ...entry, renamedFrom: oldKeys(entry) });
        if (outputs === true) {
          const prefix = `${principal.node.id}_${id}`;
          new ClientSecretOutputs(this.entries.stack, prefix, made, { registries });
        }
        return made;
      });
      if (secret !== undefined) {
        this.deliveries.add({ principal, secret, registries }, [...path, "deliver"], deliver);
      }
    }
  }

  private addCertificates(principal: ICredentialHolder, above: Path): void {
    for (const [path, { file, ...entry }] of mapsAt(this.entries.file, ...above, "certificates")) {
      // To a file, pem and der are forms of its content.
      const properties: Names["ofProperties"] =
        file === undefined ? {} : { pem: "file", der: "file" };
      this.entries.make(path, certificateSchema, properties, (id) => {
        principal.addCertificate(id, {
          ...entry,
          ...(typeof file === "string" && this.certificateIn([...path, "file"], file)),
          renamedFrom: oldKeys(entry),
        });
      });
    }
  }

  private certificateIn(path: Path, file: string): { pem?: string; der?: string } {
    try {
      return this.entries.findings.isRefused(path) ? {} : certificateIn(this.entries.folder, file);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) {
        throw error;
      }
      const message = `${shown(file)} ${error.message}, or give another path, relative to this file`;
      this.entries.findings.refuse({ path, message });
      return {};
    }
  }

  private addFederatedCredentials(principal: ICredentialHolder, above: Path): void {
    for (const [path, entry] of mapsAt(this.entries.file, ...above, "federatedCredentials")) {
      const platform = keyOfForm(federatedCredentialSchema, entry);
      // Which of its keys go together can't be said of a token with a misspelt one.
      if (platform !== undefined && this.entries.findings.isSound([...path, platform])) {
        const properties = { id: "", identity: platform };
        this.entries.make(path, federatedCredentialSchema, properties, (id) => {
          const identity = FederatedIdentity[platform as Platform](entry[platform] as never);
          principal.addFederatedCredential(id, identity, {
            renamedFrom: oldKeys(entry),
            adopt: valueAt(entry, "adopt") as string | undefined,
          });
        });
      }
    }
  }
}

type Platform = "github" | "gitlab" | "azureDevOps" | "kubernetes" | "terraformCloud" | "of";
