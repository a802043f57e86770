import { Client, describeOnLinux } from "../https/client";
import { RegistryClient } from "./client";
import { LOGIN_SERVER } from "./wire";

describeOnLinux("a registry, of who has logged in to Entra,", () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start();
  });
  afterAll(() => client.sandbox.stop());

  const exchange = async (scope: string) => {
    const body = new URLSearchParams({
      grant_type: "access_token",
      service: LOGIN_SERVER,
      access_token: await client.token({ scope }),
    }).toString();
    return new RegistryClient(client.sandbox).send("POST", "/oauth2/exchange", { body });
  };

  test.each([
    "https://containerregistry.azure.net/.default",
    "https://management.azure.com/.default",
  ])("takes a token for %s", async (scope) => {
    const { status, body } = await exchange(scope);
    expect(status).toBe(200);
    const password = String((JSON.parse(body) as Record<string, unknown>).refresh_token);
    const login = { user: "00000000-0000-0000-0000-000000000000", password };
    expect((await new RegistryClient(client.sandbox).logIn(login)).status).toBe(200);
  });

  test("takes none for Graph, and gives none that is good there", async () => {
    expect((await exchange("https://graph.microsoft.com/.default")).status).toBe(401);
    const { body } = await exchange("https://containerregistry.azure.net/.default");
    const { refresh_token: token } = JSON.parse(body) as { refresh_token: string };
    expect((await client.ask("GET", `${client.graph}/v1.0/applications`, token)).status).toBe(401);
  });
});
