import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import {
  AcrServicePrincipal,
  ClientSecret,
  ClientSecretProps,
  IAcrServicePrincipal,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources, warnings } from "../support/stack";

const LITERAL = {
  clientId: "6f3f7e4e-0000-4000-8000-000000000001",
  objectId: "6f3f7e4e-0000-4000-8000-000000000002",
  applicationResourceId: "/applications/6f3f7e4e-0000-4000-8000-000000000003",
  manageCredentials: true,
};

function secretIn(stack: TerraformStack, props?: ClientSecretProps): ClientSecret {
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  return web.addClientSecret("docker", props);
}

function passwords(props?: ClientSecretProps): Record<string, unknown>[] {
  const stack = newStack();
  secretIn(stack, props);
  return resources(stack, "azuread_application_password");
}

function rendered(stack: TerraformStack, value: string): unknown {
  new TerraformOutput(stack, "rendered", { value, sensitive: true });
  return (render(stack).output?.rendered as { value: unknown }).value;
}

describe("a secret that rotates by itself", () => {
  test("has two slots on the application, named so that the portal tells them apart", () => {
    expect(passwords().map(({ display_name: name }) => name)).toEqual(["docker-a", "docker-b"]);
    for (const { application_id: id } of passwords()) {
      expect(id).toMatch(/^\$\{azuread_application\.web_application_\w+\.id\}$/);
    }
  });

  test("never relies on what azuread ignores or drifts: only end_date and rotate_when_changed", () => {
    for (const password of passwords()) {
      expect(Object.keys(password).sort()).toEqual([
        "application_id",
        "display_name",
        "end_date",
        "lifecycle",
        "rotate_when_changed",
      ]);
    }
  });

  test("makes a new value before the old one is deleted", () => {
    for (const { lifecycle } of passwords()) {
      expect(lifecycle).toMatchObject({ create_before_destroy: true });
    }
  });

  test("is not replaced for another end date, which is that of the grace, nor for another name", () => {
    for (const { lifecycle } of passwords()) {
      expect(lifecycle).toMatchObject({ ignore_changes: ["display_name", "end_date"] });
    }
  });

  test("takes its time from plantimestamp() and nothing else", () => {
    const stack = newStack();
    secretIn(stack);
    const { locals = {} } = render(stack);
    expect(locals.acr_auth_now).toBe("${plantimestamp()}");
    expect(JSON.stringify(render(stack)).match(/timestamp\(\)/g)).toHaveLength(1);
  });

  test("gives the value of the slot that was made last, chosen by Terraform, and marked as a secret", () => {
    const stack = newStack();
    const value = rendered(stack, secretIn(stack).value);
    const [a, b] = ["a", "b"].map(
      (slot) => `azuread_application_password\\.web_client_secret_docker_${slot}_\\w+`,
    );
    const [, active = ""] =
      new RegExp(
        `^\\$\\{\\(local\\.(\\w+) == "a"\\) \\? sensitive\\(${a}\\.value\\) : sensitive\\(${b}\\.value\\)\\}$`,
      ).exec(String(value)) ?? [];
    expect(render(stack).locals?.[active]).toMatch(
      new RegExp(
        `^\\$\\{lookup\\(${a}\\.rotate_when_changed, "period", "0"\\) > lookup\\(${b}\\.rotate_when_changed, "period", "0"\\) \\? "a" : "b"\\}$`,
      ),
    );
  });

  test("gives the client id as the user name", () => {
    const stack = newStack();
    expect(rendered(stack, secretIn(stack).username)).toMatch(
      /^\$\{azuread_application\.web_application_\w+\.client_id\}$/,
    );
  });

  test("shares one clock with all secrets of its stack", () => {
    const stack = newStack();
    secretIn(stack);
    const api = new AcrServicePrincipal(stack, "api", { displayName: "contoso-api" });
    api.addClientSecret("docker");
    const clocks = Object.keys(render(stack).locals ?? {}).filter((name) =>
      name.startsWith("acr_auth_"),
    );
    expect(clocks.sort()).toEqual([
      "acr_auth_day",
      "acr_auth_now",
      "acr_auth_second",
      "acr_auth_year",
    ]);
  });

  test("rotates on a day of its application, wherever in the tree and in whatever stack it stands", () => {
    const decided = (stack: TerraformStack, scope: Construct): unknown => {
      const web = AcrServicePrincipal.fromAttributes(scope, "web", LITERAL);
      web.addClientSecret("docker");
      return Object.entries(render(stack).locals ?? {})
        .filter(([name]) => !name.includes("active"))
        .map(([, value]) => String(value).replace(/local\.(team_)?|_[0-9A-F]{8}/g, ""));
    };
    const stack = newStack();
    const renamed = new TerraformStack(new App(), "renamed");
    new AzureadProvider(renamed, "azuread");
    expect(decided(renamed, new Construct(renamed, "team"))).toEqual(decided(stack, stack));
  });

  test.each<[string, (stack: TerraformStack) => IAcrServicePrincipal]>([
    ["made here", (stack) => new AcrServicePrincipal(stack, "web", { displayName: "web" })],
    [
      "of another tenant",
      (stack) =>
        new AcrServicePrincipal(stack, "web", {
          displayName: "web",
          servicePrincipalProvider: new AzureadProvider(stack, "partner", { alias: "partner" }),
        }),
    ],
    [
      "of the program",
      (stack) =>
        AcrServicePrincipal.fromApplication(
          stack,
          "web",
          new Application(stack, "application", { displayName: "web" }),
        ),
    ],
    [
      "that is looked up",
      (stack) =>
        AcrServicePrincipal.fromClientId(stack, "web", LITERAL.clientId, {
          manageCredentials: true,
        }),
    ],
    ["by its literal id", (stack) => AcrServicePrincipal.fromAttributes(stack, "web", LITERAL)],
  ])(
    "rotates on the day that its own application_id says: of an application %s",
    (_, principal) => {
      const stack = newStack();
      principal(stack).addClientSecret("docker");
      const { locals = {} } = render(stack);
      const [id, application] =
        Object.entries(locals).find(([name]) => name.includes("_application_")) ?? [];
      for (const { application_id: ofSlot } of resources(stack, "azuread_application_password")) {
        expect(application).toBe(ofSlot);
      }
      expect(Object.values(locals)).toContain(
        `\${parseint(substr(split("/", local.${id})[2], 0, 7), 16) % 60}`,
      );
    },
  );

  test("begins its periods at an anchor that is given, exactly", () => {
    for (const { end_date: endDate } of passwords({ anchor: "2026-06-01T12:30:00Z" })) {
      expect(endDate).toMatch(/^\$\{timeadd\("2026-06-01T12:30:00Z", /);
      expect(endDate).not.toContain("stagger");
    }
  });

  test("is replaced in both slots when the generation is counted up, and only then by it", () => {
    const generations = (props?: ClientSecretProps): unknown[] =>
      passwords(props).map(
        ({ rotate_when_changed: keepers }) => (keepers as { generation: string }).generation,
      );
    expect(generations()).toEqual(["0", "0"]);
    expect(generations({ generation: 3 })).toEqual(["3", "3"]);
  });

  test("is replaced in one slot alone when the generation of that slot is counted up", () => {
    const stack = newStack();
    const plain = passwords();
    secretIn(stack, { slotGeneration: { b: 1 } });
    const [a, b] = resources(stack, "azuread_application_password");
    expect(a).toEqual(plain[0]);
    expect(b).toMatchObject({ rotate_when_changed: { generation: "0.1" } });
  });

  test("tells which slot is active, when it expires and when it rotates", () => {
    const stack = newStack();
    const secret = secretIn(stack, { anchor: "2026-06-01T00:00:00Z" });
    const value = { active: secret.activeSlot, rotates: secret.rotatesOn };
    new TerraformOutput(stack, "report", { value });
    const { active, rotates } = (render(stack).output?.report as { value: typeof value }).value;
    expect(active).toMatch(/^\$\{local\.web_client_secret_docker_active_\w+\}$/);
    expect(rotates).toMatch(
      /^\$\{timeadd\("2026-06-01T00:00:00Z", "\$\{\(1440 \* \(local\.\w+ \+ 1\)\)\}h"\)\}$/,
    );
  });

  test("tells the key id of the active slot, and a number made of it for write-only arguments", () => {
    const stack = newStack();
    const secret = secretIn(stack);
    const keyId = rendered(stack, secret.keyId);
    expect(keyId).toMatch(/^\$\{\(local\.\w+ == "a"\) \? .*_a_\w+\.key_id : .*_b_\w+\.key_id\}$/);
    new TerraformOutput(stack, "revision", { value: secret.revision });
    expect(render(stack).output?.revision).toEqual({
      value: `\${(parseint(substr(${String(keyId).slice(2, -1)}, 0, 7), 16) + 1)}`,
    });
  });

  test("can be used in another stack of the app, and its value stays sensitive on the way", () => {
    const outdir = mkdtempSync(join(tmpdir(), "acr-auth-"));
    const app = new App({ outdir });
    const owner = new TerraformStack(app, "owner");
    const consumer = new TerraformStack(app, "consumer");
    new AzureadProvider(owner, "azuread");
    new TerraformOutput(consumer, "password", { value: secretIn(owner).value, sensitive: true });
    app.synth();
    const outputsOf = (stack: string): Record<string, { value: string; sensitive?: boolean }> => {
      const file = join(outdir, "stacks", stack, "cdk.tf.json");
      return (JSON.parse(readFileSync(file, "utf8")) as { output: ReturnType<typeof outputsOf> })
        .output;
    };
    const passedOn = Object.values(outputsOf("owner"));
    const received = outputsOf("consumer").password?.value;
    rmSync(outdir, { recursive: true });
    expect(passedOn.filter((output) => output.value.endsWith(".value}"))).toHaveLength(2);
    expect(passedOn.map(({ sensitive }) => sensitive)).toEqual(passedOn.map(() => true));
    expect(received).toContain("data.terraform_remote_state.");
  });

  test("uses the azuread provider of its application", () => {
    const stack = newStack();
    const provider = new AzureadProvider(stack, "partner", { alias: "partner" });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "web", provider });
    web.addClientSecret("docker");
    for (const password of resources(stack, "azuread_application_password")) {
      expect(password.provider).toBe("azuread.partner");
    }
  });
});

