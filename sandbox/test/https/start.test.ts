import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Sandbox, type SandboxOptions, writeMirror } from "../../lib";
import { terraformPlatform } from "../../lib/platform";
import { testWithTerraform } from "../with-terraform";
import { Client, describeOnLinux, mirrorOf } from "./client";

const RUNNER = resolve(__dirname, "../../bin.js");

const folders: string[] = [];
function mirror(...providers: string[]): string {
  const folder = mirrorOf(...providers);
  folders.push(folder);
  return folder;
}
afterAll(() => {
  folders.forEach((folder) => {
    rmSync(folder, { recursive: true });
  });
});

async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [RUNNER, ...args], { env: { ...process.env, ...env } });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, ...output };
}

test.each<[object, string]>([
  [{ providers: "rael" }, 'providers: "rael" are none; write "real", or "sandbox" for its own.'],
  [{ providers: "real", port: 0 }, "port: 0 is none; write one from 1 to 65535."],
  [{ providers: "real", port: 65_536 }, "port: 65536 is none; write one from 1 to 65535."],
  [{ providers: "real", port: "443" }, 'port: "443" is none; write one from 1 to 65535.'],
  [{ port: 8443 }, 'port: only the real providers need one; write providers: "real" as well.'],
])("a start with %j is refused", async (options, message) => {
  await expect(Sandbox.start(options as SandboxOptions)).rejects.toThrow(new Error(message));
});

