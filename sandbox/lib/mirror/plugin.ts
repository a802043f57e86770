/** What the plugins of the mirror run: HashiCorp's go-plugin handshake, and then a pipe to the sandbox. */
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { createCertificate } from "../certificate";

export function servePlugin(sandboxPort: number): void {
  const terraformCertificate = process.env.PLUGIN_CLIENT_CERT;
  if (process.env.TF_PLUGIN_MAGIC_COOKIE !== MAGIC_COOKIE || terraformCertificate === undefined) {
    console.error(
      "This is a plugin of Terraform, which Terraform starts: run `terraform` instead.",
    );
    process.exitCode = 1;
    return;
  }
  const { key, pem, der } = createCertificate("localhost");
  const server = createServer({
    key,
    cert: pem,
    ca: terraformCertificate,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ["h2"],
  });
  server.on("secureConnection", (terraform) => {
    const sandbox = connect(sandboxPort, "127.0.0.1");
    terraform.pipe(sandbox).pipe(terraform);
    // Terraform uses one connection: when either end of it is gone, so is the plugin's use.
    for (const end of [terraform, sandbox]) {
      end.on("error", () => undefined).once("close", () => process.exit());
    }
  });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    // Core protocol 1, plugin protocol 6; the certificate goes without base64 padding.
    console.log(`1|6|tcp|127.0.0.1:${port}|grpc|${der.toString("base64").replaceAll("=", "")}`);
  });
  stayOnlyWith(process.ppid);
}

/** A Terraform that is killed before it connects would leave the plugin behind; Ctrl-C is for Terraform to handle. */
function stayOnlyWith(parent: number): void {
  process.on("SIGINT", () => undefined);
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit();
    }
  }, 1000).unref();
}

/** The same for every provider of Terraform: it guards against starting a plugin by hand. */
const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