describe("a secret that is rotated by hand", () => {
  const both = { a: "2027-01-31T00:00:00Z", b: "2027-04-30T00:00:00Z" };
  const context = { "acr-auth:now": "2026-12-01T00:00:00Z" };

  test("has the end dates as they were given, and counts no periods", () => {
    const stack = newStack(context);
    secretIn(stack, { expiresOn: both });
    const { locals, resource } = render(stack);
    const ends = Object.values(resource?.azuread_application_password ?? {});
    expect(ends.map(({ end_date: endDate }) => endDate)).toEqual([both.a, both.b]);
    expect(Object.keys(locals ?? {})).toEqual(["acr_auth_now"]);
  });

  test.each([
    ["b", both],
    ["a", { a: "2027-06-30T00:00:00Z", b: both.b }],
    ["a", { a: both.a }],
  ])("lets no plan succeed once its active slot, %s of %j, has expired", (active, expiresOn) => {
    const stack = newStack(context);
    secretIn(stack, { expiresOn });
    const guarded = resources(stack, "azuread_application_password").filter(
      ({ lifecycle }) => (lifecycle as { precondition?: unknown }).precondition !== undefined,
    );
    const end = active === "b" ? both.b : expiresOn.a;
    expect(guarded).toMatchObject([
      {
        display_name: `docker-${active}`,
        lifecycle: {
          precondition: [{ condition: `\${timecmp("${end}", local.acr_auth_now) == 1}` }],
        },
      },
    ]);
  });

  test("has no next rotation, since that is up to a person", () => {
    expect(secretIn(newStack(context), { expiresOn: both }).rotatesOn).toBeUndefined();
  });

  test("may have slot a alone", () => {
    const stack = newStack(context);
    const secret = secretIn(stack, { expiresOn: { a: both.a } });
    expect(rendered(stack, secret.value)).toMatch(
      /^\$\{sensitive\(azuread_application_password\.web_client_secret_docker_a_\w+\.value\)\}$/,
    );
    expect(secret.activeSlot).toBe("a");
    expect(resources(stack, "azuread_application_password")).toHaveLength(1);
  });

  test("is known to have the slot that expires last for its active one", () => {
    for (const b of ["2027-01-30T00:00:00Z", "2027-02-01T00:00:00Z"]) {
      const stack = newStack(context);
      const secret = secretIn(stack, { expiresOn: { a: both.a, b } });
      const active = b > both.a ? "b" : "a";
      expect(secret.activeSlot).toBe(active);
      expect(rendered(stack, secret.value)).toMatch(new RegExp(`_docker_${active}_\\w+\\.value`));
    }
  });

  test("is replaced for another end date, which is how it is rotated, but not for another name", () => {
    const stack = newStack(context);
    secretIn(stack, { expiresOn: both });
    for (const { lifecycle } of resources(stack, "azuread_application_password")) {
      expect(lifecycle).toMatchObject({ ignore_changes: ["display_name"] });
    }
  });

  test("changes nothing in the slot whose end date stays", () => {
    const slotA = (b: string): unknown => {
      const stack = newStack(context);
      secretIn(stack, { expiresOn: { a: both.a, b } });
      return resources(stack, "azuread_application_password")[0];
    };
    expect(slotA("2027-04-30T00:00:00Z")).toEqual(slotA("2027-06-30T00:00:00Z"));
  });
});

