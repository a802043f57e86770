import { createHash } from "node:crypto";
import type { Finding } from "../../findings/finding";
import type { Review } from "../../review";
import { credentialLines, credentialSummary } from "../credential-words";
import { acknowledgementOf, countsOf, isOpen } from "../finding-words";
import { type ReviewedPlan, verdictOf, verdictPartsOf } from "../verdict";
import { gainsFirst, isChanged, unchanged } from "../words";
import { drawingOf, markOf } from "./drawing";
import { type Graph, graphOf } from "./graph";
import { code, Markup, markup } from "./markup";
import { SCRIPT } from "./script";
import { STYLE } from "./style";
import { tableOf } from "./table";

/** One page that loads nothing, and runs and is styled by nothing but what its policy has the hash of. */
export function asHtml(plans: readonly ReviewedPlan[]): string {
  const [plan, ...others] = plans;
  const isOne = plan !== undefined && others.length === 0;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${isOne ? verdictOf(plan.review) : `Review of ${plans.length} plans`}</title>
<style>${Markup.own(STYLE)}</style>
</head>
<body>
<header>
<h1 class="of">Review of ${isOne ? markup`<code>${plan.file}</code>` : `${plans.length} plans`}</h1>
<form id="search" class="search" role="search" hidden>
<label for="filter">Filter by name</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false">
<output id="found" for="filter"></output>
</form>
</header>
<main>
${isOne ? "" : contents(plans)}
${plans.map((one, index) => sectionOf(one, index, isOne))}
</main>
<script>${Markup.own(SCRIPT)}</script>
</body>
</html>
`.text;
}

function hash(text: string): Markup {
  return Markup.own(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}

function contents(plans: readonly ReviewedPlan[]): Markup {
  const items = plans.map(
    ({ file, review }, index) =>
      markup`<li><a href="#plan-${index}"><code>${file}</code></a> ${verdictOf(review)}</li>\n`,
  );
  return markup`<ul class="plans">\n${items}</ul>`;
}

function sectionOf({ file, review }: ReviewedPlan, index: number, isOne: boolean): Markup {
  const { words, counts } = verdictPartsOf(review);
  const summary = credentialSummary(review.credentials, code);
  const graph = graphOf(review.accesses);
  return markup`<section class="plan" id="plan-${index}" aria-labelledby="verdict-${index}">
${isOne ? "" : markup`<p class="of"><code>${file}</code></p>`}
<h2 class="verdict" id="verdict-${index}"><strong class="${toneOf(review)}">${words}</strong> by this plan${counts === "" ? "." : markup`: <span>${counts}.</span>`}</h2>
${summary === undefined ? "" : markup`<p>${Markup.said(summary)}</p>`}
${graph.roles.length > 0 ? figure(graph, index) : ""}
${changes(review)}
${credentials(review)}
${findings(review)}
${doubts(review)}
${kept(review)}
</section>
`;
}

function toneOf({ isBroader, isNarrower }: Review): string {
  return isBroader ? "gained" : isNarrower ? "lost" : "kept";
}

function figure(graph: Graph, index: number): Markup {
  const { roles, leftOut } = graph;
  return markup`<figure>
<div class="scroll" role="group" aria-label="Graph" tabindex="0">
${drawingOf(graph, String(index))}
</div>
<figcaption><span>${markOf("+")}added</span> <span>${markOf("-")}removed</span> <span>${markOf("~")}changed</span>
${leftOut > 0 ? markup`<span>The graph shows ${roles.length} of ${leftOut + roles.length} roles, first those of accesses that change. The tables have all.</span>` : ""}
</figcaption>
</figure>`;
}

function changes({ accesses }: Review): Markup | string {
  const changed = gainsFirst(accesses.filter(isChanged));
  return changed.length > 0
    ? markup`<h3 class="part">What changes</h3>\n${tableOf("What changes", changed)}`
    : "";
}

function credentials(review: Review): Markup | string {
  const items = credentialLines(review.credentials, code).map(
    ({ sign, words }) => markup`<li data-entry="">${markOf(sign)}${Markup.said(words)}</li>\n`,
  );
  return items.length > 0
    ? markup`<h3 class="part">Credentials</h3>\n<ul class="credentials">\n${items}</ul>`
    : "";
}

function findings(review: Review): Markup | string {
  return review.findings.length > 0
    ? markup`<h3 class="part">Worth a look: ${countsOf(review.findings)}</h3>
<ul class="findings">
${review.findings.map(finding)}</ul>`
    : "";
}

function finding(found: Finding): Markup {
  const { id, severity, address, what, why, source, fix, relatedRules } = found;
  const accepted = acknowledgementOf(found, code);
  return markup`<li data-entry="">
<p><strong class="severity ${isOpen(found) ? severity : "kept"}">${severity}</strong> <code>${address}</code></p>
<p>${what} ${why}</p>
<p>${accepted === undefined ? fix : Markup.said(accepted)}</p>
<p class="rules"><a href="${source}">${id}</a>${relatedRules.map((rule) => markup`, ${rule}`)}</p>
</li>
`;
}

function doubts(review: Review): Markup | string {
  return review.doubts.length > 0
    ? markup`<h3 class="part">Taken at its widest, since the plan does not tell</h3>
<ul class="doubts">
${review.doubts.map((doubt) => markup`<li data-entry="">${doubt}</li>\n`)}</ul>`
    : "";
}

function kept(review: Review): Markup | string {
  const same = review.accesses.filter((one) => !isChanged(one));
  return same.length > 0
    ? markup`<details><summary>Unchanged: ${unchanged(review)}</summary>\n${tableOf("Unchanged", same)}</details>`
    : "";
}
