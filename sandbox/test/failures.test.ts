import { type FailRule, Sandbox } from "../lib";
import { testWithTerraform } from "./with-terraform";
import { Workspace } from "./workspace";

jest.setTimeout(60_000);

const TWO_APPLICATIONS = `
resource "azuread_application" "web" {
  display_name = "web"
}
resource "azuread_application" "build" {
  display_name = "build"
  depends_on   = [azuread_application.web]
}
`;
const CREATE = "create azuread_application";

let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  sandbox = await Sandbox.start();
});

beforeEach(async () => {
  workspace = new Workspace(sandbox, TWO_APPLICATIONS);
  await workspace.succeed("init");
});

afterEach(async () => {
  workspace.remove();
  await sandbox.reset();
});

afterAll(() => sandbox.stop());

testWithTerraform(
  "the nth call of a kind fails with the given error, once, and the next apply completes the work",
  async () => {
    await sandbox.fail({
      call: CREATE,
      nth: 2,
      how: "error",
      summary: "Out of order",
      detail: "Try again.",
    });
    const { code, stderr } = await workspace.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(stderr).toContain("Error: Out of order");
    expect(stderr).toContain("with azuread_application.build");
    expect(await workspace.succeed("apply", "-auto-approve")).toContain("1 added");
  },
);

testWithTerraform(
  "a broken connection fails the apply, and nothing was created by the call",
  async () => {
    await sandbox.fail({ call: CREATE, nth: 1, how: "disconnect" });
    expect((await workspace.run("apply", "-auto-approve")).code).toBe(1);
    expect(await workspace.succeed("apply", "-auto-approve")).toContain("2 added");
  },
);

testWithTerraform("a call that hangs keeps Terraform waiting until it is ended", async () => {
  await sandbox.fail({ call: CREATE, nth: 1, how: "hang" });
  await expect(workspace.runFor(5, "apply", "-auto-approve")).rejects.toThrow(
    "was ended by SIGKILL (limit: 5 s)",
  );
  expect(await workspace.succeed("apply", "-auto-approve", "-lock=false")).toContain("2 added");
});

testWithTerraform("a failure of a call that does not exist is refused", async () => {
  const typo = sandbox.fail({ call: "create azuread_aplication", nth: 1, how: "error" });
  await expect(typo).rejects.toThrow('"create azuread_aplication" is no call of the sandbox');
});

testWithTerraform("a failure of a kind that its call cannot have is refused", async () => {
  const mixed = { call: "POST /applications", nth: 1, how: "hang" } as FailRule;
  await expect(sandbox.fail(mixed)).rejects.toThrow(
    '"POST /applications" can\'t fail by "hang"; write 403, 429, lost, 500.',
  );
});

testWithTerraform(
  "a request that fails after its effect leaves a tainted resource, which the next apply replaces",
  async () => {
    await sandbox.fail({ call: "PATCH /applications/{id}", nth: 2, how: "lost" });
    const { stderr } = await workspace.run("apply", "-auto-approve");
    expect(stderr).toMatch(
      /Error: Failed to patch application with object ID "[0-9a-f-]{36}" after/,
    );
    expect(await workspace.succeed("show")).toContain("(tainted)");
    expect((await sandbox.requests()).map(({ outcome }) => outcome)).toEqual(["ok", "ok", "lost"]);
    expect(await workspace.succeed("apply", "-auto-approve")).toContain("2 added, 0 changed, 1");
  },
);

testWithTerraform("the log tells every call and what came of it", async () => {
  await sandbox.fail({ call: CREATE, nth: 1, how: "error", summary: "Out of order" });
  await workspace.run("apply", "-auto-approve");
  await workspace.succeed("apply", "-auto-approve");
  const creates = (await sandbox.log()).filter(({ operation }) => operation === "create");
  const call = { provider: "azuread", operation: "create", type: "azuread_application" };
  expect(creates).toEqual([
    { ...call, outcome: "error", summary: "Out of order" },
    { ...call, outcome: "ok" },
    { ...call, outcome: "ok" },
  ]);
});

testWithTerraform("a reset forgets what was created, logged and asked to fail", async () => {
  await sandbox.fail({ call: CREATE, nth: 3, how: "error" });
  await workspace.succeed("apply", "-auto-approve");
  await sandbox.reset();
  expect(await sandbox.log()).toEqual([]);
  expect(Object.values((await sandbox.dump()).tenants)).toMatchObject([{ applications: [] }]);
  expect(await workspace.succeed("apply", "-auto-approve")).toContain("2 added");
});

testWithTerraform("a sandbox that was stopped says so", async () => {
  const other = await Sandbox.start();
  await other.stop();
  await expect(other.dump()).rejects.toThrow("The sandbox was stopped");
});