describe("the schedule of a secret", () => {
  const remembered = (
    stack: TerraformStack,
    props?: ClientSecretProps,
  ): Record<string, unknown> => {
    secretIn(stack, props);
    const schedules = Object.entries(render(stack).resource?.terraform_data ?? {});
    return schedules.find(([name]) => name.includes("_schedule_"))?.[1] ?? {};
  };

  test.each<[ClientSecretProps, string]>([
    [{}, "rotationDays: 60"],
    [{ rotationDays: 60, graceDays: 7, slotGeneration: { a: 3 } }, "rotationDays: 60"],
    [
      { rotationDays: 30, anchor: "2026-06-01T00:00:00Z" },
      "rotationDays: 30, anchor: 2026-06-01T00:00:00Z",
    ],
    [{ expiresOn: { a: "2027-01-31T00:00:00Z" } }, "expiresOn"],
    [{ expiresOn: { a: "2027-01-31T00:00:00Z", b: "2027-03-31T00:00:00Z" } }, "expiresOn"],
  ])("of %j is remembered in words that never change: %s", (props, words) => {
    const stack = newStack({ "acr-auth:now": "2026-12-01T00:00:00Z" });
    expect(remembered(stack, props)).toMatchObject({
      input: words,
      lifecycle: {
        ignore_changes: ["input"],
        postcondition: [{ condition: `\${self.input == "${words}"}` }],
      },
    });
  });

  test("is remembered when its slots were made, and anew when the generation is counted up", () => {
    const schedule = remembered(newStack(), { generation: 4 });
    expect(schedule.triggers_replace).toBe(4);
    expect(schedule.depends_on).toEqual([
      expect.stringMatching(/^azuread_application_password\.web_client_secret_docker_a_/),
      expect.stringMatching(/^azuread_application_password\.web_client_secret_docker_b_/),
    ]);
    expect(JSON.stringify(schedule)).toContain("count generation up to 5.");
  });
});

