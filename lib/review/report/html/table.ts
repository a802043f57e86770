import type { Access } from "../../accesses";
import { alike, repositories, roleOf, scopeOf, type Sign, signOf } from "../words";
import { CLASSES, markOf } from "./drawing";
import { code, Markup, markup } from "./markup";

/** Before and after, what each may do on what: a group of rows for each access. */
export function tableOf(label: string, accesses: readonly Access[]): Markup {
  return markup`<div class="scroll" role="group" aria-label="${label}" tabindex="0">
<table>
<colgroup><col class="who"><col class="on"><col class="may"><col class="set"><col class="set"><col class="by"></colgroup>
<thead><tr><th scope="col">Who</th><th scope="col">On</th><th scope="col">May</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">By</th></tr></thead>
${accesses.map(groupOf)}
</table>
</div>
`;
}

function groupOf(access: Access): Markup {
  const { principal, capabilities, roles } = access;
  const rows = alike(capabilities);
  const span = Math.max(1, rows.length);
  const by = roles.map((role) => markup`<p>${Markup.said(roleOf(role, code))}</p>`);
  const before = markup`<th scope="rowgroup" rowspan="${span}"><code>${principal.name}</code></th><td rowspan="${span}">${Markup.said(scopeOf(access, code))}</td>`;
  const after = markup`<td class="by" rowspan="${span}">${by}</td>`;
  const [first = NOTHING, ...others] = rows.map(cellsOf);
  return markup`<tbody data-entry="">
<tr>${before}${first}${after}</tr>
${others.map((cells) => markup`<tr>${cells}</tr>\n`)}</tbody>
`;
}

const NOTHING = markup`<td class="kept" colspan="3">nothing</td>`;

const VERBS: Readonly<Record<Sign, string>> = {
  "+": "gains ",
  "-": "loses ",
  "~": "gains and loses ",
  " ": "",
};

function cellsOf({ names, change }: ReturnType<typeof alike>[number]): Markup {
  const sign = signOf(change);
  const cells = [change.before, change.after].map(
    (set, index) =>
      markup`<td class="${index === 1 ? "is " : ""}${CLASSES[sign]}">${Markup.said(repositories(set, code))}</td>`,
  );
  return markup`<td class="may ${CLASSES[sign]}">${markOf(sign)}<span class="unseen">${VERBS[sign]}</span>${names}</td>${cells}`;
}
