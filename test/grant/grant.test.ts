import { Construct } from "constructs";
import { App, TerraformHclModule, TerraformStack, Testing } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Grant, PermissionsMode, Repositories } from "cdktf-acr-auth";
import { newStack, problems, render, resources, TerraformJson } from "../support/stack";
import { registryIn, teamIn } from "./granting";

const { ABAC, LEGACY, MIGRATING } = PermissionsMode;

const ACR_PULL = expect.stringMatching(
  /^azurerm_role_assignment\.team_grant_registry-rg-registry-contososhop_AcrPull_\w+$/,
) as unknown;
const READER = expect.stringMatching(
  /^azurerm_role_assignment\.team_grant_registry-rg-registry-contososhop_ContainerRegistryRepositoryReader_\w+$/,
) as unknown;

function consumer(scope: Construct, id = "consumer"): ResourceGroup {
  return new ResourceGroup(scope, id, { name: id, location: "westeurope" });
}

function dependsOn(stack: TerraformStack): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(render(stack).resource?.azurerm_resource_group ?? {}).map(
      ([name, { depends_on: dependencies }]) => [name.replace(/_[0-9A-F]{8}$/, ""), dependencies],
    ),
  );
}

test("a resource that depends on a grant waits for all of its role assignments", () => {
  const stack = newStack();
  consumer(stack).node.addDependency(registryIn(stack, MIGRATING).grantPull(teamIn(stack)));
  expect(dependsOn(stack)).toEqual({ consumer: [ACR_PULL, READER] });
});

test("a construct that depends on a grant has all its resources wait, and its modules", () => {
  const stack = newStack();
  const deployment = new Construct(stack, "deployment");
  consumer(deployment, "one");
  consumer(new Construct(deployment, "inner"), "two");
  new TerraformHclModule(deployment, "module", { source: "contoso/web/azurerm" });
  const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack));
  deployment.node.addDependency(grant, grant);
  expect(dependsOn(stack)).toEqual({
    deployment_one: [ACR_PULL],
    deployment_inner_two: [ACR_PULL],
  });
  const { module } = render(stack) as { module?: Record<string, unknown> };
  expect(Object.values(module ?? {})).toMatchObject([{ depends_on: [ACR_PULL] }]);
});

test("what waits for something else already waits for both, and is the same at every synth", () => {
  const stack = newStack();
  const base = consumer(stack, "base");
  const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack));
  new ResourceGroup(stack, "web", {
    name: "web",
    location: "westeurope",
    dependsOn: [base],
  }).node.addDependency(grant);
  const first = dependsOn(stack);
  expect(first).toMatchObject({ web: ["azurerm_resource_group.base", ACR_PULL] });
  expect(dependsOn(stack)).toEqual(first);
});

test("the dependables of a grant are what a resource takes as dependsOn", () => {
  const stack = newStack();
  const { dependables } = registryIn(stack, MIGRATING).grantPull(teamIn(stack));
  new ResourceGroup(stack, "web", {
    name: "web",
    location: "westeurope",
    dependsOn: dependables,
  });
  expect(dependsOn(stack)).toEqual({ web: [ACR_PULL, READER] });
});

test("nobody else waits", () => {
  const stack = newStack();
  consumer(stack).node.addDependency(consumer(stack, "other"));
  registryIn(stack, LEGACY).grantPull(teamIn(stack));
  expect(dependsOn(stack)).toEqual({ consumer: undefined, other: undefined });
});