describe("the lifecycle report", () => {
  const report = (props?: ClientSecretProps): Record<string, unknown> => {
    const stack = newStack();
    new TerraformOutput(stack, "report", { value: secretIn(stack, props).lifecycleReport });
    return (render(stack).output?.report as { value: Record<string, unknown> }).value;
  };

  test("tells the slots and their dates in one map, and no value", () => {
    const told = report();
    expect(Object.keys(told)).toEqual([
      "active_slot",
      "expires_on",
      "rotates_on",
      "slot_a_expires_on",
      "slot_a_key_id",
      "slot_b_expires_on",
      "slot_b_key_id",
    ]);
    expect(JSON.stringify(told)).not.toContain(".value");
  });

  test("has nothing about what a secret that is rotated by hand has not", () => {
    expect(Object.keys(report({ expiresOn: { a: "2027-01-31T00:00:00Z" } }))).toEqual([
      "active_slot",
      "expires_on",
      "slot_a_expires_on",
      "slot_a_key_id",
    ]);
  });
});

describe("the time that Entra takes to spread a new value", () => {
  test("is waited for by what takes the value, and anew when a slot is replaced", () => {
    const stack = newStack();
    const secret = secretIn(stack, { propagationSeconds: 30 });
    const value = rendered(stack, secret.value);
    expect(value).toMatch(
      /^\$\{element\(\[.* \? sensitive\(.*\.value\) : sensitive\(.*\.value\), time_sleep\.web_client_secret_docker_propagation_\w+\.id\], 0\)\}$/,
    );
    expect(resources(stack, "time_sleep")).toEqual([
      {
        create_duration: "30s",
        triggers: {
          a: expect.stringMatching(/_docker_a_\w+\.key_id\}$/) as string,
          b: expect.stringMatching(/_docker_b_\w+\.key_id\}$/) as string,
        },
      },
    ]);
    expect(render(stack).terraform).toMatchObject({
      required_providers: { time: { source: "hashicorp/time" } },
    });
  });

  test.each<[string, (stack: TerraformStack) => void, unknown]>([
    [
      "override",
      (stack) => {
        stack.addOverride("terraform.required_providers.time", { source: "contoso/time" });
      },
      { source: "contoso/time", version: "~> 0.13" },
    ],
    [
      "provider",
      (stack) => {
        new TimeProvider(stack, "time");
      },
      { source: "hashicorp/time", version: "0.13.1" },
    ],
  ])("is waited for with the time provider of the program's own %s", (_, declare, provider) => {
    const stack = newStack();
    declare(stack);
    secretIn(stack, { propagationSeconds: 30 });
    expect(render(stack).terraform).toMatchObject({ required_providers: { time: provider } });
  });

  test("is waited for with one slot, too", () => {
    const stack = newStack();
    secretIn(stack, { propagationSeconds: 5, expiresOn: { a: "2027-01-31T00:00:00Z" } });
    const [sleep] = resources(stack, "time_sleep");
    expect(Object.keys(sleep?.triggers as object)).toEqual(["a"]);
  });

  test("is not waited for unless asked, and then no provider more is needed", () => {
    const stack = newStack();
    secretIn(stack);
    expect(render(stack).resource).not.toHaveProperty("time_sleep");
    expect(render(stack).terraform).not.toHaveProperty("required_providers.time");
  });
});

