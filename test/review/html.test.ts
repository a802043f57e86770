import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { Repositories } from "cdktf-acr-auth";
import fc from "fast-check";
import { repositoryCondition } from "../../lib/grant/condition";
import { asHtml, asText } from "../../lib/review";
import { type Box, graphOf } from "../../lib/review/report/html/graph";
import { AcrRole } from "../../lib/role/roles";
import { Browser, describeWithBrowser, type Page } from "../support/browser";
import { hostileText } from "../support/hostile-text";
import { assignment, ATTACKS, planOf, planWith, reviewOf, SHOP, SUBSCRIPTION } from "./plans";

const htmlOf = (...plans: object[]): string =>
  asHtml(plans.map((plan, index) => ({ file: `plan-${index}.json`, review: reviewOf(plan) })));

/** One role of one principal on one scope, before and after: for everything, for some teams, or not there. */
interface Planned {
  readonly who: string;
  readonly role: string;
  readonly scope: string;
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[] | undefined;
}

function planOfRoles(roles: readonly Planned[]): object {
  return planOf(
    roles.map(({ who, role, scope, before, after }, index) => {
      const values = (teams: readonly string[]): object =>
        assignment({
          principal_id: who,
          scope,
          role_definition_name: role,
          condition: teams.length === 0 ? "" : conditionFor(teams),
        });
      return {
        address: `azurerm_role_assignment.web[${index}]`,
        actions: [before === undefined ? "create" : after === undefined ? "delete" : "update"],
        ...(before === undefined ? {} : { before: values(before) }),
        ...(after === undefined ? {} : { after: values(after) }),
      };
    }),
  );
}

function conditionFor(teams: readonly string[]): string {
  return repositoryCondition(
    AcrRole.REPOSITORY_READER,
    Repositories.union(...teams.map((team) => Repositories.withPrefix(team))),
  );
}

const READER = "Container Registry Repository Reader";
const teams = fc.option(
  fc.uniqueArray(
    fc.nat({ max: 20 }).map((team) => `team-${team}/`),
    { maxLength: 6 },
  ),
  { nil: undefined },
);
const planned = fc
  .array(
    fc.record({
      who: fc.nat({ max: 12 }).map((index) => `principal-${index}`),
      role: fc.constantFrom(READER, "AcrPush", "Owner", "unheard-of"),
      scope: fc.constantFrom(SHOP, `${SHOP}2`, `${SUBSCRIPTION}/resourceGroups/rg`),
      before: teams,
      after: teams,
    }),
    { maxLength: 60 },
  )
  .map((roles) => roles.filter(({ before, after }) => (before ?? after) !== undefined));

const LONG: Planned = {
  who: "x".repeat(300),
  role: "Reader of what is read ".repeat(20).trim(),
  scope: SHOP,
  before: undefined,
  after: ["z".repeat(300)],
};

const DEMO: readonly Planned[] = [
  { who: "contoso-build", role: READER, scope: SHOP, before: ["team-a/"], after: undefined },
  {
    who: "contoso-build",
    role: "Container Registry Repository Writer",
    scope: SHOP,
    before: undefined,
    after: [],
  },
  { who: "contoso-deploy", role: READER, scope: SHOP, before: ["team-a/"], after: ["team-b/"] },
  { who: "contoso-web", role: READER, scope: SHOP, before: [], after: undefined },
  { who: "contoso-audit", role: READER, scope: SHOP, before: [], after: [] },
];

