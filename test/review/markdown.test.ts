import fc from "fast-check";
import { marked } from "marked";
import { asMarkdown } from "../../lib/review";
import { hostileText } from "../support/hostile-text";
import {
  assignment,
  ATTACKS,
  conditionOf,
  type PlannedChange,
  planOf,
  planWith,
  reviewOf,
  WEB,
} from "./plans";

const MARKER = "<!-- acr-auth review -->\n\n";
const ADDRESS = "azurerm_role_assignment.web";

const markdownOf = (plan: object): string =>
  asMarkdown([{ file: "plan.json", review: reviewOf(plan) }]);

/** Role assignments to as many principals. */
const planOfMany = (count: number, more: (index: number) => Partial<PlannedChange> = () => ({})) =>
  planOf(
    Array.from({ length: count }, (_, index) => ({
      address: `azurerm_role_assignment.web[${index}]`,
      actions: ["create"],
      after: assignment({ principal_id: `principal-${index}` }),
      ...more(index),
    })),
  );

/** What Markdown with the extensions of GitHub makes of it: the elements, and the texts that are in no code. */
function renderedOf(markdown: string): { elements: string[]; prose: string; code: string[] } {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const code = [...html.matchAll(/<code>([^<]*)<\/code>/g)].map(([, text = ""]) => unescaped(text));
  const prose = html.replaceAll(/<code>[^<]*<\/code>/g, "");
  return {
    elements: [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag),
    prose: unescaped(prose.replaceAll(/<[^>]*>/g, "")),
    code,
  };
}

function unescaped(html: string): string {
  const characters = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return html.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: keyof typeof characters) => characters[name],
  );
}

/** Links lead to the sources of rules. */
const OWN_ELEMENTS =
  /^<(!-- acr-auth review --|br|\/?(table|thead|tbody|tr|th|td|p|strong|ul|li|code|details|summary)|\/a|a href="https:\/\/learn\.microsoft\.com\/[\w/-]+")>$/;

test("the marker of a comment comes first, and then the verdict, which says it all, in bold", () => {
  expect(markdownOf(planOfMany(2))).toMatch(
    /^<!-- acr-auth review -->\n\n\*\*BROADER by this plan: 2 principals gain access\.\*\*\n/,
  );
  expect(markdownOf(planOf([]))).toBe(`${MARKER}**NO CHANGE OF ACCESS by this plan.**\n`);
});

test("a change is a row of a table: who on what may do what, before and after, by which role and why", () => {
  const update = { before: conditionOf("team-a/"), after: "" };
  const plan = planOf([
    {
      address: ADDRESS,
      actions: ["update"],
      before: assignment({ condition: update.before }),
      after: assignment({ condition: update.after, description: "to build" }),
    },
  ]);
  expect(markdownOf(plan)).toContain(`What the plan changes:

| who | on | may | by |
| --- | --- | --- | --- |
| \`${WEB}\` | \`contosoShop\`, if it is in abac mode | **+** pull: \`team-a/*\` → everything | by the role, as before, \`Container Registry Repository Reader\`: \`to build\` |
`);
});

test("who may do more comes first, what stays is folded, and so is what is more than a glance", () => {
  const markdown = markdownOf(
    planOfMany(15, (index) => {
      const values = assignment({ principal_id: `principal-${index}` });
      return index === 0
        ? { actions: ["no-op"], before: values, after: values }
        : index < 3
          ? { actions: ["delete"], before: values, after: undefined }
          : {};
    }),
  );
  const [open = "", more = "", kept = ""] = markdown.split("<details>");
  expect(open.match(/principal-\d+/g)).toEqual(
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((index) => `principal-${index}`),
  );
  expect(more).toContain("<summary>4 more</summary>");
  expect(more.match(/principal-\d+/g)).toEqual([13, 14, 1, 2].map((index) => `principal-${index}`));
  expect(more).toContain("What the plan leaves as it is, 1 access of 1 principal:");
  expect(kept).toContain("<summary>1 access that stays</summary>");
  expect(kept).toContain("principal-0");
});

test("of several plans each has its verdict at the top, by its file", () => {
  const reviews = [planOf([]), planOfMany(1)].map((plan, index) => ({
    file: `${index}|@x.json`,
    review: reviewOf(plan),
  }));
  const markdown = asMarkdown(reviews);
  expect(markdown).toMatch(
    /^.*\n\n- \*\*`0\|@x\.json`: NO CHANGE.*\*\*\n- \*\*`1\|@x\.json`: BROADER .*\*\*\n\nWhat `1\|@x\.json` changes:/,
  );
  expect(renderedOf(markdown).code).toEqual(expect.arrayContaining(["0|@x.json", "1|@x.json"]));
});

test.each(ATTACKS)("no text of a plan is more than a text: %j", (text) => {
  const { elements, prose, code } = renderedOf(markdownOf(planWith(text)));
  expect(elements.filter((element) => !OWN_ELEMENTS.test(element))).toEqual([]);
  expect(prose).not.toMatch(/[@#`|[\]<>]|example|\/\/|(?!\n)\p{C}/u);
  expect(code.join("\n")).toContain(text.includes("example") ? "example.com" : code[0]);
});

test("whatever the texts of a plan are, all around them stays as it is", () => {
  // How many words of a sentence are code depends on the text.
  const shape = (text: string): string =>
    renderedOf(markdownOf(planWith(text)))
      .elements.filter((element) => !element.includes("code"))
      .join("");
  const usual = shape("web");
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(shape(`web${text}`)).toBe(usual);
    }),
  );
});

test("GitHub takes it, however large a plan is: whole entries are left out, and counted", () => {
  for (const name of ["web", "\u{1f680}".repeat(50), "ü|`@".repeat(30)]) {
    const markdown = markdownOf(
      planOfMany(3000, (index) => ({
        after: assignment({ principal_id: `${index}-${name}` }),
        ...(index % 3 === 0
          ? { actions: ["no-op"], before: assignment({ principal_id: `${index}-${name}` }) }
          : {}),
      })),
    );
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(60_000);
    const shown = markdown.match(/^\| `\d+-/gm)?.length ?? 0;
    const [, count = ""] =
      /\n\n\*\*Left out, .*: (\d+) accesses that change, 1000 accesses that stay\.\*\* `acr-auth review` tells the whole as text, HTML or JSON\.\n$/.exec(
        markdown,
      ) ?? [];
    expect(shown + Number(count)).toBe(2000);
    expect(renderedOf(markdown).elements.filter((one) => !OWN_ELEMENTS.test(one))).toEqual([]);
  }
});

test("one entry that is longer than a comment leaves room for the others", () => {
  const long = "x".repeat(100_000);
  const markdown = markdownOf(
    planOfMany(3, (index) => ({
      after: assignment({ principal_id: index === 0 ? long : `principal-${index}` }),
    })),
  );
  expect(markdown).toContain("principal-1");
  expect(markdown).toContain("Left out, since a comment holds no more: 1 access that changes.");
});