describe("what can't be right", () => {
  test.each<[string, ClientSecretProps, string]>([
    [
      "never rotating",
      { rotationDays: 0 },
      "rotationDays: 0 would never rotate; to rotate by hand",
    ],
    [
      "a negative period",
      { rotationDays: -1 },
      "rotationDays: -1 is not a whole number of days; write 1 or more",
    ],
    [
      "half a day",
      { rotationDays: 0.5 },
      "rotationDays: 0.5 is not a whole number of days; write 1 or more",
    ],
    ["no number", { rotationDays: NaN }, "rotationDays: NaN is not a whole number"],
    [
      "an endless period",
      { rotationDays: Infinity },
      "rotationDays: Infinity is not a whole number",
    ],
    [
      "a negative grace",
      { graceDays: -1 },
      "graceDays: -1 is not a whole number of days; write 0 or more",
    ],
    [
      "a local anchor",
      { anchor: "2026-06-01T00:00:00+02:00" },
      'anchor: "2026-06-01T00:00:00+02:00" is not a UTC instant in whole seconds; write "2026-05-31T22:00:00Z"',
    ],
    [
      "half a generation",
      { generation: 1.5 },
      "generation: 1.5 is not a whole number of replacements; write 0 or more",
    ],
    [
      "a wait without end",
      { propagationSeconds: Infinity },
      "propagationSeconds: Infinity is not a whole number of seconds; write 1 or more",
    ],
    [
      "half a generation of a slot",
      { slotGeneration: { a: 0.5 } },
      "slotGeneration.a: 0.5 is not a whole number of replacements",
    ],
    [
      "a generation of a slot that does not exist",
      { slotGeneration: { b: 1 }, expiresOn: { a: "2027-01-31T00:00:00Z" } },
      "slotGeneration.b: is of a slot that does not exist; give expiresOn.b as well",
    ],
    [
      "more than two years",
      { rotationDays: 365, graceDays: 1 },
      "rotationDays: the secret would live 731 days; more than two years (730 days) is refused; lower rotationDays or graceDays",
    ],
    [
      "an end in milliseconds",
      { expiresOn: { a: "2027-01-31T00:00:00.000Z" } },
      'expiresOn.a: "2027-01-31T00:00:00.000Z" is not a UTC instant in whole seconds; write "2027-01-31T00:00:00Z"',
    ],
    [
      "an end that is no date",
      { expiresOn: { a: "2027-01-31T00:00:00Z", b: "never" } },
      'expiresOn.b: "never" is not an instant',
    ],
    [
      "two slots with one end",
      { expiresOn: { a: "2027-01-31T00:00:00Z", b: "2027-01-31T00:00:00Z" } },
      'expiresOn.b: "2027-01-31T00:00:00Z" is the end of slot a too',
    ],
    [
      "an end in three years",
      { expiresOn: { a: "2029-12-01T00:00:00Z" } },
      "expiresOn: the secret would live 1096 days",
    ],
    [
      "both ways to rotate",
      { rotationDays: 60, expiresOn: { a: "2027-01-31T00:00:00Z" } },
      "rotationDays: has no meaning beside expiresOn",
    ],
  ])("%s is refused with the rule and the fix", (_, props, message) => {
    const stack = newStack({ "acr-auth:now": "2026-12-01T00:00:00Z" });
    secretIn(stack, props);
    expect(problems(stack)).toEqual([
      expect.stringContaining(`[test/web/client_secret/docker] ${message}`),
    ]);
  });

  test("all broken rules of a secret are reported together", () => {
    const stack = newStack();
    secretIn(stack, { rotationDays: -5, graceDays: -1, anchor: "x", generation: -1 });
    expect(problems(stack)).toHaveLength(4);
  });
});