describe("the graph", () => {
  const graph = (roles: readonly Planned[]) => graphOf(reviewOf(planOfRoles(roles)).accesses);

  test("has boxes that are within it and do not overlap, whatever the roles are", () => {
    fc.assert(
      fc.property(planned, (roles) => {
        const { width, height, principals, roles: nodes, scopes } = graph(roles);
        const inScopes = scopes.flatMap(({ title, repositories }) => [title, ...repositories]);
        for (const boxes of [principals, nodes, scopes, inScopes]) {
          const sorted = [...boxes].sort((one, other) => one.y - other.y);
          sorted.forEach((box, index) => {
            const next = sorted[index + 1]?.y ?? height;
            expect(box.y).toBeGreaterThanOrEqual(0);
            expect(box.y + box.height).toBeLessThanOrEqual(next + 1e-6);
            expect(box.x + box.width).toBeLessThanOrEqual(width);
          });
        }
      }),
    );
  });

  test("has lines from who has a role, by the role, to what it is on", () => {
    fc.assert(
      fc.property(planned, (roles) => {
        const { principals, roles: nodes, scopes } = graph(roles);
        for (const { access, from, scope, to } of nodes) {
          expect(principals).toContain(from);
          expect(from.name).toBe(access.principal.name);
          expect(scopes).toContain(scope);
          expect(scope.name).toBe(access.scope.name);
          expect(to.length).toBeGreaterThan(0);
          const ends: Box[] = [scope.title, ...scope.repositories];
          expect(to.filter(({ box }) => !ends.includes(box))).toEqual([]);
        }
      }),
    );
  });

  test("tells what a role gains and loses by the repositories that it is limited to", () => {
    const lines = graph(DEMO).roles.map(({ from, name, sign, to, scope }) => [
      from.name,
      sign,
      name,
      to.map(({ box, sign: change }) => {
        const repository = scope.repositories.find((one) => one === box);
        return `${change}${repository?.name ?? scope.name}`;
      }),
    ]);
    expect(lines).toEqual([
      ["contoso-build", "-", READER, ["-team-a/*"]],
      ["contoso-build", "+", "Container Registry Repository Writer", ["+contosoShop"]],
      ["contoso-deploy", "~", READER, ["-team-a/*", "+team-b/*"]],
      ["contoso-web", "-", READER, ["-contosoShop"]],
      ["contoso-audit", " ", READER, [" contosoShop"]],
    ]);
  });

  test("leads from a role to where it is assigned, and not to all that is below", () => {
    const wide = { role: "AcrPull", scope: SUBSCRIPTION, before: undefined, after: [] };
    const { roles } = graph([...DEMO, { ...wide, who: "contoso-audit" }]);
    const onSubscription = roles.filter(({ name }) => name === "AcrPull");
    expect(onSubscription.map(({ scope }) => scope.name)).toEqual([
      `subscription ${SUBSCRIPTION.split("/").at(-1) ?? ""}`,
    ]);
  });

  test("has room for some roles, those that change first, and the page tells of the others", () => {
    const many = Array.from({ length: 30 }, (_, index): Planned => ({
      who: `principal-${index}`,
      role: READER,
      scope: SHOP,
      before: index < 10 ? [] : undefined,
      after: [],
    }));
    expect(graph(many).roles.map(({ from }) => from.name)).toEqual(
      [...many.slice(10), ...many.slice(0, 4)].map(({ who }) => who),
    );
    expect(htmlOf(planOfRoles(many))).toContain(
      "The graph shows 24 of 30 roles, first those of accesses that change. The tables have all.",
    );
  });
});

