import { roleOf, scopeOf, type Sign } from "../words";
import { type Box, COLUMNS, type Graph, type Node, type RoleNode, type ScopeNode } from "./graph";
import { type Markup, markup } from "./markup";

const TOP = 30;
const PADDING = 14;
const BADGE = 28;
const ROW_OF_NAME = 36;

/** Of monospaced letters and of others, at the sizes that style.ts gives them. */
const LETTER = { name: 7.3, role: 5.9 };

/** How much wider letters of East Asia are than others. */
const WIDE = 1.7;

/** @param id of the graph among those of the page */
export function drawingOf(graph: Graph, id: string): Markup {
  const { width, height, principals, roles, scopes } = graph;
  const numberOf = (node: Node): string =>
    `${id}-${[...principals, ...scopes].findIndex((one) => one === node)}`;
  const size = { width: width + 2, height: height + TOP + 2 };
  return markup`<svg viewBox="-1 -1 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="Who has which role on what; the tables tell the same in words">
${heading(COLUMNS.principals, "who")}${heading(COLUMNS.roles, "has which role")}${heading(COLUMNS.scopes, "on what")}
<g transform="translate(0 ${TOP})">
${roles.map((role) => drawnRole(role, `${numberOf(role.from)} ${numberOf(role.scope)}`))}
${principals.map((node) => drawnPrincipal(node, numberOf(node)))}
${scopes.map((node) => drawnScope(node, numberOf(node)))}
</g>
</svg>`;
}

function heading({ x }: { x: number }, text: string): Markup {
  return markup`<text class="heading" x="${x}" y="14">${text}</text>`;
}

function drawnRole(node: RoleNode, ends: string): Markup {
  const { access, role, sign, from, to } = node;
  const said = (text: string): string => text;
  const title = `${access.principal.name} on ${scopeOf(access, said)} ${roleOf(role, said)}`;
  const classes = `role ${CLASSES[sign]}${role.isIgnored ? " ignored" : ""}`;
  return markup`<g class="${classes}" data-entry="" data-ends="${ends}"><title>${title}</title>
${line(from, node, sign)}${to.map((target) => line(node, target.box, target.sign))}
${rectangle(node)}${sign === " " ? "" : badge(node, sign)}${text(node, node.name, "role", BADGE)}
</g>
`;
}

function drawnPrincipal(node: Node, number: string): Markup {
  return markup`<g class="principal" data-end="${number}"><title>${node.name}</title>
${rectangle(node)}${text(node, node.name, "name")}
</g>
`;
}

function drawnScope(node: ScopeNode, number: string): Markup {
  const { title, ifMode, repositories } = node;
  const note =
    ifMode === undefined
      ? ""
      : markup`<text class="note" x="${title.x + PADDING}" y="${title.y + title.height - 11}">if it is in ${ifMode} mode</text>`;
  return markup`<g class="scope" data-end="${number}"><title>${node.name}</title>
${rectangle(node)}${text({ ...title, height: ROW_OF_NAME }, node.name, "name")}${note}
${repositories.map(drawnRepository)}
</g>
`;
}

function drawnRepository(node: Node): Markup {
  return markup`<g><title>${node.name}</title>
<path class="rule" d="M${node.x} ${node.y}h${node.width}"/>${text(node, node.name, "name")}
</g>
`;
}

/** A sign, or that of what breaks. */
type Mark = Sign | "!";

/** In colour, and for who sees none in shape: thick, dashed or thin, and with a sign in a circle, a square or none. */
export const CLASSES: Readonly<Record<Mark, string>> = {
  "+": "gained",
  "-": "lost",
  "~": "changed",
  "!": "urgent",
  " ": "kept",
};

const BADGES: Readonly<Record<Mark, string>> = {
  "+": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0",
  "-": "M-7.5 -7.5h15v15h-15z",
  "~": "M0 -9.5l9.5 9.5l-9.5 9.5l-9.5 -9.5z",
  "!": "M0 -9.5l10 18h-20z",
  " ": "",
};

const SIGNS: Readonly<Record<Mark, string>> = {
  "+": "M-4 0h8M0 -4v8",
  "-": "M-4 0h8",
  "~": "M-4 1c1.5 -3 2.5 -3 4 -1s2.5 2 4 -1",
  "!": "M0 -3v5M0 5.5v0",
  " ": "",
};

function badge({ x, y, height }: Box, sign: Sign): Markup {
  return markup`<g transform="translate(${x + PADDING + 8} ${y + height / 2})">${signOf(sign)}</g>`;
}

/** The sign as it is in the graph, for a line of text. */
export function markOf(sign: Mark): Markup {
  return markup`<svg class="mark ${CLASSES[sign]}" viewBox="-10 -10 20 20" aria-hidden="true">${signOf(sign)}</svg>`;
}

function signOf(sign: Mark): Markup {
  return markup`<path class="badge" d="${BADGES[sign]}"/><path class="sign" d="${SIGNS[sign]}"/>`;
}

function line(from: Box, to: Box, sign: Sign): Markup {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return markup`<g class="line ${CLASSES[sign]}"><path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 9} ${y2}"/><path class="head" d="M${x2 - 1} ${y2}l-9 -4.5v9z"/></g>`;
}

function rectangle({ x, y, width, height }: Box): Markup {
  return markup`<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="7" />`;
}

/** A text in its box, whatever fonts there are: one that is too long is cut in the middle, and at the edge for sure. */
function text(
  { x, y, width, height }: Box,
  content: string,
  kind: keyof typeof LETTER,
  indent = 0,
): Markup {
  const room = width - indent - 2 * PADDING;
  const letter = LETTER[kind] * (/[^\0-\u10ff]/.test(content) ? WIDE : 1);
  return markup`<svg x="${x + PADDING + indent}" y="${y}" width="${room}" height="${height}"><text class="${kind}" y="${height / 2 + 4.5}">${shortened(content, room / letter)}</text></svg>`;
}

/** What tells two names apart stands at their ends. */
function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  const half = Math.floor((most - 1) / 2);
  return letters.length <= most
    ? text
    : [...letters.slice(0, half), "…", ...letters.slice(-half)].join("");
}