describe("a long life", () => {
  test.each<[number, ClientSecretProps]>([
    [150, {}],
    [180, { rotationDays: 75 }],
    [180, { rotationDays: 90 }],
    [180, { rotationDays: 80, graceDays: 20 }],
  ])("of %d days passes without a warning", (_, props) => {
    const stack = newStack();
    secretIn(stack, props);
    expect([...warnings(stack), ...problems(stack)]).toEqual([]);
  });

  test.each<[number, ClientSecretProps]>([
    [182, { rotationDays: 91 }],
    [181, { rotationDays: 90, graceDays: 1 }],
    [730, { rotationDays: 365 }],
    [200, { expiresOn: { a: "2027-06-19T00:00:00Z" } }],
  ])("of %d days is warned of", (days, props) => {
    const stack = newStack({ "acr-auth:now": "2026-12-01T00:00:00Z" });
    secretIn(stack, props);
    expect(problems(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([
      expect.stringMatching(new RegExp(`can live ${days} days;.*acr-auth:long-lived-secret`)),
    ]);
  });

  test("that is over is warned of, and does not stop a destroy", () => {
    const stack = newStack({ "acr-auth:now": "2027-02-01T00:00:00Z" });
    secretIn(stack, { expiresOn: { a: "2027-01-31T00:00:00Z" } });
    expect(problems(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringContaining("acr-auth:expired-secret")]);
  });

  test.each([
    ["2027-01-01T00:00:00Z", []],
    [
      "2027-01-02T00:00:00Z",
      [expect.stringContaining("expiresOn: 2027-01-31T00:00:00Z is in 29 days; move the earlier")],
    ],
  ])("that ends soon is warned of from 30 days before: at %s", (now, expected) => {
    const stack = newStack({ "acr-auth:now": now });
    secretIn(stack, { expiresOn: { a: "2027-01-31T00:00:00Z" } });
    expect(warnings(stack)).toEqual(expected);
  });
});