describe("the page", () => {
  test("begins with what the first line of the text says", () => {
    const plan = planOfRoles(DEMO);
    const [first = ""] = asText([{ file: "plan.json", review: reviewOf(plan) }]).split("\n");
    const [, heading = ""] = /<h2[^>]*>(.*)<\/h2>/.exec(htmlOf(plan)) ?? [];
    expect(heading.replaceAll(/<[^>]*>/g, "")).toBe(first);
  });

  test("of several plans begins with the verdict of each, and leads to it", () => {
    const html = htmlOf(planOfRoles(DEMO), planOf([]));
    expect(html).toMatch(
      /<li><a href="#plan-0"><code>plan-0.json<\/code><\/a> BROADER AND NARROWER by this plan: .*<\/li>\n<li><a href="#plan-1"><code>plan-1.json<\/code><\/a> NO CHANGE/,
    );
    expect(html).toContain('<section class="plan" id="plan-1"');
  });

  test("may run and be styled by nothing but what is in it from the start", () => {
    const html = htmlOf(planOfRoles(DEMO));
    const hashOf = (element: string): string => {
      const [, content = ""] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html) ?? [];
      return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
    };
    expect(html).toContain(
      `content="default-src 'none'; style-src ${hashOf("style")}; script-src ${hashOf("script")}; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<[^>]*\s(?:src|style|on\w+)=|innerHTML|url\(|@import/);
  });

  test("is the same around the texts of a plan, whatever these are", () => {
    const shape = (text: string): string => htmlOf(planWith(text)).replaceAll(/>[^<]*</g, "><");
    const usual = shape("web");
    for (const text of ATTACKS) {
      expect(shape(`web${text}`)).toBe(usual);
    }
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shape(`web${text}`)).toBe(usual);
      }),
    );
  });
});

describeWithBrowser("the page in a browser", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
    browser = await Browser.start();
  });
  afterAll(async () => {
    await browser.stop();
    rmSync(folder, { recursive: true });
  });

  const open = (...plans: object[]): Promise<Page> => {
    const file = join(folder, "review.html");
    writeFileSync(file, htmlOf(...plans));
    return browser.open(file);
  };

  test.each(["light", "dark"] as const)(
    "has contrast, roles and labels as WCAG 2.2 asks for: %s",
    async (scheme) => {
      const page = await open(planOfRoles(DEMO), planWith("web"), planOf([]));
      await page.emulate(scheme);
      await page.evaluate(
        "document.querySelectorAll('details').forEach((one) => (one.open = true))",
      );
      await page.evaluate(`${axe.source}; undefined`);
      const { violations, passes } = await page.evaluate<AxeResults>("axe.run()");
      expect(
        violations.map(({ id, nodes }) => [
          id,
          nodes.map(({ html, failureSummary }) => [html, failureSummary]),
        ]),
      ).toEqual([]);
      expect(passes.map(({ id }) => id)).toEqual(
        expect.arrayContaining(["color-contrast", "label"]),
      );
    },
  );

  test("asks for nothing and runs nothing of a plan, whose texts are read as they are", async () => {
    const name = `<img src="https://example.com/x.png" onerror="document.title = 'run'">`;
    const page = await open(
      planWith(`${name}</title></script><script>document.title = "run"</script>`),
    );
    expect(page.requests).toHaveLength(1);
    expect(page.complaints).toEqual([]);
    expect(await page.evaluate("document.title")).toMatch(/^BROADER by this plan/);
    expect(await page.evaluate("document.images.length")).toBe(0);
    expect(
      await page.evaluate("document.querySelector('th[scope=rowgroup]').textContent"),
    ).toContain(name);
  });

  test("is filtered by name, with the keyboard alone", async () => {
    const page = await open(planOfRoles(DEMO));
    await page.press("Tab");
    await page.type("contoso-WEB");
    expect(await page.evaluate("document.getElementById('found').textContent")).toBe(
      "1 of 6 entries",
    );
    const shown = `[...document.querySelectorAll("tbody:not([hidden]) th")].map((one) => one.textContent)`;
    expect(await page.evaluate(shown)).toEqual(["contoso-web"]);
    const drawn = `[...document.querySelectorAll("svg .principal:not(.faded) .name, svg .scope:not(.faded) > svg .name")].map((one) => one.textContent)`;
    expect(await page.evaluate(drawn)).toEqual(["contoso-web", "contosoShop"]);
  });

  test("is walked through with the keyboard: the filter, the graph, the tables and what is folded", async () => {
    const page = await open(planOfRoles(DEMO));
    const places: unknown[] = [];
    for (let index = 0; index < 6; index++) {
      await page.press("Tab");
      places.push(
        await page.evaluate(
          "document.activeElement.labels?.[0].textContent ?? document.activeElement.ariaLabel ?? document.activeElement.textContent",
        ),
      );
    }
    expect(places).toEqual([
      "Filter by name",
      "Graph",
      "What changes",
      "acr-auth:gains-push",
      "acr-auth:registry-wide-push",
      "Unchanged: 1 access of 1 principal",
    ]);
    await page.press("Enter");
    expect(await page.evaluate("document.querySelector('details').open")).toBe(true);
  });

  test("is printed without the filter, and with what is folded on the screen", async () => {
    const page = await open(planOfRoles(DEMO));
    await page.emulate("light", "print");
    expect(await page.evaluate("getComputedStyle(document.getElementById('search')).display")).toBe(
      "none",
    );
    await page.send("Page.printToPDF");
    expect(await page.evaluate("document.querySelector('details').open")).toBe(true);
  });

  test("has names in its boxes that fit in, and long ones are cut", async () => {
    const page = await open(planOfRoles([...DEMO, LONG]));
    const tooWide = `[...document.querySelectorAll("svg svg:not(.mark)")].filter((one) => one.firstElementChild.getBBox().width > one.width.baseVal.value).map((one) => one.textContent)`;
    expect(await page.evaluate(tooWide)).toEqual([]);
    expect(await page.evaluate("document.querySelector('svg').textContent")).toMatch(/x…x/);
  });

  test("of 5,000 accesses opens, and has all of them", async () => {
    const many = Array.from({ length: 5000 }, (_, index): Planned => ({
      who: `principal-${index}`,
      role: READER,
      scope: SHOP,
      before: undefined,
      after: [],
    }));
    const page = await open(planOfRoles(many));
    expect(await page.evaluate("document.querySelectorAll('tbody').length")).toBe(5000);
    expect(await page.evaluate("document.querySelectorAll('svg .role > .box').length")).toBe(24);
  }, 60_000);
});
