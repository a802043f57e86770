import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "../../lib";
import { testWithSkopeo } from "../with-skopeo";
import { describeWithTerraform } from "../with-terraform";
import { applyWeb } from "./web-stack";
import { digestOf, type Login, LOGIN_SERVER, MANIFEST } from "./wire";

describeWithTerraform("skopeo", () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeAll(async () => {
    sandbox = await Sandbox.start({ now: "2027-01-01T00:00:00Z" });
  });
  beforeEach(async () => {
    await sandbox.reset();
    folder = mkdtempSync(join(tmpdir(), "acr-auth-skopeo-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  afterAll(() => sandbox.stop());

  const skopeo = async (...args: string[]) => {
    const env = {
      ...process.env,
      ...sandbox.registryEnv,
      REGISTRY_AUTH_FILE: join(folder, "auth.json"),
    };
    const child = spawn("skopeo", args, { env });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    return { code, output };
  };
  const logIn = ({ user, password }: Login) =>
    skopeo("login", "--username", user, "--password", password, LOGIN_SERVER);
  const image = (repository: string) => `docker://${LOGIN_SERVER}/${repository}`;
  const copy = (from: string, to: string) => skopeo("--insecure-policy", "copy", from, to);

  testWithSkopeo("logs in, pushes and pulls what is granted, and nothing else", async () => {
    const stack = join(folder, "stack");
    mkdirSync(stack);
    const loginOf = await applyWeb(sandbox, stack, "Container Registry Repository Writer", {
      one: "2027-06-01T00:00:00Z",
    });
    const own = writeImage(join(folder, "image"));
    expect(await logIn(loginOf("one"))).toMatchObject({ code: 0, output: "Login Succeeded!\n" });
    expect(await copy(own, image("team-a/app:v1"))).toMatchObject({ code: 0 });
    expect(await copy(image("team-a/app:v1"), `dir:${join(folder, "pulled")}`)).toMatchObject({
      code: 0,
    });
    const { output } = await skopeo("list-tags", image("team-a/app"));
    expect(JSON.parse(output)).toMatchObject({ Tags: ["v1"] });

    const denied = await copy(own, image("team-b/app:v1"));
    expect(denied.code).toBe(1);
    expect(denied.output).toContain("authentication required");
    const notDeleted = await skopeo("delete", image("team-a/app:v1"));
    expect(notDeleted.code).toBe(1);
  });

  testWithSkopeo(
    "logs in by the old secret until its end and by the new one at once, and by neither when they are removed",
    async () => {
      const stack = join(folder, "stack");
      mkdirSync(stack);
      const role = "Container Registry Repository Reader";
      const [one, two] = ["2027-03-01T00:00:00Z", "2027-06-01T00:00:00Z"];
      const loginOf = await applyWeb(sandbox, stack, role, { one, two });
      const codes = async () => [
        (await logIn(loginOf("one"))).code,
        (await logIn(loginOf("two"))).code,
      ];
      expect(await codes()).toEqual([0, 0]);
      await sandbox.travel({ to: one });
      expect(await codes()).toEqual([1, 0]);
      await applyWeb(sandbox, stack, role, {});
      expect(await codes()).toEqual([1, 1]);
    },
  );

  testWithSkopeo("is told where the proxy of the sandbox does not lead to", async () => {
    const { code, output } = await skopeo("inspect", "docker://registry.example.com/app");
    expect(code).toBe(1);
    expect(output).toContain("leads to its registries only");
  });
});

/** An image of one file, as a folder in the form of OCI, and how skopeo names it. */
function writeImage(folder: string): string {
  const blobs = join(folder, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const write = (mediaType: string, text: string) => {
    const digest = digestOf(text);
    writeFileSync(join(blobs, digest.replace("sha256:", "")), text);
    return { mediaType, digest, size: text.length };
  };
  // An archive without files: two blocks of zeros.
  const layer = write("application/vnd.oci.image.layer.v1.tar", "\0".repeat(1024));
  const rootfs = { type: "layers", diff_ids: [layer.digest] };
  const config = write(
    "application/vnd.oci.image.config.v1+json",
    JSON.stringify({ architecture: "amd64", os: "linux", rootfs }),
  );
  const manifest = write(
    MANIFEST,
    JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers: [layer] }),
  );
  writeFileSync(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(
    join(folder, "index.json"),
    JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
  );
  return `oci:${folder}`;
}
