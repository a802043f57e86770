import { Construct } from "constructs";
import { TerraformOutput, TerraformStack } from "cdktf";
import { literalId } from "../core/construct-id";
import { failure } from "../core/problem";
import { shown } from "../core/shown";
import { ClientSecret, noClientSecret } from "../credential/client-secret";

/**
 * Terraform outputs by which a script or a person fetches a client secret: `<id>_username` and
 * `<id>_password` (sensitive: `terraform output` prints it only when asked for it by name); and by
 * which an alert watches it: `<id>_active_slot`, `<id>_expires_on` and, unless it is rotated by hand,
 * `<id>_rotates_on`. They are part of the stack, since that is where Terraform keeps outputs, and where
 * their names must be unique.
 */
export class ClientSecretOutputs extends Construct {
  public constructor(scope: TerraformStack, id: string, secret: ClientSecret) {
    super(scope, literalId(scope, id));
    if (!TerraformStack.isStack(scope)) {
      throw failure(scope, `The outputs ${shown(id)} are not made in a stack; give the stack.`);
    }
    if (!(secret instanceof ClientSecret)) {
      throw failure(this, noClientSecret(secret));
    }
    this.add("username", secret.username);
    this.add("password", secret.value, true);
    this.add("active_slot", secret.activeSlot);
    this.add("expires_on", secret.expiresOn);
    if (secret.rotatesOn !== undefined) {
      this.add("rotates_on", secret.rotatesOn);
    }
  }

  private add(name: string, value: string, sensitive?: boolean): void {
    const output = new TerraformOutput(this, name, { value, sensitive });
    output.overrideLogicalId(`${this.node.id}_${name}`);
  }
}