describe("a construct of another stack can't wait for a grant alone, so that is refused", () => {
  const stacks = () => {
    const app = new App();
    return ["access", "shop"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    }) as [TerraformStack, TerraformStack];
  };
  const message = (waiting: string): string =>
    `[access] dependencies: ${waiting} waits for a grant in the stack access, and Terraform waits for nothing outside of its own stack; have the whole stack shop wait, by its addDependency with the stack access`;

  test.each<[string, (shop: TerraformStack, grant: Grant) => void]>([
    [
      "shop/consumer",
      (shop, grant) => {
        consumer(shop).node.addDependency(grant);
      },
    ],
    [
      "shop",
      (shop, grant) => {
        shop.node.addDependency(grant);
      },
    ],
    [
      "shop/web",
      (shop, { dependables: dependsOn }) =>
        new ResourceGroup(shop, "web", { name: "web", location: "westeurope", dependsOn }),
    ],
  ])("%s", (waiting, wait) => {
    const [access, shop] = stacks();
    const options = { propagationSeconds: 60 };
    wait(shop, registryIn(access, LEGACY).grantPull(teamIn(access), options));
    expect(problems(access)).toEqual([message(waiting)]);
  });

  test("and is not rendered where that stack has grants of its own", () => {
    const [access, shop] = stacks();
    registryIn(shop, LEGACY).grantPull(teamIn(shop));
    consumer(shop).node.addDependency(registryIn(access, LEGACY).grantPull(teamIn(access)));
    expect(problems(shop)).toEqual([message("shop/consumer").replace("[access]", "[shop]")]);
    const { resource } = JSON.parse(Testing.synth(shop)) as TerraformJson;
    expect(Object.values(resource?.azurerm_resource_group ?? {})).toEqual([
      { name: "consumer", location: "westeurope" },
    ]);
  });

  test("but the stack as a whole can", () => {
    const [access, shop] = stacks();
    registryIn(access, LEGACY).grantPull(teamIn(access));
    consumer(shop);
    shop.addDependency(access);
    expect(problems(access)).toEqual([]);
  });
});

describe("the time that a grant takes to propagate", () => {
  const SLEEP = /^time_sleep\.team_grant_registry-rg-registry-contososhop_AcrPull_propagation_\w+$/;

  test("passes after the role assignment and before whoever depends on the grant", () => {
    const stack = newStack();
    const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack), { propagationSeconds: 60 });
    consumer(stack).node.addDependency(grant);
    expect(dependsOn(stack)).toEqual({ consumer: [expect.stringMatching(SLEEP)] });
    expect(resources(stack, "time_sleep")).toEqual([
      {
        create_duration: "60s",
        triggers: {
          role_assignment: expect.stringMatching(
            /^\$\{azurerm_role_assignment\.team_grant_registry-rg-registry-contososhop_AcrPull_\w+\.id\}$/,
          ) as unknown,
        },
      },
    ]);
  });

  test("passes anew when the repositories change, which from azurerm 5.2 on change in place", () => {
    const stack = newStack();
    const registry = registryIn(stack, ABAC);
    const team = teamIn(stack);
    registry.grantPull(team, {
      repositories: Repositories.named("app"),
      propagationSeconds: 60,
    });
    registry.grantPull(team, { repositories: Repositories.named("base") });
    const [{ condition }] = resources(stack, "azurerm_role_assignment") as [{ condition: string }];
    expect(condition).toContain("'base'");
    expect(resources(stack, "time_sleep")).toMatchObject([{ triggers: { condition } }]);
  });

  test("is the longest that a grant of the role asks for", () => {
    const stack = newStack();
    const registry = registryIn(stack, LEGACY);
    const team = teamIn(stack);
    registry.grantPull(team, { propagationSeconds: 30 });
    registry.grantPull(team, { propagationSeconds: 90 });
    registry.grantPull(team);
    expect(resources(stack, "time_sleep")).toMatchObject([{ create_duration: "90s" }]);
  });

  test("needs hashicorp/time, of a version that is told to Terraform", () => {
    const stack = newStack();
    registryIn(stack, LEGACY).grantPull(teamIn(stack), { propagationSeconds: 60 });
    expect(render(stack).terraform).toMatchObject({
      required_providers: { time: { source: "hashicorp/time", version: "~> 0.13" } },
    });
  });

  test("is nothing that a program pays for unless it asks", () => {
    const stack = newStack();
    registryIn(stack, LEGACY).grantPull(teamIn(stack));
    expect(resources(stack, "time_sleep")).toEqual([]);
    expect(render(stack).terraform).not.toHaveProperty("required_providers.time");
  });

  test.each([0, -1, 0.5, NaN])("can't be %d seconds", (propagationSeconds) => {
    const stack = newStack();
    registryIn(stack, LEGACY).grantPull(teamIn(stack), { propagationSeconds });
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /propagationSeconds: .* is not a whole number of seconds; write 1 or more/,
      ),
    ]);
  });
});
