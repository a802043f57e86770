import { AcrServicePrincipal } from "cdktf-acr-auth";
import { ClientSecretOutputs } from "../../lib/delivery/outputs";
import { newStack, render } from "../support/stack";

function webWithOutputs(id: string): ReturnType<typeof newStack> {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  new ClientSecretOutputs(stack, id, web.addClientSecret("docker"));
  return stack;
}

test("the outputs have names that a script can rely on, and only the password is sensitive", () => {
  const { output = {} } = render(webWithOutputs("web_docker"));
  expect(
    Object.entries(output).map(([name, props]) => [
      name,
      Object.hasOwn(props as object, "sensitive"),
    ]),
  ).toEqual([
    ["web_docker_active_slot", false],
    ["web_docker_expires_on", false],
    ["web_docker_password", true],
    ["web_docker_rotates_on", false],
    ["web_docker_username", false],
  ]);
});

test("a secret that is rotated by hand has no day on which it rotates", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  const secret = web.addClientSecret("docker", { expiresOn: { a: "2027-01-31T00:00:00Z" } });
  new ClientSecretOutputs(stack, "web_docker", secret);
  expect(Object.keys(render(stack).output ?? {})).toEqual([
    "web_docker_active_slot",
    "web_docker_expires_on",
    "web_docker_password",
    "web_docker_username",
  ]);
});

test("the password is the active slot of the client secret, by reference", () => {
  expect(render(webWithOutputs("web_docker")).output).toMatchObject({
    web_docker_password: {
      value: expect.stringMatching(
        /\? sensitive\(azuread_application_password\.\w+_a_\w+\.value\) : sensitive\(azuread_application_password\.\w+_b_\w+\.value\)/,
      ) as string,
      sensitive: true,
    },
  });
});

test("outputs of one name are refused instead of replacing each other", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  new ClientSecretOutputs(stack, "docker", web.addClientSecret("one"));
  expect(() => new ClientSecretOutputs(stack, "docker", web.addClientSecret("two"))).toThrow(
    "There is already a Construct with name 'docker'",
  );
});