describeOnLinux("with the real providers", () => {
  test("a folder that lacks one is told before anything is started", async () => {
    const folder = mirror("azuread");
    process.env.ACR_AUTH_PROVIDER_MIRROR = folder;
    await expect(Sandbox.start({ providers: "real" })).rejects.toThrow(
      `ACR_AUTH_PROVIDER_MIRROR: the folder ${folder} has no azurerm for ${terraformPlatform()}; `,
    );
    process.env.ACR_AUTH_PROVIDER_MIRROR = join(tmpdir(), "no-such-folder");
    await expect(Sandbox.start({ providers: "real" })).rejects.toThrow(
      /no-such-folder has no azuread and no azurerm for /,
    );
    delete process.env.ACR_AUTH_PROVIDER_MIRROR;
  });

  test("a port is that of the door, and one that another process holds is told", async () => {
    const holder = createServer();
    await new Promise<void>((settle) => holder.listen(0, "127.0.0.1", settle));
    const { port } = holder.address() as AddressInfo;
    await expect(Client.start({ port })).rejects.toThrow(
      new Error(
        `port: another process holds ${port} on this host; end it, or choose another port.`,
      ),
    );
    await new Promise((settle) => holder.close(settle));

    const client = await Client.start({ port });
    expect(client.env.ARM_METADATA_HOSTNAME).toBe(`127.0.0.1:${port}`);
    await client.sandbox.stop();
  });

  test("what a folder does not have of time and github is attached, and what it has is not", async () => {
    const attached = async (...providers: string[]): Promise<string[]> => {
      process.env.ACR_AUTH_PROVIDER_MIRROR = mirror("azuread", "azurerm", ...providers);
      const sandbox = await Sandbox.start({ providers: "real" });
      delete process.env.ACR_AUTH_PROVIDER_MIRROR;
      await sandbox.stop();
      const all = Object.keys(JSON.parse(sandbox.env.TF_REATTACH_PROVIDERS ?? "") as object);
      return all.filter((address) => /\/(time|github)$/.test(address));
    };
    expect(await attached()).toEqual([
      "registry.terraform.io/hashicorp/time",
      "registry.opentofu.org/hashicorp/time",
      "registry.terraform.io/integrations/github",
      "registry.opentofu.org/integrations/github",
    ]);
    expect(await attached("time", "github")).toEqual([]);
  });

  test("a call of Terraform can't fail by the sandbox, a request to Azure can", async () => {
    process.env.ACR_AUTH_PROVIDER_MIRROR = mirror("azuread", "azurerm");
    const sandbox = await Sandbox.start({ providers: "real" });
    delete process.env.ACR_AUTH_PROVIDER_MIRROR;
    await expect(
      sandbox.fail({ call: "create azuread_application", nth: 1, how: "error" }),
    ).rejects.toThrow(
      new Error(
        '"create azuread_application" is a call of the real azuread, which the sandbox is not asked; let a request fail, such as "POST /applications".',
      ),
    );
    await expect(
      sandbox.fail({ call: "POST /applications", nth: 1, how: "403" }),
    ).resolves.toBeUndefined();
    await sandbox.stop();
  });

  testWithTerraform(
    "a stack that asks for another version of a provider gets it, in spite of the lock file",
    async () => {
      const own = await Sandbox.start();
      const folder = mirror("azurerm");
      writeMirror(own, folder);
      const versions = join(folder, "registry.terraform.io", "hashicorp", "azuread");
      const [installed = ""] = readdirSync(versions);
      const other = "99.0.0";
      cpSync(join(versions, installed), join(versions, other), { recursive: true });
      const plugins = join(versions, other, terraformPlatform());
      renameSync(
        join(plugins, `terraform-provider-azuread_v${installed}`),
        join(plugins, `terraform-provider-azuread_v${other}`),
      );
      process.env.ACR_AUTH_PROVIDER_MIRROR = folder;
      const sandbox = await Sandbox.start({ providers: "real" });
      delete process.env.ACR_AUTH_PROVIDER_MIRROR;
      const stack = mirror();
      const lock = async (version: string): Promise<string> => {
        writeFileSync(
          join(stack, "main.tf.json"),
          JSON.stringify({
            terraform: {
              required_providers: { azuread: { source: "hashicorp/azuread", version } },
            },
          }),
        );
        return readFileSync(join(await sandbox.folder(stack), ".terraform.lock.hcl"), "utf8");
      };
      expect(await lock(installed)).toContain(`version     = "${installed}"`);
      expect(await lock(other)).toContain(`version     = "${other}"`);
      await sandbox.stop();
      await own.stop();
    },
  );

  testWithTerraform(
    "a command sees the door in its environment only, and no other login",
    async () => {
      const script = `
      const { ARM_METADATA_HOSTNAME, ARM_CLIENT_CERTIFICATE_PATH, ARM_CLIENT_SECRET, SSL_CERT_FILE } = process.env;
      console.log(ARM_METADATA_HOSTNAME, [ARM_CLIENT_CERTIFICATE_PATH], ARM_CLIENT_SECRET.length > 30);
      console.log(SSL_CERT_FILE);`;
      const { code, stdout, stderr } = await run(
        ["--providers", "real", "--", "node", "-e", script],
        {
          ACR_AUTH_PROVIDER_MIRROR: mirror("azuread", "azurerm"),
          ARM_CLIENT_CERTIFICATE_PATH: "/home/ada/deployer.pfx",
        },
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const [door, roots = ""] = stdout.split("\n");
      expect(door).toMatch(/^127\.0\.0\.1:\d+ \[ '' \] true$/);
      expect(existsSync(roots)).toBe(false);
    },
  );

  testWithTerraform("what a command asked and is not modelled is told at its end", async () => {
    const script = `
      const https = require("https");
      const ca = require("fs").readFileSync(process.env.SSL_CERT_FILE);
      https.get("https://" + process.env.ARM_METADATA_HOSTNAME + "/tenants", { ca });`;
    const { code, stderr } = await run(["--providers", "real", "node", "-e", script], {
      ACR_AUTH_PROVIDER_MIRROR: mirror("azuread", "azurerm"),
    });
    expect(code).toBe(0);
    expect(stderr).toBe(
      "The sandbox could not answer all that it was asked:\n  The sandbox does not model the request GET /tenants\n",
    );
  });

  testWithTerraform("a port that is no number is told in a sentence", async () => {
    const { code, stderr } = await run(["--providers", "real", "--port", "https", "--", "true"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'port: "https" is none; write one from 1 to 65535.\n',
    });
  });
});
